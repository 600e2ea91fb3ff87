/** The kill matrix: what each test does on each solution and on each change of the code. */

import type { Desk } from '../../core/desk';
import { matrixOf, type Cell, type Column, type Matrix, type Row } from '../../core/matrix';
import type { Scope } from '../../core/scope';
import { suiteLabel } from '../../core/select';
import { shortTest, statusWord } from '../../tests/tree';
import { safe } from '../../text/safe';
import { plain } from '../../text/special';
import { fill, h, show } from '../h';
import { verdictWord } from '../words';
import { wholeMatrixButton } from './bar';
import { cellDetail, columnDetail, rowDetail } from './cell';
import { probeChangesButton } from './probe_changes';
import { nothing, watchInView } from './panes';
import { virtualGrid, type Drawn, type Place } from './grid';
import { worthNodes } from './worth';

const HEAD_PX = 172;

const KINDS: [string, string, (row: Row) => boolean][] = [
  ['all', 'All rows', () => true],
  ['solutions', 'Solutions', row => !row.mutant],
  ['survivors', 'Survivors', row => row.kind === 'survivor'],
  ['near', 'Noticed by one test', row => row.kind === 'near'],
  ['wrong', 'Not as it should be', isWrong]
];

const SYMBOLS: Record<Cell['outcome'], string> = {
  pass: '✓',
  fail: '✗',
  unnoticed: '✓',
  noticed: '✗',
  same: '✗',
  none: '·'
};

export function matrixPane(desk: Desk, scope: Scope): HTMLElement {
  let matrix: Matrix = matrixOf(desk.state);
  let rows: Row[] = [];
  let chosen: { row: string | null; column: string | null } | null = null;
  const said = h('p.wb-said', { role: 'status', 'data-testid': 'matrix-said' });
  const detail = h('div.wb-celldetail', { 'data-testid': 'matrix-detail' });
  const notes = h('div.wb-matrixnotes');
  const words = h('input.wb-input', {
    type: 'search',
    placeholder: 'Filter',
    'aria-label': 'Filter rows',
    'data-testid': 'matrix-filter',
    oninput: () => update()
  });
  const kind = h('select.wb-select', {
    'aria-label': 'Which rows',
    'data-testid': 'matrix-kind',
    onchange: () => update()
  });
  for (const [value, label] of KINDS) {
    const option = h('option', {}, label);
    option.value = value;
    kind.append(option);
  }
  const tools = h('span.wb-tools');
  const bar = h('div.wb-bar.wb-slim', {}, words, kind, h('span.wb-space'), tools);
  const empty = h('div.wb-pad');

  const at = (place: Place): [Row | undefined, Column | undefined] => [
    rows[place.row],
    matrix.columns[place.column]
  ];
  const tell = (place: Place): void => {
    const [row, column] = at(place);
    fill(said, safe(placeWords(matrix, row, column)));
  };
  const grid = virtualGrid(scope, 'Solutions by tests', HEAD_PX, tell, place => {
    const [row, column] = at(place);
    chosen = { row: row?.key ?? null, column: column?.key ?? null };
    const run = row && column ? matrix.cell(row, column).run : '';
    if (run && !desk.state.runs[run]) desk.getRun(run);
    explain();
  });

  const explain = (): void => {
    const row = matrix.rows.find(one => one.key === chosen?.row);
    const column = matrix.columns.find(one => one.key === chosen?.column);
    const lines =
      row && column
        ? cellDetail(desk, row, column, matrix.cell(row, column))
        : row
          ? rowDetail(desk, row)
          : column
            ? columnDetail(desk, column)
            : [];
    show(detail, lines.length > 0);
    fill(detail, ...lines);
  };

  const update = (): void => {
    const wanted = words.value.trim().toLowerCase();
    const fits = KINDS.find(([value]) => value === kind.value)?.[2] ?? (() => true);
    rows = matrix.rows.filter(
      row => fits(row) && `${row.label} ${row.kind}`.toLowerCase().includes(wanted)
    );
    grid.update({
      rows: rows.length,
      columns: matrix.columns.length,
      draw: place => drawn(matrix, ...at(place))
    });
    show(grid.dom, matrix.columns.length > 0 && rows.length > 0);
    const why = !matrix.columns.length
      ? [nothing(desk)]
      : rows.length
        ? []
        : [h('p.wb-hint', {}, 'No row fits.')];
    show(empty, why.length > 0);
    fill(empty, ...why);
    grid.dom.style.setProperty('--wb-rows', String(rows.length + 1));
  };

  watchInView(
    desk,
    scope,
    'matrix',
    () => {
      matrix = matrixOf(desk.state);
      update();
      explain();
      const found = desk.state.assessment;
      fill(said, START);
      fill(tools, probeChangesButton(desk), found && !found.full && wholeMatrixButton(desk));
      fill(notes, ...(found ? worthNodes(desk, found) : []));
    },
    state => [
      state.history,
      state.runs,
      state.view.suite,
      state.review?.given_edits,
      state.review?.probes,
      state.review?.what_if,
      state.sandbox
    ]
  );
  return h(
    'div.wb-fill.wb-matrixpane',
    {},
    bar,
    said,
    h('div.wb-matrixscroll', {}, empty, grid.dom, detail, notes)
  );
}

