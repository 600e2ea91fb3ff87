/** The lead's board and the adjudication of a case, on a board without a kernel. */

import { describe, expect, it, vi } from 'vitest';
import { fakeBoard, SPLIT, sampleCase, type FakeBoard } from '../dev/board';
import { rubric } from '../dev/sample';
import { derived, missing } from '../src/board/decide';
import { renderBoard } from '../src/board/index';
import type { BoardAsk } from '../src/board/protocol';
import { freshDraft } from '../src/board/state';
import { outcome } from '../src/board/view/chips';
import { apart, fixed, interval, scores, signed } from '../src/board/words';
import { press, type, useFakeTimers } from './helpers';

useFakeTimers();

interface Shown {
  el: HTMLElement;
  model: FakeBoard;
  find: (testId: string) => HTMLElement;
  sent: <T extends BoardAsk['type']>(kind: T) => Extract<BoardAsk, { type: T }>[];
}

async function mount(state: Parameters<typeof fakeBoard>[0] = 'revealed'): Promise<Shown> {
  const el = document.createElement('div');
  document.body.replaceChildren(el);
  const model = fakeBoard(state);
  renderBoard({ model, el });
  await vi.advanceTimersByTimeAsync(50);
  const find = (testId: string): HTMLElement => {
    const node = el.querySelector<HTMLElement>(`[data-testid="${testId}"]`);
    if (!node) throw new Error(`no ${testId} on the board`);
    return node;
  };
  return {
    el,
    model,
    find,
    sent: <T extends BoardAsk['type']>(kind: T) =>
      model.sent.filter((m): m is Extract<BoardAsk, { type: T }> => m.type === kind)
  };
}

async function openCase(shown: Shown): Promise<void> {
  shown.find('case-row').querySelector('button')?.click();
  await vi.advanceTimersByTimeAsync(50);
}

async function decideSplit(shown: Shown): Promise<void> {
  press(shown.find(`case-${SPLIT}`), '3');
  type(shown.find(`reason-${SPLIT}`) as HTMLTextAreaElement, 'The stub passes.');
  shown.find(`cause-${SPLIT}-guideline_gap`).click();
  await vi.advanceTimersByTimeAsync(20);
}

describe('a decision under way', () => {
  it('comes back in another tab until it is made', async () => {
    localStorage.clear();
    const first = await mount();
    await openCase(first);
    await decideSplit(first);
    const second = await mount();
    await openCase(second);
    const reason = second.find(`reason-${SPLIT}`) as HTMLTextAreaElement;
    expect(reason.value).toBe('The stub passes.');
    press(second.find('case'), 'Enter', { ctrlKey: true });
    await vi.advanceTimersByTimeAsync(50);
    expect(second.sent('adjudicate')).toHaveLength(1);
    expect(localStorage).toHaveLength(0);
  });
});

describe('words', () => {
  it('never shows minus nothing', () => {
    expect(fixed(-0.001)).toBe('0.00');
    expect(signed(-0.001)).toBe('0.00');
    expect(signed(0.5)).toBe('+0.50');
  });

  it('says why there is no figure', () => {
    const none = { value: null, low: null, high: null, n: 0, note: 'every rating is 0' };
    expect(interval(none)).toBe('every rating is 0');
  });

  it('says how far apart scores are', () => {
    expect(apart(3, true)).toBe('gap 3, crosses 1|2');
    expect(apart(1, true)).toBe('crosses 1|2');
    expect(scores([0, null, 3])).toBe('0 · – · 3');
  });
});

describe('a decision', () => {
  const found = sampleCase('t');

  it('is prefilled where all agree and open where they do not', () => {
    const draft = freshDraft(found);
    expect(missing(found, draft)).toEqual({ [SPLIT]: 'still needs a score, a reason, a cause' });
    expect(derived(rubric, draft.axes)).toBeNull();
  });

  it('needs a reason where it departs from what all said', () => {
    const draft = freshDraft(found);
    const other = rubric.axes.find(axis => axis.id !== SPLIT)?.id ?? '';
    const made = draft.axes[other];
    if (made) draft.axes[other] = { ...made, score: 2 };
    expect(missing(found, draft)[other]).toBe('still needs a reason, a cause');
  });

  it('follows the scores as a review does', () => {
    const all = (score: number) =>
      Object.fromEntries(
        rubric.axes.map(axis => [
          axis.id,
          { score, cannot_judge: false, unanimous: false, reason: '', cause: null }
        ])
      );
    expect(derived(rubric, all(0))).toBe('accept');
    expect(derived(rubric, all(2))).toBe('revise');
    expect(derived(rubric, all(3))).toBe('reject');
  });
});

