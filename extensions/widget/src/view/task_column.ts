/** The left column: prompt, solutions, diff, what-if. */

import type { Desk } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import { candidateOf } from '../core/select';
import type { Solution, Task } from '../protocol';
import { markdown } from '../text/markdown';
import { codeView } from './code';
import { compareView } from './compare';
import { fill, h } from './h';
import { createTabs, type Tab } from './tabs';
import { whatIfView } from './what_if';

export function taskColumn(desk: Desk, scope: Scope): HTMLElement {
  const tabs = createTabs('Task', left => desk.view({ left }));
  tabs.panel.classList.add('wb-grow');
  let inner: Scope | null = null;
  desk.watch(
    scope,
    state => [state.task, state.view.left] as const,
    ([task, left]) => {
      if (!task) return;
      inner?.close();
      inner = scope.child();
      tabs.update(leftTabs(desk, task), left);
      fill(tabs.panel, panel(desk, inner, task, left));
    },
    sameList
  );
  desk.watch(
    scope,
    state => [state.review?.comments, state.review?.what_if],
    () => {
      const { task, view } = desk.state;
      if (task) tabs.update(leftTabs(desk, task), view.left);
    },
    sameList
  );
  return h('section.wb-col.wb-task', { 'aria-label': 'Task' }, tabs.bar, tabs.panel);
}

function leftTabs(desk: Desk, task: Task): Tab[] {
  const { review } = desk.state;
  const candidate = candidateOf(task);
  const comments = (review?.comments ?? []).filter(c => c.solution === candidate?.name).length;
  const changed = Object.keys(review?.what_if ?? {}).length > 0;
  const others = (...roles: Solution['role'][]): Tab[] =>
    task.solutions
      .filter(solution => roles.includes(solution.role))
      .map(solution => ({
        id: `solution:${solution.name}`,
        label: title(solution),
        testId: `tab-${solution.name}`
      }));
  return [
    { id: 'prompt', label: 'Prompt', testId: 'tab-prompt' },
    {
      id: 'solution',
      label: 'Solution',
      testId: 'tab-solution',
      ...(comments && { badge: String(comments), badgeTitle: 'line comments' })
    },
    ...others('reference'),
    ...(task.solutions.length > 1 ? [{ id: 'diff', label: 'Diff', testId: 'tab-diff' }] : []),
    {
      id: 'what-if',
      label: 'What-if',
      testId: 'tab-what-if',
      ...(changed && { badge: '●', badgeTitle: 'changed' })
    },
    ...others('variant', 'stub')
  ];
}

function title(solution: Solution): string {
  const { name, role } = solution;
  const first = name.charAt(0).toUpperCase() + name.slice(1);
  return name.includes(role) ? first : `${first} (${role})`;
}

function panel(desk: Desk, scope: Scope, task: Task, left: string): HTMLElement {
  if (left === 'diff') return compareView(desk, scope);
  if (left === 'what-if') return whatIfView(desk, scope);
  const name = left.startsWith('solution:') ? left.slice('solution:'.length) : null;
  const solution =
    left === 'solution' ? candidateOf(task) : task.solutions.find(s => s.name === name);
  if (solution) return codeView(desk, scope, solution);
  return h(
    'div.wb-grow.wb-prompt',
    { tabindex: 0, role: 'group', 'aria-label': 'Prompt' },
    markdown(task.prompt)
  );
}
