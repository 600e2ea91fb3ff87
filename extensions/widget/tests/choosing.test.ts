/** A conflict is shown with both versions, and each part of it is chosen by itself. */

import { expect, it, vi } from 'vitest';
import type { Place, Review } from '../src/protocol';
import { mount, sent, type, useFakeTimers, type Mounted } from './helpers';

useFakeTimers();

const PROBE = { name: 'p2', framework: 'auto', files: { 'test_p.py': 'x' } };

/** The page's own text of some parts, refused because `theirs` was saved meanwhile. */
async function collided(theirs: Partial<Review>, places: Place[]): Promise<Mounted> {
  const desk = await mount();
  const { model } = desk;
  const answer = model.send.bind(model);
  model.send = message => void model.sent.push(message);
  type(desk.area('notes'), 'what I wrote');
  type(desk.area('rationale-solution'), 'my reason');
  await vi.advanceTimersByTimeAsync(300);
  const edit = sent(desk, 'edit').at(-1)?.edit ?? 0;
  model.send = answer;
  const conflict = { ...model.review, ...theirs };
  model.review = conflict;
  const reason = 'the same part of the review was saved elsewhere meanwhile';
  model.tell({ type: 'save_failed', edit, reason, mend: '', conflict, places });
  await vi.advanceTimersByTimeAsync(300);
  return desk;
}

const THEIRS: Partial<Review> = {
  notes: 'what <b>they</b> wrote',
  ratings: {
    solution: { score: 1, rationale: 'their reason', cannot_judge: '', evidence: [], tags: [] }
  }
};
const BOTH: Place[] = [
  ['notes', ''],
  ['ratings', 'solution']
];

it('shows both versions of each part', async () => {
  const desk = await collided(THEIRS, BOTH);
  const parts = [...desk.find('conflict').querySelectorAll('fieldset')];
  expect(parts.map(part => part.querySelector('legend')?.textContent)).toEqual([
    'Notes',
    'Solution'
  ]);
  expect(parts[0]?.textContent).toContain('what <b>they</b> wrote');
  expect(parts[1]?.textContent).toContain('Score: 1');
});

it('saves one part as it is here and takes the other from there', async () => {
  const desk = await collided(THEIRS, BOTH);
  const theirs = desk
    .find('conflict')
    .querySelectorAll<HTMLInputElement>('[data-testid=choose-theirs]');
  theirs[1]?.click();
  desk.find('conflict-save').click();
  await vi.advanceTimersByTimeAsync(300);
  const last = sent(desk, 'edit').at(-1);
  expect(last?.patch).toEqual({ notes: 'what I wrote' });
  expect(last?.bases?.map(base => base.notes)).toContain('what <b>they</b> wrote');
  expect(desk.find('conflict').hidden).toBe(true);
  expect(desk.area('rationale-solution').value).toBe('their reason');
});

it('keeps what was chosen while the other side goes on writing', async () => {
  const desk = await collided(THEIRS, BOTH);
  const box = desk.find('conflict');
  box.querySelectorAll<HTMLInputElement>('[data-testid=choose-theirs]')[0]?.click();
  const review = { ...desk.model.review, ...THEIRS, notes: 'they wrote on' };
  desk.model.tell({ type: 'review_changed', review, missing: [], decision: null, derived: null });
  const chosen = box.querySelector<HTMLInputElement>('[data-testid=choose-theirs]');
  expect(chosen?.checked).toBe(true);
  expect(box.textContent).toContain('they wrote on');
});

it('puts lists of both together', async () => {
  const desk = await collided({ probes: [PROBE] }, [['probes', '']]);
  desk.find('choose-both').click();
  desk.find('conflict-save').click();
  await vi.advanceTimersByTimeAsync(300);
  expect(desk.model.review.probes.map(probe => probe.name)).toEqual(['p2']);
});
