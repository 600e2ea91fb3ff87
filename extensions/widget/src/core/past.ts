/** The part of the state that is of the past: what is stale, submissions, runs as they were made. */

import type { EvidenceRef } from '../protocol';
import type {
  Exported,
  Fresh,
  HistoryRow,
  PastMessage,
  RevisionChanges,
  Revisions,
  RunsCompared,
  StaleChip
} from '../past_protocol';
import type { DeskState, RunEntry } from './state';
import { isOutdated } from './select';

export interface Past {
  fresh: Fresh;
  revisions: Revisions | null;
  changes: RevisionChanges | null;
  history: { rows: HistoryRow[]; gone: number } | null;
  compared: RunsCompared | null;
  exported: Exported | null;
}

export const noPast: Past = {
  fresh: { file: [], task: [], runs: {}, chips: [], assessment: [], basis: {} },
  revisions: null,
  changes: null,
  history: null,
  compared: null,
  exported: null
};

/** The state after the kernel spoke of the past. */
export function hearPast(state: DeskState, message: PastMessage): DeskState {
  const past = (change: Partial<Past>): DeskState => ({
    ...state,
    past: { ...state.past, ...change }
  });
  switch (message.type) {
    case 'fresh':
      return withFresh(state, message.fresh);
    case 'revisions':
      return past({ revisions: message });
    case 'revision':
      return past({ changes: message });
    case 'history':
      return past({ history: { rows: message.rows, gone: message.gone } });
    case 'runs_compared':
      return past({ compared: message });
    case 'exported':
      return past({ exported: message });
  }
}

/** What is stale marks the assessment too: what is drawn of it into the code goes away. */
export function withFresh(state: DeskState, fresh: Fresh | undefined): DeskState {
  if (!fresh) return state;
  const { assessment, past } = state;
  const was = past.fresh.assessment.length > 0;
  const is = fresh.assessment.length > 0;
  const marked = assessment && is !== was ? { ...assessment, stale: is } : assessment;
  const stale = is && assessment && !assessment.stale ? { ...assessment, stale: true } : marked;
  return { ...state, assessment: stale, past: { ...past, fresh } };
}

/** What changed under a chip since; undefined when nothing did. */
export function staleChip(
  state: DeskState,
  axis: string,
  chip: EvidenceRef
): StaleChip | undefined {
  return state.past.fresh.chips.find(
    item =>
      item.axis === axis &&
      item.kind === chip.kind &&
      item.ref === chip.ref &&
      item.label === (chip.label || chip.text.slice(0, 300))
  );
}

/** Why the verdict of a run is not about what is there now, in words; '' when it is. */
export function staleWords(state: DeskState, entry: RunEntry): string {
  const words = state.past.fresh.runs[entry.id];
  if (words) return `Stale: ${words.join('; ')}. Run again`;
  return isOutdated(state, entry) ? 'The text has changed since this run: run again' : '';
}

/** A chip with what it rests on written down. A run and a comment carry that themselves, but for
 * the runs an assessment made. */
export function based(state: DeskState, chip: EvidenceRef): EvidenceRef {
  const basis = basisOfChip(state, chip);
  return basis && Object.keys(basis).length ? { ...chip, basis } : chip;
}

function basisOfChip(state: DeskState, chip: EvidenceRef): Record<string, string> | undefined {
  switch (chip.kind) {
    case 'mutant':
    case 'counterexample':
    case 'repeat_runs':
      return state.assessment?.basis;
    case 'two_readings':
    case 'text':
      return state.past.fresh.basis;
    case 'run':
      return isOfAssessment(state, chip.ref) ? state.assessment?.basis : undefined;
    case 'line_comment':
      return undefined;
  }
}

function isOfAssessment(state: DeskState, run: string): boolean {
  const { assessment, review } = state;
  if (!assessment || review?.runs.includes(run)) return false;
  // The page's own history has runs that are not in its copy of the review yet.
  if (state.history.some(entry => entry.id === run && entry.request !== '')) return false;
  return (
    assessment.gates.some(gate => gate.runs.includes(run)) ||
    assessment.matrix.some(row => row.run === run) ||
    assessment.flags.some(flag => flag.evidence.includes(run))
  );
}
