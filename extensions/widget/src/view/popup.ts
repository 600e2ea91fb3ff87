/** Small things that open at a button: a menu, and a question with one line as its answer. */

import { safeNodes } from '../text/safe';
import { button, h } from './h';

export interface MenuItem {
  label: string;
  run: () => void;
}

/** Opens a menu under `anchor`; Escape and a click elsewhere close it. */
export function openMenu(anchor: HTMLElement, label: string, items: readonly MenuItem[]): void {
  const buttons = items.map(item =>
    h(
      'button.wb-menuitem',
      {
        type: 'button',
        role: 'menuitem',
        tabindex: -1,
        onclick: () => {
          close(true);
          item.run();
        }
      },
      ...safeNodes(item.label)
    )
  );
  const menu = h('div.wb-popup', { role: 'menu', 'aria-label': label }, ...buttons);
  const close = place(anchor, menu);
  menu.addEventListener('keydown', event => {
    const at = buttons.findIndex(node => node === document.activeElement);
    const last = buttons.length - 1;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      buttons[(to + buttons.length) % buttons.length]?.focus();
    } else if (event.key === 'Tab') {
      close(true);
    }
  });
  buttons[0]?.focus();
}

/** Asks for a line of text under `anchor`. `problem` says why an answer will not do, or ''. */
export function askLine(
  anchor: HTMLElement,
  label: string,
  start: string,
  problem: (text: string) => string,
  done: (text: string) => void
): void {
  const input = h('input.wb-input', { type: 'text', value: start, 'aria-label': label });
  const hint = h('p.wb-hint', { role: 'status' });
  const box = h(
    'form.wb-popup.wb-ask',
    {
      onsubmit: (event: SubmitEvent) => {
        event.preventDefault();
        const text = input.value.trim();
        const same = start !== '' && text === start;
        const why = same ? '' : problem(text);
        hint.textContent = why;
        if (why) return;
        close(true);
        if (!same) done(text);
      }
    },
    h('label', {}, label),
    input,
    hint,
    h('button.wb-btn.wb-primary', { type: 'submit' }, 'OK'),
    button('Cancel', () => close(true))
  );
  box.dataset['lmSuppressShortcuts'] = 'true';
  const close = place(anchor, box);
  input.focus();
  input.select();
}

function place(anchor: HTMLElement, box: HTMLElement): (refocus: boolean) => void {
  const host = anchor.closest<HTMLElement>('.wb-desk') ?? document.body;
  host.querySelectorAll('.wb-popup').forEach(open => open.remove());
  host.append(box);
  const frame = host.getBoundingClientRect();
  const at = anchor.getBoundingClientRect();
  const left = Math.min(at.left - frame.left, frame.width - box.offsetWidth - 8);
  const below = at.bottom - frame.top + 4;
  const fits = below + box.offsetHeight < frame.height;
  const top = fits ? below : at.top - frame.top - box.offsetHeight - 4;
  box.style.left = `${Math.max(4, left)}px`;
  box.style.top = `${Math.max(4, top) + host.scrollTop}px`;
  const outside = (event: Event): void => {
    if (!box.contains(event.target as Node)) close(false);
  };
  const close = (refocus: boolean): void => {
    document.removeEventListener('pointerdown', outside, true);
    box.remove();
    if (refocus && anchor.isConnected) anchor.focus();
  };
  document.addEventListener('pointerdown', outside, true);
  box.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close(true);
  });
  return close;
}
