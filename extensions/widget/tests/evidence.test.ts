import { describe, expect, it, vi } from 'vitest';
import { change, runId, sampleAssessment } from '../dev/assessment';
import { mutantProbe } from '../src/tests/mutant_probe';
import { bareDesk, mount, sent, useFakeTimers, type Mounted } from './helpers';

useFakeTimers();

async function opened(part: string, more: Parameters<typeof sampleAssessment>[0] = {}) {
  const desk = await mount({ assessment: sampleAssessment(more) });
  desk.find(`tab-${part}`).click();
  return desk;
}

function rows(desk: Mounted, testId: string): HTMLElement[] {
  return [...desk.el.querySelectorAll<HTMLElement>(`[data-testid="${testId}"]`)];
}

function pick(desk: Mounted, words: string): void {
  const item = [...desk.el.querySelectorAll<HTMLElement>('[role=menuitem]')].find(
    node => node.textContent === words
  );
  item?.click();
}

describe('assessing', () => {
  it('says in words what is measured, shows parts as they come, and ends', async () => {
    const desk = await mount();
    desk.find('assess').click();
    expect(sent(desk, 'assess')[0]).toMatchObject({ budget_s: 60, full: false });
    await vi.advanceTimersByTimeAsync(100);
    expect(desk.find('assess-progress').textContent).toBe('Assessing: mutants: 3 of 9');
    desk.find('tab-gates').click();
    expect(rows(desk, 'gate')).toHaveLength(3);
    expect(desk.find('assess').hidden).toBe(true);
    await vi.advanceTimersByTimeAsync(1000);
    expect(desk.find('assess').hidden).toBe(false);
    expect(desk.find('assess-progress').textContent).toBe('');
  });

  it('is cancelled by its own button, and a run is not', async () => {
    const desk = await mount();
    desk.find('assess').click();
    await vi.advanceTimersByTimeAsync(30);
    desk.find('assess-cancel').click();
    const request = sent(desk, 'assess')[0]?.request ?? '';
    expect(sent(desk, 'cancel').map(m => m.request)).toEqual([request]);
    desk.model.tell({ type: 'assess_failed', request, reason: '', mend: '', cancelled: true });
    expect(desk.find('notices').textContent).toContain('What was measured is kept.');
    expect(desk.find('assess').hidden).toBe(false);
  });

  it('keeps the first when a second one is refused', async () => {
    const { desk, model } = await bareDesk();
    model.tell({ type: 'assess_progress', request: 'other', what: 'gates', elapsed_s: 1 });
    model.tell({ type: 'assess_failed', request: 'mine', reason: 'x', mend: '', cancelled: false });
    expect(desk.state.assessing?.request).toBe('other');
  });

  it('is not offered without a sandbox', async () => {
    const desk = await mount({ sandbox: false });
    expect((desk.find('assess') as HTMLButtonElement).disabled).toBe(true);
    expect(desk.find('assess').title).toContain('bubblewrap');
  });
});

describe('findings and gates', () => {
  it('says flags, gates and what was not measured in words', async () => {
    const desk = await opened('findings');
    expect(rows(desk, 'flag').map(node => node.querySelector('.wb-sev')?.textContent)).toEqual([
      '‼ high',
      '! medium'
    ]);
    desk.find('tab-gates').click();
    const gates = rows(desk, 'gate').map(node => node.querySelector('.wb-sev')?.textContent);
    expect(gates).toEqual(['✗ broken', '– not tried', '✓ held']);
    expect(desk.find('by-heart').textContent).toContain('passes all 4 tests');
    expect(rows(desk, 'gate')[1]?.textContent).toContain('the task has no skeleton');
    expect(desk.find('problems').textContent).toContain('the budget ended before: suspects');
    expect(desk.find('problems').textContent).toContain('edits the prompt leaves free');
    expect(desk.find('figures').textContent).toContain('5 of 8');
  });

  it('says when the task has changed since, and draws no coverage then', async () => {
    const desk = await opened('findings', { stale: true });
    expect(desk.find('evidence-stale').hidden).toBe(false);
    desk.find('tab-solution').click();
    expect(desk.el.querySelector('.wb-reach[data-reach="not"]')).toBeNull();
    expect(desk.find('coverage-legend').textContent).toBe('Coverage: not measured');
  });

  it("opens a gate's run and attaches it to an axis", async () => {
    const desk = await opened('gates');
    const broken = rows(desk, 'gate')[0];
    broken?.querySelector<HTMLElement>('[data-testid=attach-evidence]')?.click();
    pick(desk, 'Tests accept wrong code');
    await vi.advanceTimersByTimeAsync(400);
    const evidence = Object.values(desk.model.review.ratings).flatMap(r => r.evidence);
    expect(evidence).toEqual([
      {
        kind: 'run',
        ref: runId,
        label: '✗ broken: a solution that does nothing fails',
        text: ''
      }
    ]);
    broken?.querySelector<HTMLElement>('button')?.click();
    expect(sent(desk, 'get_run').map(m => m.id)).toEqual([runId]);
    await vi.advanceTimersByTimeAsync(50);
    expect(desk.find('tab-given').getAttribute('aria-selected')).toBe('true');
    expect(rows(desk, 'result-row')).toHaveLength(4);
  });
});

