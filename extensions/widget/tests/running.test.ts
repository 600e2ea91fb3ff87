import { describe, expect, it, vi } from 'vitest';
import { aRun, bareDesk, done, mount, press, sent, useFakeTimers } from './helpers';

useFakeTimers();

describe('running', () => {
  it('runs nothing while the text it would judge is not saved', async () => {
    const { desk, model } = await bareDesk();
    desk.edit({ given_edits: { 'test_bookings.py': 'assert True' } });
    const running = desk.run('given', 'candidate');
    const edit = sent({ model }, 'edit')[0]?.edit ?? 0;
    model.tell({ type: 'save_failed', edit, reason: 'disk full', mend: '', conflict: null });
    await running;
    expect(sent({ model }, 'run')).toHaveLength(0);
    expect(desk.state.notices.at(-1)?.text).toContain('not saved');
  });

  it('sends the edit before the run that is about it', async () => {
    const { desk, model } = await bareDesk();
    desk.edit({ given_edits: { 'test_bookings.py': 'assert True' } });
    const running = desk.run('given', 'candidate');
    await vi.advanceTimersByTimeAsync(100);
    await running;
    const kinds = model.sent.map(m => m.type);
    expect(kinds.indexOf('edit')).toBeLessThan(kinds.indexOf('run'));
    expect(kinds).toContain('run');
  });

  it('says at once that a run is asked for, and asks for it once however often it is pressed', async () => {
    const { desk, model } = await bareDesk();
    desk.edit({ given_edits: { 'test_bookings.py': 'assert True' } });
    const running = [desk.run('given', 'candidate'), desk.run('given', 'candidate')];
    expect(Object.values(desk.state.requests).map(r => r.phase)).toEqual(['saving']);
    await vi.advanceTimersByTimeAsync(100);
    const ids = await Promise.all(running);
    expect(new Set(ids).size).toBe(1);
    expect(sent({ model }, 'run')).toHaveLength(1);
  });

  it('asks for nothing that was cancelled while its text was saved', async () => {
    const { desk, model } = await bareDesk();
    desk.edit({ given_edits: { 'test_bookings.py': 'assert True' } });
    const running = desk.run('given', 'candidate');
    desk.cancel();
    await vi.advanceTimersByTimeAsync(100);
    await running;
    expect(sent({ model }, 'run')).toHaveLength(0);
    expect(sent({ model }, 'cancel')).toHaveLength(0);
    expect(desk.state.requests).toEqual({});
    expect(desk.state.notices.at(-1)?.text).toBe('Run cancelled');
  });

  it('runs nothing without a sandbox and says what mends it', async () => {
    const desk = await mount({ sandbox: false });
    desk.find('run').click();
    await vi.advanceTimersByTimeAsync(100);
    expect(sent(desk, 'run')).toHaveLength(0);
    expect(desk.find('notices').textContent).toContain('sudo apt install bubblewrap');
    expect(desk.find('sandbox-badge').dataset['tone']).toBe('bad');
  });

  it('offers cancel from the first moment and Escape does not use it', async () => {
    const desk = await mount();
    desk.find('run').click();
    await vi.advanceTimersByTimeAsync(1);
    expect(desk.find('cancel').hidden).toBe(false);
    press(desk.find('run'), 'Escape');
    expect(sent(desk, 'cancel')).toHaveLength(0);
    desk.find('cancel').click();
    expect(sent(desk, 'cancel')).toHaveLength(1);
  });

  it('shows verdict, reason and each test, with icon and word', async () => {
    const desk = await mount();
    desk.find('run').click();
    await vi.advanceTimersByTimeAsync(1500);
    expect(desk.find('verdict').textContent).toContain('✗ fail');
    expect(desk.find('verdict').textContent).toContain('1 of 4 tests failed.');
    const rows = [...desk.el.querySelectorAll<HTMLElement>('[data-testid=result-row]')];
    expect(rows.map(row => row.dataset['status'])).toEqual([
      'passed',
      'failed',
      'passed',
      'passed'
    ]);
    expect(rows[1]?.querySelector('.wb-status')?.textContent).toBe('✗ failed');
    expect(desk.find('live').textContent).toContain('fail');
  });

  it('never shows a partial pass in the colour of a pass', async () => {
    const desk = await mount();
    desk.model.tell({ ...done('x', aRun({ selected: ['a'], verdict: 'incomplete' })) });
    desk.model.tell({ ...done('y', aRun({ id: 'b'.repeat(64), selected: ['a'] })) });
    const history = desk.find('tab-history');
    history.click();
    const tones = [
      ...desk.el.querySelectorAll<HTMLElement>('[data-testid=history-row] button')
    ].map(node => node.dataset['tone']);
    expect(tones).not.toContain('ok');
  });

  it('shows a run that could not be saved, and says that it is not on disk', async () => {
    const desk = await mount();
    const reason = 'x.run.json was not saved: the disk is full (free some space)';
    desk.model.tell(done('x', aRun({ verdict: 'pass' }), { unsaved: reason }));
    expect(desk.find('verdict').textContent).toContain('pass');
    expect(desk.find('verdict').textContent).toContain('not on disk');
    expect(desk.find('verdict').querySelector('[role=alert]')?.textContent).toBe(reason);
  });

  it('strikes a verdict through once its text has changed', async () => {
    const desk = await mount();
    desk.find('run').click();
    await vi.advanceTimersByTimeAsync(1500);
    expect(desk.find('verdict').dataset['outdated']).toBe('false');
    desk.find('probe-add').click();
    expect(desk.find('verdict').dataset['outdated']).toBe('false');
    desk.model.tell({
      type: 'review_changed',
      review: { ...desk.model.review, given_edits: { 'test_bookings.py': 'x' } },
      missing: [],
      decision: null,
      derived: null
    });
    expect(desk.find('verdict').dataset['outdated']).toBe('true');
    expect(desk.find('verdict').textContent).toContain('has changed since this run');
  });
});

