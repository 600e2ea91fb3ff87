/** Under the matrix: what is behind the chosen cell, row or column. */

import type { Desk } from '../../core/desk';
import type { Cell, Column, Row } from '../../core/matrix';
import { suiteLabel } from '../../core/select';
import { safe } from '../../text/safe';
import { plain } from '../../text/special';
import { comparedNode } from '../compared';
import { gateEvidence } from '../evidence';
import { button, h } from '../h';
import { output } from '../output';
import { fold } from '../results';
import { verdictWord } from '../words';
import { attachButton } from './attach';
import { none } from './findings';
import { outcomeWords } from './matrix';
import { survivor } from './survivors';

export function cellDetail(desk: Desk, row: Row, column: Column, cell: Cell): HTMLElement[] {
  const name = row.mutant ? `the change ${row.label}` : row.solution;
  const words = `${column.test} on ${name}: ${outcomeWords(row, column, cell)}`;
  const { result } = cell;
  const message = result?.message ?? '';
  return [
    h(
      'div.wb-cellbox',
      { 'data-tone': cell.outcome },
      h(
        'p.wb-wrap',
        {},
        h('b', {}, safe(column.test)),
        ' on ',
        safe(name),
        ': ',
        outcomeWords(row, column, cell)
      ),
      comparedNode(message),
      message !== '' && output(message, `Message of ${plain(column.test)}`),
      result &&
        result.output !== '' &&
        fold('output', () => output(result.output, `Output of ${plain(column.test)}`)),
      cell.run !== '' &&
        !result &&
        none(desk.state.runs[cell.run] ? 'The run says nothing more of it.' : 'Loading the run…'),
      h(
        'div.wb-acts',
        {},
        cell.run !== '' &&
          button('Show the run', () => desk.openRun(cell.run, column.test), {
            class: 'wb-link',
            'data-testid': 'cell-run'
          }),
        testButton(desk, column),
        cell.run !== '' && attachButton(desk, words, () => gateEvidence(plain(words), cell.run))
      )
    ),
    ...(row.mutant && desk.state.assessment ? [changeCard(desk, row)] : [])
  ];
}

export function rowDetail(desk: Desk, row: Row): HTMLElement[] {
  if (row.mutant) return [changeCard(desk, row)];
  const should = row.expected ? `; it should ${row.expected}` : '';
  const words = `${row.verdict ? verdictWord(row.verdict) : 'not run'}: given tests on ${row.solution}`;
  return [
    h(
      'div.wb-cellbox',
      {},
      h('p.wb-wrap', {}, safe(words), should),
      h(
        'div.wb-acts',
        {},
        row.run !== '' && button('Show the run', () => desk.openRun(row.run), { class: 'wb-link' }),
        row.run !== '' && attachButton(desk, words, () => gateEvidence(words, row.run))
      )
    )
  ];
}

export function columnDetail(desk: Desk, column: Column): HTMLElement[] {
  const found = desk.state.assessment;
  const worth = found?.worth.find(item => item.test === column.place);
  const says = [
    suiteLabel(column.suite),
    worth && `notices ${worth.kills} changes, ${worth.alone} of them alone`,
    found?.idle.includes(column.place) && 'reaches nothing of the solution',
    found?.asleep.includes(column.place) && 'passes although everything it reaches throws'
  ].filter(Boolean);
  return [
    h(
      'div.wb-cellbox',
      {},
      h('p.wb-wrap', {}, h('b', {}, safe(column.test)), ' · ', says.join(' · ')),
      h('div.wb-acts', {}, testButton(desk, column))
    )
  ];
}

/** To the line a test begins at. */
function testButton(desk: Desk, column: Column): HTMLElement | null {
  const tests = desk.state.inventories[column.suite]?.tests ?? [];
  const place = tests.find(test => test.id === column.test);
  const { file, line } = place ?? {};
  if (!file || !line) return null;
  return button(
    'Show the test',
    () => desk.store.dispatch({ type: 'jump', place: { tab: column.suite, file, line } }),
    { class: 'wb-link' }
  );
}

/** The change with all that can be done about it. */
function changeCard(desk: Desk, row: Row): HTMLElement {
  const found = desk.state.assessment;
  const { mutant } = row;
  return found && mutant ? h('ul.wb-survivors', {}, survivor(desk, found, mutant)) : h('div');
}
