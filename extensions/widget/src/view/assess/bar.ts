/** Assess, how long it may take, and what it is doing: beside what runs the tests. */

import type { Desk } from '../../core/desk';
import { sameList, type Scope } from '../../core/scope';
import { plain } from '../../text/special';
import { button, h, setAttribute, show } from '../h';
import { seconds } from '../words';

const BUDGETS: [number, string][] = [
  [15, '15 s'],
  [60, '1 min'],
  [300, '5 min'],
  [1800, '30 min']
];
const WHAT = 'Measure what the given tests are worth';

export interface AssessBar {
  /** Beside the run buttons. */
  buttons: HTMLElement;
  /** Below them while something is measured. */
  progress: HTMLElement;
}

export function assessBar(desk: Desk, scope: Scope): AssessBar {
  const budget = h('select.wb-select', {
    'aria-label': 'Time an assessment may take',
    title: 'Time an assessment may take',
    'data-testid': 'assess-budget',
    onchange: () => desk.view({ budget: Number(budget.value) })
  });
  for (const [value, words] of BUDGETS) {
    const option = h('option', {}, words);
    option.value = String(value);
    budget.append(option);
  }
  budget.value = String(desk.state.view.budget);
  const start = button('Assess', () => desk.assess(desk.state.view.budget, false), {
    'data-testid': 'assess',
    title: WHAT
  });
  const cancel = button('Cancel', () => desk.cancelAssessment(), {
    class: 'wb-btn wb-danger',
    'data-testid': 'assess-cancel',
    'aria-label': 'Cancel the assessment'
  });
  const words = h('span.wb-meta', { role: 'status', 'data-testid': 'assess-progress' });
  const clock = h('span.wb-meta.wb-clock');
  const line = h('div.wb-assessing', {}, cancel, words, h('span.wb-space'), clock);
  const tick = (): void => {
    const { assessing } = desk.state;
    const since = assessing ? (performance.now() - assessing.startedAt) / 1000 : 0;
    clock.textContent = assessing ? `${Math.max(0, since).toFixed(0)} s` : '';
  };
  desk.watch(
    scope,
    state => state.assessing,
    assessing => {
      show(line, assessing !== null);
      for (const node of [start, budget]) show(node, assessing === null);
      cancel.textContent = assessing?.cancelling ? 'Cancelling…' : 'Cancel';
      const text = assessing ? `Assessing: ${plain(assessing.what)}` : '';
      if (words.textContent !== text) words.textContent = text;
      tick();
    }
  );
  scope.every(500, tick);
  desk.watch(
    scope,
    state => [state.sandbox, state.connection, state.assessment] as const,
    ([sandbox, connection, found]) => {
      const ready = sandbox?.ok === true && connection === 'up';
      const why = sandbox && !sandbox.ok ? `${sandbox.reason} ${sandbox.mend}`.trim() : null;
      setAttribute(start, 'disabled', !ready);
      const last = found
        ? `. Last: ${found.mutants.total} changes tried in ${seconds(found.duration_s)}`
        : '';
      setAttribute(start, 'title', why ?? `${WHAT}${last}`);
    },
    sameList
  );
  return { buttons: h('span.wb-together', {}, start, budget), progress: line };
}

/** Measures every change on every test that reaches it: what the matrix can say of each test. */
export function wholeMatrixButton(desk: Desk): HTMLElement {
  return button('Whole matrix', () => desk.assess(desk.state.view.budget, true), {
    'data-testid': 'assess-full',
    title: 'Every change on every test that reaches it; takes longer',
    disabled: desk.state.sandbox?.ok !== true || desk.state.assessing !== null
  });
}
