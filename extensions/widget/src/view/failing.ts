/** From one failing test to the next, round and round. */

import type { Desk } from '../core/desk';
import { shownRun } from '../core/select';
import { needsLook } from '../tests/tree';

export function nextFailing(desk: Desk, step: 1 | -1): void {
  const failing = (shownRun(desk.state)?.tests ?? []).filter(test => needsLook(test.status));
  if (!failing.length) return;
  const at = failing.findIndex(test => test.id === desk.state.view.focusTest);
  const from = at < 0 && step < 0 ? 0 : at;
  const next = failing[(from + step + failing.length) % failing.length];
  desk.view({ lower: 'results', results: 'tests', focusTest: null });
  desk.view({ focusTest: next?.id ?? null });
}
