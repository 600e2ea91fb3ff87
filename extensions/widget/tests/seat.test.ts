/** A desk in a calibration session: place, lease, skip, pause, feedback. */

import { describe, expect, it, vi } from 'vitest';
import { rubric } from '../dev/sample';
import type { Seat } from '../src/protocol';
import { apart, seatLines } from '../src/view/seat';
import { mount, sent, useFakeTimers } from './helpers';

useFakeTimers();

const AXIS = rubric.axes[0]?.id ?? '';

function seat(change: Partial<Seat> = {}): Seat {
  return {
    id: 'spring',
    title: 'Spring <b>calibration</b>',
    state: 'blind',
    assignment: 'a1',
    item: 'draft',
    practice: false,
    held_until: Date.now() / 1000 + 3600,
    renew_s: 60,
    skip_needs_reason: true,
    skip_reason: '',
    paused: '',
    lost: '',
    position: 3,
    total: 12,
    feedback: null,
    ...change
  };
}

describe('a seat', () => {
  it('says which session, how far along, and until when the task is held', async () => {
    const { find } = await mount({ session: seat() });
    expect(find('seat').textContent).toMatch(
      /^Spring <b>calibration<\/b> · 3 of 12 · yours until \d+:\d\d$/
    );
    expect(find('practice').hidden).toBe(true);
  });

  it('is not there outside a session', async () => {
    const { el } = await mount();
    expect(el.querySelector<HTMLElement>('.wb-seat')?.hidden).toBe(true);
  });

  it('holds the task as long as the page is open, and no longer than it is under way', async () => {
    const mounted = await mount({ session: seat() });
    await vi.advanceTimersByTimeAsync(61_000);
    expect(sent(mounted, 'renew')).toHaveLength(1);
    mounted.model.tell({ type: 'seat', session: seat({ item: 'submitted' }) });
    await vi.advanceTimersByTimeAsync(200_000);
    expect(sent(mounted, 'renew')).toHaveLength(1);
  });

  it('asks why before a task is left, then wants the next', async () => {
    const mounted = await mount({ session: seat() });
    const next = vi.fn();
    mounted.el.addEventListener('workbench:next', next);
    mounted.find('skip').click();
    const form = mounted.el.querySelector('form');
    const input = form?.querySelector('input');
    form?.requestSubmit();
    expect(sent(mounted, 'skip')).toEqual([]);
    if (input) input.value = 'I wrote it';
    form?.requestSubmit();
    await vi.advanceTimersByTimeAsync(50);
    expect(sent(mounted, 'skip')[0]?.reason).toBe('I wrote it');
    mounted.model.tell({
      type: 'seat',
      session: seat({ item: 'skipped', skip_reason: 'I wrote it' })
    });
    expect(next).toHaveBeenCalledOnce();
  });

  it('says plainly that nothing is handed out, and that a lease has passed on', () => {
    expect(seatLines(seat({ paused: 'Let us talk.' }))[0]?.[1]).toContain(
      'You are paused: Let us talk.'
    );
    expect(seatLines(seat({ lost: 'it expired' }))[0]?.[1]).toContain('no longer held for you');
    expect(seatLines(null)).toEqual([]);
  });

  it('shows own scores beside the known ones only once practice is submitted', async () => {
    const feedback = { scores: { [AXIS]: 2 }, decision: null, why: 'No test <i>waits</i>.' };
    const { model, find } = await mount({ session: seat({ practice: true }) });
    expect(find('feedback').hidden).toBe(true);
    model.tell({ type: 'seat', session: seat({ practice: true, item: 'submitted' }) });
    expect(find('feedback').textContent).toContain('on its way');
    model.tell({ type: 'seat', session: seat({ practice: true, item: 'submitted', feedback }) });
    expect(find('feedback').querySelectorAll('tbody tr')).toHaveLength(1);
    expect(find('feedback').textContent).toContain('No test <i>waits</i>.');
  });

  it('calls a score on the wrong side of what blocks wrong, however near', () => {
    expect(apart(1, 2, 2)).toEqual(['bad', '✗ this blocks the task']);
    expect(apart(2, 1, 2)).toEqual(['bad', '✗ this does not block']);
    expect(apart(2, 3, 2)).toEqual(['ok', '≈ one level off']);
    expect(apart(0, 0, 2)).toEqual(['ok', '✓ same']);
    expect(apart(null, 0, 2)[1]).toBe('not scored');
  });
});
