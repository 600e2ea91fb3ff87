/** Audits at the foot of the queue: what is read of them, said, and asked. */

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Asks, AuditStrip } from '../../lab/src/audits/strip';
import {
  age,
  type Audit,
  counts,
  inBar,
  NO_REPORT,
  NO_SHELF,
  onShelf,
  pace,
  percent,
  readAudits,
  readReport,
  readShelf,
  size,
  time
} from '../../lab/src/audits/words';

const RAW = {
  id: 'here-7',
  began: '2026-01-01T00:00:00Z',
  kind: 'assess',
  host: 'here',
  state: 'running',
  updated: '2026-01-01T10:05:00Z',
  total: 8640,
  done: 1204,
  known: 0,
  failed: 1,
  fell_short: 0,
  high: 3,
  a_minute: 13.6,
  left_s: 3200
};

function audit(changes: object = {}): Audit {
  return readAudits([{ ...RAW, ...changes }])[0] as Audit;
}

describe('what is said of an audit', () => {
  it('is how far, how fast, how long yet, and what a lead must know', () => {
    expect(pace(audit())).toBe('14 a minute · 53 min left');
    expect(counts(audit())).toBe('3 with a high flag · 1 without a result');
    expect(counts(audit({ fell_short: 2000, known: 4, failed: 0, high: 0 }))).toBe(
      '2,000 not passed · 4 known before'
    );
    expect(inBar([audit()])).toBe('assess 1,204/8,640');
    expect(inBar([audit({ total: 0 })])).toBe('assess 1,204');
    expect(inBar([audit(), audit()])).toBe('2 audits');
    expect(inBar([])).toBe('');
  });

  it('is no promise where nobody knows how many there are', () => {
    const unknown = audit({ total: 0, left_s: null, a_minute: null });
    expect([pace(unknown), percent(unknown)]).toEqual(['Begun; no rate yet', null]);
    expect(percent(audit({ done: 8639 }))).toBe(99);
  });

  it.each([
    ['done', /^Done at \d+:05$/],
    ['stopped', /^Stopped at \d+:05$/],
    ['gone', /^Its process on here is gone at \d+:05$/],
    ['stopping', /^Stopping…$/]
  ])('names its end: %s', (state, words) => {
    expect(pace(audit({ state }))).toMatch(words);
  });

  it.each([
    [45, '45 s'],
    [720, '12 min'],
    [12_000, '3 h 20 min']
  ])('says %d seconds as people do', (seconds, words) => {
    expect(time(seconds)).toBe(words);
  });

  it('leaves out what is no audit and no report', () => {
    expect(readAudits([null, 3, { ...RAW, state: 'odd' }, { ...RAW, id: 3 }])).toEqual([]);
    expect(readAudits('x')).toEqual([]);
    expect(audit({ done: -1, a_minute: 'fast' })).toMatchObject({ done: 0, aMinute: null });
    expect(readReport({ state: 'odd' })).toEqual(NO_REPORT);
    expect(readReport(null)).toEqual(NO_REPORT);
  });
});

