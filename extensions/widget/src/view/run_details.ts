/** What a run left besides its tests: output streams, build, diagnostics. */

import type { Desk } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import { shownRun } from '../core/select';
import type { Diagnostic, Run } from '../protocol';
import { safe } from '../text/safe';
import { fill, h, show } from './h';
import { output } from './output';
import { createTabs, type Tab } from './tabs';
import { resultsView } from './results';

const STREAMS = [
  { id: 'stdout', label: 'stdout', text: (run: Run) => run.stdout },
  { id: 'stderr', label: 'stderr', text: (run: Run) => run.stderr },
  { id: 'build', label: 'Build', text: (run: Run) => run.build_output }
];

export function resultTabs(desk: Desk, scope: Scope): HTMLElement {
  const tabs = createTabs('Parts of the results', results => desk.view({ results }), true);
  tabs.panel.classList.add('wb-grow', 'wb-scrollbox');
  desk.watch(
    scope,
    state => [shownRun(state), state.view.results] as const,
    ([run, chosen]) => {
      const list = tabsOf(run);
      show(tabs.bar, list.length > 1);
      tabs.update(list, list.some(tab => tab.id === chosen) ? chosen : 'tests');
    },
    sameList
  );
  let inner: Scope | null = null;
  desk.watch(
    scope,
    state => {
      const { results } = state.view;
      const there = tabsOf(shownRun(state)).some(tab => tab.id === results);
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

function tabsOf(run: Run | undefined): Tab[] {
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
      : [])
  ];
}

function panel(desk: Desk, scope: Scope, id: string, run: Run | undefined): HTMLElement {
  const stream = STREAMS.find(item => item.id === id);
  if (stream && run) return output(stream.text(run), stream.label);
  if (id === 'diagnostics' && run) return diagnostics(run.diagnostics);
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
