import { describe, expect, it, vi } from 'vitest';
import { change, runId, sampleAssessment } from '../dev/assessment';
import { matrixOf, reaches } from '../src/core/matrix';
import { initialState, type DeskState } from '../src/core/state';
import { aRun, done, mount, press, sent, useFakeTimers, type Mounted } from './helpers';

useFakeTimers();

const PROBE = { name: 'probe-1', framework: 'pytest', files: { 'test_p.py': 'def test_p(): ...' } };

async function opened(more: Parameters<typeof sampleAssessment>[0] = {}): Promise<Mounted> {
  const desk = await mount({ assessment: sampleAssessment(more) });
  desk.find('tab-matrix').click();
  return desk;
}

/** `name: ✓✓·` of each row in view. */
function drawn(desk: Mounted): string[] {
  return [...desk.el.querySelectorAll<HTMLElement>('[data-testid=matrix-row]')].map(row => {
    const name = row.querySelector('.wb-rowtitle')?.textContent ?? '';
    const cells = [...row.querySelectorAll('.wb-cell')].map(cell => cell.textContent).join('');
    return `${name}: ${cells}`;
  });
}

function cell(desk: Mounted, row: number, column: number): HTMLElement {
  const node = desk.el.querySelector<HTMLElement>(`[data-at="${row} ${column}"]`);
  if (!node) throw new Error(`no cell at ${row} ${column}`);
  return node;
}

/** The probe, run on a solution as the reviewer's own. */
function probeRun(desk: Mounted, solution: string, status: 'passed' | 'failed', id: string): void {
  const verdict = status === 'passed' ? 'pass' : 'fail';
  const test = { id: 'test_p.py::test_p', status, duration_s: 0, message: '', output: '' };
  const run = aRun({ id: id.repeat(64), suite: 'probe-1', solution, verdict, tests: [test] });
  desk.model.tell(done('elsewhere', run, { suite_key: 'probe:probe-1' }));
}

async function addProbe(desk: Mounted): Promise<void> {
  desk.model.tell({
    type: 'review_changed',
    review: { ...desk.model.review, probes: [PROBE] },
    missing: [],
    decision: null,
    derived: null
  });
  await vi.advanceTimersByTimeAsync(10);
}

