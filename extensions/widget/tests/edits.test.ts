import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DEBOUNCE_MS, EditQueue } from '../src/core/edits';
import type { Patch } from '../src/protocol';

interface Sent {
  edit: number;
  patch: Patch;
}

function queue(): { edits: EditQueue; sent: Sent[] } {
  const sent: Sent[] = [];
  const edits = new EditQueue({ first: 100, send: (edit, patch) => sent.push({ edit, patch }) });
  return { edits, sent };
}

describe('the edit queue', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  it('sends at most 250 ms after the first keystroke, however long the typing lasts', () => {
    const { edits, sent } = queue();
    for (let i = 0; i < 10; i++) {
      edits.push({ notes: 'x'.repeat(i + 1) });
      vi.advanceTimersByTime(DEBOUNCE_MS / 5);
    }
    expect(DEBOUNCE_MS).toBeLessThanOrEqual(300);
    expect(sent.map(s => s.patch.notes?.length)).toEqual([5, 10]);
  });

  it('numbers edits upwards without a gap', () => {
    const { edits, sent } = queue();
    edits.push({ notes: 'a' });
    edits.flush();
    edits.push({ notes: 'b' });
    edits.flush();
    expect(sent.map(s => s.edit)).toEqual([100, 101]);
  });

  it('keeps an edit until it is acknowledged', () => {
    const { edits } = queue();
    edits.push({ notes: 'a' });
    edits.flush();
    expect(edits.unsaved).toEqual({ notes: 'a' });
    edits.acknowledge(100);
    expect(edits.isClean).toBe(true);
  });

  it('does not take an older acknowledgement for the newest edit', () => {
    const { edits } = queue();
    edits.push({ notes: 'a' });
    edits.flush();
    edits.push({ difficulty: 'hard' });
    edits.flush();
    edits.acknowledge(100);
    expect(edits.isClean).toBe(false);
    expect(edits.unsaved).toEqual({ notes: 'a', difficulty: 'hard' });
  });

  it('puts all that is unacknowledged into the next edit, the newest text winning', () => {
    const { edits, sent } = queue();
    edits.push({ given_edits: { 'a.py': 'old', 'b.py': 'b' } });
    edits.flush();
    edits.push({ given_edits: { 'a.py': 'new' } });
    edits.flush();
    expect(sent.at(-1)?.patch).toEqual({ given_edits: { 'a.py': 'new', 'b.py': 'b' } });
  });

  it('keeps what was typed after an edit went out when that edit is acknowledged', () => {
    const { edits } = queue();
    edits.push({ notes: 'a' });
    edits.flush();
    edits.push({ notes: 'ab' });
    edits.acknowledge(100);
    expect(edits.unsaved).toEqual({ notes: 'ab' });
  });

  it('sends nothing while the connection is down and everything when it is back', () => {
    const { edits, sent } = queue();
    edits.push({ notes: 'a' });
    edits.flush();
    edits.setDown(true);
    edits.push({ confidence: 3 });
    vi.advanceTimersByTime(60_000);
    expect(sent).toHaveLength(1);
    edits.setDown(false);
    edits.resend();
    expect(sent.at(-1)).toEqual({ edit: 101, patch: { notes: 'a', confidence: 3 } });
  });

  it('tries a refused edit again with all that came after it', () => {
    const { edits, sent } = queue();
    edits.push({ notes: 'a' });
    edits.flush();
    edits.fail(100);
    expect(edits.failed).toBe(true);
    vi.advanceTimersByTime(5000);
    expect(sent.at(-1)).toEqual({ edit: 101, patch: { notes: 'a' } });
  });

  it('never sends an older text after a newer one was acknowledged', () => {
    const { edits, sent } = queue();
    edits.push({ notes: 'old' });
    edits.flush();
    edits.push({ notes: 'new' });
    edits.flush();
    edits.fail(100);
    edits.acknowledge(101);
    vi.advanceTimersByTime(60_000);
    expect(sent).toHaveLength(2);
    expect(edits.isClean).toBe(true);
  });

  it('settles as soon as the kernel has acknowledged', async () => {
    const { edits } = queue();
    edits.push({ notes: 'a' });
    const settled = edits.settled(4000);
    edits.acknowledge(100);
    await expect(settled).resolves.toBe(true);
  });

  it('settles as unsaved when the kernel refuses or stays silent', async () => {
    const { edits } = queue();
    edits.push({ notes: 'a' });
    const refused = edits.settled(4000);
    edits.fail(100);
    await expect(refused).resolves.toBe(false);
    const silent = edits.settled(4000);
    await vi.advanceTimersByTimeAsync(4001);
    await expect(silent).resolves.toBe(false);
  });

  it('sends the rest when it is closed', () => {
    const { edits, sent } = queue();
    edits.push({ notes: 'last words' });
    edits.close();
    expect(sent).toEqual([{ edit: 100, patch: { notes: 'last words' } }]);
  });
});
