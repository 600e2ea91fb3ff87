/** Lines under the header: a lost kernel, a conflict, a stale or submitted review, notices. */

import type { Desk } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import { isSubmitted } from '../core/select';
import type { Notice } from '../core/state';
import { safeNodes } from '../text/safe';
import { conflictView } from './conflict';
import { button, fill, h } from './h';
import { leaseLines } from './lease';
import { changedLines } from './past/changed';
import { seatLines } from './seat';

export function banners(desk: Desk, scope: Scope): HTMLElement {
  const standing = h('div', { role: 'status' });
  const notices = h('div', { role: 'status', 'data-testid': 'notices' });
  desk.watch(
    scope,
    state => [
      state.connection,
      state.conflict,
      state.past.fresh,
      isSubmitted(state),
      state.revision,
      state.task,
      state.session,
      state.lease
    ],
    () => fill(standing, ...standingLines(desk)),
    sameList
  );
  desk.watch(
    scope,
    state => state.notices,
    list => fill(notices, ...list.map(notice => noticeLine(desk, notice)))
  );
  return h('div.wb-banners', {}, standing, conflictView(desk, scope), notices);
}

function line(tone: string, text: string, ...buttons: HTMLElement[]): HTMLElement {
  return h('div.wb-banner', { 'data-tone': tone }, h('span', {}, ...safeNodes(text)), ...buttons);
}

function standingLines(desk: Desk): HTMLElement[] {
  const { connection, conflict, revision, task, review } = desk.state;
  const lines: HTMLElement[] = [];
  if (connection === 'down') {
    const text = 'Kernel restarting. Your last edits are kept here and will be saved.';
    lines.push(line('warn', text));
  } else if (!task) {
    lines.push(line('info', 'Waiting for the kernel…'));
  }
  if (conflict) {
    const text =
      'This review was changed elsewhere at the same place. Your text here is not saved.';
    const mine = button('Save mine over it', () => desk.keepMine());
    const theirs = button('Take the other', () => desk.takeTheirs());
    lines.push(line('bad', text, mine, theirs));
  }
  lines.push(...seatLines(desk.state.session).map(([tone, text]) => line(tone, text)));
  lines.push(...leaseLines(desk, desk.state).map(parts => line(...parts)));
  if (isSubmitted(desk.state)) {
    const number = revision === null ? '' : ` as revision ${revision}`;
    const word = review?.state === 'cannot_judge' ? 'Submitted as "cannot judge"' : 'Submitted';
    lines.push(line('info', `${word}${number}. Reopen it to change anything.`));
  }
  return [...lines, ...changedLines(desk).map(([text, ...act]) => line('warn', text, ...act))];
}

function noticeLine(desk: Desk, notice: Notice): HTMLElement {
  const close = (): void => desk.store.dispatch({ type: 'dismiss', id: notice.id });
  const tone = { info: 'info', warning: 'warn', error: 'bad' }[notice.level];
  const { action } = notice;
  const act =
    action &&
    button(action.label, () => {
      close();
      action.run();
    });
  const text = notice.mend ? `${notice.text}. ${notice.mend}` : notice.text;
  const dismiss = button('×', close, { class: 'wb-icon', 'aria-label': 'Dismiss' });
  return line(tone, text, ...(act ? [act] : []), dismiss);
}
