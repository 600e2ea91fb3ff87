/** Below the tests: results and evidence, a tab each, so that a test is written with them in view. */

import { listedMutants } from '../core/assess';
import type { Desk } from '../core/desk';
import { hasFindings, openLower, type LowerTab } from '../core/lower';
import { sameList, type Scope } from '../core/scope';
import { shownRun } from '../core/select';
import type { DeskState } from '../core/state';
import { needsLook } from '../tests/tree';
import { plain } from '../text/special';
import { matrixPane } from './assess/matrix';
import { evidencePane } from './assess/panes';
import { h, show } from './h';
import { historyView } from './history';
import { resultTabs } from './run_details';
import { createTabs, type Tab } from './tabs';
import { verdictBanner } from './verdict';

/** These say nothing of the text as it stands once the task has changed. */
const OF_ASSESSMENT: readonly LowerTab[] = [
  'findings',
  'matrix',
  'survivors',
  'gates',
  'flakes',
  'inputs'
];

export function lowerPane(desk: Desk, scope: Scope): HTMLElement {
  const tabs = createTabs('Results and evidence', id => desk.view({ lower: id as LowerTab }));
  tabs.bar.classList.add('wb-lowertabs');
  tabs.panel.classList.add('wb-grow');
  const why = h('span');
  const stale = h('p.wb-banner', { 'data-tone': 'warn', 'data-testid': 'evidence-stale' }, why);
  // A run's verdict is at hand whatever is in view; the rest is made when it is first looked at.
  const panes = new Map<LowerTab, HTMLElement>([['results', results(desk, scope)]]);
  tabs.panel.append(...panes.values());
  desk.watch(scope, openLower, open => {
    if (!panes.has(open)) {
      const pane = paneOf(desk, scope, open);
      panes.set(open, pane);
      tabs.panel.append(pane);
    }
    for (const [id, pane] of panes) show(pane, id === open);
  });
  desk.watch(
    scope,
    state => [openLower(state), state.assessment?.stale, state.past.fresh] as const,
    ([open, old, fresh]) => {
      show(stale, old === true && OF_ASSESSMENT.includes(open));
      const words = fresh.assessment.join('; ') || 'the task or the toolchain changed since';
      why.textContent = plain(`! Stale: ${words}. Assess again.`);
    },
    sameList
  );
  desk.watch(
    scope,
    state => [
      openLower(state),
      state.assessment,
      state.assessing === null,
      state.mutants,
      shownRun(state),
      state.history.length
    ],
    () => tabs.update(lowerTabs(desk.state), openLower(desk.state)),
    sameList
  );
  return h('div.wb-fill', {}, tabs.bar, stale, tabs.panel);
}

function results(desk: Desk, scope: Scope): HTMLElement {
  return h('div.wb-fill', {}, verdictBanner(desk, scope), resultTabs(desk, scope));
}

function paneOf(desk: Desk, scope: Scope, tab: LowerTab): HTMLElement {
  if (tab === 'history') return historyView(desk, scope);
  if (tab === 'matrix') return matrixPane(desk, scope);
  return evidencePane(desk, scope, tab);
}

function lowerTabs(state: DeskState): Tab[] {
  const found = state.assessment;
  const count = (number: number | undefined, title: string): Partial<Tab> =>
    number ? { badge: String(number), badgeTitle: title } : {};
  const failing = shownRun(state)?.tests.filter(test => needsLook(test.status)).length;
  const grave = found?.flags.filter(flag => flag.severity === 'high').length ?? 0;
  const flaky = found?.flakes.filter(f => f.failures > 0 && f.failures < f.runs).length;
  const inputs = found
    ? found.counterexamples.length + found.splits.length + found.suspects.length
    : 0;
  const list: [LowerTab, string, Partial<Tab>?][] = [
    [
      'findings',
      'Findings',
      grave
        ? { badge: `‼ ${grave}`, badgeTitle: 'grave flags' }
        : count(found?.flags.length, 'flags')
    ],
    ['results', 'Results', count(failing, 'tests that did not pass')],
    ['matrix', 'Kill matrix'],
    [
      'survivors',
      'Survivors',
      count(found?.mutants.missed ?? listedMutants(state).length, 'changes no test notices')
    ],
    [
      'gates',
      'Gates',
      count(found?.gates.filter(gate => gate.ok === false).length, 'broken gates')
    ],
    ['flakes', 'Flakes', count(flaky, 'tests that fail now and then')],
    ['inputs', 'Inputs', count(inputs, 'inputs and tests to look at')],
    ['history', 'History', count(state.history.length, 'runs')]
  ];
  return list
    .filter(([id]) => id !== 'findings' || hasFindings(state))
    .map(([id, label, more]) => ({ id, label, testId: `tab-${id}`, ...more }));
}