describe('survivors', () => {
  it('say why no input shows them', async () => {
    const searched = 'no input shows it: 1,204 calls of merge came to the same with the change';
    const desk = await opened('survivors', { survivors: [change('<=', '<', { searched })] });
    expect(rows(desk, 'survivor')[0]?.textContent).toContain(searched);
    expect(desk.find('no-witness').textContent).toBe(searched);
  });

  it('are shown as a change in their line', async () => {
    const desk = await opened('survivors');
    const [first] = rows(desk, 'survivor');
    expect(first?.querySelector('.wb-change')?.textContent).toBe(
      'if merged and b.start <= → < merged[-1].end:'
    );
    expect(first?.querySelector('del')?.textContent).toBe('<=');
    expect(first?.textContent).toContain('bookings.py:15 · boundary in merge · 3 tests reach it');
    expect(first?.textContent).toContain('the prompt asks for this input');
    expect(first?.querySelector('dl')?.textContent).toContain('changed[Booking("A", 1, 2), ');
    expect(rows(desk, 'survivor')[2]?.textContent).toContain('no test reaches it');
  });

  it('become a probe that names the change and fails until it is written', async () => {
    const desk = await opened('survivors');
    rows(desk, 'write-probe')[0]?.click();
    await vi.advanceTimersByTimeAsync(400);
    const [probe] = desk.model.review.probes;
    expect(probe?.name).toBe('boundary-15');
    const text = Object.values(probe?.files ?? {})[0] ?? '';
    expect(text).toContain('# bookings.py:15 (boundary)');
    expect(text).toContain('from bookings import Booking, merge');
    expect(text).toContain('assert False');
    expect(desk.find('tab-probe-boundary-15').getAttribute('aria-selected')).toBe('true');
  });

  it('are marked as equivalent with a reason, which changes the share and can be taken back', async () => {
    const desk = await opened('survivors');
    rows(desk, 'mark-equivalent')[0]?.click();
    const answer = (text: string): string => {
      const box = desk.el.querySelector<HTMLFormElement>('form.wb-ask');
      const input = box?.querySelector('input');
      if (input) input.value = text;
      box?.requestSubmit();
      return box?.textContent ?? '';
    };
    expect(answer('short')).toContain('A reason in a few words is needed');
    answer('both ends are always even');
    await vi.advanceTimersByTimeAsync(400);
    const marks = Object.values(desk.model.review.equivalents ?? {});
    expect(marks).toEqual(['both ends are always even']);
    expect(desk.find('equivalent').textContent).toBe('Equivalent: both ends are always even');
    expect(desk.el.textContent).toContain('You hold 1 for equivalent');
    rows(desk, 'mark-equivalent')[0]?.click();
    await vi.advanceTimersByTimeAsync(400);
    expect(desk.model.review.equivalents).toEqual({});
  });

  it('are attached to an axis and lead back from there', async () => {
    const desk = await opened('survivors');
    rows(desk, 'survivor')[1]?.querySelector<HTMLElement>('[data-testid=attach-evidence]')?.click();
    pick(desk, 'Tests accept wrong code');
    desk.find('tab-given').click();
    const chip = desk.el.querySelector<HTMLElement>('.wb-chip[data-kind=mutant] button');
    expect(chip?.textContent).toContain('max → min');
    chip?.click();
    expect(document.activeElement).toBe(rows(desk, 'survivor')[1]);
  });

  it('lead to their line in the solution', async () => {
    const desk = await opened('survivors');
    rows(desk, 'show-mutant')[0]?.click();
    expect(desk.find('tab-solution').getAttribute('aria-selected')).toBe('true');
    expect(desk.find('solution-editor').textContent).toContain('1 survivor');
    expect(desk.find('coverage-legend').textContent).toContain('Lines not reached: 27.');
  });

  it('are put into the What-if copy, and taken back', async () => {
    const desk = await opened('survivors');
    rows(desk, 'try-mutant')[1]?.click();
    await vi.advanceTimersByTimeAsync(400);
    expect(desk.model.review.what_if['bookings.py']).toContain('min(last.end, b.end)');
    const undo = [...desk.find('notices').querySelectorAll('button')].find(
      node => node.textContent === 'Undo'
    );
    undo?.click();
    await vi.advanceTimersByTimeAsync(400);
    expect(desk.model.review.what_if).toEqual({});
  });

  it('come in full when asked for', async () => {
    const desk = await opened('survivors', {
      mutants: { total: 9, detected: 4, missed: 4, score: 0.5, fates: { survived: 4 } }
    });
    desk.find('more-mutants').click();
    expect(sent(desk, 'get_mutants')[0]?.offset).toBe(0);
    await vi.advanceTimersByTimeAsync(50);
    expect(rows(desk, 'survivor')).toHaveLength(4);
    expect(desk.el.querySelector('[data-testid=more-mutants]')).toBeNull();
  });
});

