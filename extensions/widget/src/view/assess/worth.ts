/** Tests by what they add: those that alone stand between a change and a pass, and those that add
 * nothing. Known only of the whole matrix. */

import type { Assessment } from '../../assessment';
import type { Desk } from '../../core/desk';
import { shortTest } from '../../tests/tree';
import { safe } from '../../text/safe';
import { h } from '../h';
import { none } from './findings';

const MOST = 12;

export function worthNodes(desk: Desk, found: Assessment): HTMLElement[] {
  const more = found.tests_total - found.tests.length;
  const notes = [
    ...line(found, 'Look at nothing', [...new Set([...found.idle, ...found.asleep])].map(one)),
    ...(found.full && found.worth.length
      ? [
          ...line(
            found,
            'Alone notice a change',
            found.worth.filter(item => item.alone > 0).map(({ test, alone }) => [test, `${alone}`])
          ),
          ...line(
            found,
            'Redundant: notice nothing that others do not',
            found.worth.filter(item => item.kills > 0 && item.alone === 0).map(i => one(i.test))
          )
        ]
      : [none('What each test adds is known of the whole matrix only.')]),
    ...(more > 0 ? [none(`The first ${found.tests.length} of ${found.tests_total} tests.`)] : [])
  ];
  return desk.state.assessing ? [none('Being measured.'), ...notes] : notes;
}

function one(test: number): [number, string] {
  return [test, ''];
}

function line(found: Assessment, title: string, tests: readonly [number, string][]): HTMLElement[] {
  if (!tests.length) return [];
  const shown = tests.slice(0, MOST).map(([test, count], n) => {
    const name = found.tests[test] ?? '';
    return h(
      'span',
      { title: name },
      n ? ', ' : '',
      `t${test + 1} `,
      safe(shortTest(name)),
      count && ` (${count})`
    );
  });
  const left = tests.length - shown.length;
  return [
    h(
      'p.wb-hint',
      { 'data-testid': 'worth' },
      h('b', {}, `${title}: `),
      ...shown,
      left > 0 && `, and ${left} more`
    )
  ];
}
