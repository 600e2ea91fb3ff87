/** Runs in the state: which are kept whole, and what the history says of the rest. */

import type { Run, StoredRun } from '../protocol';
import { lowerAfterRun, openLower } from './lower';
import { basisOf, isChange } from './select';
import type { DeskState, RunEntry } from './state';

/** Runs kept with all their tests and output; older ones are asked for again by id. */
const WHOLE_RUNS = 60;
const MAX_HISTORY = 200;
/** The basis of a run whose text is gone: equal to no other. */
const CHANGED = 'changed';

export interface Arrival {
  run: Run;
  suiteKey: string;
  cached: boolean;
  unsaved: string;
  edited: boolean;
  request: string;
  /** Whether the kernel has the very text that was run; not said by an older one. */
  current?: boolean | undefined;
  /** Whether the kernel's text is the one on the screen. */
  isTextSaved?: boolean;
}

/** A run that was asked for on this page has come: it is shown at once. */
export function addRun(state: DeskState, arrival: Arrival): DeskState {
  // Said again to a page that was away, it is still one result.
  const { request, run } = arrival;
  if (state.history.some(e => request && e.request === request && e.id === run.id)) return state;
  const entry = entryOf(arrival, state.nextRun, basisOfArrival(state, arrival));
  const mine = arrival.request in state.requests;
  const isFirstOfGroup = state.view.group !== arrival.request;
  // One of many runs on changes of the code: the matrix shows them, the results stay.
  const beside = isChange(arrival.run.solution) && openLower(state) === 'matrix';
  const many = state.requests[arrival.request]?.solution === 'all';
  return keep(
    {
      ...state,
      nextRun: state.nextRun + 1,
      history: [...state.history, entry],
      view:
        mine && !beside
          ? {
              ...state.view,
              shown: many && !isFirstOfGroup ? state.view.shown : entry.number,
              group: arrival.request,
              lower: lowerAfterRun(state),
              results: 'tests',
              focusTest: null
            }
          : { ...state.view, shown: state.view.shown ?? entry.number }
    },
    arrival.run
  );
}

/** Runs of before, oldest first as the kernel knows it: known to it, in no request of this page.
 * No time stamp decides the order: a clock may be set back. */
export function restoreRuns(
  state: DeskState,
  stored: readonly StoredRun[],
  isTextSaved = true
): DeskState {
  let next = state;
  for (const item of stored.map(item => ('run' in item ? item : { run: item }))) {
    if (!next.history.some(entry => entry.id === item.run.id)) {
      const entry = storedEntry(next, item, isTextSaved);
      next = { ...next, nextRun: next.nextRun + 1, history: [...next.history, entry] };
    }
    next = keep(next, item.run);
  }
  const shown = next.view.shown ?? next.history.at(-1)?.number ?? null;
  return { ...next, view: { ...next.view, shown } };
}

/** A run asked for by its id: where it is not known yet it is older than all that is. */
export function restoreOlder(
  state: DeskState,
  item: Exclude<StoredRun, Run>,
  isTextSaved: boolean
): DeskState {
  if (state.history.some(entry => entry.id === item.run.id)) return keep(state, item.run);
  const entry = storedEntry(state, item, isTextSaved);
  const next = { ...state, nextRun: state.nextRun + 1, history: [entry, ...state.history] };
  return keep(
    { ...next, view: { ...next.view, shown: next.view.shown ?? entry.number } },
    item.run
  );
}

function storedEntry(
  state: DeskState,
  item: Exclude<StoredRun, Run>,
  isTextSaved: boolean
): RunEntry {
  const suiteKey = item.suite_key ?? suiteKeyOf(state, item.run.suite);
  const { run, cached = false, edited = false } = item;
  const arrival = { run, suiteKey, cached, unsaved: '', edited, request: '' };
  return entryOf(arrival, state.nextRun, basisOfStored(state, suiteKey, item, isTextSaved));
}

/** A run the disk refused is on it now. */
export function runKept(state: DeskState, id: string): DeskState {
  const history = state.history.map(e => (e.id === id ? { ...e, unsaved: '' } : e));
  return { ...state, history };
}

/** A run that was asked for by its id is shown once it came. */
export function showWanted(state: DeskState, id: string): DeskState {
  const { wanted } = state.view;
  const entry = state.history.find(item => item.id === id);
  if (wanted?.id !== id || !entry) return state;
  return {
    ...state,
    view: {
      ...state.view,
      lower: 'results',
      results: 'tests',
      shown: entry.number,
      group: null,
      wanted: null,
      focusTest: wanted.test
    }
  };
}

/** The kernel compares what a run judged with what is there now; from then on the page does. What
 * is typed here and not saved yet the kernel does not know: nothing is then taken for current. */
function basisOfStored(
  state: DeskState,
  key: string,
  item: { run: Run; current?: boolean | undefined },
  isTextSaved: boolean
): string {
  if (item.current === undefined) return '';
  return item.current && isTextSaved ? basisOf(state, key, item.run.solution) : CHANGED;
}

/** A result is of the text on the screen only if this page and the kernel both say so. */
function basisOfArrival(state: DeskState, arrival: Arrival): string {
  const { run, suiteKey: key, current, isTextSaved = true } = arrival;
  const asked = state.requests[arrival.request]?.basis ?? '';
  if (!asked) return basisOfStored(state, key, { run, current }, isTextSaved);
  if (current !== false) return asked;
  const now = [basisOf(state, key, run.solution), basisOf(state, key, 'all')];
  return now.includes(asked) ? CHANGED : asked;
}

function suiteKeyOf(state: DeskState, suite: string): string {
  const given = state.task?.suites.find(s => s.role === 'given')?.name;
  return suite === given || suite === 'given' ? 'given' : `probe:${suite}`;
}

function entryOf(arrival: Arrival, number: number, basis: string): RunEntry {
  const { run } = arrival;
  return {
    number,
    id: run.id,
    suiteKey: arrival.suiteKey,
    solution: run.solution,
    verdict: run.verdict,
    grade: run.grade,
    at: run.started_at,
    cached: arrival.cached,
    unsaved: arrival.unsaved,
    edited: arrival.edited,
    partial: run.selected.length > 0,
    request: arrival.request,
    basis
  };
}

function keep(state: DeskState, run: Run): DeskState {
  const runs = { ...state.runs };
  Reflect.deleteProperty(runs, run.id);
  runs[run.id] = run;
  const shown = state.history.find(entry => entry.number === state.view.shown)?.id;
  const surplus = Object.keys(runs).length - WHOLE_RUNS;
  for (const id of Object.keys(runs).slice(0, Math.max(0, surplus)))
    if (id !== shown) Reflect.deleteProperty(runs, id);
  return { ...state, runs, history: state.history.slice(-MAX_HISTORY) };
}
