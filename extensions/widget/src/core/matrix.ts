/** The kill matrix as it is known: solutions and changes by tests, from assessment and runs. */

import type { Mutant } from '../assessment';
import type { SolutionRole, Status, TestResult } from '../protocol';
import { listedMutants } from './assess';
import { changeWords, GIVEN, isOutdated, probesOf, WHAT_IF } from './select';
import type { DeskState, RunEntry } from './state';

/** `unnoticed`: the test reaches a change of the code and passes all the same. `same`: it fails on
 * the change as on the unchanged code, or nobody knows what it does there. */
export type Outcome = 'pass' | 'fail' | 'unnoticed' | 'noticed' | 'same' | 'none';

export interface Column {
  key: string;
  /** `t3`, `p1`. */
  short: string;
  test: string;
  suite: string;
  /** Place among the assessed tests, or -1. */
  place: number;
}

export type RowKind = SolutionRole | 'what-if' | 'by construction' | 'survivor' | 'near';

export interface Row {
  key: string;
  /** What it is called in a run. */
  solution: string;
  kind: RowKind;
  label: string;
  verdict: string;
  /** What it should come to, where that is told. */
  expected: 'pass' | 'fail' | null;
  mutant: Mutant | null;
  /** Run of the given tests behind it, or ''. */
  run: string;
}

export interface Cell {
  outcome: Outcome;
  status: Status | null;
  /** Run behind it, or ''. */
  run: string;
  result: TestResult | null;
}

export interface Matrix {
  columns: Column[];
  rows: Row[];
  cell(row: Row, column: Column): Cell;
}

const NONE: Cell = { outcome: 'none', status: null, run: '', result: null };

export function matrixOf(state: DeskState): Matrix {
  const newest = newestRuns(state);
  const found = state.assessment;
  const failed = new Map(
    (found?.matrix ?? []).map(row => [row.solution, { row, failed: new Set(row.failed) }])
  );
  const results = new Map<string, Map<string, TestResult>>();
  const resultOf = (entry: RunEntry, test: string): TestResult | undefined => {
    let tests = results.get(entry.id);
    if (!tests) {
      tests = new Map((state.runs[entry.id]?.tests ?? []).map(result => [result.id, result]));
      results.set(entry.id, tests);
    }
    return tests.get(test);
  };
  const cell = (row: Row, column: Column): Cell => {
    const entry = newest.get(`${column.suite}\n${row.solution}`);
    const result = entry && resultOf(entry, column.test);
    if (entry && result && row.mutant) {
      const plain = newest.get(`${column.suite}\n${found?.solution ?? ''}`);
      const before = plain && resultOf(plain, column.test)?.status;
      const made = ofResult(entry, result);
      if (made.outcome !== 'fail') return made;
      return { ...made, outcome: before === 'passed' ? 'noticed' : 'same' };
    }
    if (entry && result) return ofResult(entry, result);
    if (column.suite !== GIVEN || column.place < 0) return NONE;
    if (row.mutant) return ofMutant(row.mutant, column.place);
    const measured = failed.get(row.solution);
    // Where nothing was built or no end came, nobody knows what a test would have said.
    if (!measured || !(measured.row.verdict === 'pass' || measured.failed.size)) return NONE;
    const outcome = measured.failed.has(column.place) ? 'fail' : 'pass';
    return { outcome, status: null, run: measured.row.run, result: null };
  };
  return { columns: columnsOf(state, newest), rows: rowsOf(state, newest), cell };
}

/** The newest whole run of each suite and solution that still reads as it did then. */
function newestRuns(state: DeskState): Map<string, RunEntry> {
  const newest = new Map<string, RunEntry>();
  for (const entry of state.history) {
    const isGiven = entry.suiteKey === GIVEN || entry.suiteKey === 'given:original';
    // A column of the given tests speaks of them as they were given.
    if (entry.partial || (isGiven && entry.edited)) continue;
    newest.set(`${isGiven ? GIVEN : entry.suiteKey}\n${entry.solution}`, entry);
  }
  const edited = Object.keys(state.review?.given_edits ?? {}).length > 0;
  for (const [key, entry] of newest) {
    // The given text does not change when the reviewer edits it, so its runs stay true of it.
    const stays = entry.suiteKey === GIVEN && edited && entry.solution !== WHAT_IF;
    if (!stays && isOutdated(state, entry)) newest.delete(key);
  }
  return newest;
}

