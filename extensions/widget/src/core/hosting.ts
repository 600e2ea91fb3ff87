/** What the host tells a desk of itself: the keys bound now, and how a desk begins. */

import { DEFAULT_KEYS, type KeyMap } from './keymap';
import type { DeskState } from './state';

export interface Hosting {
  keys: KeyMap;
  /** Whether the host has a place where keys are changed. */
  rebindable: boolean;
  /** The tab of the task, and of the tests, that a desk opens with the first time. */
  left: string;
  middle: 'suite' | 'evidence';
  diff: 'unified' | 'split';
}

/** In a notebook nobody tells anything. */
export const noHost: Hosting = {
  keys: DEFAULT_KEYS,
  rebindable: false,
  left: 'prompt',
  middle: 'suite',
  diff: 'unified'
};

/** DOM events on the element a desk is drawn into: what the host says and asks. */
export const HOST_SAYS = {
  /** `{deed: [key, ...]}`; deeds without keys too. */
  keys: 'workbench:keys',
  /** Any of `left`, `middle`, `diff`. */
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
  const { left, middle, diff } = (detail ?? {}) as Record<string, unknown>;
  return {
    ...(typeof left === 'string' && { left }),
    ...((middle === 'suite' || middle === 'evidence') && { middle }),
    ...((diff === 'unified' || diff === 'split') && { diff })
  };
}

export function hosted(state: DeskState, change: Partial<Hosting>): DeskState {
  return { ...state, hosting: { ...state.hosting, ...change } };
}