describe('the kill matrix', () => {
  it('has solutions first, then the changes no test notices, a symbol a cell', async () => {
    expect(drawn(await opened())).toEqual([
      'candidate: ✓✓✓✓',
      'reference: ····',
      'stub: ✗✗✓✓',
      '15: <= → <: ✓✓·✓',
      '18: max → min: ✓✓·✓',
      '27: return [] → return None: ····'
    ]);
  });

  it('says each cell in words and is walked with the arrow keys, heads included', async () => {
    const desk = await opened();
    cell(desk, 0, 0).focus();
    press(cell(desk, 0, 0), 'ArrowDown');
    press(document.activeElement as Element, 'ArrowDown');
    expect(document.activeElement).toBe(cell(desk, 2, 0));
    expect(desk.find('matrix-said').textContent).toContain('on stub: does not pass');
    press(document.activeElement as Element, 'End');
    expect(document.activeElement).toBe(cell(desk, 2, 3));
    press(document.activeElement as Element, 'Home');
    press(document.activeElement as Element, 'ArrowLeft');
    expect(document.activeElement?.getAttribute('role')).toBe('rowheader');
    expect(desk.find('matrix-said').textContent).toBe('stub: fail, should fail');
    expect(desk.el.querySelectorAll('.wb-grid [tabindex="0"]')).toHaveLength(1);
  });

  it('never takes what was not built for passed', () => {
    const found = sampleAssessment();
    const [first] = found.matrix;
    if (!first) throw new Error('no row');
    const row = { ...first, solution: 'broken', verdict: 'build_error', failed: [], run: '' };
    const state: DeskState = { ...initialState, assessment: { ...found, matrix: [row] } };
    const matrix = matrixOf(state);
    const outcomes = matrix.columns.map(
      column => matrix.rows[0] && matrix.cell(matrix.rows[0], column).outcome
    );
    expect(outcomes).toEqual(['none', 'none', 'none', 'none']);
  });

  it('shows the message of a cell with what was expected and what came, and leads to the run', async () => {
    const desk = await opened();
    const message = 'AssertionError: assert [1, 2] == [1, 3]';
    const tests = sampleAssessment().tests.map((id, n) => ({
      id,
      status: n === 1 ? ('failed' as const) : ('passed' as const),
      duration_s: 0,
      message: n === 1 ? message : '',
      output: ''
    }));
    desk.model.tell(done('x', aRun({ solution: 'reference', verdict: 'fail', tests })));
    expect(drawn(desk)[1]).toBe('reference: ✓✗✓✓');
    cell(desk, 1, 1).click();
    const detail = desk.find('matrix-detail');
    expect(detail.textContent).toContain('on reference: does not pass');
    expect([...detail.querySelectorAll('dd')].map(node => node.textContent)).toEqual([
      '[1, 2]',
      '[1, 3]'
    ]);
    expect(detail.querySelector('del')?.textContent).toBe('2');
    desk.find('cell-run').click();
    expect(desk.find('tab-results').getAttribute('aria-selected')).toBe('true');
  });

  it('asks for the run behind a cell when it is not here', async () => {
    const desk = await opened();
    cell(desk, 2, 0).click();
    expect(sent(desk, 'get_run')).toHaveLength(0);
    cell(desk, 0, 1).click();
    expect(sent(desk, 'get_run').map(m => m.id)).toEqual([runId]);
    await vi.advanceTimersByTimeAsync(50);
    expect(desk.find('matrix-detail').textContent).not.toContain('Loading');
    expect(desk.find('tab-matrix').getAttribute('aria-selected')).toBe('true');
  });

  it("has a column for each test of the reviewer's probes once they ran, changes included", async () => {
    const desk = await opened();
    await addProbe(desk);
    const { solution } = change('<=', '<');
    probeRun(desk, 'candidate', 'passed', '1');
    probeRun(desk, solution, 'failed', '2');
    const [, second] = sampleAssessment().survivors;
    probeRun(desk, second?.solution ?? '', 'passed', '3');
    const heads = [...desk.el.querySelectorAll('.wb-colhead')].map(node => node.textContent);
    expect(heads).toEqual(['t1', 't2', 't3', 't4', 'p1']);
    expect(drawn(desk)[0]).toBe('candidate: ✓✓✓✓✓');
    expect(drawn(desk).slice(3, 5)).toEqual(['15: <= → <: ✓✓·✓✗', '18: max → min: ✓✓·✓✓']);
    expect(cell(desk, 3, 4).title).toContain('notices the change');
    probeRun(desk, 'candidate', 'failed', '4');
    expect(cell(desk, 3, 4).dataset['tone']).toBe('same');
  });

  it('runs the open probe on the survivors and keeps the matrix in view', async () => {
    const desk = await opened();
    await addProbe(desk);
    desk.find('tab-probe-probe-1').click();
    desk.find('probe-changes').click();
    await vi.advanceTimersByTimeAsync(10);
    expect(sent(desk, 'run').map(m => [m.suite, m.solution])).toEqual(
      sampleAssessment().survivors.map(mutant => ['probe:probe-1', mutant.solution])
    );
    await vi.advanceTimersByTimeAsync(3000);
    expect(desk.find('tab-matrix').getAttribute('aria-selected')).toBe('true');
  });

  it('is filtered by words and by kind', async () => {
    const desk = await opened();
    const filter = desk.find('matrix-filter') as HTMLInputElement;
    filter.value = 'max';
    filter.dispatchEvent(new Event('input'));
    expect(drawn(desk)).toEqual(['18: max → min: ✓✓·✓']);
    filter.value = '';
    const kind = desk.find('matrix-kind') as HTMLSelectElement;
    kind.value = 'solutions';
    kind.dispatchEvent(new Event('change'));
    expect(drawn(desk)).toHaveLength(3);
  });

  it('draws only what is in view of 400 tests by 200 rows', async () => {
    const desk = await opened({
      tests: Array.from({ length: 400 }, (_, n) => `test_a.py::test_${n}`),
      survivors: Array.from({ length: 200 }, (_, n) =>
        change('<=', '<', { id: `m${n}`, reach: 'f'.repeat(100) })
      )
    });
    expect(desk.el.querySelectorAll('.wb-cell').length).toBeLessThan(2500);
    cell(desk, 0, 0).focus();
    press(cell(desk, 0, 0), 'End', { ctrlKey: true });
    expect(document.activeElement).toBe(cell(desk, 202, 399));
    expect(document.activeElement?.textContent).toBe('✓');
  });

  it('names tests that add nothing and those that alone notice a change', async () => {
    const desk = await opened({
      full: true,
      idle: [2],
      worth: [
        { test: 0, kills: 3, alone: 2 },
        { test: 1, kills: 2, alone: 0 }
      ]
    });
    const notes = [...desk.el.querySelectorAll('[data-testid=worth]')].map(n => n.textContent);
    expect(notes).toEqual([
      'Look at nothing: t3 test_empty',
      'Alone notice a change: t1 test_touching_bookings_merge (2)',
      'Redundant: notice nothing that others do not: t2 test_gap_is_kept'
    ]);
  });

  it('reads which tests reach a change', () => {
    expect([0, 1, 2, 3, 4, 400].map(n => reaches('1b', n))).toEqual([
      true,
      true,
      false,
      true,
      true,
      false
    ]);
  });
});
