/** The overlay that lists what the keyboard does, with the keys that are bound now. */

import type { Desk } from '../core/desk';
import { DESK_ASKS } from '../core/hosting';
import { DEEDS, keysText } from '../core/keymap';
import { button, h } from './h';

/** Keys of the browser's kind, which nothing changes. */
const FIXED: [string, string][] = [
  ['Ctrl + Space', 'Ready sentences, in a rationale'],
  ['Arrow keys', 'Move within tabs, levels, menus, the kill matrix and column borders'],
  ['Tab', 'Moves on, also out of an editor'],
  ['Ctrl+] and [', 'Indent and outdent in an editor'],
  ['Ctrl+F', 'Search in an editor'],
  ['Escape', 'Close a menu or this list; never cancels a run']
];

export function openHelp(desk: Desk, root: HTMLElement): void {
  const before = document.activeElement;
  root.querySelector('.wb-help')?.remove();
  const { rebindable } = desk.state.hosting;
  const close = (): void => {
    overlay.remove();
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  };
  const done = button('Close', close, { class: 'wb-btn wb-primary' });
  const change = button('Change keys…', () => {
    close();
    root.dispatchEvent(new CustomEvent(DESK_ASKS, { bubbles: true, detail: 'change-keys' }));
  });
  const overlay = h(
    'div.wb-help',
    { role: 'dialog', 'aria-modal': 'true', 'aria-label': 'Keyboard shortcuts' },
    h(
      'div.wb-helpbox',
      {},
      h('h2', {}, 'Keyboard'),
      h('div.wb-helplists', {}, ...groups(desk)),
      h(
        'p.wb-hint',
        {},
        'While text is being typed only Ctrl, ⌘ and function keys act, and Alt+Enter.'
      ),
      h('div.wb-footbar', {}, done, rebindable && change)
    )
  );
  const buttons = rebindable ? [done, change] : [done];
  overlay.addEventListener('keydown', event => {
    if (event.key === 'Tab') {
      event.preventDefault();
      buttons[
        (buttons.indexOf(document.activeElement as HTMLButtonElement) + 1) % buttons.length
      ]?.focus();
    }
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  });
  root.append(overlay);
  // On a small screen the list begins at its top all the same.
  done.focus({ preventScroll: true });
}

function groups(desk: Desk): HTMLElement[] {
  const { keys } = desk.state.hosting;
  const shown = DEEDS.filter(deed => deed.id in keys && !/^score-[1-9]/.test(deed.id));
  const names = [...new Set(shown.map(deed => deed.group))];
  const lists = names.map(name => {
    const rows = shown
      .filter(deed => deed.group === name)
      .map(deed =>
        deed.id === 'score-0'
          ? row(scoreKeys(desk), 'Score of the axis in focus, 0 to 3')
          : row(keysText(keys, deed.id), deed.words)
      );
    return list(name, rows);
  });
  return [
    ...lists,
    list(
      'Always',
      FIXED.map(([key, words]) => row(key, words))
    )
  ];
}

function scoreKeys(desk: Desk): string {
  const all = ['0', '1', '2', '3'].map(n => keysText(desk.state.hosting.keys, `score-${n}`) || '–');
  return all.join('  ');
}

function row(keys: string, words: string): HTMLElement[] {
  return [h('dt', {}, keys || 'no key'), h('dd', {}, words)];
}

function list(title: string, rows: HTMLElement[][]): HTMLElement {
  return h('section', {}, h('h3', {}, title), h('dl', {}, ...rows.flat()));
}
