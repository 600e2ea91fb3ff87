/** Places of a desk a link can lead to: a test, a line, an axis, a tab. */

import { testsAt } from '../tests/at_cursor';
import { plain } from '../text/special';
import type { Desk } from './desk';
import { readLower } from './lower';
import type { Scope } from './scope';
import { GIVEN, shownEntry, shownRun, suiteFiles } from './select';

/** All from a link, so nothing of it is trusted: what a desk does not know leads nowhere. */
export interface Place {
  suite?: string;
  test?: string;
  solution?: string;
  file?: string;
  line?: number;
  axis?: string;
  /** A tab of the task, or one below the tests. */
  tab?: string;
}

export function readPlace(detail: unknown): Place {
  const given = (detail ?? {}) as Record<string, unknown>;
  const place: Place = {};
  for (const name of ['suite', 'test', 'solution', 'file', 'axis', 'tab'] as const) {
    const value = given[name];
    if (typeof value === 'string' && value !== '') place[name] = value;
  }
  const line = Number(given['line']);
  if (Number.isInteger(line) && line > 0) place.line = line;
  return place;
}

/** Goes there, once the task is there. `toAxis` brings an axis into view. */
export function goTo(
  desk: Desk,
  scope: Scope,
  place: Place,
  toAxis: (axis: string) => boolean
): void {
  let gone = false;
  desk.watch(
    scope,
    state => state.task !== null,
    loaded => {
      if (!loaded || gone) return;
      gone = true;
      if (!go(desk, place, toAxis))
        desk.notify('warning', `The link leads to ${words(place)}, which this task does not have.`);
    }
  );
}

function go(desk: Desk, place: Place, toAxis: (axis: string) => boolean): boolean {
  const { suite = GIVEN, test, solution, file, line = 1, axis, tab } = place;
  let found = true;
  const lower = tab ? readLower(tab) : undefined;
  if (lower) desk.view({ lower });
  else if (tab !== undefined) desk.view({ left: tab });
  if (test !== undefined) found = toTest(desk, suite, test);
  else if (solution !== undefined) {
    const files = desk.state.task?.solutions.find(s => s.name === solution)?.files ?? {};
    const path = file ?? Object.keys(files).sort()[0];
    if (path === undefined || !(path in files)) return false;
    desk.showLine(solution, path, line);
  } else if (file !== undefined || place.suite !== undefined) {
    const files = suiteFiles(desk.state, suite);
    const path = file ?? Object.keys(files).sort()[0];
    if (path === undefined || !(path in files)) return false;
    desk.store.dispatch({ type: 'jump', place: { tab: suite, file: path, line } });
  }
  if (axis !== undefined) found = toAxis(axis) && found;
  return found;
}

function toTest(desk: Desk, suite: string, id: string): boolean {
  const ref = desk.state.inventories[suite]?.tests.find(test => test.id === id);
  if (!ref) return false;
  if (ref.file)
    desk.store.dispatch({
      type: 'jump',
      place: { tab: suite, file: ref.file, line: ref.line ?? 1 }
    });
  const ran = shownEntry(desk.state)?.suiteKey === suite;
  if (ran && shownRun(desk.state)?.tests.some(test => test.id === id))
    desk.view({ results: 'tests', focusTest: id });
  return true;
}

/** The place of a cursor in a suite's file: its test, when it is in one. */
export function inSuite(desk: Desk, file: string, line: number): Place {
  const { suite } = desk.state.view;
  const [test] = testsAt(desk.state.inventories[suite], file, line);
  return { suite, ...(test === undefined ? { file, line } : { test }) };
}

function words(place: Place): string {
  const { test, file, axis, solution, suite } = place;
  return plain(
    (test && `the test ${test}`) ??
      (file && `the file ${file}`) ??
      (axis && `the axis ${axis}`) ??
      (solution && `the solution ${solution}`) ??
      `the suite ${suite ?? ''}`
  ).slice(0, 200);
}
