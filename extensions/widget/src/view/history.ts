/** The runs of this review, newest first. */

import type { Desk } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import { solutionLabel, suiteLabel, WHAT_IF } from '../core/select';
import { safe } from '../text/safe';
import { button, fill, h } from './h';
import { timeText, verdictIcon, verdictTone, verdictWord } from './words';

export function historyView(desk: Desk, scope: Scope): HTMLElement {
  const body = h('tbody');
  const more = h('div.wb-pad');
  desk.watch(
    scope,
    state => [state.history, state.view.shown, state.review?.runs],
    () => {
      const { history, view, review } = desk.state;
      fill(
        body,
        ...[...history].reverse().map(entry => {
          const open = button(
            `${verdictIcon(entry.verdict)} ${verdictWord(entry.verdict)}`,
            () => desk.store.dispatch({ type: 'show_run', number: entry.number }),
            {
              class: 'wb-link',
              'data-tone': verdictTone(entry.verdict, entry.partial),
              'aria-pressed': entry.number === view.shown
            }
          );
          const marks = [
            entry.edited && 'edited',
            entry.partial && 'chosen tests',
            entry.solution === WHAT_IF && 'what-if',
            entry.cached && 'cache',
            entry.unsaved && 'not on disk'
          ].filter(Boolean);
          return h(
            'tr',
            { 'data-testid': 'history-row' },
            h('td', {}, open),
            h('td', {}, safe(suiteLabel(entry.suiteKey))),
            h('td', {}, safe(solutionLabel(desk.state, entry.solution))),
            h('td.wb-meta', {}, marks.join(', ')),
            h('td.wb-meta', {}, timeText(entry.at))
          );
        })
      );
      const known = new Set(history.map(entry => entry.id));
      const older = (review?.runs ?? []).filter(id => !known.has(id)).slice(-20);
      fill(
        more,
        older.length > 0 &&
          button(`Load ${older.length} earlier runs`, () => older.forEach(id => desk.getRun(id)))
      );
    },
    sameList
  );
  const head = ['Verdict', 'Suite', 'Solution', 'Marks', 'Time'].map(word =>
    h('th', { scope: 'col' }, word)
  );
  return h(
    'div.wb-scrollbox.wb-fill',
    {},
    h(
      'table.wb-table',
      { 'aria-label': 'Runs of this review' },
      h('thead', {}, h('tr', {}, ...head)),
      body
    ),
    more
  );
}
