/** The line on top: which session, how blind, how far; and what a lead does with all of it. */

import { sameList, type Scope } from '../../core/scope';
import { safe, safeNodes } from '../../text/safe';
import { button, fill, h, setAttribute, show } from '../../view/h';
import { askLine } from '../../view/popup';
import { timeText } from '../../view/words';
import type { Board } from '../board';
import type { SessionFacts } from '../protocol';
import { count, percent, STATES } from '../words';

export function boardHeader(board: Board, scope: Scope): HTMLElement {
  const title = h('h1', { 'data-testid': 'title' });
  const facts = h('span.wb-meta');
  const badge = h('span.wb-badge', { 'data-testid': 'session-state' });
  const came = h('span.wb-meta', { 'data-testid': 'came-in' });
  const acts = {
    assign: button('Assign', () => board.act('assign'), {
      title: 'Give out what is not given out'
    }),
    tend: button('Tend', () => board.act('tend'), {
      title: 'Extra reviewers, pauses, feedback, expired leases'
    }),
    reveal: button('Reveal…', () => askId(board, acts.reveal, 'reveal'), {
      class: 'wb-btn wb-primary'
    }),
    close: button('Close…', () => askId(board, acts.close, 'close'))
  };
  for (const [name, node] of Object.entries(acts)) node.dataset['testid'] = name;
  board.watch(
    scope,
    state => [state.session, state.measures, state.at] as const,
    ([session, measures, at]) => {
      if (!session) return;
      fill(title, safe(session.title || session.id));
      fill(facts, ...safeNodes(factsOf(session)));
      const { tone, words } = STATES[session.state];
      badge.dataset['tone'] =
        board.state.doubts.length && session.state === 'blind' ? 'warn' : tone;
      badge.dataset['state'] = session.state;
      fill(
        badge,
        board.state.doubts.length && session.state === 'blind' ? 'blind, with doubts' : words
      );
      const time = timeText(at);
      const said = measures ? `${measures.submitted} of ${measures.assigned} ratings in` : '';
      fill(came, [said, time && `as of ${time}`].filter(Boolean).join(' · '));
    },
    sameList
  );
  board.watch(
    scope,
    state => [state.session?.state, state.connection, state.pending] as const,
    ([state, connection]) => {
      show(acts.assign, state === 'planned' || state === 'blind');
      show(acts.tend, state === 'blind');
      show(acts.reveal, state === 'blind');
      show(acts.close, state === 'revealed');
      for (const [name, node] of Object.entries(acts))
        setAttribute(node, 'disabled', connection === 'down' || board.isPending(name));
    },
    sameList
  );
  return h(
    'header.wb-header',
    { role: 'group', 'aria-label': 'Session' },
    title,
    facts,
    badge,
    h('span.wb-space'),
    came,
    ...Object.values(acts)
  );
}

function factsOf(session: SessionFacts): string {
  const parts = [
    count(session.tasks, 'task'),
    count(session.reviewers.length, 'reviewer'),
    session.overlap > 0 &&
      `${percent(session.overlap)} overlap, ${session.ratings_each} ratings each`,
    session.gold > 0 && `${session.gold} gold, hidden`
  ];
  return parts.filter(Boolean).join(' · ');
}

/** What cannot be taken back asks for the session's id. */
function askId(board: Board, anchor: HTMLElement, act: 'reveal' | 'close'): void {
  const id = board.state.session?.id ?? '';
  const what =
    act === 'reveal'
      ? 'Reviewers will see each other’s ratings, for good.'
      : 'Nobody will submit any more, for good.';
  askLine(
    anchor,
    `${what} Type ${id} to ${act}.`,
    '',
    text => (text === id ? '' : `Type ${id} exactly.`),
    typed => board.act(act, { typed })
  );
}

/** Lines under the header: a lost kernel, what weakens the store's promises, notices. */
export function boardBanners(board: Board, scope: Scope): HTMLElement {
  const standing = h('div', { role: 'status', 'data-testid': 'standing' });
  const notices = h('div', { role: 'status', 'data-testid': 'notices' });
  board.watch(
    scope,
    state => [state.connection, state.doubts, state.measuring, state.session === null] as const,
    ([connection, doubts, measuring, empty]) =>
      fill(
        standing,
        connection === 'down'
          ? line('warn', 'Kernel restarting. What you typed here is kept.')
          : null,
        empty && connection === 'up' ? line('info', 'Waiting for the session…') : null,
        measuring && !empty ? h('span.wb-live', {}, 'measuring') : null,
        doubtLine(doubts)
      ),
    sameList
  );
  board.watch(
    scope,
    state => state.notices,
    list =>
      fill(
        notices,
        ...list.map(({ id, level, text }) => {
          const tone = { info: 'info', warning: 'warn', error: 'bad' }[level];
          const close = (): void => board.store.dispatch({ type: 'dismiss', id });
          return line(
            tone,
            text,
            button('×', close, { class: 'wb-icon', 'aria-label': 'Dismiss' })
          );
        })
      )
  );
  return h('div.wb-banners', {}, standing, notices);
}

/** What weakens the store's promises: the first in full, the rest one click away. */
function doubtLine(doubts: readonly string[]): HTMLElement | null {
  const [first, ...more] = doubts;
  if (first === undefined) return null;
  if (!more.length) return line('warn', first);
  return h(
    'details.wb-banner.wb-doubts',
    { 'data-tone': 'warn', 'data-testid': 'doubts' },
    h('summary', {}, ...safeNodes(first), ` · and ${more.length} more`),
    h('ul.wb-plain', {}, ...more.map(text => h('li', {}, ...safeNodes(text))))
  );
}

function line(tone: string, text: string, ...more: HTMLElement[]): HTMLElement {
  return h('div.wb-banner', { 'data-tone': tone }, h('span', {}, ...safeNodes(text)), ...more);
}
