import { describe, expect, it, vi } from 'vitest';
import type { KernelMessage, Review } from '../src/protocol';
import { bareDesk, mount, sent, type, useFakeTimers } from './helpers';

useFakeTimers();

function refused(edit: number, review: Review, field: string, key = ''): KernelMessage {
  const places: [string, string][] = [[field, key]];
  const reason = 'the same part of the review was saved elsewhere meanwhile';
  return { type: 'save_failed', edit, reason, mend: 'look at both', conflict: review, places };
}

describe('an edit', () => {
  it('says what it started from', async () => {
    const { desk, model } = await bareDesk();
    desk.edit({ notes: 'mine' });
    desk.edit({ ratings: { solution: { ...desk.rating('solution'), rationale: 'r' } } });
    desk.flush();
    expect(sent({ model }, 'edit').at(-1)?.bases).toEqual([
      { notes: '', ratings: { solution: null } }
    ]);
  });

  it('says also what may have arrived without an answer', async () => {
    const { desk, model, el } = await bareDesk();
    const silent = vi.spyOn(model, 'send').mockImplementation(m => void model.sent.push(m));
    desk.edit({ notes: 'a' });
    desk.flush();
    el.dispatchEvent(new CustomEvent('workbench:connection', { detail: 'down' }));
    desk.edit({ notes: 'ab' });
    el.dispatchEvent(new CustomEvent('workbench:connection', { detail: 'up' }));
    expect(sent({ model }, 'edit').at(-1)).toMatchObject({
      patch: { notes: 'ab' },
      bases: [{ notes: '' }, { notes: 'a' }]
    });
    silent.mockRestore();
  });

  it('starts from what was saved last when writing goes on meanwhile', async () => {
    const { desk, model } = await bareDesk();
    desk.edit({ notes: 'a' });
    desk.flush();
    desk.edit({ notes: 'ab' });
    await vi.advanceTimersByTimeAsync(20);
    desk.flush();
    expect(sent({ model }, 'edit').at(-1)?.bases).toEqual([{ notes: 'a' }]);
  });
});

describe('a conflict', () => {
  it('holds the part it is about until the reviewer chose, and saves all else', async () => {
    const { desk, model } = await bareDesk();
    model.send = message => void model.sent.push(message);
    desk.edit({ notes: 'mine', cannot_judge: 'c' });
    desk.flush();
    const edit = sent({ model }, 'edit').at(-1)?.edit ?? 0;
    model.tell(refused(edit, { ...model.review, notes: 'theirs' }, 'notes'));
    expect(sent({ model }, 'edit').at(-1)?.patch).toEqual({ cannot_judge: 'c' });
    desk.edit({ notes: 'mine, longer' });
    await vi.advanceTimersByTimeAsync(30_000);
    expect(sent({ model }, 'edit').every(m => m.edit === edit || !m.patch.notes)).toBe(true);
    expect(desk.state.conflict?.notes).toBe('theirs');
    expect(desk.state.saving.kind).toBe('failed');
    desk.keepMine();
    const last = sent({ model }, 'edit').at(-1);
    expect(last?.patch.notes).toBe('mine, longer');
    expect(last?.bases?.flatMap(base => base.notes ?? [])).toEqual(['theirs']);
    expect(desk.state.conflict).toBeNull();
  });

  it('takes the other version where the two differ, and nowhere else', async () => {
    const desk = await mount();
    const { model } = desk;
    type(desk.area('notes'), 'mine');
    type(desk.area('rationale-solution'), 'kept');
    const answer = model.send.bind(model);
    model.send = message => void model.sent.push(message);
    await vi.advanceTimersByTimeAsync(300);
    const edit = sent(desk, 'edit').at(-1)?.edit ?? 0;
    model.send = answer;
    model.tell(refused(edit, { ...model.review, notes: 'theirs' }, 'notes'));
    await vi.advanceTimersByTimeAsync(300);
    expect(desk.find('saved-state').textContent).toContain('not saved');
    const take = [...desk.el.querySelectorAll('button')].find(
      node => node.textContent === 'Take the other'
    );
    take?.click();
    expect(desk.area('notes').value).toBe('theirs');
    expect(desk.area('rationale-solution').value).toBe('kept');
    expect(desk.find('saved-state').textContent).not.toContain('not saved');
  });
});
