/** What the workspace's own queue adds to the desk: leaving a task, going on, another's task. */

import type { Desk } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import { isLocked } from '../core/select';
import type { DeskState } from '../core/state';
import { clockTime } from './words';
import { button, setAttribute, show } from './h';
import { askLine } from './popup';

/** "Skip…" and "Submit and next"; in a notebook there is no next task. */
export function queueButtons(desk: Desk, scope: Scope): { skip: HTMLElement; next: HTMLElement } {
  const why = (text: string): string => (text ? '' : 'Say why in a few words.');
  const skip = button(
    'Skip…',
    () => askLine(skip, 'Why do you leave this task?', '', why, text => void desk.skip(text)),
    { 'data-testid': 'skip-task' }
  );
  const next = button('Submit and next', () => void desk.submit(true), {
    class: 'wb-btn wb-primary',
    'data-testid': 'submit-next'
  });
  desk.watch(
    scope,
    state => [state.lease !== null, isLocked(state), state.connection, state.task] as const,
    ([queued, locked, connection, task]) => {
      const inNotebook = next.closest('.jp-Notebook, .jp-OutputArea') !== null;
      show(skip, queued && !locked);
      show(next, queued && !locked && !inNotebook);
      for (const control of [skip, next])
        setAttribute(control, 'disabled', !task || connection === 'down');
    },
    sameList
  );
  return { skip, next };
}

type Line = [tone: string, text: string, ...buttons: HTMLElement[]];

/** Lines that must be read: somebody else is at the task, it was left, it cannot be held. */
export function leaseLines(desk: Desk, state: DeskState): Line[] {
  const { lease } = state;
  if (!lease) return [];
  const lines: Line[] = [];
  if (lease.problem) lines.push(['warn', lease.problem]);
  if (lease.skipped !== null)
    lines.push(['info', `You left this task: ${lease.skipped} Reopen it to go on.`]);
  if (lease.mine) return lines;
  const take = button('Take over', () => desk.ask({ type: 'take_over' }), {
    'data-testid': 'take-over'
  });
  const until = lease.until === null ? '' : ` until ${clockTime(lease.until)}`;
  if (!lease.holder) lines.push(['info', 'Nobody is at this task now.', take]);
  else if (lease.free)
    lines.push(['warn', `${lease.holder} was at this task and gave no sign for long.`, take]);
  else
    lines.push([
      'warn',
      `${lease.holder} is at this task${until}. You can read it, not change it.`
    ]);
  return lines;
}
