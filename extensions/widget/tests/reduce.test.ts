import { describe, expect, it } from 'vitest';
import { reduce, type Action } from '../src/core/reduce';
import { isOutdated, shownEntry } from '../src/core/select';
import { applyPatch, initialState, mergePatch, type DeskState } from '../src/core/state';
import type { KernelMessage, Patch, StateMessage } from '../src/protocol';
import { fakeModel } from '../dev/fake';
import { aRun, done } from './helpers';

async function stateMessage(): Promise<StateMessage> {
  const model = fakeModel();
  return new Promise(resolve => {
    model.on('msg:custom', content => resolve(content as StateMessage));
    model.send({ type: 'hello', seen: 0 });
  });
}

function hear(state: DeskState, message: KernelMessage, unsaved: Patch = {}): DeskState {
  return reduce(state, { type: 'kernel', message, unsaved });
}

async function loaded(): Promise<DeskState> {
  return hear(initialState, await stateMessage());
}

function ask(state: DeskState, id: string, basis: string, solution = 'candidate'): DeskState {
  const request = {
    id,
    basis,
    solution,
    suite: 'given',
    phase: 'asked',
    startedAt: 0,
    cancelling: false
  };
  return reduce(state, { type: 'request', request } satisfies Action);
}

describe('the reducer', () => {
  it('lays unsaved work over the state the kernel sends', async () => {
    const message = await stateMessage();
    const state = hear(initialState, message, { notes: 'typed while it was away' });
    expect(state.review?.notes).toBe('typed while it was away');
  });

  it('shows a run of this page at once and ends its request', async () => {
    const state = hear(ask(await loaded(), 'r1', 'x'), done('r1', aRun()));
    expect(shownEntry(state)?.verdict).toBe('pass');
    expect(state.requests).toEqual({});
  });

  it('keeps a request open until its last run', async () => {
    const asked = ask(await loaded(), 'r1', 'x', 'all');
    const one = hear(asked, done('r1', aRun(), { last: false }));
    expect(Object.keys(one.requests)).toEqual(['r1']);
    const two = hear(one, done('r1', aRun({ id: 'b'.repeat(64), solution: 'stub' })));
    expect(two.requests).toEqual({});
    expect(two.history.filter(entry => entry.request === 'r1')).toHaveLength(2);
    expect(shownEntry(two)?.solution).toBe('candidate');
  });

  it("does not show another page's run in place of the one looked at", async () => {
    const mine = hear(ask(await loaded(), 'r1', 'x'), done('r1', aRun()));
    const other = hear(mine, done('page2/r9', aRun({ id: 'c'.repeat(64), verdict: 'fail' })));
    expect(shownEntry(other)?.verdict).toBe('pass');
    expect(other.history).toHaveLength(2);
  });

  it('restores runs of before in the order the kernel knows, whatever a clock said, and shows the newest', async () => {
    const message = await stateMessage();
    const state = hear(initialState, {
      ...message,
      runs: [
        aRun(),
        {
          run: aRun({ id: 'b'.repeat(64), started_at: '2020-01-01T00:00:00Z', verdict: 'fail' }),
          suite_key: 'given',
          edited: true
        }
      ]
    });
    expect(state.history.map(entry => entry.verdict)).toEqual(['pass', 'fail']);
    expect(shownEntry(state)).toMatchObject({ verdict: 'fail', edited: true });
  });

  it('does not list a run twice when the state comes again', async () => {
    const message = await stateMessage();
    const once = hear(initialState, { ...message, runs: [aRun()] });
    expect(hear(once, { ...message, runs: [aRun()] }).history).toHaveLength(1);
  });

  it('keeps no more whole runs than it shows any use for', async () => {
    let state = await loaded();
    for (let i = 0; i < 90; i++) {
      const id = String(i).padStart(64, '0');
      state = hear(ask(state, `r${i}`, ''), done(`r${i}`, aRun({ id })));
    }
    expect(Object.keys(state.runs).length).toBeLessThanOrEqual(61);
    expect(state.history).toHaveLength(90);
    expect(state.runs[shownEntry(state)?.id ?? '']).toBeDefined();
  });

  it('drops a request the kernel does not know any more', async () => {
    const state = hear(ask(await loaded(), 'r1', 'x'), await stateMessage());
    expect(state.requests).toEqual({});
  });

  it('says why a run was not made', async () => {
    const state = hear(ask(await loaded(), 'r1', 'x'), {
      type: 'run_failed',
      request: 'r1',
      reason: 'no sandbox',
      mend: 'apt install bubblewrap',
      cancelled: false
    });
    expect(state.notices[0]).toMatchObject({ level: 'error', mend: 'apt install bubblewrap' });
    expect(state.requests).toEqual({});
  });

  it('takes the inventories that come with a save', async () => {
    const inventory = { tests: [{ id: 't', file: 'f', line: 3 }], skipped: [], problems: [] };
    const state = hear(await loaded(), {
      type: 'saved',
      edit: 1,
      sequence: 2,
      at: '',
      missing: [],
      decision: null,
      derived: null,
      inventories: { 'probe:x': inventory }
    });
    expect(state.inventories['probe:x']).toEqual(inventory);
    expect(state.inventories['given']?.tests.length).toBeGreaterThan(0);
  });
});

