/** Under a chip: what changed since, and the two ways out; or why it was kept as it was. */

import { makeAgain } from './again';
import type { Desk } from '../../core/desk';
import type { StaleChip } from '../../past_protocol';
import type { EvidenceRef } from '../../protocol';
import { safeNodes } from '../../text/safe';
import { plain } from '../../text/special';
import { button, h } from '../h';
import { askLine } from '../popup';

const LEAST = 10;

export function staleLines(
  desk: Desk,
  chip: EvidenceRef,
  stale: StaleChip | undefined,
  locked: boolean
): HTMLElement[] {
  if (!stale) return chip.kept ? [keptLine(chip.kept.reason)] : [];
  const { again, words } = stale;
  const name = plain(stale.label);
  const run =
    again &&
    button('assess' in again ? 'Measure again' : 'Run again', () => void makeAgain(desk, [stale]), {
      class: 'wb-link',
      'data-testid': 'run-again',
      'aria-label': `Make anew: ${name}`
    });
  const keep = button('Keep as it was…', () => askWhy(desk, keep, stale), {
    class: 'wb-link',
    'data-testid': 'keep-as-was',
    'aria-label': `Keep as it was: ${name}`
  });
  return [
    h(
      'li.wb-staleline',
      { 'data-testid': 'stale-chip' },
      h('span', {}, ...safeNodes(`Stale: ${words.join('; ')}.`)),
      ...(locked ? [] : [run, keep])
    )
  ];
}

function keptLine(reason: string): HTMLElement {
  return h('li.wb-staleline.wb-kept', {}, ...safeNodes(`Kept as it was: ${reason}`));
}

function askWhy(desk: Desk, anchor: HTMLElement, stale: StaleChip): void {
  askLine(
    anchor,
    'Why it still holds, for the record',
    '',
    text => (text.length < LEAST ? `Give a reason of at least ${LEAST} characters.` : ''),
    reason => {
      const { evidence } = desk.rating(stale.axis);
      desk.rate(stale.axis, {
        evidence: evidence.map((item, at) =>
          at === stale.at && item.ref === stale.ref && item.kind === stale.kind
            ? { ...item, kept: { reason, basis: stale.now } }
            : item
        )
      });
    }
  );
}
