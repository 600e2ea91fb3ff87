/** Which tests stand at a line. */

import type { Inventory } from '../protocol';

/** Ids of the tests that begin last at or above the line; several when rows share it. */
export function testsAt(inventory: Inventory | undefined, file: string, line: number): string[] {
  let best = 0;
  let ids: string[] = [];
  for (const test of inventory?.tests ?? []) {
    const at = test.line ?? 0;
    if (test.file !== file || at < 1 || at > line || at < best) continue;
    if (at > best) ids = [];
    best = at;
    ids.push(test.id);
  }
  return ids;
}
