/** Test results grouped the way the suite is written: by file, then by class or describe path. */

import type { Status, TestRef, TestResult } from '../protocol';

export interface Row {
  test: TestResult;
  /** What is left of the id below its group. */
  name: string;
  file: string;
  line: number | null;
}

export interface Group {
  /** Path of headings, outermost first; empty for tests that stand alone. */
  path: string[];
  rows: Row[];
}

const SEPARATORS = [' > ', ' › ', '::', '#'];

export function groupsOf(tests: readonly TestResult[], inventory: readonly TestRef[]): Group[] {
  const places = new Map(inventory.map(ref => [ref.id, ref]));
  const groups = new Map<string, Group>();
  for (const test of tests) {
    const place = places.get(test.id);
    // The kernel leaves the file of a result empty when the framework does not say it.
    const file = test.file || place?.file || '';
    const parts = split(test.id);
    const name = parts.pop() || test.id || '(no name)';
    const path = file && parts[0] !== file ? [file, ...parts.filter(p => p !== file)] : parts;
    const key = JSON.stringify(path);
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { path, rows: [] }));
    group.rows.push({ test, name, file, line: test.line ?? place?.line ?? null });
  }
  return [...groups.values()];
}

/** The last part of an id: what a test is called where its file is plain. */
export function shortTest(id: string): string {
  return split(id).at(-1) || id;
}

/** Cuts an id at its separators, leaving parameters in brackets whole. */
function split(id: string): string[] {
  const bracket = id.indexOf('[');
  const head = bracket < 0 ? id : id.slice(0, bracket);
  const separator = SEPARATORS.find(s => head.includes(s));
  if (!separator) return [id];
  const parts = head.split(separator);
  if (bracket >= 0) parts[parts.length - 1] = (parts.at(-1) ?? '') + id.slice(bracket);
  return parts.filter((part, index) => part !== '' || index === parts.length - 1);
}

const ICONS: Record<Status, string> = {
  passed: '✓',
  failed: '✗',
  errored: '!',
  skipped: '–',
  missing: '?',
  not_run: '·'
};

export function statusIcon(status: Status): string {
  return ICONS[status];
}

export function statusWord(status: Status): string {
  return status === 'not_run' ? 'not run' : status;
}

/** Everything that keeps a suite from passing. `not_run` was not asked for or never got its turn. */
export function needsLook(status: Status): boolean {
  return status !== 'passed' && status !== 'not_run';
}

/** `12 passed, 1 failed`: counts in a fixed order. */
export function countText(tests: readonly TestResult[]): string {
  const order: Status[] = ['passed', 'failed', 'errored', 'skipped', 'missing', 'not_run'];
  return order
    .map(status => ({ status, count: tests.filter(test => test.status === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${count} ${statusWord(status)}`)
    .join(', ');
}
