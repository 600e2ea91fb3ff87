import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { anchorOf, locate, placeIn } from '../src/core/anchors';
import { asked, axisOf } from '../src/core/asked';
import type { LineComment, Review, Rubric } from '../src/protocol';
import { numberOf } from '../src/view/field';
import { mount, press, sent, type, useFakeTimers, type Mounted } from './helpers';

useFakeTimers();

interface Cases {
  rubric: Rubric;
  cases: (Pick<Review, 'ratings' | 'answers'> & { asked: string[] })[];
}

/** Written by the model in Python, and held to it by a test there. */
const kept = JSON.parse(readFileSync(`${import.meta.dirname}/asked_cases.json`, 'utf-8')) as Cases;

function items(desk: Mounted): HTMLElement[] {
  return [...desk.el.querySelectorAll<HTMLElement>('[role=menuitem]')];
}

/** A drag event of a browser that carries nothing but words. */
function drag(node: Element, name: string): Event {
  const event = new Event(name, { bubbles: true, cancelable: true });
  node.dispatchEvent(event);
  return event;
}

describe('what is asked', () => {
  it('is what the model says in every case', () => {
    for (const found of kept.cases)
      expect([...asked(kept.rubric, found)].sort()).toEqual(found.asked);
  });

  it('puts a field below the axis its condition leads to', () => {
    const at = (kept.rubric.fields ?? []).map(field => axisOf(kept.rubric, field));
    expect(at).toEqual(['other_major', 'other_major', 'tests_accept_wrong', '']);
  });

  it('shows a field, a tag and an axis once their condition holds, and hides them again', async () => {
    const desk = await mount({ rubric: kept.rubric });
    expect(desk.find('axis-severity').hidden).toBe(true);
    expect(desk.find('field-leak').hidden).toBe(true);
    type(desk.area('rationale-other_major'), 'It is on the web.');
    desk.find('level-other_major-1').click();
    expect(desk.find('axis-severity').hidden).toBe(false);
    desk.find('option-leak-0').click();
    expect(desk.find('field-where').hidden).toBe(false);
    type(desk.area('answer-where'), 'a public page');
    desk.find('level-other_major-0').click();
    expect(desk.find('field-where').hidden).toBe(true);
    await vi.advanceTimersByTimeAsync(400);
    expect(desk.model.review.answers).toEqual({ leak: 'leak', where: 'a public page' });
    expect(desk.find('tag-tests_accept_wrong-narrow').parentElement?.hidden).toBe(true);
  });

  it('takes numbers with a point or a comma and keeps what is none as words', () => {
    expect([numberOf(' 1,5 '), numberOf('7'), numberOf('ten'), numberOf(' ')]).toEqual([
      1.5,
      7,
      'ten',
      null
    ]);
  });

  it('offers only axes that are asked when evidence is attached', async () => {
    const desk = await mount({ rubric: kept.rubric });
    desk.find('run').click();
    await vi.advanceTimersByTimeAsync(1500);
    desk.find('attach-run').click();
    expect(items(desk).map(item => item.textContent)).toEqual([
      'Exploit',
      'Tests accept wrong code',
      'Other major problem'
    ]);
  });
});

describe('rationale before score', () => {
  it('leaves a level above 0 alone until a reason is begun, and leads to it', async () => {
    const desk = await mount();
    desk.find('level-solution-2').click();
    expect(document.activeElement).toBe(desk.find('rationale-solution'));
    expect(desk.find('first-solution').textContent).toContain('First say why');
    expect(desk.find('level-solution-2').getAttribute('aria-disabled')).toBe('true');
    type(desk.area('rationale-solution'), 'I');
    expect(desk.find('first-solution').textContent).toBe('');
    press(desk.find('axis-solution'), '2');
    expect(desk.find('level-solution-2').getAttribute('aria-checked')).toBe('true');
    type(desk.area('rationale-solution'), '');
    expect(desk.find('level-solution-2').getAttribute('aria-checked')).toBe('true');
  });

  it('asks nothing for a 0, nor where the rubric wants no rationale', async () => {
    const desk = await mount();
    desk.find('level-solution-0').click();
    expect(desk.find('level-solution-0').getAttribute('aria-checked')).toBe('true');
    const other = await mount({ rubric: { ...kept.rubric, rationale_min: 0 } });
    other.find('level-exploit-2').click();
    expect(other.find('level-exploit-2').getAttribute('aria-checked')).toBe('true');
  });

  it('takes the score back when the axis cannot be judged', async () => {
    const desk = await mount();
    desk.find('level-solution-0').click();
    desk.find('cannot-solution').click();
    type(desk.area('cannot-reason-solution'), 'Needs a GPU.');
    await vi.advanceTimersByTimeAsync(400);
    expect(desk.model.review.ratings['solution']).toMatchObject({
      score: null,
      cannot_judge: 'Needs a GPU.'
    });
  });
});

