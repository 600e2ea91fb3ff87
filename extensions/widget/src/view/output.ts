/** Captured output of any length: the beginning at once, the whole of it in a box that only ever
 * holds the lines in view. */

import { safeNodes } from '../text/safe';
import { button, fill, h } from './h';

export const SHOWN_CHARS = 20_000;
const LINE_CHARS = 400;
const LINE_PX = 18;
const BOX_PX = 396;
const SPARE_LINES = 20;

/** A `pre` with the text, or with its beginning and a button for the rest. */
export function output(text: string, label: string): HTMLElement {
  const box = h('div.wb-output');
  const pre = h('pre', { tabindex: 0, 'aria-label': label, role: 'group' });
  pre.append(...safeNodes(text.slice(0, SHOWN_CHARS)));
  box.append(pre);
  if (text.length > SHOWN_CHARS) {
    const more = button(`Show all (${sizeText(text.length)})`, () => {
      const whole = windowed(text, label);
      fill(box, whole);
      whole.focus();
    });
    box.append(h('p.wb-cut', {}, `… ${sizeText(text.length - SHOWN_CHARS)} more `, more));
  }
  return box;
}

export function sizeText(chars: number): string {
  if (chars < 1000) return `${chars} characters`;
  return chars < 1_000_000
    ? `${Math.round(chars / 1000)} kB`
    : `${(chars / 1_000_000).toFixed(1)} MB`;
}

/** Start offsets of the lines as shown: cut at line ends, and where a line gets too long. */
export function lineStarts(text: string): number[] {
  const starts: number[] = [];
  let from = 0;
  while (from < text.length) {
    starts.push(from);
    const end = text.indexOf('\n', from);
    const stop = end < 0 ? text.length : end;
    let cut = from + LINE_CHARS;
    // Never between the halves of one character.
    if (isLow(text.charCodeAt(cut))) cut += 1;
    from = stop > cut ? cut : stop + 1;
  }
  return starts;
}

function isLow(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

function windowed(text: string, label: string): HTMLElement {
  const starts = lineStarts(text);
  const inner = h('div.wb-lines');
  const rows = h('div.wb-linebox');
  inner.style.height = `${starts.length * LINE_PX}px`;
  inner.append(rows);
  const box = h('div.wb-window', { tabindex: 0, role: 'group', 'aria-label': label }, inner);
  box.style.height = `${Math.min(BOX_PX, starts.length * LINE_PX + 12)}px`;
  const draw = (): void => {
    const first = Math.max(0, Math.floor(box.scrollTop / LINE_PX) - SPARE_LINES);
    const last = Math.min(starts.length, first + Math.ceil(BOX_PX / LINE_PX) + 2 * SPARE_LINES);
    rows.style.transform = `translateY(${first * LINE_PX}px)`;
    const lines: HTMLElement[] = [];
    for (let index = first; index < last; index++) {
      const line = text.slice(starts[index], starts[index + 1] ?? text.length);
      const row = h('div.wb-line');
      row.append(...safeNodes(line.replace(/\r?\n$/, '')));
      lines.push(row);
    }
    fill(rows, ...lines);
  };
  box.addEventListener('scroll', draw, { passive: true });
  draw();
  return box;
}
