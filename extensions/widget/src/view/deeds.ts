/** What each deed does: by its key, or asked for by the host's menus. */

import type { Desk } from '../core/desk';
import { DESK_ASKS } from '../core/hosting';
import { isLocked, shownEntry } from '../core/select';
import { runEvidence } from './evidence';
import { nextFailing } from './failing';
import { focusUnfilled } from './rubric_column';

export interface Parts {
  run: () => void;
  runOne: () => void;
  help: () => void;
}

const COLUMNS = ['.wb-task', '.wb-suites', '.wb-rubric'];

/** Makes the function that does a deed and says whether it knew it. */
export function deeds(desk: Desk, root: HTMLElement, parts: Parts): (deed: string) => boolean {
  /** The element of each column that had the focus last. */
  const lately = new Map<string, HTMLElement>();
  root.addEventListener('focusin', ({ target }) => {
    const column = COLUMNS.find(c => target instanceof Element && target.closest(c));
    if (column && target instanceof HTMLElement) lately.set(column, target);
  });
  const press = (testId: string): boolean => {
    const control = root.querySelector<HTMLButtonElement>(`[data-testid="${testId}"]`);
    if (!control || control.hidden || control.disabled) return false;
    control.click();
    return true;
  };
  const goColumn = (step: 1 | -1): void => {
    const here = COLUMNS.findIndex(c => document.activeElement?.closest(c));
    const from = here < 0 && step < 0 ? 0 : here;
    const name = COLUMNS[(from + step + COLUMNS.length) % COLUMNS.length] ?? '';
    const last = lately.get(name);
    const there = last?.isConnected && last.checkVisibility() ? last : null;
    const first = root.querySelector<HTMLElement>(`${name} [role="tab"][aria-selected="true"]`);
    (there ?? first)?.focus();
  };
  const score = (value: string): void => {
    const axis = axisInFocus(desk, root);
    if (axis) press(`level-${axis}-${value}`);
  };
  const attach = (): void => {
    const entry = shownEntry(desk.state);
    const axis = axisInFocus(desk, root) || desk.state.view.axis;
    if (isLocked(desk.state)) return;
    if (!entry) desk.notify('warning', 'There is no run to attach', 'Run the tests first.');
    else if (axis) {
      desk.attach(axis, runEvidence(entry));
      const title = desk.state.rubric?.axes.find(a => a.id === axis)?.title ?? axis;
      desk.notify('info', `The run is evidence of: ${title}`);
    } else press('attach-run');
  };
  const comment = (): void => {
    const { left } = desk.state.view;
    if (left !== 'solution' && !left.startsWith('solution:')) desk.view({ left: 'solution' });
    press('comment-add');
  };
  const runWhatIf = (): boolean =>
    document.activeElement?.closest('[data-testid="what-if-editor"]') != null &&
    press('run-what-if');

  const known: Record<string, () => void> = {
    run: () => {
      if (!runWhatIf()) parts.run();
    },
    'run-test': parts.runOne,
    'run-all': () => press('run-all'),
    cancel: () => desk.cancel(),
    'new-probe': () => {
      if (press('probe-add'))
        root.querySelector<HTMLElement>('[data-testid="tests-editor"] .cm-content')?.focus();
    },
    'next-failing': () => nextFailing(desk, 1),
    'previous-failing': () => nextFailing(desk, -1),
    'next-column': () => goColumn(1),
    'previous-column': () => goColumn(-1),
    'next-axis': () => focusUnfilled(desk, root, desk.state.view.axis),
    'attach-run': attach,
    comment,
    submit: () => press('submit'),
    // In a session the plain button goes on by itself.
    'submit-next': () => press('submit-next') || press('submit'),
    skip: () => press('skip-task') || press('skip'),
    help: parts.help
  };
  return deed => {
    const own = known[deed];
    const value = /^score-(\d)$/.exec(deed)?.[1];
    if (own) own();
    else if (value !== undefined) score(value);
    else if (deed in desk.state.hosting.keys)
      root.dispatchEvent(new CustomEvent(DESK_ASKS, { bubbles: true, detail: deed }));
    else return false;
    return true;
  };
}

/** The axis that has the focus. A menu that asks has taken the focus: then the last that had. */
function axisInFocus(desk: Desk, root: HTMLElement): string {
  const active = document.activeElement;
  if (!root.contains(active)) return desk.state.view.axis;
  return active?.closest<HTMLElement>('.wb-axis[data-axis]')?.dataset['axis'] ?? '';
}
