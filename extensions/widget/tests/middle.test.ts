import { beforeEach, describe, expect, it, vi } from 'vitest';
import { sampleAssessment } from '../dev/assessment';
import { aRun, done, mount, sent, type as write, useFakeTimers, type Mounted } from './helpers';

useFakeTimers();
beforeEach(() => localStorage.clear());

const TEST = { id: 'test_bookings.py::test_empty', duration_s: 0.01, message: '', output: '' };

function tabs(desk: Mounted, label: string): string[] {
  const bar = desk.el.querySelector(`[role=tablist][aria-label="${label}"]`);
  return [...(bar?.querySelectorAll('[role=tab]') ?? [])].map(tab => tab.textContent);
}

function withProbe(desk: Mounted): void {
  const probes = [{ name: 'probe-1', framework: 'pytest', files: { 'test_p.py': '' } }];
  const review = { ...desk.model.review, probes };
  desk.model.tell({ type: 'review_changed', review, missing: [], decision: null, derived: null });
  desk.find('tab-probe-probe-1').click();
}

describe('below the tests', () => {
  it('has a tab each with its count, findings first once there are any', async () => {
    expect(tabs(await mount(), 'Results and evidence')[0]).toBe('Results');
    expect(tabs(await mount({ assessment: sampleAssessment() }), 'Results and evidence')).toEqual([
      'Findings‼ 1',
      'Results',
      'Kill matrix',
      'Survivors3',
      'Gates1',
      'Flakes1',
      'Inputs1',
      'History'
    ]);
  });

  it('draws a tab when it is first looked at, and says what was not measured', async () => {
    const desk = await mount();
    expect(desk.el.querySelector('.wb-evidence')).toBeNull();
    desk.find('tab-flakes').click();
    expect(desk.find('not-measured').textContent).toContain('Not measured yet');
    desk.find('assess').click();
    expect(desk.find('not-measured').textContent).toContain('Being measured');
  });

  it('shows findings until there is a run, and keeps survivors in front of one', async () => {
    const desk = await mount({ assessment: sampleAssessment() });
    const selected = (): string | undefined =>
      desk.el.querySelector<HTMLElement>('.wb-lowertabs [aria-selected=true]')?.dataset['testid'];
    expect(selected()).toBe('tab-findings');
    desk.find('tab-survivors').click();
    desk.find('run').click();
    await vi.advanceTimersByTimeAsync(1500);
    expect(selected()).toBe('tab-survivors');
    expect(desk.find('standing-given').dataset['verdict']).toBe('fail');
    desk.find('tab-gates').click();
    desk.find('run').click();
    await vi.advanceTimersByTimeAsync(1500);
    expect(selected()).toBe('tab-results');
  });
});

describe('where things stand', () => {
  it('says what was not run, and runs it', async () => {
    const desk = await mount();
    const line = desk.find('standing-given');
    expect(line.textContent).toContain('· not rungiven tests on candidate');
    line.querySelector('button')?.click();
    await vi.advanceTimersByTimeAsync(10);
    expect(sent(desk, 'run')[0]).toMatchObject({ suite: 'given', solution: 'candidate' });
  });

  it('says of the open probe what it does on candidate and on the reference', async () => {
    const desk = await mount();
    withProbe(desk);
    const key = { suite_key: 'probe:probe-1' };
    desk.model.tell(
      done('a', aRun({ suite: 'probe-1', verdict: 'fail', id: '1'.repeat(64) }), key)
    );
    expect(desk.find('standing-probe').textContent).toContain('not run on reference');
    const onReference = aRun({ suite: 'probe-1', solution: 'reference', id: '2'.repeat(64) });
    desk.model.tell(done('b', onReference, key));
    expect(desk.find('standing-probe').textContent).toContain('pass on reference');
    expect(desk.find('standing-probe').dataset['verdict']).toBe('fail');
  });

  it('never shows a pass of edited or of chosen tests as one of the given tests', async () => {
    const desk = await mount();
    desk.model.tell(done('a', aRun({ selected: ['x'] })));
    expect(desk.find('standing-given').textContent).toContain('not run');
    desk.model.tell(done('b', aRun({ id: '2'.repeat(64) }), { edited: true }));
    expect(desk.find('standing-given').dataset['tone']).not.toBe('ok');
    expect(desk.find('standing-given').textContent).toContain('edited by you');
  });
});

describe('a failed test', () => {
  it('says what was expected and what came, and is run alone from its row', async () => {
    const desk = await mount();
    const message = 'AssertionError: expected 5 to be 4 // Object.is equality';
    const tests = [{ ...TEST, status: 'failed' as const, message }];
    desk.model.tell(done('x', aRun({ verdict: 'fail', solution: 'reference', tests })));
    expect(desk.find('compared').textContent).toBe('expected4actual5');
    desk.find('run-row').click();
    await vi.advanceTimersByTimeAsync(10);
    expect(sent(desk, 'run')[0]).toMatchObject({ solution: 'reference', tests: [TEST.id] });
  });
});

describe('the left column', () => {
  it('has the reference, the difference and What-if before variants and stubs', async () => {
    expect(tabs(await mount(), 'Task')).toEqual([
      'Prompt',
      'Solution',
      'Reference',
      'Diff',
      'What-if',
      'Stub'
    ]);
  });

  it('marks functions no test calls, and says so below', async () => {
    const desk = await mount({ assessment: sampleAssessment() });
    desk.find('tab-solution').click();
    expect(desk.find('coverage-legend').textContent).toContain(
      'Lines 87 % · branches 50 % · never called: free_slots'
    );
    expect(desk.find('solution-editor').textContent).toContain('never called by a test');
  });

  it('takes comments on the candidate in the difference too', async () => {
    const desk = await mount();
    desk.find('tab-diff').click();
    desk.find('comment-add').click();
    const box = desk.el.querySelector<HTMLTextAreaElement>('.wb-footform textarea');
    if (box) write(box, 'Rooms are not looked at.');
    desk.find('comment-save').click();
    await vi.advanceTimersByTimeAsync(400);
    expect(desk.model.review.comments).toMatchObject([
      { solution: 'candidate', file: 'bookings.py', text: 'Rooms are not looked at.' }
    ]);
    expect(desk.el.querySelector('.wb-diff .wb-note')?.textContent).toContain('Rooms are not');
  });
});
