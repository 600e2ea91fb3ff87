/** The queue's filters, orders and records, as the Lab panel uses them. */

import { describe, expect, it } from 'vitest';
import { type Entry, isToDo, readHeld, readIndex, readOwn } from '../../lab/src/queue/entries';
import { countChips, isIn, matchesText, sorted, type Sort } from '../../lab/src/queue/filters';
import { todayLine } from '../../lab/src/queue/today';

const INDEX = JSON.stringify({
  columns: ['id', 'title', 'language', 'stamp', 'problem', 'strength', 'flag'],
  tasks: [
    ['go-tides', 'Tide tables', 'go', 's', '', 0.4, 'high'],
    ['js-bells', 'School <b>bells</b>', 'javascript', 's', '', 0.9, 'none'],
    ['py-bad', 'py-bad', '', 's', 'not JSON', null, ''],
    ['py-shifts', 'Night shifts', 'python', 's', '', null, 'low'],
    [7, 'no id'],
    'no row'
  ]
});

function entries(): Entry[] {
  const found = readIndex(INDEX);
  const ben = readHeld([['py-shifts', 'Ben', 12, false], ['x'], 3]).get('py-shifts');
  return found.map(entry => (entry.id === 'py-shifts' && ben ? { ...entry, holder: ben } : entry));
}

function ids(filter: string): string[] {
  return entries()
    .filter(matchesText(filter))
    .map(entry => entry.id);
}

describe('the queue', () => {
  it('reads the index and leaves out what is no entry', () => {
    expect(readIndex(INDEX).map(entry => [entry.id, entry.state])).toEqual([
      ['go-tides', 'new'],
      ['js-bells', 'new'],
      ['py-bad', 'unreadable'],
      ['py-shifts', 'new']
    ]);
    expect(readIndex('{"tasks": [{"id": "old"}]}')).toEqual([]);
  });

  it.each([
    ['TIDE', ['go-tides']],
    ['s bells', ['js-bells']],
    ['lang:js,go', ['go-tides', 'js-bells']],
    ['state:unreadable', ['py-bad']],
    ['state:held', ['py-shifts']],
    ['held:ben', ['py-shifts']],
    ['strength:<60', ['go-tides']],
    ['strength:60%', ['js-bells']],
    ['strength:>90', []],
    ['strength:none', ['py-bad', 'py-shifts']],
    ['flag:yes', ['go-tides', 'py-shifts']],
    ['flag:none', ['js-bells']],
    ['lang: flag:any', ['go-tides', 'js-bells', 'py-bad', 'py-shifts']],
    ['no:such', []]
  ])('finds by %s', (filter, found) => {
    expect(ids(filter)).toEqual(found);
  });

  it('counts what another reviewer is at as held, not as to do', () => {
    const counts = countChips(entries());
    expect([counts.todo, counts.held, counts.broken, counts.all]).toEqual([2, 1, 1, 4]);
    const held = entries().find(entry => entry.holder);
    expect(held && [isIn('todo', held), isToDo(held)]).toEqual([false, false]);
    const gone = { ...entries()[3], holder: { name: 'Ben', until: 12, free: true } } as Entry;
    expect(isToDo(gone)).toBe(true);
  });

  it.each<[Sort, string[]]>([
    ['title', ['py-shifts', 'py-bad', 'js-bells', 'go-tides']],
    ['adequacy', ['go-tides', 'js-bells', 'py-bad', 'py-shifts']],
    ['state', ['go-tides', 'js-bells', 'py-shifts', 'py-bad']],
    ['touched', ['js-bells', 'go-tides', 'py-bad', 'py-shifts']],
    ['gap', ['py-bad', 'go-tides', 'js-bells', 'py-shifts']]
  ])('sorts by %s', (sort, order) => {
    const listed = entries().map(entry => ({
      ...entry,
      touched: entry.id === 'js-bells' ? 5 : 0,
      ...(entry.id === 'py-bad' && { gap: 2 })
    }));
    expect(sorted(listed, sort).map(entry => entry.id)).toEqual(order);
  });

  it('says what was done today from the own records', () => {
    const noon = new Date(2026, 2, 4, 12);
    const at = (hour: number): number => new Date(2026, 2, 4, hour).getTime() / 1000;
    const rows = readOwn([
      ['a', 'submitted', 0, at(9), 600],
      ['b', 'cannot_judge', 0, at(0), 1800],
      ['c', 'submitted', 0, at(-1), 9000],
      ['d', 'draft', at(10), 0, 9000],
      ['e', 'no state', 0, at(9), 1]
    ]);
    expect(todayLine(rows.values(), noon)).toBe('Today 2 submitted · median 20 min');
    expect(todayLine([], noon)).toBe('');
  });

  it('filters and sorts a hundred thousand without being felt', () => {
    const many = Array.from({ length: 100_000 }, (_, at) => {
      const row = [`t-${at}`, `Task number ${(at * 7919) % 100_000}`, 'go', 's', '', null, ''];
      return row;
    });
    const listed = readIndex(
      JSON.stringify({ columns: (JSON.parse(INDEX) as { columns: string[] }).columns, tasks: many })
    );
    const began = performance.now();
    const found = listed.filter(matchesText('number 777'));
    expect(found).toHaveLength(560);
    expect(performance.now() - began).toBeLessThan(1000); // it takes tens of milliseconds
  });
});
