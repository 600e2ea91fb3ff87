/** Run, run this test, run against all, cancel; and against which solution. */

import type { Desk } from '../core/desk';
import { keysText, keyText } from '../core/keymap';
import { sameList, type Scope } from '../core/scope';
import { WHAT_IF } from '../core/select';
import { plain } from '../text/special';
import { assessBar } from './assess/bar';
import { button, fill, h, setAttribute, show } from './h';

export interface RunBar {
  dom: HTMLElement;
  run(): void;
  runOne(): void;
}

export function runBar(desk: Desk, scope: Scope, atCursor: () => string[]): RunBar {
  const start = (solution: string, tests: string[] = []): void =>
    void desk.run(desk.state.view.suite, solution, tests);
  const run = (): void => start(desk.state.view.solution);
  const runOne = (): void => {
    const tests = atCursor();
    if (tests.length) start(desk.state.view.solution, tests);
    else desk.notify('warning', 'No test at the cursor', 'Put the cursor inside a test.');
  };
  const runButton = button('Run', run, {
    class: 'wb-btn wb-primary',
    'data-testid': 'run'
  });
  const runKey = h('kbd');
  runButton.append(runKey);
  const oneButton = button('This test', runOne, {
    'data-testid': 'run-one'
  });
  const allButton = button('All solutions', () => start('all'), {
    'data-testid': 'run-all'
  });
  const cancel = button('Cancel', () => desk.cancel(), {
    class: 'wb-btn wb-danger',
    'data-testid': 'cancel'
  });
  const progress = h('span.wb-meta', { 'data-testid': 'progress' });
  const solution = h('select.wb-select', {
    'aria-label': 'Solution to run against',
    'data-testid': 'run-solution',
    onchange: () => desk.view({ solution: solution.value })
  });
  desk.watch(
    scope,
    state => [state.task, state.view.solution] as const,
    ([task, chosen]) => {
      const names = [...(task?.solutions ?? []).map(s => s.name), WHAT_IF];
      fill(
        solution,
        ...names.map(name => {
          const option = h('option', {}, name === WHAT_IF ? 'what-if copy' : plain(name));
          option.value = name;
          return option;
        })
      );
      solution.value = chosen;
    },
    sameList
  );

  const tick = (): void => {
    const requests = Object.values(desk.state.requests);
    const [first] = requests;
    show(cancel, first !== undefined);
    if (!first) {
      fill(progress);
      return;
    }
    cancel.textContent = first.cancelling ? 'Cancelling…' : 'Cancel';
    const seconds = ((performance.now() - first.startedAt) / 1000).toFixed(1);
    const more = requests.length > 1 ? ` · ${requests.length} runs` : '';
    progress.textContent = `${plain(first.phase)} · ${seconds} s${more}`;
  };
  desk.watch(scope, state => state.requests, tick);
  scope.every(200, () => {
    if (Object.keys(desk.state.requests).length) tick();
  });
  desk.watch(
    scope,
    state => [state.sandbox, state.connection, state.hosting.keys] as const,
    ([sandbox, connection, keys]) => {
      const ready = sandbox?.ok === true && connection === 'up';
      const why = sandbox && !sandbox.ok ? `${sandbox.reason} ${sandbox.mend}`.trim() : null;
      runKey.textContent = keyText(keys['run']?.[0] ?? '').replace('Enter', '↵');
      show(runKey, runKey.textContent !== '');
      for (const [node, deed, words] of [
        [runButton, 'run', 'Run the suite'],
        [oneButton, 'run-test', 'Run the test at the cursor'],
        [allButton, 'run-all', 'Run the suite against every solution']
      ] as const) {
        const key = keysText(keys, deed);
        setAttribute(node, 'aria-disabled', !ready);
        setAttribute(node, 'title', why ?? (key ? `${words} (${key})` : words));
      }
    },
    sameList
  );
  const assess = assessBar(desk, scope);
  const dom = h(
    'div.wb-runbar',
    {},
    h(
      'div.wb-bar',
      { role: 'group', 'aria-label': 'Run and assess' },
      runButton,
      solution,
      oneButton,
      allButton,
      assess.buttons,
      cancel,
      progress
    ),
    assess.progress
  );
  return { dom, run, runOne };
}
