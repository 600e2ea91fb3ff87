/** A desk in the workspace's own queue: somebody else's task, leaving one, going on to the next. */

import { describe, expect, it, vi } from 'vitest';
import type { Lease } from '../src/lease';
import { mount, press, sent, useFakeTimers } from './helpers';

useFakeTimers();

function lease(change: Partial<Lease> = {}): Lease {
  return {
    mine: true,
    holder: '',
    until: null,
    free: false,
    renew_s: 60,
    skipped: null,
    problem: '',
    ...change
  };
}

function anns(change: Partial<Lease> = {}): Lease {
  return lease({ mine: false, holder: 'ann <b>', until: Date.now() / 1000 + 600, ...change });
}

describe('a task of the queue', () => {
  it('says nothing of holding it to whoever is alone', async () => {
    const { el, find } = await mount({ lease: lease() });
    expect(el.querySelector('.wb-banners')?.textContent).toBe('');
    expect(find('submit-next').hidden).toBe(false);
  });

  it('says now and then that the reviewer is at it, and nothing once nobody is', async () => {
    const mounted = await mount({ lease: lease() });
    await vi.advanceTimersByTimeAsync(61_000);
    expect(sent(mounted, 'renew')).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(sent(mounted, 'renew')).toHaveLength(1);
    press(mounted.find('desk'), 'Shift');
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent(mounted, 'renew')).toHaveLength(2);
  });

  it('of another reviewer can be read and not changed', async () => {
    const mounted = await mount({ lease: anns() });
    const { el, find } = mounted;
    expect(el.querySelector('.wb-banners')?.textContent).toMatch(
      /^ann <b> is at this task until \d+:\d\d\. You can read it, not change it\.$/
    );
    for (const control of ['submit', 'submit-next', 'skip-task', 'reopen'])
      expect(find(control).hidden).toBe(true);
    expect(el.querySelector<HTMLFieldSetElement>('fieldset')?.disabled).toBe(true);
    await vi.advanceTimersByTimeAsync(200_000);
    expect(sent(mounted, 'renew')).toEqual([]);
  });

  it('can be taken over once its lease has run out', async () => {
    const mounted = await mount({ lease: anns() });
    expect(mounted.el.querySelector('[data-testid="take-over"]')).toBeNull();
    mounted.model.tell({ type: 'lease', lease: anns({ free: true }) });
    mounted.find('take-over').click();
    expect(sent(mounted, 'take_over')).toHaveLength(1);
    mounted.model.tell({ type: 'lease', lease: lease() });
    expect(mounted.find('submit').hidden).toBe(false);
    expect(mounted.el.querySelector('.wb-banners')?.textContent).toBe('');
  });

  it('is left with a reason, and the next one is wanted', async () => {
    const mounted = await mount({ lease: lease() });
    const next = vi.fn();
    mounted.el.addEventListener('workbench:next', next);
    mounted.find('skip-task').click();
    const form = mounted.el.querySelector('form');
    form?.requestSubmit();
    expect(sent(mounted, 'skip')).toEqual([]);
    const input = form?.querySelector('input');
    if (input) input.value = 'I wrote it';
    form?.requestSubmit();
    await vi.advanceTimersByTimeAsync(50);
    expect(sent(mounted, 'skip')[0]?.reason).toBe('I wrote it');
    mounted.model.tell({ type: 'lease', lease: lease({ skipped: 'I wrote it' }) });
    expect(next).toHaveBeenCalledOnce();
    expect(mounted.find('reopen').hidden).toBe(false);
    expect(mounted.el.querySelector('.wb-banners')?.textContent).toContain('I wrote it');
  });

  it('goes on to the next one only when that was asked for, and only once it is submitted', async () => {
    const mounted = await mount({ lease: lease() });
    const next = vi.fn();
    mounted.el.addEventListener('workbench:next', next);
    const submitted = { type: 'submitted', revision: 1, review: mounted.model.review } as const;
    mounted.find('submit').click();
    await vi.advanceTimersByTimeAsync(50);
    mounted.model.tell(submitted);
    expect(next).not.toHaveBeenCalled();
    mounted.find('submit-next').click();
    await vi.advanceTimersByTimeAsync(50);
    expect(next).not.toHaveBeenCalled();
    mounted.model.tell(submitted);
    expect(next).toHaveBeenCalledOnce();
  });
});
