/** The line on top: which task, how long, whether it is saved, what contains a run, submit. */

import { clockText } from '../core/clock';
import type { Desk } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import { givenOf, isLeft, isLocked, isSubmitted } from '../core/select';
import type { DeskState, Saving } from '../core/state';
import type { Sandbox } from '../protocol';
import { detect } from '../tests/skeleton';
import { safe, safeNodes } from '../text/safe';
import { button, fill, h, setAttribute, show } from './h';
import { queueButtons } from './lease';
import { seatHeader } from './seat';
import { timeText } from './words';

export function header(desk: Desk, scope: Scope, openHelp: () => void): HTMLElement {
  const title = h('h1', { 'data-testid': 'title' });
  const tag = h('span.wb-lang');
  const place = h('span.wb-meta');
  const active = h('span.wb-meta.wb-clock', { 'data-testid': 'active-time', title: 'Active time' });
  const saved = h('span.wb-meta', { 'data-testid': 'saved-state', role: 'status' });
  const retry = button('Retry', () => desk.retrySave());
  const badge = h('span.wb-badge', { 'data-testid': 'sandbox-badge' });
  const submit = button('Submit', () => void desk.submit(), {
    class: 'wb-btn wb-primary',
    'data-testid': 'submit'
  });
  const { skip, next } = queueButtons(desk, scope);
  const reopen = button('Reopen', () => desk.ask({ type: 'reopen' }), { 'data-testid': 'reopen' });
  const help = button('?', openHelp, { 'data-testid': 'help', 'aria-label': 'Keyboard shortcuts' });

  desk.watch(
    scope,
    state => [state.task, state.queue, state.inventories] as const,
    ([task, queue]) => {
      if (!task) return;
      fill(title, safe(task.title));
      fill(tag, ...safeNodes(`${task.language} · ${framework(desk.state)}`));
      const position = queue ? ` · ${queue.position} of ${queue.total}` : '';
      fill(place, safe(task.id), position);
    },
    sameList
  );
  const tick = (): void => {
    active.textContent = `${clockText(desk.clock.seconds)} active`;
  };
  desk.watch(scope, state => state.review?.active_s, tick);
  scope.every(1000, tick);
  desk.watch(
    scope,
    state => [state.saving, state.connection, state.review?.updated_at] as const,
    ([saving, connection, updated]) => {
      const words = savingText(saving, connection === 'down', updated ?? '');
      if (saved.textContent !== words) fill(saved, ...safeNodes(words));
      saved.dataset['state'] = saving.kind;
      show(retry, saving.kind === 'failed');
    },
    sameList
  );
  desk.watch(
    scope,
    state => state.sandbox,
    sandbox => {
      show(badge, sandbox !== null);
      if (sandbox) drawBadge(badge, sandbox, desk.state);
    }
  );
  desk.watch(
    scope,
    state =>
      [
        isLocked(state),
        isSubmitted(state) || isLeft(state),
        state.task !== null,
        state.connection,
        state.lease !== null
      ] as const,
    ([locked, done, ready, connection, queued]) => {
      show(submit, !locked);
      show(reopen, done);
      submit.classList.toggle('wb-primary', !queued);
      setAttribute(submit, 'disabled', !ready || connection === 'down');
    },
    sameList
  );
  return h(
    'header.wb-header',
    { role: 'group', 'aria-label': 'Task and saving' },
    title,
    tag,
    place,
    seatHeader(desk, scope),
    h('span.wb-space'),
    active,
    saved,
    retry,
    badge,
    h('span.wb-together.wb-deeds', {}, help, reopen, skip, submit, next)
  );
}

function framework(state: DeskState): string {
  const given = state.task && givenOf(state.task);
  if (!given || !state.task) return '';
  if (given.framework !== 'auto') return given.framework;
  return detect(state.task.language, Object.values(given.files)[0] ?? '');
}

export function savingText(saving: Saving, down: boolean, updated: string): string {
  if (saving.kind === 'failed') return `not saved: ${saving.reason}. ${saving.mend}`.trim();
  if (down) return 'not connected';
  if (saving.kind === 'saving') return 'saving…';
  const at = timeText(saving.kind === 'saved' ? saving.at : updated);
  return at ? `saved ${at}` : 'nothing to save yet';
}

function drawBadge(badge: HTMLElement, sandbox: Sandbox, state: DeskState): void {
  badge.dataset['tone'] = sandbox.ok ? 'ok' : 'bad';
  if (!sandbox.ok) {
    const mend = sandbox.mend ? ` Mend: ${sandbox.mend}` : '';
    fill(badge, ...safeNodes(`✗ no sandbox: ${sandbox.reason}.${mend}`));
    return;
  }
  const { enforced, unenforced } = sandbox;
  const limits = state.task?.limits;
  const parts = [
    sandbox.backend,
    enforced.some(limit => limit.includes('network')) && 'no network',
    unenforced.length > 0 && `${unenforced.length} limits not enforced`
  ].filter(Boolean);
  const within = limits ? `${limits.memory_mb} MB and ${limits.wall_s} s a run. ` : '';
  badge.title = '';
  setAttribute(
    badge,
    'title',
    `${within}Enforced: ${enforced.join(', ') || 'nothing'}. Not enforced: ${unenforced.join(', ') || 'nothing'}.`
  );
  if (unenforced.length) badge.dataset['tone'] = 'warn';
  fill(badge, ...safeNodes(`✓ ${parts.join(' · ')}`));
}
