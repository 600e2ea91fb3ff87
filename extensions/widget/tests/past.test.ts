/** What is stale is said and answered; submissions and runs are shown and compared. */

import { describe, expect, it, vi } from 'vitest';
import type { Fresh, StaleChip } from '../src/past_protocol';
import { based } from '../src/core/past';
import { initialState } from '../src/core/state';
import { sampleAssessment } from '../dev/assessment';
import { historyRow, nothingStale } from '../dev/past';
import { aRun, done, mount, sent, useFakeTimers, type Mounted } from './helpers';

useFakeTimers();

const RUN = 'a'.repeat(64);
const CHIP = {
  kind: 'run' as const,
  ref: RUN,
  label: '✗ fail: given tests on candidate',
  text: ''
};

function stale(change: Partial<StaleChip> = {}): StaleChip {
  return {
    axis: 'solution',
    at: 0,
    kind: 'run',
    ref: RUN,
    label: CHIP.label,
    words: ['the solution changed since'],
    again: { suite: 'given:original', solution: 'candidate', tests: [], test: '' },
    now: { 'solution:candidate': 'd2' },
    ...change
  };
}

async function withStale(change: Partial<StaleChip> = {}): Promise<Mounted> {
  const desk = await mount();
  const review = structuredClone(desk.model.review);
  review.ratings['solution'] = {
    score: 2,
    rationale: 'x',
    cannot_judge: '',
    tags: [],
    evidence: [CHIP]
  };
  desk.model.review = review;
  desk.model.tell({ type: 'review_changed', review, missing: [], decision: null, derived: null });
  tellFresh(desk, { chips: [stale(change)], runs: { [RUN]: ['the solution changed since'] } });
  return desk;
}

function tellFresh(desk: Mounted, change: Partial<Fresh>): void {
  desk.model.tell({ type: 'fresh', fresh: { ...nothingStale, ...change } });
}

function evidenceOf(desk: Mounted): unknown[] {
  return sent(desk, 'edit').at(-1)?.patch.ratings?.['solution']?.evidence ?? [];
}

describe('stale evidence', () => {
  it('is marked on its chip with what changed', async () => {
    const desk = await withStale();
    expect(desk.find('stale-chip').textContent).toContain('Stale: the solution changed since.');
    expect(desk.find('stale-box').textContent).toContain('1 piece of evidence');
    tellFresh(desk, {});
    expect(desk.el.querySelector('[data-testid=stale-chip]')).toBeNull();
    expect(desk.find('stale-box').hidden).toBe(true);
  });

  it('is made anew by one click, and the new run takes its place', async () => {
    const desk = await withStale();
    desk.find('run-again').click();
    await vi.advanceTimersByTimeAsync(50);
    const asked = sent(desk, 'run').at(-1);
    expect(asked).toMatchObject({ suite: 'given:original', solution: 'candidate', tests: [] });
    await vi.advanceTimersByTimeAsync(1000);
    const chips = evidenceOf(desk) as { ref: string; label: string }[];
    expect(chips).toHaveLength(1);
    expect(chips[0]?.ref).not.toBe(RUN);
    expect(desk.find('notices').textContent).toContain('Made anew');
  });

  it('keeps its place when a run for it fails', async () => {
    const desk = await withStale();
    desk.find('run-again').click();
    await vi.advanceTimersByTimeAsync(20);
    const request = sent(desk, 'run').at(-1)?.request ?? '';
    desk.model.tell({ type: 'run_failed', request, reason: 'no', mend: '', cancelled: false });
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent(desk, 'edit')).toHaveLength(0);
  });

  it('is kept as it was only with a reason, which is on record with what there is now', async () => {
    const desk = await withStale();
    desk.find('keep-as-was').click();
    const input = desk.el.querySelector<HTMLInputElement>('.wb-ask input');
    const form = desk.el.querySelector<HTMLFormElement>('.wb-ask');
    if (!input || !form) throw new Error('nothing asked');
    input.value = 'short';
    form.requestSubmit();
    expect(form.isConnected).toBe(true);
    input.value = 'the defect is older than the change';
    form.requestSubmit();
    await vi.advanceTimersByTimeAsync(300);
    expect(evidenceOf(desk)).toEqual([
      {
        ...CHIP,
        kept: {
          reason: 'the defect is older than the change',
          basis: { 'solution:candidate': 'd2' }
        }
      }
    ]);
    tellFresh(desk, {});
    expect(desk.el.textContent).toContain('Kept as it was: the defect is older');
  });

  it('of a run is said in the verdict', async () => {
    const desk = await mount();
    desk.model.tell(done('other', aRun()));
    expect(desk.find('verdict').dataset['outdated']).toBe('false');
    tellFresh(desk, { runs: { [RUN]: ['Node 20.19 then, 22.1 now'] } });
    expect(desk.find('verdict').dataset['outdated']).toBe('true');
    expect(desk.find('verdict').textContent).toContain('Node 20.19 then, 22.1 now');
    expect(desk.find('standing-given').dataset['tone']).toBe('old');
  });

  it('of an assessment is said above what was measured', async () => {
    const desk = await mount({ assessment: sampleAssessment() });
    desk.find('tab-survivors').click();
    expect(desk.find('evidence-stale').hidden).toBe(true);
    tellFresh(desk, { assessment: ['the given tests changed since'] });
    expect(desk.find('evidence-stale').textContent).toContain('the given tests changed since');
    tellFresh(desk, {});
    expect(desk.find('evidence-stale').hidden).toBe(true);
  });

  it('of the task is answered by reloading it and by looking again', async () => {
    const desk = await mount();
    tellFresh(desk, { file: ['the solution changed since'] });
    const button = (words: string): HTMLButtonElement | undefined =>
      [...desk.el.querySelectorAll<HTMLButtonElement>('.wb-banners button')].find(
        node => node.textContent === words
      );
    button('Reload the task')?.click();
    tellFresh(desk, { task: ['The task was changed after this review was begun.'] });
    button('I have looked again')?.click();
    expect(sent(desk, 'reload_task')).toHaveLength(1);
    expect(sent(desk, 'take_up')).toHaveLength(1);
  });

  it('refuses a submission in words', async () => {
    const desk = await withStale();
    desk.model.tell({ type: 'submit_refused', missing: [], stale: true });
    expect(desk.find('stale-box').textContent).toContain('Not submitted');
  });
});

