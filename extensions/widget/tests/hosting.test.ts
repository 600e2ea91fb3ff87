import { beforeEach, describe, expect, it, vi } from 'vitest';
import { mount, press, sent, useFakeTimers, type Mounted, type } from './helpers';

useFakeTimers();
beforeEach(() => localStorage.clear());

const tell = (desk: Mounted, type: string, detail: unknown): void =>
  void desk.el.dispatchEvent(new CustomEvent(type, { detail }));
const selected = (desk: Mounted, id: string): string | null =>
  desk.find(id).getAttribute('aria-selected');

describe('what the host says', () => {
  it('binds keys anew, in editors too, and the buttons name them', async () => {
    const desk = await mount();
    tell(desk, 'workbench:keys', { run: ['F9'], 'score-1': ['Alt 1'], queue: ['Alt Q'], help: [] });
    expect(desk.find('run').textContent).toContain('F9');
    const editor = desk.find('tests-editor').querySelector('.cm-content');
    if (editor) press(editor, 'Enter', { ctrlKey: true });
    await vi.advanceTimersByTimeAsync(400);
    expect(sent(desk, 'run')).toHaveLength(0);
    if (editor) press(editor, 'F9');
    await vi.advanceTimersByTimeAsync(400);
    expect(sent(desk, 'run')).toHaveLength(1);
    type(desk.area('rationale-solution'), 'It merges rooms.');
    desk.find('axis-solution').focus();
    press(desk.find('axis-solution'), '1');
    expect(desk.find('level-solution-1').getAttribute('aria-checked')).toBe('false');
    press(desk.find('axis-solution'), '1', { altKey: true });
    expect(desk.find('level-solution-1').getAttribute('aria-checked')).toBe('true');
  });

  it('is asked for what the desk cannot do itself', async () => {
    const desk = await mount();
    const asked = vi.fn();
    desk.el.addEventListener('workbench:command', event => {
      asked((event as CustomEvent<string>).detail);
    });
    press(desk.find('run'), 'q', { altKey: true });
    expect(asked).not.toHaveBeenCalled();
    tell(desk, 'workbench:keys', { queue: ['Alt Q'] });
    press(desk.find('run'), 'q', { altKey: true });
    expect(asked).toHaveBeenCalledWith('queue');
  });

  it('leads to an axis, and hears where the reviewer is', async () => {
    const desk = await mount();
    tell(desk, 'workbench:show', { axis: 'solution' });
    expect(document.activeElement?.getAttribute('data-testid')).toBe('axis-solution');
    const place = {};
    tell(desk, 'workbench:where', place);
    expect(place).toEqual({ axis: 'solution' });
    tell(desk, 'workbench:show', { solution: 'no such', file: 'x' });
    expect(desk.el.textContent).toContain('which this task does not have');
  });

  it('silences its own keys while text is typed, and only then', async () => {
    const desk = await mount();
    const root = desk.find('desk');
    desk.find('notes').focus();
    expect(root.classList.contains('wb-quiet')).toBe(true);
    desk.find('run').focus();
    expect(root.classList.contains('wb-quiet')).toBe(false);
    desk.find('help').click();
    expect(root.classList.contains('wb-quiet')).toBe(true);
  });
});

describe('the open tabs', () => {
  it('are those of the settings first, and later those that were left', async () => {
    const { el, close } = await mount();
    close();
    expect(el.querySelector('.wb-desk')).toBeNull();
    localStorage.clear();
    const first = await mount();
    first.find('tab-solution').click();
    first.find('tab-comments').click();
    first.close();
    const second = await mount();
    expect(selected(second, 'tab-solution')).toBe('true');
    expect(selected(second, 'tab-comments')).toBe('true');
  });

  it('fall back where the browser remembers nonsense', async () => {
    localStorage.setItem('reviewer-workbench:views', '[["x"], 7, {"a": 1}]');
    const desk = await mount();
    expect(selected(desk, 'tab-prompt')).toBe('true');
  });
});
