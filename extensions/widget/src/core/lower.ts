/** The pane below the tests: which of its tabs is open, and when a run brings its results forward. */

import type { DeskState } from './state';

export type LowerTab =
  'findings' | 'results' | 'matrix' | 'survivors' | 'gates' | 'flakes' | 'inputs' | 'history';

export const LOWER_TABS: readonly LowerTab[] = [
  'findings',
  'results',
  'matrix',
  'survivors',
  'gates',
  'flakes',
  'inputs',
  'history'
];

/** A tab's name as stored or told from outside; '' lets the desk choose. */
export function readLower(value: unknown): LowerTab | '' | undefined {
  return value === '' ? '' : LOWER_TABS.find(tab => tab === value);
}

/** Here a probe is written with its occasion in view; a run leaves them in front. */
const STAY: readonly LowerTab[] = ['matrix', 'survivors', 'inputs'];

/** Findings stand first as soon as there are any; as long as nobody chose, they give way to runs. */
export function openLower(state: DeskState): LowerTab {
  const { lower } = state.view;
  if (lower === 'findings' && !hasFindings(state)) return 'results';
  if (lower) return lower;
  return state.assessment && !state.history.length ? 'findings' : 'results';
}

export function hasFindings(state: DeskState): boolean {
  return state.assessment !== null || state.assessing !== null;
}

export function lowerAfterRun(state: DeskState): LowerTab {
  return stays(openLower(state)) ? openLower(state) : 'results';
}

export function lowerWhileAssessing(state: DeskState): LowerTab {
  const open = openLower(state);
  return open === 'results' || open === 'history' ? 'findings' : open;
}

function stays(tab: LowerTab): boolean {
  return STAY.includes(tab);
}