describe('a verdict', () => {
  it('is outdated as soon as the tests under it are edited, and not before', async () => {
    const { basisOf } = await import('../src/core/select');
    const before = await loaded();
    const state = hear(
      ask(before, 'r1', basisOf(before, 'given', 'candidate')),
      done('r1', aRun())
    );
    const entry = shownEntry(state);
    if (!entry) throw new Error('nothing shown');
    expect(isOutdated(state, entry)).toBe(false);
    const patch = { given_edits: { 'test_bookings.py': 'assert True\n' } };
    expect(isOutdated(reduce(state, { type: 'patch', patch }), entry)).toBe(true);
  });

  it('of before the page is outdated when the tests were not edited then but are now', async () => {
    const message = await stateMessage();
    const state = hear(initialState, { ...message, runs: [aRun()] });
    const entry = shownEntry(state);
    if (!entry) throw new Error('nothing shown');
    expect(isOutdated(state, entry)).toBe(false);
    const patch = { given_edits: { 'test_bookings.py': 'assert True\n' } };
    expect(isOutdated(reduce(state, { type: 'patch', patch }), entry)).toBe(true);
  });
});

describe('a verdict of before the page', () => {
  it.each([
    [true, false],
    [false, true]
  ])('is taken as the kernel says: current %s, outdated %s', async (current, outdated) => {
    const message = await stateMessage();
    const stored = { run: aRun(), suite_key: 'given', edited: false, cached: false, current };
    const state = hear(initialState, { ...message, runs: [stored] });
    const entry = shownEntry(state);
    if (!entry) throw new Error('nothing shown');
    expect(isOutdated(state, entry)).toBe(outdated);
    const patch = { given_edits: { 'test_bookings.py': 'assert True\n' } };
    expect(isOutdated(reduce(state, { type: 'patch', patch }), entry)).toBe(true);
  });
});

describe('patches', () => {
  it('restore a file with null', async () => {
    const { review } = await loaded();
    if (!review) throw new Error('no review');
    const edited = applyPatch(review, { given_edits: { 'a.py': 'x' } });
    expect(applyPatch(edited, { given_edits: { 'a.py': null } }).given_edits).toEqual({});
  });

  it('merge axis by axis', () => {
    const rating = { score: 1, rationale: '', cannot_judge: '', evidence: [], tags: [] };
    const merged = mergePatch({ ratings: { a: rating } }, { ratings: { b: rating } });
    expect(Object.keys(merged.ratings ?? {})).toEqual(['a', 'b']);
  });
});
