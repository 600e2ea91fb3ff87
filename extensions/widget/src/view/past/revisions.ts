/** The Revisions tab: submissions as they are on record, what changed between two, and exports. */

import type { Desk } from '../../core/desk';
import { sameList, Scope } from '../../core/scope';
import type { RevisionRow, Revisions } from '../../past_protocol';
import { safe, safeNodes } from '../../text/safe';
import { button, fill, h, show } from '../h';
import { timeText } from '../words';
import { differencesView } from './difference';

const NOW = 0;

export function revisionsTab(desk: Desk, scope: Scope): HTMLElement {
  const broken = h('p.wb-banner', {
    'data-tone': 'bad',
    role: 'alert',
    'data-testid': 'chain-broken'
  });
  const list = h('ol.wb-revisions', { 'aria-label': 'Submissions' });
  const from = select('Compare from');
  const to = select('Compare to');
  const changes = h('div', { 'data-testid': 'revision-changes', 'aria-live': 'polite' });
  const comparing = h('div.wb-bar.wb-wraps', {}, 'From', from, 'to', to);
  const compare = (): void =>
    desk.ask({ type: 'get_revision', number: Number(to.value), against: Number(from.value) });
  for (const box of [from, to]) scope.on(box, 'change', compare);

  // Asked for when somebody looks, and again when the review is another one meanwhile.
  desk.watch(
    scope,
    state => [state.view.right === 'revisions', state.review?.state, state.revision] as const,
    ([open]) => {
      if (open) desk.ask({ type: 'get_revisions' });
    },
    sameList
  );
  desk.watch(
    scope,
    state => state.past.revisions,
    found => {
      show(broken, found !== null && found.broken !== '');
      if (!found) return;
      fill(
        broken,
        h('span', {}, ...safeNodes(`The chain of submissions is broken: ${found.broken}.`))
      );
      fill(list, ...rows(desk, found));
      choices(found, from, to);
      show(comparing, found.revisions.length > 0);
      if (found.revisions.length) compare();
      else fill(changes, h('p.wb-hint.wb-pad', {}, 'Nothing was submitted yet.'));
    }
  );
  let inner: Scope | null = null;
  desk.watch(
    scope,
    state => state.past.changes,
    found => {
      if (!found) return;
      inner?.close();
      inner = scope.child();
      const same = h('p.wb-hint.wb-pad', {}, 'Nothing differs.');
      const parts = differencesView(inner, found.differences);
      fill(changes, ...(parts.length ? parts : [same]));
    }
  );
  return h('div.wb-past', {}, broken, list, comparing, changes, exports(desk));
}

function rows(desk: Desk, found: Revisions): HTMLElement[] {
  const { differs, state, revisions } = found;
  const last = revisions.at(-1);
  const says =
    last === undefined || differs === null
      ? 'not submitted yet'
      : differs === 0
        ? `as submitted in ${last.number}`
        : `differs from ${last.number} in ${differs} ${differs === 1 ? 'place' : 'places'}`;
  const reopen = button('Reopen', () => desk.ask({ type: 'reopen' }), { class: 'wb-btn' });
  const now = h(
    'li.wb-revision',
    {},
    h('strong', {}, state === 'draft' ? 'Draft' : 'Now'),
    h('span', {}, found.decision ?? 'no decision yet'),
    h('span.wb-meta', {}, says),
    state !== 'draft' && reopen
  );
  return [now, ...[...revisions].reverse().map(row => submission(desk, row))];
}

function submission(desk: Desk, row: RevisionRow): HTMLElement {
  const word = row.state === 'cannot_judge' ? 'cannot judge' : (row.decision ?? 'no decision');
  const back = button(
    'Reopen with this',
    () => desk.ask({ type: 'reopen', revision: row.number }),
    {
      class: 'wb-link',
      'data-testid': `reopen-with-${row.number}`,
      'aria-label': `Reopen with submission ${row.number}`,
      title: 'Go on from what was submitted here; a draft that this replaces is kept in a file'
    }
  );
  return h(
    'li.wb-revision',
    { 'data-testid': 'revision-row', 'data-broken': row.problem ? 'true' : null },
    h('strong', {}, `${row.number}`),
    h('span', {}, word),
    h('span.wb-meta', { title: row.at }, when(row.at)),
    h('code.wb-meta', { title: row.digest }, safe(row.digest.slice(0, 10))),
    h(
      'span.wb-meta',
      { title: row.problem || 'Its digest and the one before are as they were written' },
      row.problem ? '✗ chain broken' : '✓ in the chain'
    ),
    row.state !== '' && back
  );
}

function when(iso: string): string {
  const day = iso.slice(0, 10);
  return day === new Date().toISOString().slice(0, 10) ? timeText(iso) : `${day} ${timeText(iso)}`;
}

/** The last submission against the review as it stands, or the one before against the last. */
function choices(found: Revisions, from: HTMLSelectElement, to: HTMLSelectElement): void {
  const kept = [from.value, to.value];
  const numbers = [...found.revisions.map(row => row.number), NOW];
  const options = (): HTMLElement[] =>
    numbers.map(number => {
      const name = found.state === 'draft' ? 'the draft' : 'now';
      const node = h('option', {}, number === NOW ? name : `submission ${number}`);
      node.value = String(number);
      return node;
    });
  fill(from, ...options());
  fill(to, ...options());
  const last = found.revisions.at(-1)?.number ?? NOW;
  const before = found.revisions.at(-2)?.number ?? last;
  const fresh = found.differs === 0 ? [before, last] : [last, NOW];
  const known = kept.every(value => numbers.includes(Number(value)) && value !== '');
  const chosen = known && kept[0] !== kept[1] ? kept : fresh.map(String);
  [from.value, to.value] = [chosen[0] ?? '', chosen[1] ?? ''];
}

function exports(desk: Desk): HTMLElement {
  const save = (format: 'json' | 'markdown', words: string): HTMLElement =>
    button(words, () => desk.ask({ type: 'export', format }), {
      class: 'wb-btn',
      'data-testid': `export-${format}`
    });
  return h(
    'div.wb-bar.wb-wraps',
    {},
    h('span.wb-meta', {}, 'Take a copy:'),
    save('json', 'JSON'),
    save('markdown', 'Markdown for a ticket')
  );
}

function select(label: string): HTMLSelectElement {
  return h('select.wb-select', { 'aria-label': label });
}
