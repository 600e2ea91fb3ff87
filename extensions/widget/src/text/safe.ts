/** Hostile text as nodes: text nodes, and a marked span for each character that hides something. */

import { describe, drawn, specialOrAnsiPattern } from './special';

export interface Segment {
  text: string;
  special: boolean;
}

/** Cuts text into ordinary stretches and special characters. `\r\n` counts as a line end. */
export function segments(text: string): Segment[] {
  const parts: Segment[] = [];
  let from = 0;
  const source = text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text;
  for (const match of source.matchAll(specialOrAnsiPattern())) {
    if (match.index > from) parts.push({ text: source.slice(from, match.index), special: false });
    parts.push({ text: match[0], special: true });
    from = match.index + match[0].length;
  }
  if (from < source.length) parts.push({ text: source.slice(from), special: false });
  return parts;
}

/** Nodes for a text. */
export function safeNodes(text: string): Node[] {
  return segments(text).map(segment => {
    if (!segment.special) return document.createTextNode(segment.text);
    const mark = document.createElement('span');
    mark.className = 'wb-ctl';
    mark.title = describe(segment.text);
    mark.textContent = drawn(segment.text);
    return mark;
  });
}

/** A text in its own direction, so that a right-to-left name cannot reorder what stands around. */
export function safe(text: string, className = ''): HTMLElement {
  const box = document.createElement('bdi');
  if (className) box.className = className;
  box.append(...safeNodes(text));
  return box;
}
