/** What the host tells a desk of itself: the keys bound now, and how a desk begins. */

import { DEFAULT_KEYS, type KeyMap } from './keymap';
import { readLower, type LowerTab } from './lower';
import type { DeskState } from './state';

export interface Hosting {
  keys: KeyMap;
  /** Whether the host has a place where keys are changed. */
  rebindable: boolean;
  /** The tab of the task that a desk opens with the first time. */
  left: string;
  /** The tab below the tests; '' lets the desk choose. */
  lower: LowerTab | '';
  diff: 'unified' | 'split';
}

/** In a notebook nobody tells anything. */
export const noHost: Hosting = {
  keys: DEFAULT_KEYS,
  rebindable: false,
  left: 'prompt',
  lower: '',
  diff: 'unified'
};

/** DOM events on the element a desk is drawn into: what the host says and asks. */
export const HOST_SAYS = {
  /** `{deed: [key, ...]}`; deeds without keys too. */
  keys: 'workbench:keys',
  /** Any of `left`, `lower`, `diff`. */
  settings: 'workbench:settings',
  /** Do this deed. */
  act: 'workbench:act',
  /** Go to this `Place`. */
  show: 'workbench:show',
  /** Write into `detail` the `Place` the reviewer is at. */
  where: 'workbench:where'
} as const;

/** What a desk asks of its host; `detail` is a command's name. */
export const DESK_ASKS = 'workbench:command';

export function readKeys(detail: unknown): KeyMap {
  const keys: Record<string, string[]> = {};
  for (const [id, strokes] of Object.entries((detail ?? {}) as Record<string, unknown>))
    if (Array.isArray(strokes)) keys[id] = strokes.filter(s => typeof s === 'string');
  return keys;
}

export function readSettings(detail: unknown): Partial<Hosting> {
  const { left, diff, ...more } = (detail ?? {}) as Record<string, unknown>;
  const lower = readLower(more['lower']);
  return {
    ...(typeof left === 'string' && { left }),
    ...(lower !== undefined && { lower }),
    ...((diff === 'unified' || diff === 'split') && { diff })
  };
}

export function hosted(state: DeskState, change: Partial<Hosting>): DeskState {
  return { ...state, hosting: { ...state.hosting, ...change } };
}