describe('the board', () => {
  it('shows findings, reviewers and what waits', async () => {
    const shown = await mount();
    expect(shown.find('findings').textContent).toContain('ben drifts upwards');
    expect(shown.el.querySelectorAll('[data-testid="reviewer-row"]')).toHaveLength(2);
    expect(shown.el.querySelectorAll('[data-testid="case-row"]')).toHaveLength(2);
    expect(shown.find('agreement').textContent).toContain('undefined: every rating is 0');
  });

  it('lists what is decided, and filters by words', async () => {
    const shown = await mount();
    shown.find('filter-decided').click();
    expect(shown.el.querySelectorAll('[data-testid="case-row"]')).toHaveLength(1);
    shown.find('filter-all').click();
    type(shown.find('filter') as unknown as HTMLTextAreaElement, 'T-2');
    expect(shown.find('case-row').dataset['task']).toBe('t-2');
  });

  it('says what weakens the store, the first in full', async () => {
    const shown = await mount('blind');
    shown.model.doubts = ['blindness is not enforced for ann', 'nor for ben'];
    shown.model.send({ type: 'hello' });
    await vi.advanceTimersByTimeAsync(50);
    expect(shown.find('doubts').textContent).toContain('and 1 more');
    expect(shown.find('session-state').textContent).toBe('blind, with doubts');
  });

  it('reveals only when the session is typed', async () => {
    const shown = await mount('blind');
    shown.find('reveal').click();
    const form = shown.el.querySelector('form');
    const input = form?.querySelector('input');
    if (!form || !input) throw new Error('nothing asks for the id');
    input.value = 'novembe';
    form.requestSubmit();
    expect(shown.sent('act')).toEqual([]);
    input.value = 'november';
    form.requestSubmit();
    expect(shown.sent('act')[0]).toMatchObject({ act: 'reveal', typed: 'november' });
  });

  it('pauses with a reason and admits by hand', async () => {
    const shown = await mount('blind');
    shown.find('pause-ann').click();
    const form = shown.el.querySelector('form');
    const input = form?.querySelector('input');
    form?.requestSubmit();
    expect(shown.sent('act')).toEqual([]);
    if (input) input.value = 'Let us talk.';
    form?.requestSubmit();
    shown.find('admit-ben').click();
    expect(shown.sent('act').map(m => [m.act, m.reviewer, m.reason])).toEqual([
      ['pause', 'ann', 'Let us talk.'],
      ['admit', 'ben', '']
    ]);
  });

  it('keeps what was typed while the kernel is away', async () => {
    const shown = await mount();
    await openCase(shown);
    const reason = shown.find(`reason-${SPLIT}`) as HTMLTextAreaElement;
    type(reason, 'half a thought');
    shown.el.dispatchEvent(new CustomEvent('workbench:connection', { detail: 'down' }));
    shown.el.dispatchEvent(new CustomEvent('workbench:connection', { detail: 'up' }));
    await vi.advanceTimersByTimeAsync(50);
    expect(shown.find(`reason-${SPLIT}`)).toBe(reason);
    expect(reason.value).toBe('half a thought');
  });
});

