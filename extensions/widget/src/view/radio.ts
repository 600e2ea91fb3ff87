/** One choice of several, all in view: arrow keys move and choose, as radio buttons do. */

import { h, type Child } from './h';

export interface Option {
  value: string;
  content: Child[];
  label: string;
  title?: string;
  testId?: string;
}

export interface RadioGroup {
  dom: HTMLElement;
  set(value: string): void;
}

export function radioGroup(
  label: string,
  options: readonly Option[],
  onChoose: (value: string) => void,
  attributes: Record<string, string> = {}
): RadioGroup {
  const buttons = options.map(option =>
    h(
      'button.wb-radio',
      {
        type: 'button',
        role: 'radio',
        'aria-label': option.label,
        title: option.title,
        'data-testid': option.testId,
        onclick: () => onChoose(option.value)
      },
      ...option.content
    )
  );
  const dom = h(
    'div.wb-radios',
    { role: 'radiogroup', 'aria-label': label, ...attributes },
    ...buttons
  );
  dom.addEventListener('keydown', event => {
    const at = buttons.findIndex(node => node === document.activeElement);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (at < 0 || step === undefined) return;
    event.preventDefault();
    const to = (at + step + buttons.length) % buttons.length;
    buttons[to]?.focus();
    const option = options[to];
    if (option) onChoose(option.value);
  });
  return {
    dom,
    set(value) {
      const chosen = options.findIndex(option => option.value === value);
      buttons.forEach((node, index) => {
        node.setAttribute('aria-checked', String(index === chosen));
        node.tabIndex = index === Math.max(0, chosen) ? 0 : -1;
      });
    }
  };
}
