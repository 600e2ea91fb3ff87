/** Changes the reviewer holds for equivalent: no test could notice them, so they accuse nobody. */

import type { Assessment, Mutant } from '../../assessment';
import type { Desk } from '../../core/desk';
import { isLocked } from '../../core/select';
import { safe } from '../../text/safe';
import { plain } from '../../text/special';
import { button, h } from '../h';
import { askLine } from '../popup';

const SHORTEST = 10;

/** How the share reads without those; nothing while none is marked. */
export function markedWords(desk: Desk, found: Assessment): string[] {
  const marked = Object.keys(desk.state.review?.equivalents ?? {}).length;
  if (!marked) return [];
  const { detected, missed } = found.mutants;
  const left = Math.max(missed - marked, 0);
  return [` You hold ${marked} for equivalent; without them ${left} of ${detected + left}.`];
}

/** The reason beside a marked change. */
export function markNode(desk: Desk, mutant: Mutant): HTMLElement | null {
  const reason = desk.state.review?.equivalents[mutant.id];
  return reason
    ? h('p.wb-meta.wb-wrap', { 'data-testid': 'equivalent' }, 'Equivalent: ', safe(reason))
    : null;
}

export function markButton(desk: Desk, mutant: Mutant, words: string): HTMLElement {
  const marked = Boolean(desk.state.review?.equivalents[mutant.id]);
  const node = button(
    marked ? 'Not equivalent' : 'Equivalent…',
    () => {
      const mark = (reason: string | null): void =>
        desk.edit({ equivalents: { [mutant.id]: reason } });
      if (marked) mark(null);
      else askLine(node, 'Why can no input show the change?', '', problem, mark);
    },
    {
      class: 'wb-link',
      'data-testid': 'mark-equivalent',
      'aria-label': `${marked ? 'Take back that it is equivalent' : 'Mark as equivalent'}: ${plain(words)}`,
      disabled: isLocked(desk.state)
    }
  );
  return node;
}

function problem(reason: string): string {
  return reason.length < SHORTEST ? 'A reason in a few words is needed' : '';
}
