/** Keeps a desk's unsaved work over the end of its page, and brings an earlier page's back. */

import { isLocked } from './select';
import { placesOf, valuesAt } from './places';
import type { Desk } from './desk';
import type { Kept } from './edits';
import { Stash } from './stash';

const LOOK_MS = 1000;

export interface Work {
  kept: () => Kept | null;
  restore: (kept: Kept) => void;
}

/** From the desk's first state on. */
export function keepLeftover(desk: Desk, work: Work): void {
  const { state, scope } = desk;
  if (!state.task) return;
  const seat = state.session?.assignment ?? '';
  const stash = new Stash([state.workspace, state.reviewer, seat, state.task.id]);
  const write = (): void => stash.write(work.kept());
  scope.every(LOOK_MS, write);
  scope.on(window, 'pagehide', write);
  scope.add(() => {
    write();
    stash.close();
  });
  // A submitted review takes no edits: what was left waits for it to be reopened.
  if (isLocked(state)) return;
  void stash.take().then(all => {
    for (const kept of all) bringBack(desk, work, kept);
  });
}

function bringBack(desk: Desk, work: Work, kept: Kept): void {
  const { review } = desk.state;
  const there = review && valuesAt(review, placesOf(kept.patch));
  if (!review || !there) return;
  if (same(there, kept.patch)) {
    const { active_s = 0 } = kept.patch;
    if (active_s > review.active_s) work.restore({ patch: { active_s }, bases: [] });
    return;
  }
  work.restore(kept);
  desk.notify('info', 'Text that was not saved when the page was closed was brought back');
}

function same(there: object, patch: object): boolean {
  const text = (value: unknown): string =>
    JSON.stringify(value, (_, inner: unknown) =>
      inner && typeof inner === 'object' && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner
    );
  return text(there) === text({ ...patch, active_s: undefined });
}
