import { afterEach, describe, expect, it, vi } from 'vitest';
import { aRun, bareDesk, done, mount, sent, type, useFakeTimers } from './helpers';
import type { Kept } from '../src/core/edits';
import { isOutdated } from '../src/core/select';
import type { KernelMessage, StateMessage } from '../src/protocol';

useFakeTimers();

/** What lies in the browser's storage for a later page. */
function left(): Kept[] {
  return Object.entries(localStorage)
    .filter(([key]) => key.includes(':unsaved:'))
    .map(([, text]) => JSON.parse(String(text)) as Kept);
}

/** The state as the fake kernel last told it, to be told again. */
async function nextState(model: Awaited<ReturnType<typeof bareDesk>>['model']) {
  const heard: StateMessage[] = [];
  const listen = (content: unknown): void => {
    const message = content as KernelMessage;
    if (message.type === 'state') heard.push(message);
  };
  model.on('msg:custom', listen);
  model.send({ type: 'hello', seen: 0 });
  await vi.advanceTimersByTimeAsync(50);
  model.off('msg:custom', listen);
  const [state] = heard;
  if (!state) throw new Error('no state');
  return state;
}

describe('work that was not saved when its page ended', () => {
  afterEach(() => localStorage.clear());

  it('is brought back by the next page and saved', async () => {
    const first = await mount();
    first.model.send = () => undefined;
    type(first.area('notes'), 'typed 100 ms before the end');
    first.close();
    expect(left()).toHaveLength(1);
    const second = await mount();
    await vi.advanceTimersByTimeAsync(600);
    expect(second.area('notes').value).toBe('typed 100 ms before the end');
    expect(second.model.review.notes).toBe('typed 100 ms before the end');
    await vi.advanceTimersByTimeAsync(1100);
    expect(left()).toHaveLength(0);
  });

  it('is left alone while the page that holds it lives', async () => {
    const first = await bareDesk();
    first.model.send = () => undefined;
    first.desk.edit({ notes: 'of a living page' });
    await vi.advanceTimersByTimeAsync(1100);
    expect(left()).toHaveLength(1);
    const second = await bareDesk();
    vi.useRealTimers();
    await new Promise(resolve => setTimeout(resolve, 50));
    vi.useFakeTimers();
    await vi.advanceTimersByTimeAsync(600);
    expect(second.desk.state.review?.notes).toBe('');
    first.desk.close();
    second.desk.close();
  });

  it('is forgotten once it is saved', async () => {
    const { desk } = await bareDesk();
    desk.edit({ notes: 'saved' });
    await vi.advanceTimersByTimeAsync(2500);
    expect(left()).toEqual([]);
    desk.close();
    // Seconds counted since are all that closing may leave.
    expect(left().map(kept => Object.keys(kept.patch))).toEqual([['active_s']]);
  });
});

describe('a kernel that was killed', () => {
  it('leaves no run silently behind: the page says so and offers it again', async () => {
    const { desk, model, el } = await bareDesk();
    const state = await nextState(model);
    model.send = message => void model.sent.push(message);
    await desk.run('given', 'candidate');
    desk.assess(60, false);
    el.dispatchEvent(new CustomEvent('workbench:connection', { detail: 'down' }));
    el.dispatchEvent(new CustomEvent('workbench:connection', { detail: 'up' }));
    expect(sent({ model }, 'hello').at(-1)?.asked).toHaveLength(2);
    model.tell(state);
    expect(desk.state.requests).toEqual({});
    expect(desk.state.assessing).toBeNull();
    const [run, assessment] = desk.state.notices;
    expect(run?.text).toContain('given tests on candidate was cut off');
    expect(assessment?.text).toContain('assessment was cut off');
    run?.action?.run();
    await vi.advanceTimersByTimeAsync(10);
    expect(sent({ model }, 'run')).toHaveLength(2);
  });

  it('does not make a run of what was asked for after it was asked', async () => {
    const { desk, model } = await bareDesk();
    const state = await nextState(model);
    model.send = message => void model.sent.push(message);
    await desk.run('given', 'candidate');
    model.tell(state); // the answer to a question of before the run
    expect(Object.keys(desk.state.requests)).toHaveLength(1);
    expect(desk.state.notices).toEqual([]);
  });
});

describe('a line that is dead and looks alive', () => {
  it('is said within seconds, and the host is asked to make sure', async () => {
    const { desk, model, el } = await bareDesk();
    const silent = vi.fn();
    el.addEventListener('workbench:silent', silent);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(silent).not.toHaveBeenCalled();
    model.send = message => void model.sent.push(message);
    desk.edit({ notes: 'into the void' });
    await vi.advanceTimersByTimeAsync(8000);
    expect(silent).toHaveBeenCalledTimes(1);
    expect(desk.state.saving).toMatchObject({ kind: 'failed' });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent({ model }, 'edit').length).toBeGreaterThan(1);
  });
});

describe('a result', () => {
  it('that is told twice is shown once', async () => {
    const { desk, model } = await bareDesk();
    const before = desk.state.history.length;
    model.tell(done('r1', aRun()));
    model.tell(done('r1', aRun()));
    expect(desk.state.history).toHaveLength(before + 1);
  });

  it('is never of text it did not run, whoever asked for it', async () => {
    const { desk, model } = await bareDesk();
    const last = () => {
      const entry = desk.state.history.at(-1);
      return entry && isOutdated(desk.state, entry);
    };
    model.tell(done('other/r1', aRun(), { current: true }));
    expect(last()).toBe(false);
    desk.edit({ given_edits: { 'test_bookings.py': 'def test_x(): pass' } });
    expect(last()).toBe(true);
    // Not saved yet: the kernel compares with an older text than the one on the screen.
    model.tell(done('other/r2', aRun({ id: 'b'.repeat(64) }), { current: true }));
    expect(last()).toBe(true);
    await vi.advanceTimersByTimeAsync(400);
    model.tell(done('other/r3', aRun({ id: 'c'.repeat(64) }), { current: true, edited: true }));
    expect(last()).toBe(false);
    model.tell(done('other/r4', aRun({ id: 'd'.repeat(64) }), { current: false, edited: true }));
    expect(last()).toBe(true);
  });

  it('of this page is outdated when another page changed the text before it ran', async () => {
    const { desk, model } = await bareDesk();
    model.send = message => void model.sent.push(message);
    await desk.run('given', 'candidate');
    const request = sent({ model }, 'run')[0]?.request ?? '';
    model.tell(done(request, aRun(), { current: false }));
    const entry = desk.state.history.at(-1);
    expect(entry && isOutdated(desk.state, entry)).toBe(true);
  });
});
