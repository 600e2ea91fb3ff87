import { describe, expect, it } from 'vitest';
import { compared, difference } from '../src/tests/expected';

const CASES: [string, string, [string, string], [string, string]][] = [
  ['pytest', 'E       assert [1] == [2]\nE         At index 0', ['left', 'right'], ['[1]', '[2]']],
  ['unittest', 'AssertionError: 4 != 5 : why', ['left', 'right'], ['4', '5']],
  [
    'node:assert',
    'Expected values to be strictly equal:\n\n3 !== 4\n',
    ['expected', 'actual'],
    ['4', '3']
  ],
  [
    'node:assert, deep',
    'Expected values to be strictly deep-equal:\n+ actual - expected\n\n  [\n+   1\n-   2\n  ]',
    ['expected', 'actual'],
    ['2', '1']
  ],
  ['jest', 'expect(x)\n\nExpected: "a"\nReceived: "b"', ['expected', 'actual'], ['"a"', '"b"']],
  [
    'vitest',
    'AssertionError: expected 5 to be 4 // Object.is equality',
    ['expected', 'actual'],
    ['4', '5']
  ],
  ['go', 'x_test.go:9: Add(1, 2) = 4, want 3', ['expected', 'actual'], ['3', '4']],
  ['rust', 'assertion `left == right` failed\n  left: 1\n right: 2', ['left', 'right'], ['1', '2']],
  ['junit', 'expected: <1> but was: <2>', ['expected', 'actual'], ['1', '2']]
];

describe('what was compared', () => {
  for (const [framework, message, names, values] of CASES)
    it(`is read from a message of ${framework}`, () => {
      expect(compared(message)).toEqual({ names, values });
    });

  it('is not made up where the message does not say it', () => {
    expect(compared('ValueError: no')).toBeNull();
    expect(compared('')).toBeNull();
  });

  it('takes no time over a long hostile message', () => {
    const began = performance.now();
    compared('expected '.repeat(50_000));
    compared(`expected: <${'\n'.repeat(50_000)}`);
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('differs in the middle, never in half a character', () => {
    expect(difference('[1, 22, 3]', '[1, 25, 3]')).toEqual({
      head: '[1, 2',
      tail: ', 3]',
      own: ['2', '5']
    });
    expect(difference('😀', '😁').own).toEqual(['😀', '😁']);
    expect(difference('aa', 'aaa').own).toEqual(['', 'a']);
  });
});
