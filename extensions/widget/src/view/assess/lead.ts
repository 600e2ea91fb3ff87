/** What leads to a piece of evidence below the tests. */

import type { Desk } from '../../core/desk';

/** Brings a change that no test notices into view. */
export function showMutant(desk: Desk, id: string | null): void {
  desk.view({ lower: 'survivors', focusMutant: null });
  desk.view({ focusMutant: id });
}
