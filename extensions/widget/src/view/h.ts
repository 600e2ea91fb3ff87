/** Elements without markup strings. */

import { plain } from '../text/special';

type Value = string | number | boolean | null | undefined | ((event: never) => void);
export type Child = Node | string | null | undefined | false;

/** `h('button.wb-btn', { onclick }, 'Run')`. Functions become listeners; `true` an empty
 * attribute; `null`, `undefined` and `false` none (except in `aria-*`, where false is a word). */
export function h<K extends keyof HTMLElementTagNameMap>(
  spec: K | `${K}.${string}`,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const [tag, ...classes] = spec.split('.');
  const node = document.createElement(tag as K);
  if (classes.length) node.className = classes.join(' ');
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  node.append(...kept(children));
  return node;
}

export function setAttribute(node: HTMLElement, name: string, value: Value): void {
  if (typeof value === 'function') {
    node.addEventListener(name.replace(/^on/, ''), value as unknown as EventListener);
  } else if (value === null || value === undefined) {
    node.removeAttribute(name);
  } else if (typeof value === 'boolean' && !name.startsWith('aria-')) {
    node.toggleAttribute(name, value);
  } else {
    node.setAttribute(name, plain(String(value)));
  }
}

/** Replaces what is in `node`. A control that had the focus gives it to the one in its place:
 * whoever works with the keyboard must not be thrown out to the page. */
export function fill(node: Element, ...children: Child[]): void {
  const active = document.activeElement;
  const held = active instanceof HTMLElement && node !== active && node.contains(active);
  node.replaceChildren(...kept(children));
  if (!held || document.activeElement === active) return;
  const controls = [...node.querySelectorAll<HTMLElement>('button:not([disabled])')];
  const name = nameOf(active);
  const heir = node.contains(active)
    ? active
    : (controls.find(control => nameOf(control) === name) ?? controls[0]);
  (heir ?? node.closest<HTMLElement>('.wb-axis[tabindex], .wb-desk'))?.focus({
    preventScroll: true
  });
}

function nameOf(control: HTMLElement): string {
  return control.dataset['testid'] ?? control.getAttribute('aria-label') ?? control.textContent;
}

export function show(node: HTMLElement, visible: boolean): void {
  node.hidden = !visible;
}

/** A button; `label` is in view, `title` says more. */
export function button(
  label: Child,
  onclick: (event: MouseEvent) => void,
  attributes: Record<string, Value> = {}
): HTMLButtonElement {
  return h('button.wb-btn', { type: 'button', onclick, ...attributes }, label);
}

let last = 0;

/** An id no other element of the page has. */
export function uniqueId(stem: string): string {
  last += 1;
  return `wb-${stem}-${last}`;
}

function kept(children: Child[]): (Node | string)[] {
  return children.filter(child => child !== null && child !== undefined && child !== false);
}
