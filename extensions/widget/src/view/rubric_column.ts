/** The right column: the rubric's form and the list of line comments. */

import { axisOf } from '../core/asked';
import type { Desk } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import { isLocked } from '../core/select';
import type { FormField, Rubric } from '../protocol';
import { safeNodes } from '../text/safe';
import { axisView } from './axis';
import { commentList } from './comment_list';
import { endingView, standingView } from './ending';
import { fieldView } from './field';
import { fill, h, setAttribute, show } from './h';
import { revisionsTab } from './past/revisions';
import { staleBox } from './past/stale_box';
import { feedbackBox } from './seat';
import { createTabs } from './tabs';

export function rubricColumn(desk: Desk, scope: Scope): HTMLElement {
  const tabs = createTabs('Review', right => desk.view({ right }));
  tabs.panel.classList.add('wb-grow', 'wb-scrollbox');
  const form = h('fieldset.wb-form', { 'aria-label': 'Rubric' });
  const comments = commentList(desk, scope);
  const revisions = revisionsTab(desk, scope);
  const standing = h(
    'fieldset.wb-foot.wb-standingbox',
    { 'aria-label': 'Decision' },
    standingView(desk, scope)
  );
  let inner: Scope | null = null;
  let drawn = '';
  desk.watch(
    scope,
    state => state.rubric,
    rubric => {
      // A reload brings an equal rubric: keep the form, and the focus in it.
      const text = JSON.stringify(rubric);
      if (!rubric || text === drawn) return;
      drawn = text;
      inner?.close();
      inner = scope.child();
      fill(form, ...formParts(desk, inner, rubric));
    }
  );
  desk.watch(scope, isLocked, locked => {
    form.disabled = standing.disabled = locked;
    // Nothing in it takes the focus then, and it must be scrolled all the same.
    setAttribute(tabs.panel, 'tabindex', locked ? 0 : null);
  });
  desk.watch(
    scope,
    state => [state.view.right, state.review?.comments] as const,
    ([right, list]) => {
      const count = list?.length ?? 0;
      tabs.update(
        [
          { id: 'rubric', label: 'Rubric', testId: 'tab-rubric' },
          {
            id: 'comments',
            label: 'Comments',
            testId: 'tab-comments',
            ...(count && { badge: String(count), badgeTitle: 'line comments' })
          },
          { id: 'revisions', label: 'Revisions', testId: 'tab-revisions' }
        ],
        right
      );
      show(form, right === 'rubric');
      show(comments, right === 'comments');
      show(revisions, right === 'revisions');
    },
    sameList
  );
  fill(tabs.panel, feedbackBox(desk, scope), form, comments, revisions);
  return h('section.wb-col.wb-rubric', { 'aria-label': 'Rubric' }, tabs.bar, tabs.panel, standing);
}

function formParts(desk: Desk, scope: Scope, rubric: Rubric): HTMLElement[] {
  const fields = rubric.fields ?? [];
  const view = (field: FormField): HTMLElement => fieldView(desk, scope, rubric, field);
  return [
    missingBox(desk, scope),
    staleBox(desk, scope),
    ...rubric.axes.flatMap(axis => [
      axisView(desk, scope, rubric, axis),
      ...fields.filter(field => axisOf(rubric, field) === axis.id).map(view)
    ]),
    ...fields.filter(field => axisOf(rubric, field) === '').map(view),
    endingView(desk, scope, rubric)
  ];
}

/** What keeps the review from being submitted, after it was refused. */
function missingBox(desk: Desk, scope: Scope): HTMLElement {
  const box = h('div.wb-missing', { role: 'alert', 'data-testid': 'missing' });
  desk.watch(
    scope,
    state => [state.refused, state.missing] as const,
    ([refused, missing]) => {
      show(box, refused && missing.length > 0);
      fill(
        box,
        h('strong', {}, 'Not submitted yet:'),
        h('ul', {}, ...missing.map(line => h('li', {}, ...safeNodes(line))))
      );
    },
    sameList
  );
  return box;
}

/** Moves the focus to the first axis something is missing on, or the one after `from`. */
export function focusUnfilled(desk: Desk, root: HTMLElement, from = ''): void {
  desk.view({ right: 'rubric' });
  const axes = [...root.querySelectorAll<HTMLElement>('.wb-axis[data-axis]')];
  const start = axes.findIndex(axis => axis.dataset['axis'] === from) + 1;
  const order = [...axes.slice(start), ...axes.slice(0, start)];
  const next = order.find(axis => axis.classList.contains('wb-unfilled'));
  const target =
    next ?? root.querySelector<HTMLElement>('[data-testid="difficulty"] [tabindex="0"]');
  // The list of what is missing stands above: it stays in view as far as the axis allows.
  root.querySelector('.wb-missing:not([hidden])')?.scrollIntoView({ block: 'start' });
  target?.scrollIntoView({ block: 'nearest' });
  target?.focus({ preventScroll: true });
}

/** Moves the focus to an axis; false when the rubric has none of that name. */
export function focusAxis(desk: Desk, root: HTMLElement, id: string): boolean {
  desk.view({ right: 'rubric' });
  const axes = [...root.querySelectorAll<HTMLElement>('.wb-axis[data-axis]')];
  const axis = axes.find(node => node.dataset['axis'] === id);
  axis?.scrollIntoView({ block: 'nearest' });
  axis?.focus({ preventScroll: true });
  return axis !== undefined;
}