describe('reruns and inputs', () => {
  it('say what a count does not exclude', async () => {
    const desk = await opened('flakes');
    expect(desk.find('flakes').textContent).toContain('0 of 20, below 14 % at 95 %');
    expect(desk.find('flakes').textContent).toContain('! flaky');
  });

  it('show what was expected, what came, and whether the prompt asks for it', async () => {
    const desk = await opened('inputs');
    expect(desk.find('counterexamples').textContent).toContain('expected (reference)');
    expect(desk.find('counterexamples').textContent).toContain('the prompt asks for this input');
  });

  it('do not say who is wrong where that is not known', async () => {
    const [first] = sampleAssessment().counterexamples;
    const found = { ...(first as NonNullable<typeof first>), inside: null };
    const desk = await opened('inputs', { counterexamples: [found] });
    const words = desk.find('counterexamples').textContent;
    expect(words).toContain('the prompt asks for this input, but who is wrong is not known');
  });
});

describe('a test that asks for more than the prompt', () => {
  it('leads to its own line, or to the line of the solution that was edited', async () => {
    const suspect = { test: 't', edit: 'a name is another', line: 1, message: '' };
    const desk = await opened('inputs', {
      suspects: [
        { ...suspect, file: 'test_bookings.py' },
        { ...suspect, file: 'elsewhere' }
      ],
      done: ['suspects']
    });
    const words = [...desk.find('suspects').querySelectorAll('button.wb-link')].map(
      node => node.textContent
    );
    expect(words.filter(word => word.startsWith('Show'))).toEqual([
      'Show the test',
      'Show the edited line'
    ]);
  });
});

describe('hostile text in the evidence', () => {
  it('is inert and marked everywhere', async () => {
    const bad = '<img src=x>\u202e\u001b[31m';
    const found = sampleAssessment();
    const desk = await opened('findings', {
      problems: [bad],
      tests: [bad],
      flags: [{ kind: bad, severity: 'low', message: bad, evidence: [bad] }],
      gates: [{ name: bad, ok: false, detail: bad, runs: [] }],
      matrix: [
        {
          ...(found.matrix[0] as (typeof found.matrix)[0]),
          solution: bad,
          verdict: bad,
          failed: [0]
        }
      ],
      survivors: [change('<=', bad, { operator: bad, function: bad, file: bad, head: bad })],
      flakes: [{ test: bad, failures: 1, runs: 2, words: bad, note: bad }],
      suspects: [{ test: bad, edit: bad, file: bad, line: 1, message: bad }],
      done: ['suspects', 'flakes', 'mutants']
    });
    for (const part of ['findings', 'survivors', 'matrix', 'gates', 'flakes', 'inputs']) {
      desk.find(`tab-${part}`).click();
      expect(desk.el.querySelector('img'), part).toBeNull();
      expect(desk.el.querySelector('.wb-lower')?.textContent, part).not.toContain('\u202e');
    }
  });

  it('cannot leave the comment of a probe', () => {
    const suite = {
      name: 'given',
      role: 'given' as const,
      framework: 'junit5',
      files: { 'ATest.java': 'import org.junit.jupiter.api.Test;\n' }
    };
    const mutant = change('<=', 'x\nSystem.exit(1);\u2028a();\\u000a b();\r c();');
    const text = Object.values(mutantProbe(suite, 'java', 'p', mutant).files)[0] ?? '';
    const outside = text.split(/[\n\r\u2028]/).filter(line => !line.startsWith('//'));
    expect(outside.join('\n')).not.toMatch(/exit|a\(\)|b\(\)|c\(\)/);
    expect(text).not.toContain('\\u000a');
  });
});
