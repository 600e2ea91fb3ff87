import { describe, expect, it, vi } from 'vitest';
import { mount, press, sent, type, useFakeTimers } from './helpers';

useFakeTimers();

describe('the keyboard', () => {
  it('runs from anywhere with Ctrl+Enter', async () => {
    const desk = await mount();
    press(desk.find('rationale-solution'), 'Enter', { ctrlKey: true });
    await vi.advanceTimersByTimeAsync(50);
    expect(sent(desk, 'run')).toHaveLength(1);
  });

  it('opens the list of keys with ?, but not while text is typed', async () => {
    const desk = await mount();
    press(desk.find('notes'), '?');
    expect(desk.el.querySelector('[role=dialog]')).toBeNull();
    press(desk.find('run'), '?');
    const dialog = desk.el.querySelector('[role=dialog]');
    expect(dialog).not.toBeNull();
    if (dialog) press(dialog, 'Escape');
    expect(desk.el.querySelector('[role=dialog]')).toBeNull();
  });

  it('goes to the next unfilled axis with Alt+U', async () => {
    const desk = await mount();
    desk.find('run').focus();
    press(desk.find('run'), 'u', { altKey: true, code: 'KeyU' });
    expect(document.activeElement?.getAttribute('data-testid')).toBe('axis-specification');
    press(desk.find('axis-specification'), 'u', { altKey: true, code: 'KeyU' });
    expect(document.activeElement?.getAttribute('data-testid')).toBe('axis-solution');
  });

  it('moves through tabs with the arrow keys', async () => {
    const desk = await mount();
    desk.find('tab-prompt').focus();
    press(desk.find('tab-prompt'), 'ArrowRight');
    expect(desk.find('tab-solution').getAttribute('aria-selected')).toBe('true');
    expect(document.activeElement?.getAttribute('data-testid')).toBe('tab-solution');
  });
});

describe('the focus', () => {
  it('stays on a control that was drawn again', async () => {
    const desk = await mount();
    desk.find('tag-tests_reject_valid-wide').focus();
    desk.find('tag-tests_reject_valid-wide').click();
    expect(document.activeElement?.getAttribute('data-testid')).toBe('tag-tests_reject_valid-wide');
    expect(document.activeElement?.getAttribute('aria-pressed')).toBe('true');
  });

  it('falls back to the axis when the last chip is removed', async () => {
    const desk = await mount();
    desk.find('evidence-other_major').click();
    const items = [...desk.el.querySelectorAll<HTMLElement>('[role=menuitem]')];
    items.find(item => item.textContent === 'In words…')?.click();
    const axis = desk.find('axis-other_major');
    const area = axis.querySelector<HTMLTextAreaElement>('[aria-label="Evidence in words"]');
    if (!area) throw new Error('no box for words');
    type(area, 'The answer is in the prompt.');
    const attach = [...axis.querySelectorAll('button')].find(b => b.textContent === 'Attach');
    attach?.click();
    const remove = axis.querySelector<HTMLElement>('[aria-label^="Remove evidence"]');
    remove?.focus();
    remove?.click();
    expect(document.activeElement?.getAttribute('data-testid')).toBe('axis-other_major');
  });
});