describe('sentences', () => {
  it('go into the rationale where the cursor is, to be edited', async () => {
    const desk = await mount({ rubric: kept.rubric });
    const area = desk.area('rationale-exploit');
    type(area, 'See below.');
    area.setSelectionRange(4, 4);
    press(area, ' ', { ctrlKey: true });
    items(desk)[1]?.click();
    expect(area.value).toBe('See  This input still gets through: below.'.replace('  ', ' '));
    expect(document.activeElement).toBe(area);
    await vi.advanceTimersByTimeAsync(400);
    expect(desk.model.review.ratings['exploit']?.rationale).toBe(area.value);
  });

  it('show those of the chosen level first, and the reviewer’s own, which can be removed', async () => {
    const own = { axis: 'exploit', score: 2, text: 'As last time: ' };
    const desk = await mount({ rubric: kept.rubric, phrases: [own] });
    type(desk.area('rationale-exploit'), 'It is open when the name is empty.');
    desk.find('level-exploit-2').click();
    desk.find('sentences-exploit').click();
    expect(items(desk).map(item => item.textContent.slice(0, 12))).toEqual([
      '2  This inpu',
      '2  The check',
      '2  As last t',
      '1  The check',
      'Keep this ra',
      'Remove one o'
    ]);
    items(desk)[4]?.click();
    expect(sent(desk, 'phrase')[0]).toMatchObject({ axis: 'exploit', score: 2, keep: true });
    await vi.advanceTimersByTimeAsync(50);
    desk.find('sentences-exploit').click();
    expect(items(desk)[3]?.textContent).toContain('(yours)');
    items(desk).at(-1)?.click();
    items(desk)[0]?.click();
    expect(sent(desk, 'phrase')[1]).toMatchObject({ text: own.text, keep: false });
  });
});

describe('dragging evidence', () => {
  it('attaches a run to the axis it is dropped on, and nothing foreign', async () => {
    const desk = await mount();
    const axis = desk.find('axis-solution');
    expect(drag(axis, 'dragover').defaultPrevented).toBe(false);
    desk.find('run').click();
    await vi.advanceTimersByTimeAsync(1500);
    const handle = desk.find('attach-run').previousElementSibling;
    drag(handle as Element, 'dragstart');
    expect(drag(axis, 'dragover').defaultPrevented).toBe(true);
    expect(axis.classList.contains('wb-drop')).toBe(true);
    drag(axis, 'drop');
    await vi.advanceTimersByTimeAsync(400);
    expect(desk.model.review.ratings['solution']?.evidence[0]?.kind).toBe('run');
    expect(drag(axis, 'dragover').defaultPrevented).toBe(false);
  });
});

describe('line comments', () => {
  const text = 'a\nb\nsame\nc\nsame\nd';
  const on = (first: number, last: number): LineComment => ({
    id: 'c1',
    solution: 'candidate',
    file: 'f.py',
    first_line: first,
    last_line: last,
    text: 'why?',
    ...anchorOf(text, first, last)
  });

  it('move with their text, to the place between the same lines where there are several', () => {
    expect(locate(on(3, 3), `new\nnew\n${text}`)).toEqual({ first: 5, moved: true });
    expect(locate(on(5, 5), `new\n${text}`)).toEqual({ first: 6, moved: true });
    expect(locate(on(3, 3), `same\nx\nsame\n${text}`)).toEqual({ first: 6, moved: true });
    expect(locate({ ...on(4, 5), quote: '' }, `new\n${text}`)).toEqual({ first: 5, moved: true });
    expect(locate(on(1, 2), 'b\na')).toBeNull();
  });

  it('follow their text into another file only when their own is gone', () => {
    const there = { file: 'g.py', first: 1, last: 2, moved: true };
    expect(placeIn({ 'g.py': text }, on(1, 2))).toEqual(there);
    expect(placeIn({ 'f.py': 'x', 'g.py': text }, on(1, 2))).toBeNull();
  });

  it('are listed with the old text when the task no longer has it', async () => {
    const gone = { ...on(1, 2), quote: 'old line\nnext line' };
    const desk = await mount({ review: { comments: [gone] } });
    desk.find('tab-comments').click();
    expect(desk.find('comment-detached').textContent).toContain('old line\nnext line');
    expect(desk.find('comment-detached').textContent).toContain('was lines 1–2');
    expect(desk.find('comment-detached').textContent).toContain('why?');
  });
});
