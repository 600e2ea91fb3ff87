/** The runs of this review, newest first: what each was made of, and whether that is still so. */

import type { Desk } from '../core/desk';
import { sameList, Scope } from '../core/scope';
import { suiteLabel, WHAT_IF } from '../core/select';
import type { DeskState, RunEntry } from '../core/state';
import { staleWords } from '../core/past';
import type { HistoryRow } from '../past_protocol';
import type { Run } from '../protocol';
import { safe, safeNodes } from '../text/safe';
import { plain } from '../text/special';
import { button, fill, h, setAttribute, show } from './h';
import { comparison } from './past/comparison';
import { seconds, timeText, verdictIcon, verdictTone, verdictWord } from './words';

export function historyView(desk: Desk, scope: Scope): HTMLElement {
  const list = h('ol.wb-history', { 'aria-label': 'Runs of this review' });
  const gone = h('p.wb-hint.wb-pad');
  const chosen = new Set<string>();
  const compare = button('Compare two', () => ask(), {
    class: 'wb-btn',
    'data-testid': 'compare-runs'
  });
  const bar = h('div.wb-bar', {}, compare, h('span.wb-meta', {}, 'Tick two runs to compare them.'));
  const result = h('div', { 'data-testid': 'runs-compared', 'aria-live': 'polite' });

  const ask = (): void => {
    const inOrder = allRows(desk.state).filter(row => chosen.has(row.id));
    const [b, a] = inOrder.map(row => row.id);
    if (a && b) desk.ask({ type: 'compare_runs', a, b });
  };
  const tick = (id: string, on: boolean): void => {
    if (on) chosen.add(id);
    else chosen.delete(id);
    setAttribute(compare, 'disabled', chosen.size !== 2);
  };
  // What the kernel has is asked for when somebody looks, and again after each run.
  desk.watch(
    scope,
    state => [state.history.length, state.connection] as const,
    () => desk.ask({ type: 'get_history' }),
    sameList
  );
  desk.watch(
    scope,
    state => [
      state.past.history,
      state.history,
      state.past.fresh,
      state.view.shown,
      state.review?.given_edits
    ],
    () => {
      const found = desk.state.past.history;
      const rows = allRows(desk.state);
      for (const id of chosen) if (!rows.some(row => row.id === id)) chosen.delete(id);
      fill(list, ...rows.map(row => line(desk, row, chosen.has(row.id), tick)));
      show(bar, rows.length > 1);
      setAttribute(compare, 'disabled', chosen.size !== 2);
      show(gone, !rows.length || (found?.gone ?? 0) > 0);
      gone.textContent = rows.length
        ? `${found?.gone ?? 0} more are not kept any more.`
        : 'Nothing was run yet.';
    },
    sameList
  );
  let inner: Scope | null = null;
  desk.watch(
    scope,
    state => state.past.compared,
    found => {
      inner?.close();
      inner = scope.child();
      fill(result, ...(found ? comparison(desk, found) : []));
    }
  );
  return h('div.wb-scrollbox.wb-fill', {}, bar, result, list, gone);
}

function line(
  desk: Desk,
  row: HistoryRow,
  ticked: boolean,
  tick: (id: string, on: boolean) => void
): HTMLElement {
  const entry = newest(desk.state, row.id);
  const words = `${suiteLabel(row.suite_key)}${row.edited ? ' (edited)' : ''} on ${row.solution}`;
  const box = h('input', {
    type: 'checkbox',
    checked: ticked,
    'aria-label': plain(`Compare: ${verdictWord(row.verdict)}, ${words}, ${timeText(row.at)}`),
    onchange: () => tick(row.id, box.checked)
  });
  const open = button(
    `${verdictIcon(row.verdict)} ${verdictWord(row.verdict)}`,
    () => (entry ? showEntry(desk, entry) : desk.openRun(row.id)),
    {
      class: 'wb-link',
      'data-tone': verdictTone(row.verdict, row.selected > 0),
      'aria-pressed': entry !== undefined && entry.number === desk.state.view.shown
    }
  );
  const marks = [
    `grade ${row.grade}`,
    row.selected > 0 && `${row.selected} chosen tests`,
    row.solution === WHAT_IF && 'what-if',
    entry?.cached && 'from the cache',
    entry?.unsaved && 'not on disk',
    row.other_verdicts > 0 && `same inputs, another verdict before (${row.other_verdicts})`
  ].filter(Boolean);
  const stale = desk.state.past.fresh.runs[row.id] ?? [];
  const local = entry ? staleWords(desk.state, entry) : '';
  return h(
    'li.wb-historyrow',
    { 'data-testid': 'history-row', 'data-stale': stale.length || local ? 'true' : 'false' },
    box,
    h(
      'div',
      {},
      h('div.wb-historyline', {}, open, h('span', {}, safe(words)), when(row)),
      h('div.wb-meta', {}, safe(`${row.passed} of ${row.tests} passed · ${marks.join(' · ')}`)),
      h('div.wb-meta', { title: row.toolchain }, safe(made(row))),
      stale.length || local
        ? h(
            'div.wb-staleline',
            {},
            ...safeNodes(stale.length ? `Stale: ${stale.join('; ')}` : local)
          )
        : h(
            'div.wb-meta',
            {},
            row.other_sandbox ? 'same as now, in another sandbox' : 'same as now'
          )
    )
  );
}

/** What the kernel knows, and before it what it does not know (yet): a run that is not on disk. */
function allRows(state: DeskState): HistoryRow[] {
  const rows = state.past.history?.rows ?? [];
  const known = new Set(rows.map(row => row.id));
  const rest = [...state.history].reverse().filter(entry => !known.has(entry.id));
  const once = rest.filter((entry, i) => rest.findIndex(other => other.id === entry.id) === i);
  return [...once.map(entry => rowOf(entry, state.runs[entry.id])), ...rows];
}

function rowOf(entry: RunEntry, run: Run | undefined): HistoryRow {
  const tests = run?.tests ?? [];
  return {
    id: entry.id,
    at: entry.at,
    suite_key: entry.suiteKey,
    edited: entry.edited,
    solution: entry.solution,
    verdict: entry.verdict,
    grade: entry.grade,
    selected: run?.selected.length ?? Number(entry.partial),
    tests: tests.length,
    passed: tests.filter(test => test.status === 'passed').length,
    duration_s: run?.duration_s ?? 0,
    solution_hash: '',
    suite_hash: '',
    sandbox: run?.sandbox.backend ?? '',
    enforced: run?.sandbox.enforced ?? [],
    unenforced: run?.sandbox.unenforced ?? [],
    limits: '',
    toolchain: '',
    other_verdicts: 0,
    other_sandbox: false
  };
}

function when(row: HistoryRow): HTMLElement {
  const took = seconds(row.duration_s);
  return h('span.wb-meta.wb-nowrap', { title: row.at }, `${timeText(row.at)} · ${took}`);
}

function made(row: HistoryRow): string {
  const [tool = ''] = row.toolchain.split(', ');
  const lacks = row.unenforced.length ? `, not enforced: ${row.unenforced.join(', ')}` : '';
  return [
    row.solution_hash && `solution ${row.solution_hash}`,
    row.suite_hash && `tests ${row.suite_hash}`,
    `${row.sandbox}${lacks}`,
    row.limits,
    tool
  ]
    .filter(Boolean)
    .join(' · ');
}

function newest(state: DeskState, id: string): RunEntry | undefined {
  return [...state.history].reverse().find(entry => entry.id === id);
}

function showEntry(desk: Desk, entry: RunEntry): void {
  desk.store.dispatch({ type: 'show_run', number: entry.number });
}
