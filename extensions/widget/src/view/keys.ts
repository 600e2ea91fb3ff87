/** Shortcuts of the desk. Single keys and Alt keys stay silent while text is typed. */

import type { Desk } from '../core/desk';
import type { Scope } from '../core/scope';
import { shownRun } from '../core/select';
import { needsLook } from '../tests/tree';

export interface Shortcuts {
  run: () => void;
  runOne: () => void;
  unfilled: () => void;
  help: () => void;
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox';
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    target.isContentEditable ||
    target.closest('[contenteditable="true"]') !== null
  );
}

export function listenForKeys(desk: Desk, scope: Scope, root: HTMLElement, act: Shortcuts): void {
  scope.on(root, 'keydown', event => {
    if (event.defaultPrevented) return;
    const mod = event.ctrlKey || event.metaKey;
    if (mod && event.key === 'Enter' && !event.altKey) {
      event.preventDefault();
      if (event.shiftKey) act.runOne();
      else act.run();
      return;
    }
    if (isTyping(event.target) || mod) return;
    const action = event.altKey
      ? altAction(desk, act, event.code)
      : event.key === '?'
        ? act.help
        : null;
    if (!action) return;
    event.preventDefault();
    action();
  });
}

function altAction(desk: Desk, act: Shortcuts, code: string): (() => void) | null {
  if (code === 'KeyN') return () => nextFailing(desk, 1);
  if (code === 'KeyP') return () => nextFailing(desk, -1);
  if (code === 'KeyU') return act.unfilled;
  return null;
}

function nextFailing(desk: Desk, step: 1 | -1): void {
  const failing = (shownRun(desk.state)?.tests ?? []).filter(test => needsLook(test.status));
  if (!failing.length) return;
  const at = failing.findIndex(test => test.id === desk.state.view.focusTest);
  const from = at < 0 && step < 0 ? 0 : at;
  const next = failing[(from + step + failing.length) % failing.length];
  desk.view({ lower: 'results', results: 'tests', focusTest: null });
  desk.view({ focusTest: next?.id ?? null });
}
