import { describe, expect, it, vi } from 'vitest';
import type { DeskMessage } from '../src/protocol';
import { bareDesk, mount, sent, type, useFakeTimers } from './helpers';

useFakeTimers();

describe('saving', () => {
  it('keeps edits while the kernel is away and sends them when it is back', async () => {
    const desk = await mount();
    const connection = (detail: string) =>
      desk.el.dispatchEvent(new CustomEvent('workbench:connection', { detail }));
    connection('down');
    type(desk.area('notes'), 'typed meanwhile');
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent(desk, 'edit')).toHaveLength(0);
    expect(desk.el.textContent).toContain('last edits are kept here');
    connection('up');
    await vi.advanceTimersByTimeAsync(400);
    expect(desk.model.review.notes).toBe('typed meanwhile');
    expect(sent(desk, 'hello').length).toBeGreaterThan(1);
    expect(desk.area('notes').value).toBe('typed meanwhile');
  });

  it('shows a refused save with its mend, and not as saved', async () => {
    const { desk, model } = await bareDesk();
    desk.edit({ notes: 'a' });
    vi.advanceTimersByTime(250);
    const edit = sent({ model }, 'edit')[0]?.edit ?? 0;
    model.tell({
      type: 'save_failed',
      edit,
      reason: 'disk full',
      mend: 'Free space.',
      conflict: null
    });
    expect(desk.state.saving).toEqual({ kind: 'failed', reason: 'disk full', mend: 'Free space.' });
  });

  it('flushes when the desk is taken away', async () => {
    const desk = await mount();
    type(desk.area('notes'), 'last words');
    desk.close();
    expect(sent(desk, 'edit').at(-1)?.patch.notes).toBe('last words');
  });

  it('flushes when the page is hidden', async () => {
    const desk = await mount();
    type(desk.area('notes'), 'lid closed');
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    vi.restoreAllMocks();
    expect(sent(desk, 'edit').at(-1)?.patch.notes).toBe('lid closed');
  });

  it('asks again until the kernel answers', async () => {
    const { model } = await bareDesk();
    model.sent.length = 0;
    const el = document.createElement('div');
    const { Desk } = await import('../src/core/desk');
    const silent = { ...model, send: (m: DeskMessage) => void model.sent.push(m) };
    const desk = new Desk(silent, el);
    await vi.advanceTimersByTimeAsync(9000);
    expect(sent({ model }, 'hello').length).toBeGreaterThanOrEqual(3);
    desk.close();
  });
});

describe('active time', () => {
  it('counts only while something is done and nothing is waited for', async () => {
    const { desk, el } = await bareDesk();
    const start = desk.clock.seconds;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(desk.clock.seconds - start).toBeGreaterThan(8);
    await vi.advanceTimersByTimeAsync(300_000);
    const idle = desk.clock.seconds;
    expect(idle - start).toBeLessThan(62);
    el.dispatchEvent(new Event('keydown'));
    await vi.advanceTimersByTimeAsync(5000);
    expect(desk.clock.seconds).toBeGreaterThan(idle + 3);
  });

  it('is reported at most every fifteen seconds', async () => {
    const { model, el } = await bareDesk();
    for (let i = 0; i < 60; i++) {
      el.dispatchEvent(new Event('keydown'));
      await vi.advanceTimersByTimeAsync(1000);
    }
    const reports = sent({ model }, 'edit').filter(m => m.patch.active_s !== undefined);
    expect(reports.length).toBeGreaterThanOrEqual(3);
    expect(reports.length).toBeLessThanOrEqual(4);
  });
});
