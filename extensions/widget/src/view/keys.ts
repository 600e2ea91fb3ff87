/** Listens for the desk's keys. While text is typed only those act that write nothing. */

import type { Desk } from '../core/desk';
import { deedOf, typesNothing } from '../core/keymap';
import type { Scope } from '../core/scope';

/** JupyterLab's shortcuts for the desk are silent below an element of this class. */
const QUIET = 'wb-quiet';

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox';
  if (target.closest('[aria-readonly="true"]')) return false;
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    target.isContentEditable ||
    target.closest('[contenteditable="true"]') !== null
  );
}

/** `act` says whether the deed was one of the desk's. */
export function listenForKeys(
  desk: Desk,
  scope: Scope,
  root: HTMLElement,
  act: (deed: string) => boolean
): void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || isApart(event.target)) return;
    if (isTyping(event.target) && !typesNothing(event)) return;
    const deed = deedOf(desk.state.hosting.keys, event);
    if (deed === null || !act(deed)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  // An editor has keys of its own for nearly everything: there the desk is asked first.
  scope.on(
    root,
    'keydown',
    event => {
      if (event.target instanceof Element && event.target.closest('.cm-content')) onKey(event);
    },
    { capture: true }
  );
  scope.on(root, 'keydown', onKey);
  scope.on(root, 'focusin', ({ target }) => {
    root.classList.toggle(QUIET, isTyping(target) || isApart(target));
    // In a notebook the cell's own keys (Enter, digits, letters) must not act on what has the
    // focus here; in a Lab tab Lab's shortcuts stay alive outside the editors. The mark must be on
    // the focused element itself: the notebook's selectors end in `:focus`, and are tried from
    // there outwards.
    if (root.closest('.jp-Notebook') && target instanceof HTMLElement)
      root.dataset['lmSuppressShortcuts'] = target.dataset['lmSuppressShortcuts'] = 'true';
  });
  scope.on(root, 'focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node) || !root.contains(relatedTarget))
      root.classList.remove(QUIET);
  });
}

/** A dialog over the desk: what lies beneath is out of reach. */
function isApart(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role="dialog"]') !== null;
}
