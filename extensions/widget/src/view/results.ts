/** The tests of the shown run, one row each, under their file and class. */

import type { Desk } from '../core/desk';
import { keysText } from '../core/keymap';
import { sameList, type Scope } from '../core/scope';
import { shownEntry, shownRun } from '../core/select';
import type { RunEntry } from '../core/state';
import type { TestResult } from '../protocol';
import { groupsOf, needsLook, statusIcon, statusWord, type Group, type Row } from '../tests/tree';
import { safe } from '../text/safe';
import { plain } from '../text/special';
import { comparedNode } from './compared';
import { asked } from '../core/asked';
import { grip } from './drag';
import { runEvidence, testEvidence } from './evidence';
import { button, fill, h, show } from './h';
import { nextFailing } from './failing';
import { output } from './output';
import { openMenu } from './popup';
import { seconds } from './words';

const ROWS_AT_ONCE = 400;

export function resultsView(desk: Desk, scope: Scope): HTMLElement {
  const list = h('div.wb-results');
  const only = h('input', {
    type: 'checkbox',
    'data-testid': 'failing-only',
    onchange: () => desk.view({ failingOnly: only.checked })
  });
  const attach = button(
    'Attach run to…',
    () => {
      const entry = shownEntry(desk.state);
      if (entry) attachMenu(desk, attach, axis => desk.attach(axis, runEvidence(entry)));
    },
    { 'data-testid': 'attach-run' }
  );
  const whole = button('Load the whole output', () => {
    const entry = shownEntry(desk.state);
    if (entry) desk.getRun(entry.id);
  });
  const step = (sign: string, by: 1 | -1, words: string): HTMLButtonElement =>
    button(sign, () => nextFailing(desk, by), { 'aria-label': words, title: words });
  const steps = h(
    'span.wb-steps',
    {},
    step('↑', -1, 'Previous failing test (Alt+P)'),
    step('↓', 1, 'Next failing test (Alt+N)')
  );
  const bar = h(
    'div.wb-bar.wb-slim',
    {},
    h('label.wb-check', {}, only, 'failing only'),
    steps,
    h('span.wb-space'),
    whole,
    runGrip(desk),
    attach
  );
  let limit = ROWS_AT_ONCE;
  const draw = (): void => {
    const run = shownRun(desk.state);
    const entry = shownEntry(desk.state);
    show(bar, run !== undefined);
    show(whole, run?.trimmed === true);
    show(steps, run?.tests.some(t => needsLook(t.status)) === true);
    only.checked = desk.state.view.failingOnly;
    if (!run || !entry) {
      fill(list, empty(desk, entry));
      return;
    }
    const tests = desk.state.view.failingOnly
      ? run.tests.filter(t => needsLook(t.status))
      : run.tests;
    const inventory = desk.state.inventories[entry.suiteKey]?.tests ?? [];
    const groups = groupsOf(tests.slice(0, limit), inventory);
    const rest = tests.length - limit;
    fill(
      list,
      ...groups.flatMap(group => groupNodes(desk, entry, group)),
      rest > 0 &&
        button(`Show ${rest} more tests`, () => {
          limit += 10 * ROWS_AT_ONCE;
          draw();
        }),
      tests.length === 0 &&
        h('p.wb-hint.wb-pad', {}, run.tests.length ? 'No test failed.' : 'No test reported.')
    );
  };
  desk.watch(
    scope,
    state => [
      shownRun(state),
      shownEntry(state),
      state.view.failingOnly,
      state.task,
      state.hosting.keys
    ],
    () => {
      limit = ROWS_AT_ONCE;
      draw();
    },
    sameList
  );
  desk.watch(
    scope,
    state => state.view.focusTest,
    id => {
      if (id === null) return;
      const row = [...list.querySelectorAll<HTMLElement>('[data-testid="result-row"]')].find(
        node => node.dataset['testId'] === id
      );
      row?.scrollIntoView({ block: 'nearest' });
      row?.querySelector<HTMLElement>('button')?.focus();
    }
  );
  return h('div.wb-fill', {}, bar, list);
}

/** The run in front, to be dragged. The bar it stands in is hidden while there is none. */
function runGrip(desk: Desk): HTMLElement {
  return grip(desk, () => {
    const entry = shownEntry(desk.state);
    if (!entry) throw new Error('a run is dragged that is not there');
    return runEvidence(entry);
  });
}