const START = '✓ passes · ✗ fails · purple ✓ a change it reaches goes unnoticed · dot: not known';

/** A row whose verdict is not what it should come to. */
function isWrong(row: Row): boolean {
  return (
    row.expected !== null &&
    row.verdict !== '' &&
    (row.verdict === 'pass') !== (row.expected === 'pass')
  );
}

function drawn(matrix: Matrix, row: Row | undefined, column: Column | undefined): Drawn {
  const words = placeWords(matrix, row, column);
  if (row && column) {
    const { outcome } = matrix.cell(row, column);
    return { content: [SYMBOLS[outcome]], words, tone: outcome };
  }
  if (column)
    return { content: [column.short], words, tone: column.suite === 'given' ? 'given' : 'probe' };
  if (!row) return { content: [], words: '', tone: '' };
  const wrong = isWrong(row);
  return {
    content: [
      h('span.wb-rowtitle', {}, safe(row.label)),
      h('span.wb-meta', wrong ? { 'data-tone': 'bad' } : {}, rowNote(row))
    ],
    words,
    tone: row.mutant ? row.kind : wrong ? 'wrong' : 'solution'
  };
}

function rowNote(row: Row): string {
  if (isWrong(row)) return `! ${plain(verdictWord(row.verdict))}`;
  if (row.kind === row.solution) return '';
  return (
    { survivor: '', near: 'by one', 'by construction': 'made wrong' }[row.kind as string] ??
    row.kind
  );
}

/** What is at a place, in a sentence. */
function placeWords(matrix: Matrix, row: Row | undefined, column: Column | undefined): string {
  const name = row && (row.mutant ? `the change ${row.label}` : row.solution);
  if (row && column) {
    const cell = matrix.cell(row, column);
    const test = `${column.short} ${shortTest(column.test)}`;
    return plain(`${test} on ${name}: ${outcomeWords(row, column, cell)}`);
  }
  if (column) return plain(`${column.short}: ${column.test} (${suiteLabel(column.suite)})`);
  if (!row) return '';
  const should = row.expected ? `, should ${row.expected}` : '';
  const verdict = row.mutant
    ? row.kind === 'near'
      ? 'noticed by one test'
      : 'no given test notices it'
    : verdictWord(row.verdict) || 'not run';
  return plain(`${name}: ${verdict}${should}`);
}

export function outcomeWords(row: Row, column: Column, cell: Cell): string {
  if (cell.outcome === 'unnoticed') return 'reaches the change and passes';
  if (cell.outcome === 'noticed') return 'notices the change';
  if (cell.outcome === 'same')
    return 'does not pass, but is not known to pass on the unchanged code';
  if (cell.outcome !== 'none') return cell.outcome === 'pass' ? 'passes' : 'does not pass';
  if (cell.status) return statusWord(cell.status);
  if (row.mutant && column.place >= 0) return 'does not reach the change';
  return 'not run';
}