describe('a case', () => {
  it('stands on the axis to decide, with agreed ones folded', async () => {
    const shown = await mount();
    await openCase(shown);
    expect(document.activeElement).toBe(shown.find(`case-${SPLIT}`));
    const other = rubric.axes.find(axis => axis.id !== SPLIT)?.id ?? '';
    expect(shown.find(`case-${other}`).querySelectorAll('.wb-vote')).toHaveLength(0);
    shown.find(`unfold-${other}`).click();
    expect(shown.find(`case-${other}`).querySelectorAll('.wb-vote')).toHaveLength(3);
  });

  it('shows hostile words as words', async () => {
    const shown = await mount();
    await openCase(shown);
    const text = shown.find(`case-${SPLIT}`).textContent;
    expect(text).toContain('<b>C</b> ⟪RLO⟫saw it');
    expect(shown.find(`case-${SPLIT}`).querySelector('.wb-pre b')).toBeNull();
  });

  it('is decided by keyboard and goes on to the next', async () => {
    const shown = await mount();
    await openCase(shown);
    press(shown.find('board'), 'Enter', { ctrlKey: true });
    expect(shown.sent('adjudicate')).toEqual([]);
    expect(shown.find('notices').textContent).toContain('Not kept');
    await decideSplit(shown);
    press(shown.find(`reason-${SPLIT}`), 'Enter', { ctrlKey: true });
    const [made] = shown.sent('adjudicate');
    expect(made?.axes[SPLIT]).toMatchObject({ score: 3, cause: 'guideline_gap' });
    expect(made?.digests).toEqual(['digest-A', 'digest-B', 'digest-C']);
    await vi.advanceTimersByTimeAsync(50);
    expect(shown.find('case-title').textContent).toBe('Task t-2');
  });

  it('does not take a digit that is typed into the reason', async () => {
    const shown = await mount();
    await openCase(shown);
    press(shown.find(`reason-${SPLIT}`), '2');
    expect(shown.find(`decide-${SPLIT}-2`).getAttribute('aria-checked')).toBe('false');
  });

  it('moves with Alt and J or K, and goes back with Escape to where it was opened', async () => {
    const shown = await mount();
    await openCase(shown);
    press(shown.find('board'), 'j', { altKey: true, code: 'KeyJ' });
    await vi.advanceTimersByTimeAsync(50);
    expect(shown.find('case-title').textContent).toBe('Task t-2');
    press(shown.find('board'), 'Escape');
    expect(shown.find('case').hidden).toBe(true);
    expect(document.activeElement?.closest('[data-task]')?.getAttribute('data-task')).toBe('t-2');
  });

  it('keeps a note for the rubric when an axis is named', async () => {
    const shown = await mount();
    await openCase(shown);
    await decideSplit(shown);
    type(shown.find('guideline-note') as HTMLTextAreaElement, 'Look at stubs.');
    const revise = shown.find('revise') as HTMLSelectElement;
    revise.value = SPLIT;
    revise.dispatchEvent(new Event('change'));
    shown.find('decide').click();
    expect(shown.sent('adjudicate')[0]).toMatchObject({
      guideline_note: 'Look at stubs.',
      revise: SPLIT
    });
  });

  it('is not decided while the session is blind', async () => {
    const shown = await mount('blind');
    await openCase(shown);
    expect((shown.find('decide') as HTMLButtonElement).disabled).toBe(true);
  });

  it('runs evidence again and says whether it is the same', async () => {
    const shown = await mount();
    await openCase(shown);
    shown.find('run-again').click();
    const [asked] = shown.sent('run_again');
    expect(asked?.digest).toBe('digest-B');
    expect(outcome({ phase: 'testing', again: null, problem: '' })).toBe('testing…');
    shown.model.tell({
      type: 'again_failed',
      request: asked?.request ?? '',
      reason: 'no sandbox',
      mend: 'install bubblewrap'
    });
    expect(shown.find('again').textContent).toBe('not run: no sandbox. install bubblewrap');
  });

  it('leaves the focus where it was when a rating comes in meanwhile', async () => {
    const shown = await mount();
    await openCase(shown);
    shown.find('run-again').focus();
    const changed = sampleCase('t-1');
    shown.model.tell({ type: 'case', case: { ...changed, history: 1 } });
    expect(document.activeElement).toBe(shown.find('run-again'));
    const reason = shown.find(`reason-${SPLIT}`) as HTMLTextAreaElement;
    type(reason, 'half a thought');
    reason.focus();
    shown.model.tell({ type: 'case', case: { ...changed, history: 2 } });
    expect(document.activeElement).toBe(shown.find(`reason-${SPLIT}`));
    expect((document.activeElement as HTMLTextAreaElement).value).toBe('half a thought');
  });

  it('opens the prompt one click away', async () => {
    const shown = await mount();
    await openCase(shown);
    expect(shown.find('source').hidden).toBe(true);
    shown.find('show-prompt').click();
    await vi.advanceTimersByTimeAsync(50);
    expect(shown.find('source').textContent).toContain('Do it.');
  });
});