function columnsOf(state: DeskState, newest: ReadonlyMap<string, RunEntry>): Column[] {
  const found = state.assessment;
  const given = found?.tests ?? (state.inventories[GIVEN]?.tests ?? []).map(test => test.id);
  const columns = given.map((test, n) => column(`t${n + 1}`, test, GIVEN, found ? n : -1));
  let count = 0;
  for (const { name } of probesOf(state)) {
    const suite = `probe:${name}`;
    const ran = [...newest.values()].filter(entry => entry.suiteKey === suite);
    const tests = new Set(ran.flatMap(e => (state.runs[e.id]?.tests ?? []).map(test => test.id)));
    for (const test of tests) columns.push(column(`p${++count}`, test, suite, -1));
  }
  return columns;
}

function column(short: string, test: string, suite: string, place: number): Column {
  return { key: `${suite}\n${test}`, short, test, suite, place };
}

const ORDER: SolutionRole[] = ['candidate', 'reference', 'stub', 'variant'];

function rowsOf(state: DeskState, newest: ReadonlyMap<string, RunEntry>): Row[] {
  const found = state.assessment;
  const measured = new Map((found?.matrix ?? []).map(row => [row.solution, row]));
  const given = (solution: string): string => newest.get(`${GIVEN}\n${solution}`)?.verdict ?? '';
  const solutions = [...(state.task?.solutions ?? [])].sort(
    (a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role)
  );
  const plain = (
    solution: string,
    kind: RowKind,
    expected: 'pass' | 'fail' | null,
    verdict: string
  ): Row => {
    const run = measured.get(solution)?.run ?? '';
    return { key: solution, solution, kind, label: solution, verdict, expected, mutant: null, run };
  };
  const rows = solutions.map(({ name, role, expected }) =>
    plain(
      name,
      role,
      role === 'candidate' ? null : (measured.get(name)?.expected ?? expected ?? null),
      given(name) || (measured.get(name)?.verdict ?? '')
    )
  );
  if ([...newest.values()].some(entry => entry.solution === WHAT_IF))
    rows.push(plain(WHAT_IF, 'what-if', null, given(WHAT_IF)));
  const known = new Set(rows.map(row => row.solution));
  for (const row of found?.matrix ?? [])
    if (!known.has(row.solution))
      rows.push(plain(row.solution, 'by construction', row.expected, row.verdict));
  for (const mutant of listedMutants(state)) rows.push(mutantRow(mutant, 'survivor'));
  for (const mutant of found?.near ?? []) rows.push(mutantRow(mutant, 'near'));
  return rows;
}

function mutantRow(mutant: Mutant, kind: 'survivor' | 'near'): Row {
  const label = changeWords(mutant);
  const { solution, id } = mutant;
  return { key: id, solution, kind, label, verdict: mutant.fate, expected: null, mutant, run: '' };
}

function ofResult(entry: RunEntry, result: TestResult): Cell {
  const { status } = result;
  const ran = status === 'passed' || status === 'failed' || status === 'errored';
  const outcome = !ran ? 'none' : status === 'passed' ? 'pass' : 'fail';
  return { outcome, status, run: entry.id, result };
}

function ofMutant(mutant: Mutant, place: number): Cell {
  if (mutant.noticed.includes(place)) return { ...NONE, outcome: 'noticed' };
  return reaches(mutant.reach, place) ? { ...NONE, outcome: 'unnoticed' } : NONE;
}

/** Whether test `place` is among those of a hexadecimal number. */
export function reaches(reach: string, place: number): boolean {
  const digit = reach.charAt(reach.length - 1 - (place >> 2));
  return digit !== '' && ((parseInt(digit, 16) >> (place & 3)) & 1) === 1;
}