describe('the strip', () => {
  const asks = {
    report: vi.fn(),
    open: vi.fn(),
    stop: vi.fn(),
    hide: vi.fn(),
    remove: vi.fn()
  } satisfies Asks;
  let strip: AuditStrip;

  beforeEach(() => {
    vi.clearAllMocks();
    strip = new AuditStrip(asks);
    document.body.replaceChildren(strip.node);
  });

  function button(label: RegExp): HTMLButtonElement {
    const found = [...strip.node.querySelectorAll('button')].find(one =>
      label.test(one.getAttribute('aria-label') ?? one.textContent)
    );
    if (!found) throw new Error(`no button ${label}`);
    return found;
  }

  it('is there only while there is something to say', () => {
    strip.draw([], NO_REPORT, NO_SHELF);
    expect(strip.node.hidden).toBe(true);
    strip.draw([audit()], NO_REPORT, NO_SHELF);
    expect(strip.node.hidden).toBe(false);
    const bar = strip.node.querySelector('[role=progressbar]');
    expect(bar?.getAttribute('aria-valuenow')).toBe('13');
    expect(bar?.getAttribute('aria-valuetext')).toBe('1,204 of 8,640');
  });

  it('keeps the focus while figures change, and asks to stop once', () => {
    strip.draw([audit()], NO_REPORT, NO_SHELF);
    const stop = button(/^Stop/);
    stop.focus();
    strip.draw([audit({ id: 'new' }), audit({ done: 1300 })], NO_REPORT, NO_SHELF);
    expect(document.activeElement).toBe(stop);
    stop.click();
    expect(asks.stop).toHaveBeenCalledOnce();
    strip.draw([audit({ state: 'stopping' })], NO_REPORT, NO_SHELF);
    stop.click();
    expect(asks.stop).toHaveBeenCalledOnce();
    expect(stop.getAttribute('aria-disabled')).toBe('true');
  });

  it('reads an end aloud, once, and lets it be hidden without losing the focus', () => {
    strip.draw([audit({ state: 'done' })], NO_REPORT, NO_SHELF);
    const said = strip.node.querySelector('.wb-sr');
    expect(said?.textContent).toBe('');
    strip.draw([audit()], NO_REPORT, NO_SHELF);
    strip.draw([audit({ state: 'stopped' })], NO_REPORT, NO_SHELF);
    expect(said?.textContent).toMatch(/^Assessments: Stopped at .*, 1,204 of 8,640\. 3 with/);
    const hide = button(/^Hide/);
    hide.focus();
    hide.click();
    expect(asks.hide).toHaveBeenCalledOnce();
    strip.draw([], NO_REPORT, NO_SHELF);
    expect(document.activeElement).toBe(button(/^Report so far/));
  });

  it('says how far a report is, and shows hostile words as text', () => {
    const report = { number: 1, path: 'reports/a.html', words: 'reading \u202e<b>' };
    strip.draw([audit({ kind: '<i>\u0007' })], { ...report, state: 'making' }, NO_SHELF);
    expect(strip.node.textContent).toContain('<i>[U+0007]');
    expect(strip.node.textContent).toContain('Writing… reading [U+202E]<b>');
    button(/^Report so far/).click();
    expect(asks.report).not.toHaveBeenCalled();
    const shelf = { count: 1, bytes: 5, kept: [{ path: report.path, at: '', bytes: 5 }] };
    strip.draw([audit()], { ...report, state: 'done' }, shelf);
    button(/^Open it/).click();
    expect(asks.open).toHaveBeenCalledWith('reports/a.html');
    button(/^Report so far/).click();
    expect(asks.report).toHaveBeenCalledOnce();
    strip.draw([audit()], { ...report, state: 'failed', words: 'the disk is full' }, shelf);
    expect(strip.node.textContent).toContain('No report: the disk is full');
  });

  it('shows what reports there are, and gives the focus on when one is deleted', () => {
    const told = {
      count: 31,
      bytes: 6_200_000,
      kept: [
        { path: 'reports/b.html', at: '2026-01-02T10:00:00Z', bytes: 5_900_000 },
        { path: 'reports/a.html', at: '2026-01-01T10:00:00Z', bytes: 1200 },
        { path: 3 }
      ]
    };
    const shelf = readShelf(told);
    strip.draw([], NO_REPORT, shelf);
    expect(strip.node.hidden).toBe(false);
    expect(strip.node.querySelector('summary')?.textContent).toBe('31 reports, 6.2 MB');
    expect(strip.node.textContent).toContain('29 older ones');
    button(/^Open the report: 1 Jan 2026, 2 kB/).click();
    expect(asks.open).toHaveBeenCalledWith('reports/a.html');
    strip.node.querySelector('details')?.setAttribute('open', '');
    const away = button(/^Delete the report: 2 Jan 2026, 5.9 MB/);
    away.focus();
    away.click();
    expect(asks.remove).toHaveBeenCalledWith('reports/b.html');
    strip.draw([], NO_REPORT, { ...shelf, count: 30, kept: shelf.kept.slice(1) });
    expect(document.activeElement).toBe(strip.node.querySelector('summary'));
    strip.draw([], NO_REPORT, NO_SHELF);
    expect(strip.node.hidden).toBe(true);
  });
});

describe('what is said of a report', () => {
  it('is its age by the days of the reader, and its size', () => {
    const now = new Date(2026, 2, 4, 14, 30);
    expect(age(new Date(2026, 2, 4, 0, 5).toISOString(), now)).toBe('today 0:05');
    expect(age(new Date(2026, 2, 3, 23, 59).toISOString(), now)).toBe('yesterday 23:59');
    expect(age(new Date(2026, 1, 28, 9, 0).toISOString(), now)).toBe('28 Feb 2026');
    expect(age('never', now)).toBe('of unknown age');
    expect([size(0), size(1), size(999_000), size(5_940_000)]).toEqual([
      '0 kB',
      '1 kB',
      '999 kB',
      '5.9 MB'
    ]);
    expect(onShelf({ count: 1, bytes: 320_000, kept: [] })).toBe('1 report, 320 kB');
    expect(readShelf('x')).toEqual(NO_SHELF);
  });
});
