/** Above the rubric: how much of its evidence is stale, and the click that makes it anew. */

import { makeAgain } from './again';
import type { Desk } from '../../core/desk';
import { sameList, type Scope } from '../../core/scope';
import { isLocked } from '../../core/select';
import { button, fill, h, show } from '../h';
import { changedLines } from './changed';

export function staleBox(desk: Desk, scope: Scope): HTMLElement {
  const box = h('div.wb-stalebox', { role: 'status', 'data-testid': 'stale-box' });
  desk.watch(
    scope,
    state => [state.past.fresh, state.refused, isLocked(state)] as const,
    ([fresh, refused, locked]) => {
      const { chips } = fresh;
      const rest = refused ? changedLines(desk) : [];
      show(box, !locked && (chips.length > 0 || rest.length > 0));
      const some =
        chips.length === 1 ? '1 piece of evidence is' : `${chips.length} pieces of evidence are`;
      const able = chips.filter(chip => chip.again);
      fill(
        box,
        refused && h('strong', {}, 'Not submitted: what it rests on changed. '),
        chips.length > 0 && h('span', {}, `${some} of something that changed since. `),
        able.length > 0 &&
          button(
            able.length > 1 ? 'Run all again' : 'Run again',
            () => void makeAgain(desk, able),
            {
              class: 'wb-btn',
              'data-testid': 'all-again'
            }
          ),
        ...rest.map(([text]) => h('p', {}, text))
      );
    },
    sameList
  );
  return box;
}
