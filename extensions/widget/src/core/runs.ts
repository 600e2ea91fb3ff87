/** Runs in the state: which are kept whole, and what the history says of the rest. */

import type { Run, StoredRun } from '../protocol';
import { lowerAfterRun } from './lower';
import { basisOf } from './select';
import type { DeskState, RunEntry } from './state';

/** Runs kept with all their tests and output; older ones are asked for again by id. */
const WHOLE_RUNS = 24;
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
}

/** A run that was asked for on this page has come: it is shown at once. */
export function addRun(state: DeskState, arrival: Arrival): DeskState {
  const entry = entryOf(arrival, state.nextRun, state.requests[arrival.request]?.basis ?? '');
  const mine = arrival.request in state.requests;
  const isFirstOfGroup = state.view.group !== arrival.request;
  const many = state.requests[arrival.request]?.solution === 'all';
  return keep(
    {
      ...state,
      nextRun: state.nextRun + 1,
      history: [...state.history, entry],
      view: mine
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

/** Runs of before: known to the kernel, in no request of this page. */
export function restoreRuns(state: DeskState, stored: readonly StoredRun[]): DeskState {
  let next = state;
  const arrivals = stored
    .map(item => ('run' in item ? item : { run: item }))
    .sort((a, b) => a.run.started_at.localeCompare(b.run.started_at));
  for (const item of arrivals) {
    const known = next.history.some(entry => entry.id === item.run.id);
    if (!known) {
      const key = item.suite_key ?? suiteKey(next, item.run.suite);
      const entry = entryOf(
        {
          run: item.run,
          suiteKey: key,
          cached: item.cached ?? false,
          unsaved: '',
          edited: item.edited ?? false,
          request: ''
        },
        next.nextRun,
        basisOfStored(next, key, item)
      );
      next = { ...next, nextRun: next.nextRun + 1, history: [...next.history, entry] };
    }
    next = keep(next, item.run);
  }
  const { history } = next;
  const sorted = history.every((entry, i) => i === 0 || at(history, i - 1) <= entry.at)
    ? history
    : [...history].sort((a, b) => a.at.localeCompare(b.at));
  const shown = next.view.shown ?? sorted.at(-1)?.number ?? null;
  return { ...next, history: sorted, view: { ...next.view, shown } };
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

/** The kernel compares what a run judged with what is there now; from then on the page does. */
function basisOfStored(
  state: DeskState,
  key: string,
  item: { run: Run; current?: boolean }
): string {
  if (item.current === undefined) return '';
  return item.current ? basisOf(state, key, item.run.solution) : CHANGED;
}

function at(history: readonly RunEntry[], index: number): string {
  return history[index]?.at ?? '';
}

function suiteKey(state: DeskState, suite: string): string {
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
