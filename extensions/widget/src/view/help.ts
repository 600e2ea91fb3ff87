/** The overlay that lists what the keyboard does. */

import { button, h } from './h';

const KEYS: [string, string][] = [
  ['Ctrl or ⌘ + Enter', 'Run the open suite'],
  ['Ctrl or ⌘ + Shift + Enter', 'Run the test at the cursor'],
  ['Ctrl or ⌘ + Alt + Enter', 'Submit and go to the next task'],
  ['Alt + N, Alt + P', 'Next, previous failing test'],
  ['Alt + U', 'Next unfilled axis'],
  ['0 to 3', 'Score of the axis that has the focus'],
  ['Arrow keys', 'Move within tabs, levels, menus, the kill matrix and column borders'],
  ['Tab', 'Moves on, also out of an editor'],
  ['Ctrl or ⌘ + ] and [', 'Indent and outdent in an editor'],
  ['Ctrl or ⌘ + F', 'Search in an editor'],
  ['Escape', 'Close a menu or this list; never cancels a run'],
  ['?', 'This list']
];

export function openHelp(root: HTMLElement): void {
  const before = document.activeElement;
  root.querySelector('.wb-help')?.remove();
  const close = (): void => {
    overlay.remove();
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  };
  const done = button('Close', close, { class: 'wb-btn wb-primary' });
  const overlay = h(
    'div.wb-help',
    { role: 'dialog', 'aria-modal': 'true', 'aria-label': 'Keyboard shortcuts' },
    h(
      'div.wb-helpbox',
      {},
      h('h2', {}, 'Keyboard'),
      h('dl', {}, ...KEYS.flatMap(([keys, words]) => [h('dt', {}, keys), h('dd', {}, words)])),
      h('p.wb-hint', {}, 'No shortcut with Alt and no single key acts while text is being typed.'),
      done
    )
  );
  overlay.addEventListener('keydown', event => {
    // The button is all there is to reach: Tab stays on it.
    if (event.key === 'Tab') event.preventDefault();
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  });
  root.append(overlay);
  done.focus();
}
