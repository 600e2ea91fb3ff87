import { describe, expect, it, vi } from 'vitest';
import { mount, press, sent, useFakeTimers } from './helpers';

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
