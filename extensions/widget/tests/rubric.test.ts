import { describe, expect, it, vi } from 'vitest';
import type { Rating } from '../src/protocol';
import { rubric } from '../dev/sample';
import { mount, press, type, useFakeTimers, type Mounted } from './helpers';

useFakeTimers();

function rating(mounted: Mounted, axis: string): Rating | undefined {
  return mounted.model.review.ratings[axis];
}

describe('the rubric form', () => {
  it('is made from the rubric: every axis with its levels, rationale before score', async () => {
    const desk = await mount();
    for (const axis of rubric.axes) {
      const section = desk.find(`axis-${axis.id}`);
      const parts = section.querySelectorAll('[data-testid]');
      const order = [...parts].map(node => node.getAttribute('data-testid'));
      expect(order[0]).toBe(`rationale-${axis.id}`);
      for (const level of axis.levels)
        expect(desk.find(`level-${axis.id}-${level.score}`).textContent).toBe(
          `${level.score}${level.anchor}`
        );
      expect(section.querySelectorAll('[role=radio]')).toHaveLength(axis.levels.length);
    }
    expect(desk.find('difficulty').querySelectorAll('[role=radio]')).toHaveLength(4);
    expect(desk.find('confidence').querySelectorAll('[role=radio]')).toHaveLength(5);
  });

  it('saves rationale and score of an axis together', async () => {
    const desk = await mount();
    type(desk.area('rationale-solution'), 'It merges rooms.');
    desk.find('level-solution-2').click();
    await vi.advanceTimersByTimeAsync(400);
    expect(rating(desk, 'solution')).toMatchObject({ score: 2, rationale: 'It merges rooms.' });
    expect(desk.find('level-solution-2').getAttribute('aria-checked')).toBe('true');
    expect(desk.find('saved-state').textContent).toMatch(/^saved \d\d:\d\d:\d\d$/);
  });

  it('says which evidence the chosen level needs, until there is some', async () => {
    const desk = await mount();
    type(desk.area('rationale-solution'), 'It merges rooms.');
    desk.find('level-solution-2').click();
    const section = desk.find('axis-solution');
    expect(section.textContent).toContain('needs evidence: failing run');
    desk.find('run').click();
    await vi.advanceTimersByTimeAsync(1500);
    desk.find('evidence-solution').click();
    desk.el.querySelector<HTMLElement>('[role=menuitem]')?.click();
    expect(section.textContent).not.toContain('needs evidence');
    await vi.advanceTimersByTimeAsync(400);
    expect(rating(desk, 'solution')?.evidence[0]).toMatchObject({
      kind: 'run',
      label: '✗ fail: given tests on candidate'
    });
    section.querySelector<HTMLElement>('[aria-label^="Remove evidence"]')?.click();
    expect(section.textContent).toContain('needs evidence');
  });

  it('sets the score of the focused axis with a digit, but not while a rationale is typed', async () => {
    const desk = await mount();
    desk.find('axis-solution').focus();
    type(desk.area('rationale-solution'), 'It merges rooms.');
    press(desk.find('axis-solution'), '3');
    desk.find('rationale-specification').focus();
    press(desk.find('rationale-specification'), '2');
    await vi.advanceTimersByTimeAsync(400);
    expect(rating(desk, 'solution')?.score).toBe(3);
    expect(rating(desk, 'specification')).toBeUndefined();
  });

  it('takes an axis that cannot be judged, with the reason', async () => {
    const desk = await mount();
    desk.find('cannot-solution').click();
    type(desk.area('cannot-reason-solution'), 'Needs a GPU.');
    await vi.advanceTimersByTimeAsync(400);
    expect(rating(desk, 'solution')?.cannot_judge).toBe('Needs a GPU.');
  });

  it('lists what is missing when submitting is refused and goes to the first axis', async () => {
    const desk = await mount();
    desk.find('level-specification-0').click();
    desk.find('submit').click();
    await vi.advanceTimersByTimeAsync(600);
    expect(desk.find('missing').hidden).toBe(false);
    expect(desk.find('missing').textContent).toContain('Solution: no score yet');
    expect(document.activeElement?.getAttribute('data-testid')).toBe('axis-solution');
  });

  it('overrides the derived decision with a reason', async () => {
    const desk = await mount();
    const choice = desk.find('override') as HTMLSelectElement;
    choice.value = 'reject';
    choice.dispatchEvent(new Event('change'));
    type(desk.area('override-reason'), 'Licence.');
    await vi.advanceTimersByTimeAsync(400);
    expect(desk.model.review.override).toEqual({ decision: 'reject', reason: 'Licence.' });
  });

  it('is locked once submitted', async () => {
    const desk = await mount();
    const review = { ...desk.model.review, state: 'submitted' as const, submitted_at: 'now' };
    desk.model.tell({ type: 'submitted', revision: 3, review });
    expect(desk.find('level-solution-2').closest('fieldset')?.disabled).toBe(true);
    expect(desk.find('reopen').hidden).toBe(false);
    expect(desk.el.textContent).toContain('Submitted as revision 3');
  });
});
