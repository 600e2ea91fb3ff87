/** What a run left besides its tests: output streams, build, diagnostics; and the runs before. */

import type { Desk } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import { shownRun, suiteLabel, WHAT_IF } from '../core/select';
import type { DeskState } from '../core/state';
import type { Diagnostic, Run } from '../protocol';
import { safe } from '../text/safe';
import { button, fill, h } from './h';
import { output } from './output';
import { createTabs, type Tab } from './tabs';
import { resultsView } from './results';
import { timeText, verdictIcon, verdictTone, verdictWord } from './words';

const STREAMS = [
  { id: 'stdout', label: 'stdout', text: (run: Run) => run.stdout },
  { id: 'stderr', label: 'stderr', text: (run: Run) => run.stderr },
  { id: 'build', label: 'Build', text: (run: Run) => run.build_output }
];

export function resultTabs(desk: Desk, scope: Scope): HTMLElement {
  const tabs = createTabs('Results', results => desk.view({ results }));
  tabs.panel.classList.add('wb-grow', 'wb-scrollbox');
  desk.watch(
    scope,
    state => [shownRun(state), state.history.length, state.view.results] as const,
    ([run, , chosen]) => {
      const list = tabsOf(run, desk.state);
      tabs.update(list, list.some(tab => tab.id === chosen) ? chosen : 'tests');
    },
    sameList
  );
  let inner: Scope | null = null;
  desk.watch(
    scope,
    state => {
      const { results } = state.view;
      const there = tabsOf(shownRun(state), state).some(tab => tab.id === results);
      return [there ? results : 'tests', results === 'tests' ? null : shownRun(state)] as const;
    },
    ([id, run]) => {
      inner?.close();
      inner = scope.child();
      fill(tabs.panel, panel(desk, inner, id, run ?? undefined));
    },
    sameList
  );
  return h('div.wb-fill', {}, tabs.bar, tabs.panel);
}

function tabsOf(run: Run | undefined, state: DeskState): Tab[] {
  const failing = run?.tests.filter(t => t.status !== 'passed' && t.status !== 'not_run').length;
  return [
    {
      id: 'tests',
      label: 'Tests',
      testId: 'tab-tests',
      ...(failing && { badge: String(failing), badgeTitle: 'tests that did not pass' })
    },
    ...STREAMS.filter(stream => run && stream.text(run)).map(({ id, label }) => ({
      id,
      label,
      testId: `tab-${id}`
    })),
    ...(run?.diagnostics.length
      ? [
          {
            id: 'diagnostics',
            label: 'Diagnostics',
            badge: String(run.diagnostics.length),
            testId: 'tab-diagnostics'
          }
        ]
      : []),
    {
      id: 'history',
      label: 'History',
      testId: 'tab-history',
      ...(state.history.length && { badge: String(state.history.length), badgeTitle: 'runs' })
    }
  ];
}

function panel(desk: Desk, scope: Scope, id: string, run: Run | undefined): HTMLElement {
  const stream = STREAMS.find(item => item.id === id);
  if (stream && run) return output(stream.text(run), stream.label);
  if (id === 'diagnostics' && run) return diagnostics(run.diagnostics);
  if (id === 'history') return historyView(desk, scope);
  return resultsView(desk, scope);
}

function diagnostics(list: readonly Diagnostic[]): HTMLElement {
  return h(
    'ul.wb-rows',
    {},
    ...list
      .slice(0, 1000)
      .map(item =>
        h(
          'li.wb-row',
          { 'data-status': item.severity === 'error' ? 'failed' : 'skipped' },
          h(
            'div.wb-rowline',
            {},
            h('span.wb-status', {}, item.severity),
            h('span.wb-meta', {}, safe(`${item.file ?? ''}${item.line ? `:${item.line}` : ''}`))
          ),
          output(item.message, 'Diagnostic')
        )
      )
  );
}

function historyView(desk: Desk, scope: Scope): HTMLElement {
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
            h('td', {}, safe(entry.solution)),
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
    'div',
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
