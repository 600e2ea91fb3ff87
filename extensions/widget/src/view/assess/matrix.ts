/** The kill matrix: what each test does on each solution. Arrow keys move, Enter shows the run. */

import type { Desk } from '../../core/desk';
import type { Scope } from '../../core/scope';
import type { Assessment, MatrixRow } from '../../assessment';
import { safe, safeNodes } from '../../text/safe';
import { plain } from '../../text/special';
import { gateEvidence } from '../evidence';
import { button, fill, h } from '../h';
import { attachButton } from './attach';
import { none } from './findings';
import { nothing, watchInView } from './panes';

const KINDS: Record<string, string> = {
  candidate: '',
  reference: '',
  stub: 'stub',
  variant: 'variant'
};

export function matrixPane(desk: Desk, scope: Scope): HTMLElement {
  const pane = h('div.wb-scrollbox.wb-evidence.wb-fill');
  watchInView(desk, scope, 'matrix', () => {
    const { assessment } = desk.state;
    fill(pane, ...(assessment ? matrix(desk, assessment) : [nothing(desk)]));
  });
  return pane;
}

function matrix(desk: Desk, found: Assessment): HTMLElement[] {
  if (!found.matrix.length || !found.tests.length) return [none('No solution was run yet.')];
  const said = h('p.wb-said', { role: 'status', 'data-testid': 'matrix-said' }, START);
  const table = grid(desk, found, words => fill(said, ...safeNodes(words)));
  const more = found.tests_total - found.tests.length;
  return [
    said,
    h('div.wb-gridbox', { tabindex: -1 }, table),
    ...(more > 0 ? [none(`The first ${found.tests.length} of ${found.tests_total} tests.`)] : []),
    ...worthNodes(found),
    legend()
  ];
}

const START = 'A row is a solution, a column a test. Choose a cell to see the run.';

function legend(): HTMLElement {
  return h(
    'p.wb-hint',
    {},
    '✓ the test passes · ✗ it does not · a row that should fail and has no ✗ is accepted wrongly'
  );
}

function grid(desk: Desk, found: Assessment, say: (words: string) => void): HTMLElement {
  const failed = found.matrix.map(row => new Set(row.failed));
  const head = h(
    'tr',
    {},
    h('th.wb-rowhead', { scope: 'col' }, 'solution'),
    ...found.tests.map((test, n) =>
      h('th', { scope: 'col', title: test }, h('span', { 'aria-label': plain(test) }, `${n + 1}`))
    )
  );
  const body = found.matrix.map((row, r) =>
    h(
      'tr',
      { 'data-testid': 'matrix-row' },
      h('th.wb-rowhead', { scope: 'row', title: rowTitle(row) }, ...rowWords(desk, row)),
      ...found.tests.map((test, c) =>
        cell(desk, row, test, failed[r]?.has(c) ?? false, r === 0 && c === 0, say)
      )
    )
  );
  const table = h(
    'table.wb-matrix',
    { role: 'grid', 'aria-label': 'Solutions by tests', 'data-testid': 'matrix' },
    h('thead', {}, head),
    h('tbody', {}, ...body)
  );
  table.addEventListener('keydown', event => move(table, event));
  return table;
}

function cell(
  desk: Desk,
  row: MatrixRow,
  test: string,
  fails: boolean,
  first: boolean,
  say: (words: string) => void
): HTMLElement {
  const outcome = fails ? 'does not pass' : 'passes';
  const words = `${plain(test)} on ${plain(row.solution)}: ${outcome}`;
  const tell = (): void => say(words);
  const node = button(fails ? '✗' : '✓', () => (row.run ? desk.openRun(row.run, test) : tell()), {
    class: 'wb-cell',
    'data-fails': String(fails),
    'aria-label': words,
    'aria-disabled': row.run ? null : 'true',
    title: words,
    tabindex: first ? 0 : -1,
    onfocus: tell,
    onpointerenter: tell
  });
  return h('td', { role: 'gridcell' }, node);
}

function rowWords(desk: Desk, row: MatrixRow): (Node | string)[] {
  const kind = (KINDS[row.kind] ?? plain(row.kind)) || plain(row.verdict);
  const should = row.expected ? `should ${row.expected}` : '';
  const wrong = row.expected !== null && (row.verdict === 'pass') !== (row.expected === 'pass');
  const attach = attachButton(
    desk,
    `the run of ${row.solution}`,
    () => gateEvidence(`${row.verdict}: given tests on ${row.solution}`, row.run),
    '+'
  );
  return [
    h('span.wb-rowtitle', {}, safe(row.solution), ' ', ...(row.run ? [attach] : [])),
    h(
      'span.wb-meta',
      wrong ? { 'data-tone': 'bad' } : {},
      [kind, should, wrong && `! ${plain(row.verdict)}`].filter(Boolean).join(' · ')
    )
  ];
}

function rowTitle(row: MatrixRow): string {
  return `${row.solution}: ${row.verdict}`;
}

/** What each test adds: known only of the whole matrix. */
function worthNodes(found: Assessment): HTMLElement[] {
  if (!found.full || !found.worth.length)
    return [none('Assess with "whole matrix" to see what each test adds.')];
  const idle = found.worth.filter(item => item.kills > 0 && item.alone === 0).length;
  return [
    h(
      'details.wb-details',
      {},
      h('summary', {}, `What each test adds (${idle} notice nothing that others do not)`),
      h(
        'ul.wb-plain',
        {},
        ...found.worth.map(item =>
          h(
            'li',
            {},
            `${item.test + 1}. `,
            safe(found.tests[item.test] ?? ''),
            `: notices ${item.kills}, alone ${item.alone}`
          )
        )
      )
    )
  ];
}

function move(table: HTMLElement, event: KeyboardEvent): void {
  const rows = [...table.querySelectorAll('tbody tr')].map(row => [
    ...row.querySelectorAll<HTMLElement>('.wb-cell')
  ]);
  const r = rows.findIndex(row => row.some(node => node === document.activeElement));
  const c = rows[r]?.findIndex(node => node === document.activeElement) ?? -1;
  const last = (rows[0]?.length ?? 0) - 1;
  const to = {
    ArrowRight: [r, c + 1],
    ArrowLeft: [r, c - 1],
    ArrowDown: [r + 1, c],
    ArrowUp: [r - 1, c],
    Home: [r, 0],
    End: [r, last]
  }[event.key];
  const next = to && c >= 0 ? rows[to[0] ?? -1]?.[to[1] ?? -1] : undefined;
  if (!to || c < 0) return;
  event.preventDefault();
  if (!next) return;
  rows[r]?.[c]?.setAttribute('tabindex', '-1');
  next.setAttribute('tabindex', '0');
  next.focus();
}
