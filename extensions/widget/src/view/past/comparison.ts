/** Two runs side by side: the tests whose outcome differs first, then what the runs were made of. */

import type { Desk } from '../../core/desk';
import type { ComparedTest, RunsCompared } from '../../past_protocol';
import type { Status } from '../../protocol';
import { statusIcon, statusWord } from '../../tests/tree';
import { safe, safeNodes } from '../../text/safe';
import { button, h } from '../h';

const SHOWN = 40;

export function comparison(desk: Desk, found: RunsCompared): HTMLElement[] {
  const differing = found.tests.filter(test => test.differs);
  const same = found.total - found.differing;
  const close = button(
    'Close',
    () => desk.store.dispatch({ type: 'past', change: { compared: null } }),
    { class: 'wb-link' }
  );
  const says = found.differing
    ? `${found.differing} of ${found.total} tests came out differently.`
    : `All ${found.total} tests came out alike.`;
  return [
    h('div.wb-bar', {}, h('strong', {}, says), close),
    h(
      'table.wb-table.wb-compare',
      { 'aria-label': 'The earlier run against the later' },
      h('thead', {}, h('tr', {}, ...['', 'earlier', 'later'].map(column))),
      h(
        'tbody',
        {},
        ...differing.slice(0, SHOWN).map(testRow),
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
    ...(same && found.differing ? [h('p.wb-hint.wb-pad', {}, `${same} more came out alike.`)] : [])
  ];
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