describe('what a chip rests on', () => {
  it('is written down where its ref does not say so', () => {
    const state = {
      ...initialState,
      past: { ...initialState.past, fresh: { ...nothingStale, basis: { prompt: 'p' } } }
    };
    const chip = { kind: 'text' as const, ref: '', label: 'x', text: '' };
    expect(based(state, chip).basis).toEqual({ prompt: 'p' });
    expect(based(state, CHIP).basis).toBeUndefined();
  });
});

describe('the Revisions tab', () => {
  it('asks when it is opened, and shows what changed since the last submission', async () => {
    const desk = await mount();
    expect(sent(desk, 'get_revisions')).toHaveLength(0);
    desk.find('tab-revisions').click();
    await vi.advanceTimersByTimeAsync(100);
    expect(sent(desk, 'get_revision').at(-1)).toMatchObject({ number: 0, against: 2 });
    const rows = [...desk.el.querySelectorAll('[data-testid=revision-row]')];
    expect(rows.map(row => row.querySelector('strong')?.textContent)).toEqual(['2', '1']);
    const changes = desk.find('revision-changes');
    expect(changes.querySelector('del')?.textContent).toBe('1');
    expect([...changes.querySelectorAll('ins')].map(n => n.textContent)).toContain('across rooms');
    expect(changes.querySelector('.cm-editor')).not.toBeNull();
  });

  it('says in words that the chain is broken', async () => {
    const desk = await mount();
    desk.find('tab-revisions').click();
    await vi.advanceTimersByTimeAsync(100);
    expect(desk.find('chain-broken').hidden).toBe(true);
    desk.model.tell({
      type: 'revisions',
      revisions: [],
      broken: 'submission 1 was changed <b>',
      differs: null,
      state: 'draft',
      decision: null
    });
    expect(desk.find('chain-broken').textContent).toContain('submission 1 was changed <b>');
  });

  it('goes on from an earlier submission', async () => {
    const desk = await mount();
    desk.find('tab-revisions').click();
    await vi.advanceTimersByTimeAsync(100);
    desk.find('reopen-with-1').click();
    expect(sent(desk, 'reopen')).toEqual([{ type: 'reopen', revision: 1 }]);
  });
});

describe('the history', () => {
  it('says what each run was made of, and compares two', async () => {
    const desk = await mount();
    desk.find('tab-history').click();
    await vi.advanceTimersByTimeAsync(50);
    const rows = [historyRow('b', { verdict: 'pass', passed: 4 }), historyRow('a')];
    desk.model.tell({ type: 'history', rows, gone: 0 });
    tellFresh(desk, { runs: { [RUN]: ['the prompt changed since'] } });
    const shown = [...desk.el.querySelectorAll<HTMLElement>('[data-testid=history-row]')];
    expect(shown.map(row => row.dataset['stale'])).toEqual(['false', 'true']);
    expect(shown[1]?.textContent).toContain('bubblewrap 0.8.0 · 10 s, 512 MB · python 3.11.7');
    expect(shown[1]?.textContent).toContain('Stale: the prompt changed since');
    for (const box of desk.el.querySelectorAll<HTMLInputElement>('.wb-historyrow input'))
      box.click();
    desk.find('compare-runs').click();
    await vi.advanceTimersByTimeAsync(50);
    expect(sent(desk, 'compare_runs')).toEqual([
      { type: 'compare_runs', a: 'a'.repeat(64), b: 'b'.repeat(64) }
    ]);
    expect(desk.find('test-differs').textContent).toContain('test_gap');
    expect(desk.find('runs-compared').textContent).toContain('1 of 4 tests came out differently');
  });
});
