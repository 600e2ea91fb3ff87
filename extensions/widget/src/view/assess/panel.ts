/** The Evidence tab: what the given tests are worth, and the button that measures it. */

import { listedMutants } from '../../core/assess';
import type { Desk } from '../../core/desk';
import { sameList, type Scope } from '../../core/scope';
import type { DeskState } from '../../core/state';
import type { Assessment } from '../../assessment';
import { plain } from '../../text/special';
import { button, fill, h, setAttribute, show } from '../h';
import { createTabs, type Tab } from '../tabs';
import { matrix } from './matrix';
import { overview } from './overview';
import { counterexamples, flakes, suspects } from './rest';
import { survivors } from './survivors';

const BUDGETS: [number, string][] = [
  [15, '15 s'],
  [60, '1 min'],
  [300, '5 min'],
  [1800, '30 min']
];

const PARTS: Record<string, (desk: Desk, found: Assessment) => HTMLElement[]> = {
  overview,
  survivors,
  matrix,
  flakes,
  suspects,
  counterexamples
};

export function evidencePanel(desk: Desk, scope: Scope): HTMLElement {
  const tabs = createTabs('Evidence', evidence => desk.view({ evidence }));
  tabs.bar.classList.add('wb-evtabs');
  tabs.panel.classList.add('wb-grow', 'wb-scrollbox', 'wb-evidence');
  const stale = h(
    'p.wb-banner',
    { 'data-tone': 'warn', 'data-testid': 'evidence-stale' },
    h('span', {}, '! The task or the toolchain has changed since this was measured. Assess again.')
  );
  desk.watch(
    scope,
    state => [
      state.assessment,
      state.mutants,
      state.view.evidence,
      state.review?.submitted_at,
      state.review?.equivalents
    ],
    () => {
      const { assessment, view } = desk.state;
      show(stale, assessment?.stale === true);
      show(tabs.bar, assessment !== null);
      tabs.update(partTabs(desk.state), view.evidence);
      const part = PARTS[view.evidence] ?? overview;
      fill(tabs.panel, ...(assessment ? part(desk, assessment) : [nothing()]));
    },
    sameList
  );
  desk.watch(
    scope,
    state => state.view.evidence,
    () => (tabs.panel.scrollTop = 0)
  );
  desk.watch(
    scope,
    state => state.view.focusMutant,
    id => {
      if (id === null) return;
      const rows = [...tabs.panel.querySelectorAll<HTMLElement>('[data-testid="survivor"]')];
      const row = rows.find(node => node.dataset['mutant'] === id);
      row?.scrollIntoView({ block: 'nearest' });
      row?.focus({ preventScroll: true });
    }
  );
  return h('div.wb-fill', {}, assessBar(desk, scope), stale, tabs.bar, tabs.panel);
}

function nothing(): HTMLElement {
  return h(
    'p.wb-hint',
    {},
    'Nothing was measured yet. Assess runs wrong solutions and small changes of the solution ' +
      'against the given tests, and repeats the tests, all in the sandbox.'
  );
}

function partTabs(state: DeskState): Tab[] {
  const found = state.assessment;
  const listed = listedMutants(state).length;
  const count = (number: number | undefined, title: string): Partial<Tab> =>
    number ? { badge: String(number), badgeTitle: title } : {};
  const flaky = found?.flakes.filter(f => f.failures > 0 && f.failures < f.runs).length;
  return [
    { id: 'overview', label: 'Overview', ...count(found?.flags.length, 'flags') },
    {
      id: 'survivors',
      label: 'Survivors',
      ...count(found?.mutants.missed ?? listed, 'changes no test notices')
    },
    { id: 'matrix', label: 'Kill matrix' },
    { id: 'flakes', label: 'Reruns', ...count(flaky, 'flaky tests') },
    { id: 'suspects', label: 'Suspects', ...count(found?.suspects.length, 'suspect tests') },
    {
      id: 'counterexamples',
      label: 'Inputs',
      ...count(
        (found?.counterexamples.length ?? 0) + (found?.splits.length ?? 0),
        'inputs on which solutions differ'
      )
    }
  ].map(tab => ({ ...tab, testId: `tab-${tab.id}` }));
}

function assessBar(desk: Desk, scope: Scope): HTMLElement {
  const budget = h('select.wb-select', {
    'aria-label': 'Time an assessment may take',
    'data-testid': 'assess-budget'
  });
  for (const [seconds, words] of BUDGETS) {
    const option = h('option', {}, words);
    option.value = String(seconds);
    budget.append(option);
  }
  budget.value = '60';
  const full = h('input', { type: 'checkbox', 'data-testid': 'assess-full' });
  const start = button('Assess', () => desk.assess(Number(budget.value), full.checked), {
    class: 'wb-btn wb-primary',
    'data-testid': 'assess',
    title: 'Measure what the given tests are worth'
  });
  const cancel = button('Cancel', () => desk.cancelAssessment(), {
    class: 'wb-btn wb-danger',
    'data-testid': 'assess-cancel',
    'aria-label': 'Cancel the assessment'
  });
  const words = h('span.wb-meta', { role: 'status', 'data-testid': 'assess-progress' });
  const clock = h('span.wb-meta.wb-clock');
  const tick = (): void => {
    const { assessing } = desk.state;
    const since = assessing ? (performance.now() - assessing.startedAt) / 1000 : 0;
    clock.textContent = assessing ? `${Math.max(0, since).toFixed(0)} s` : '';
  };
  desk.watch(
    scope,
    state => state.assessing,
    assessing => {
      show(cancel, assessing !== null);
      show(start, assessing === null);
      cancel.textContent = assessing?.cancelling ? 'Cancelling…' : 'Cancel';
      budget.disabled = full.disabled = assessing !== null;
      const text = assessing ? plain(assessing.what) : '';
      if (words.textContent !== text) words.textContent = text;
      tick();
    }
  );
  scope.every(500, tick);
  desk.watch(
    scope,
    state => [state.sandbox, state.connection] as const,
    ([sandbox, connection]) => {
      const ready = sandbox?.ok === true && connection === 'up';
      const why = sandbox && !sandbox.ok ? `${sandbox.reason} ${sandbox.mend}`.trim() : null;
      setAttribute(start, 'disabled', !ready);
      setAttribute(start, 'title', why ?? 'Measure what the given tests are worth');
    },
    sameList
  );
  return h(
    'div.wb-bar',
    {},
    start,
    cancel,
    budget,
    h(
      'label.wb-check',
      { title: 'Every change on every test that reaches it' },
      full,
      'whole matrix'
    ),
    words,
    clock
  );
}
