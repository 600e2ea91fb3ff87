/** Two runs side by side: the tests whose outcome differs first, then what the runs were made of. */

import type { Desk } from '../../core/desk';
import type { ComparedTest, RunsCompared } from '../../past_protocol';
import type { Status } from '../../protocol';
import { statusIcon, statusWord } from '../../tests/tree';
import { safe, safeNodes } from '../../text/safe';
import { button, h } from '../h';

const SHOWN = 40;

export function comparison(desk: Desk, found: RunsCompared): HTMLElement[] {
  const shown = found.tests.filter(test => test.differs || !test.a || !test.b);
  const alike = found.common - found.differing;
  const close = button(
    'Close',
    () => desk.store.dispatch({ type: 'past', change: { compared: null } }),
    { class: 'wb-link' }
  );
  return [
    h('div.wb-bar', {}, h('strong', {}, inWords(found)), close),
    h(
      'table.wb-table.wb-compare',
      { 'aria-label': 'The earlier run against the later' },
      h('thead', {}, h('tr', {}, ...['', 'earlier', 'later'].map(column))),
      h(
        'tbody',
        {},
        ...shown.slice(0, SHOWN).map(testRow),
        ...found.made.map(([name, a, b]) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, name),
            h('td', {}, ...safeNodes(a)),
            h('td', {}, ...safeNodes(b))
          )
        )
      )
    ),
    ...(alike && found.differing
      ? [h('p.wb-hint.wb-pad', {}, `${alike} more came out alike.`)]
      : [])
  ];
}

function inWords({ differing, common, total }: RunsCompared): string {
  if (!common) return 'The two have no test in common.';
  const alone = total > common ? ` ${total - common} more are in one of them alone.` : '';
  return differing
    ? `${differing} of ${common} tests came out differently.${alone}`
    : `All ${common} tests came out alike.${alone}`;
}

function testRow(test: ComparedTest): HTMLElement {
  return h(
    'tr',
    { 'data-testid': 'test-differs' },
    h('th', { scope: 'row' }, safe(test.test)),
    outcome(test.a, test.a_message),
    outcome(test.b, test.b_message)
  );
}

function outcome(status: Status | '', message: string): HTMLElement {
  if (!status) return h('td.wb-meta', {}, 'not in it');
  const first = message.split('\n').find(line => line.trim()) ?? '';
  return h(
    'td',
    { 'data-status': status, title: message || null },
    h('span.wb-status', {}, `${statusIcon(status)} ${statusWord(status)}`),
    first && h('div.wb-meta.wb-oneline', {}, safe(first))
  );
}

function column(name: string): HTMLElement {
  return h('th', { scope: 'col' }, name);
}
