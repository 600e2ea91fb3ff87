import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEEDS, DEFAULT_KEYS, deedOf, keyText, typesNothing } from '../src/core/keymap';
import { readPlace } from '../src/core/place';

const key = (name: string, more: KeyboardEventInit = {}): KeyboardEvent =>
  new KeyboardEvent('keydown', { key: name, ...more });

interface Schema {
  'jupyter.lab.shortcuts': { command: string; keys: string[]; selector: string }[];
}
// The tests run in this package's folder.
const schema = JSON.parse(readFileSync('../lab/schema/plugin.json', 'utf8')) as Schema;

describe('the key map', () => {
  it('has in a notebook the keys that JupyterLab begins with', () => {
    const lab = Object.fromEntries(
      schema['jupyter.lab.shortcuts'].map(({ command, keys }) => [
        command.replace('workbench:', ''),
        keys
      ])
    );
    const bound = DEEDS.filter(deed => deed.host || deed.keys.length);
    expect(Object.keys(lab).sort()).toEqual(bound.map(deed => deed.id).sort());
    for (const deed of bound) if (!deed.host) expect(lab[deed.id]).toEqual(deed.keys);
  });

  it('gives no key to two deeds', () => {
    const all = schema['jupyter.lab.shortcuts'].flatMap(({ keys }) => keys);
    expect(new Set(all).size).toBe(all.length);
  });

  it('takes Ctrl or ⌘ for Accel, and no modifier too many', () => {
    expect(deedOf(DEFAULT_KEYS, key('Enter', { ctrlKey: true }))).toBe('run');
    expect(deedOf(DEFAULT_KEYS, key('Enter', { metaKey: true }))).toBe('run');
    expect(deedOf(DEFAULT_KEYS, key('Enter', { ctrlKey: true, shiftKey: true }))).toBe('run-test');
    expect(deedOf(DEFAULT_KEYS, key('Enter', { ctrlKey: true, metaKey: true }))).toBeNull();
    expect(deedOf(DEFAULT_KEYS, key('Enter'))).toBeNull();
  });

  it('knows a letter by its place where Alt writes another', () => {
    expect(deedOf(DEFAULT_KEYS, key('˜', { altKey: true, code: 'KeyN' }))).toBe('next-failing');
    // Dvorak: the key that writes n lies where others have l.
    expect(deedOf(DEFAULT_KEYS, key('n', { altKey: true, code: 'KeyL' }))).toBe('next-failing');
  });

  it('opens the list with the question mark wherever it lies', () => {
    expect(deedOf(DEFAULT_KEYS, key('?', { shiftKey: true, code: 'Minus' }))).toBe('help');
    expect(deedOf({ help: ['Alt H'] }, key('?', { shiftKey: true, code: 'Slash' }))).toBeNull();
  });

  it('leaves sequences to JupyterLab', () => {
    expect(deedOf({ run: ['Ctrl K, Ctrl R'] }, key('r', { ctrlKey: true }))).toBeNull();
    expect(keyText('Ctrl K, Ctrl R', false)).toBe('Ctrl+K, then Ctrl+R');
  });

  it('lets only keys act in a text that write nothing into it', () => {
    expect(typesNothing(key('Enter', { ctrlKey: true }))).toBe(true);
    expect(typesNothing(key('F6'))).toBe(true);
    expect(typesNothing(key('Enter', { altKey: true }))).toBe(true);
    expect(typesNothing(key('n', { altKey: true }))).toBe(false);
    expect(typesNothing(key('3'))).toBe(false);
    const altGr = key('@', { ctrlKey: true, altKey: true, modifierAltGraph: true });
    expect(typesNothing(altGr)).toBe(false);
  });

  it('is read by people as their keyboard names it', () => {
    expect(keyText('Accel Alt Enter', false)).toBe('Ctrl+Alt+Enter');
    expect(keyText('Accel Alt Enter', true)).toBe('⌘⌥Enter');
    expect(keyText('Shift /', false)).toBe('?');
  });
});

describe('a place of a link', () => {
  it('keeps what a desk understands and nothing else', () => {
    expect(readPlace({ test: 'a::b', line: '7', axis: '', other: 'x' })).toEqual({
      test: 'a::b',
      line: 7
    });
    expect(readPlace({ line: '-3' })).toEqual({});
    expect(readPlace(null)).toEqual({});
  });
});