describe('hostile text on the desk', () => {
  it('is shown marked and inert in titles, test names and messages', async () => {
    const desk = await mount({ title: 'a\u202eb <img src=x>' });
    expect(desk.find('title').textContent).toBe('a⟪RLO⟫b <img src=x>');
    const name = 't\u0000<script>\u001b[2K';
    desk.model.tell(
      done(
        'x',
        aRun({
          verdict: 'fail',
          reason: 'r\u2066',
          tests: [
            { id: name, status: 'failed', duration_s: 0, message: '\u200f<b>m</b>', output: '' }
          ]
        })
      )
    );
    const row = desk.find('result-row');
    expect(row.dataset['testId']).toBe(name);
    expect(row.querySelector('.wb-rowname')?.textContent).toBe('t␀<script>␛[2K');
    expect(row.textContent).toContain('⟪RLM⟫<b>m</b>');
    expect(desk.el.querySelector('img, script, b:not(.wb-radio b)')).toBeNull();
    expect(desk.find('verdict').textContent).toContain('⟪LRI⟫');
  });
});

describe('probes', () => {
  it('are added with a skeleton, renamed by their own tab and deleted with undo', async () => {
    const desk = await mount();
    desk.find('probe-add').click();
    await vi.advanceTimersByTimeAsync(400);
    expect(desk.model.review.probes[0]).toMatchObject({ name: 'probe-1', framework: 'pytest' });
    expect(desk.find('tab-probe-probe-1').getAttribute('aria-selected')).toBe('true');
    desk.find('probe-delete').click();
    expect(desk.find('tab-given').getAttribute('aria-selected')).toBe('true');
    const undo = [...desk.find('notices').querySelectorAll('button')].find(
      node => node.textContent === 'Undo'
    );
    undo?.click();
    await vi.advanceTimersByTimeAsync(400);
    expect(desk.model.review.probes.map(probe => probe.name)).toEqual(['probe-1']);
  });
});