function empty(desk: Desk, entry: RunEntry | undefined): HTMLElement {
  if (!entry) return h('p.wb-hint.wb-pad', {}, runHint(desk));
  return h(
    'p.wb-hint.wb-pad',
    {},
    'The details of this run are not loaded. ',
    button('Load them', () => desk.getRun(entry.id))
  );
}

function runHint(desk: Desk): string {
  const keys = keysText(desk.state.hosting.keys, 'run');
  return `Nothing has been run yet.${keys && ` ${keys} runs the suite.`}`;
}

function groupNodes(desk: Desk, entry: RunEntry, group: Group): HTMLElement[] {
  const rows = group.rows.map(row => rowNode(desk, entry, row));
  const list = h('ul.wb-rows', {}, ...rows);
  if (!group.path.length) return [list];
  return [h('div.wb-group-title', {}, safe(group.path.join(' › '))), list];
}

function rowNode(desk: Desk, entry: RunEntry, row: Row): HTMLElement {
  const { test } = row;
  const words = statusWord(test.status);
  const open = button(
    h('span.wb-rowname', {}, safe(row.name)),
    () => {
      if (row.line === null || !row.file) return;
      const tab = entry.suiteKey === 'given:original' ? 'given' : entry.suiteKey;
      desk.store.dispatch({ type: 'jump', place: { tab, file: row.file, line: row.line } });
    },
    {
      class: 'wb-rowbtn',
      title: row.line === null ? test.id : `${row.file}:${row.line}`,
      'aria-label': `${plain(test.id)}: ${words}`
    }
  );
  const attach = button(
    '+',
    () => attachMenu(desk, attach, axis => desk.attach(axis, testEvidence(entry, test))),
    {
      class: 'wb-icon',
      title: 'Attach to an axis',
      'aria-label': `Attach ${plain(test.id)} to an axis`
    }
  );
  const again = button('▸', () => void desk.run(entry.suiteKey, entry.solution, [test.id]), {
    class: 'wb-icon',
    title: 'Run this test alone',
    'aria-label': `Run ${plain(test.id)} alone`,
    'data-testid': 'run-row'
  });
  const node = h(
    'li.wb-row',
    { 'data-testid': 'result-row', 'data-test-id': test.id, 'data-status': test.status },
    h(
      'div.wb-rowline',
      {},
      h('span.wb-status', {}, `${statusIcon(test.status)} ${words}`),
      open,
      h('span.wb-meta', {}, test.duration_s > 0 ? seconds(test.duration_s) : ''),
      again,
      h(
        'span.wb-nowrap',
        {},
        grip(desk, () => testEvidence(entry, test)),
        attach
      )
    )
  );
  // A file path of the test as attribute would be cleaned of special characters; the row keeps
  // the id as it is, so that it can be found again.
  node.dataset['testId'] = test.id;
  details(node, test);
  return node;
}

/** Message, sub-tests and output; the output stays folded until it is asked for. */
function details(node: HTMLElement, test: TestResult): void {
  if (test.message) {
    const apart = needsLook(test.status) ? comparedNode(test.message) : null;
    if (apart) node.append(apart);
    const message = output(test.message, `Message of ${plain(test.id)}`);
    message.classList.add('wb-message');
    node.append(message);
  }
  const children = test.children ?? [];
  if (children.length)
    node.append(
      fold(`${children.length} sub-tests`, () => output(children.join('\n'), 'Sub-tests'))
    );
  if (test.output)
    node.append(fold('output', () => output(test.output, `Output of ${plain(test.id)}`)));
}

/** A closed box whose content is made when it is opened first. */
export function fold(title: string, content: () => HTMLElement): HTMLElement {
  const box = h('details.wb-details', {}, h('summary', {}, title));
  box.addEventListener('toggle', () => {
    if (box.open && box.childElementCount === 1) box.append(content());
  });
  return box;
}

export function attachMenu(desk: Desk, anchor: HTMLElement, attach: (axis: string) => void): void {
  const { rubric, review } = desk.state;
  if (!rubric || !review) return;
  const shown = asked(rubric, review);
  openMenu(
    anchor,
    'Axis to attach to',
    rubric.axes
      .filter(axis => shown.has(axis.id))
      .map(axis => ({ label: axis.title, run: () => attach(axis.id) }))
  );
}
