/** Expected and actual of a failed test, one under the other, what differs marked. */

import { compared, difference } from '../tests/expected';
import { safeNodes } from '../text/safe';
import { h } from './h';

export function comparedNode(message: string): HTMLElement | null {
  const found = compared(message);
  if (!found) return null;
  const { head, tail, own } = difference(...found.values);
  return h(
    'dl.wb-figures.wb-compared',
    { 'data-testid': 'compared' },
    ...found.names.flatMap((name, n) => [
      h('dt', {}, name),
      h(
        'dd',
        {},
        h(
          'code',
          {},
          ...safeNodes(head),
          h(n ? 'ins' : 'del', {}, ...safeNodes(own[n] ?? '')),
          ...safeNodes(tail)
        )
      )
    ])
  );
}
