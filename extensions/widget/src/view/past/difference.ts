/** One difference between two states of a review, as a person reads it. */

import { presentableDiff } from '@codemirror/merge';
import type { Scope } from '../../core/scope';
import { diff } from '../../editor/diff';
import type { Difference } from '../../past_protocol';
import { safe, safeNodes } from '../../text/safe';
import { h } from '../h';

const FILES = /^(Probe |What-if|Your edits)/;
const SHORT = 60;

/** Differences under the part they are of, in the order they came. */
export function differencesView(scope: Scope, list: readonly Difference[]): HTMLElement[] {
  const parts = new Map<string, Difference[]>();
  for (const item of list) parts.set(item.part, [...(parts.get(item.part) ?? []), item]);
  return [...parts].map(([part, items]) =>
    h(
      'section.wb-diffpart',
      { 'data-testid': 'difference' },
      h('h3', {}, ...safeNodes(part)),
      ...items.map(item => one(scope, item))
    )
  );
}

function one(scope: Scope, item: Difference): HTMLElement {
  const { before, after } = item;
  const head = h('span.wb-diffwhat', {}, ...safeNodes(item.what));
  if (FILES.test(item.part)) {
    const sides = [
      { text: before ?? '', label: `${item.what} before` },
      { text: after ?? '', label: `${item.what} after` }
    ] as const;
    const view = diff(
      item.what,
      sides[0],
      sides[1],
      { sideBySide: false, whole: false },
      () => undefined
    );
    scope.add(view.destroy);
    return h('div', {}, head, note(before, after), view.dom);
  }
  const short = (text: string | null): boolean =>
    (text ?? '').length <= SHORT && !(text ?? '').includes('\n');
  if (before === null || after === null || (short(before) && short(after)))
    return h(
      'p.wb-diffline',
      {},
      head,
      before !== null && h('del', {}, ...safeNodes(before)),
      before !== null && after !== null && ' → ',
      after !== null && h('ins', {}, ...safeNodes(after))
    );
  return h('div.wb-diffline', {}, head, h('p.wb-pre', {}, ...words(before, after)));
}

function note(before: string | null, after: string | null): HTMLElement | false {
  if (before === null) return h('span.wb-meta', {}, 'new');
  return after === null && h('span.wb-meta', {}, 'taken out');
}

/** A text with what was taken out and put in marked in place. */
export function words(before: string, after: string): Node[] {
  const nodes: Node[] = [];
  let at = 0;
  for (const change of presentableDiff(before, after, { scanLimit: 1000, timeout: 200 })) {
    nodes.push(safe(after.slice(at, change.fromB)));
    const [gone, come] = [
      before.slice(change.fromA, change.toA),
      after.slice(change.fromB, change.toB)
    ];
    if (gone) nodes.push(h('del', {}, safe(gone)));
    if (come) nodes.push(h('ins', {}, safe(come)));
    at = change.toB;
  }
  nodes.push(safe(after.slice(at)));
  return nodes;
}
