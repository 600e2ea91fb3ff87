/** An assessment of the sample task, for the dev page and the tests; its figures are invented. */

import type { Assessment, Mutant } from '../src/assessment';
import { candidateText } from './sample';

const TESTS = ['test_touching_bookings_merge', 'test_gap_is_kept', 'test_empty', 'test_one[a-1]'];

/** The `nth` place of `before` in the candidate, changed to `after`. */
export function change(before: string, after: string, more: Partial<Mutant> = {}, nth = 0): Mutant {
  let at = -1;
  for (let n = 0; n <= nth; n++) at = candidateText.indexOf(before, at + 1);
  const line = candidateText.slice(0, at).split('\n').length;
  const from = candidateText.lastIndexOf('\n', at) + 1;
  const to = candidateText.indexOf('\n', at + before.length);
  return {
    id: `bookings.py:${line}:${before}`,
    file: 'bookings.py',
    line,
    start: at,
    end: at + before.length,
    operator: 'boundary',
    head: candidateText.slice(from, at),
    tail: candidateText.slice(at + before.length, to),
    before,
    after,
    function: 'merge',
    fate: 'survived',
    covered_by: [0, 1, 3],
    covered: 3,
    reach: 'b',
    noticed: [],
    solution: `mutant-${String(line).padStart(12, '0')}`,
    reason: '',
    witness: null,
    searched: '',
    ...more
  };
}

export const runId = 'c'.repeat(64);

export function sampleAssessment(more: Partial<Assessment> = {}): Assessment {
  return {
    id: 'd'.repeat(64),
    solution: 'candidate',
    suite: 'given',
    stale: false,
    tests: TESTS.map(name => `test_bookings.py::${name}`),
    tests_total: TESTS.length,
    phases: ['gates', 'flakes', 'mutants', 'equivalents', 'suspects', 'counterexamples'],
    done: ['gates', 'flakes', 'mutants', 'equivalents', 'counterexamples'],
    problems: ['the budget ended before: suspects'],
    gates: [
      { name: 'reference_passes', ok: true, detail: 'reference: pass', runs: [runId] },
      { name: 'stub_fails', ok: false, detail: 'all-stub: pass', runs: [runId] },
      { name: 'skeleton_fails', ok: null, detail: 'the task has no skeleton', runs: [] }
    ],
    matrix: [
      {
        solution: 'candidate',
        kind: 'candidate',
        suite: 'given',
        expected: null,
        verdict: 'pass',
        failed: [],
        run: runId
      },
      {
        solution: 'stub',
        kind: 'stub',
        suite: 'given',
        expected: 'fail',
        verdict: 'fail',
        failed: [0, 1],
        run: ''
      }
    ],
    mutants: {
      total: 9,
      detected: 5,
      missed: 3,
      score: 0.625,
      fates: { killed: 5, survived: 2, no_coverage: 1, invalid: 1 }
    },
    survivors: [
      change('<=', '<', {
        witness: {
          input: 'merge([Booking("A", 1, 2), Booking("A", 2, 3)])',
          original: '[Booking("A", 1, 3)]',
          mutated: '[Booking("A", 1, 2), Booking("A", 2, 3)]',
          inside: true,
          probe: ''
        }
      }),
      change('max', 'min', { operator: 'call' }),
      change('return []', 'return None', {
        fate: 'no_coverage',
        covered: 0,
        covered_by: [],
        reach: '0'
      })
    ],
    near: [],
    full: false,
    worth: [],
    asleep: [],
    idle: [],
    reruns: 20,
    flakes: [
      {
        test: 'test_bookings.py::test_empty',
        failures: 2,
        runs: 20,
        words: '2 of 20, below 29 % at 95 %',
        note: ''
      },
      {
        test: 'test_bookings.py::test_gap_is_kept',
        failures: 0,
        runs: 20,
        words: '0 of 20, below 14 % at 95 %',
        note: ''
      }
    ],
    flakes_total: 2,
    coverage: [
      {
        file: 'bookings.py',
        lines: { 13: 4, 14: 4, 15: 3, 16: 2, 17: 2, 20: 3, 21: 4, 27: 0 },
        branches: { '15:true': 2, '15:false': 0 }
      }
    ],
    shares: { line: 0.875, branch: 0.5 },
    functions: [
      { file: 'bookings.py', name: 'merge', line: 12, lines: 7, reached: 7 },
      { file: 'bookings.py', name: 'free_slots', line: 25, lines: 1, reached: 0 }
    ],
    counterexamples: [
      {
        solution: 'candidate',
        other: 'reference',
        input: 'merge([Booking("A", 1, 3), Booking("B", 2, 4)])',
        expected: '[Booking("A", 1, 3), Booking("B", 2, 4)]',
        actual: '[Booking("A", 1, 4)]',
        inside: true,
        why: 'two rooms, as in the prompt',
        probe: ''
      }
    ],
    splits: [],
    compared: 0,
    by_heart: "a table of the suite's own 9 calls passes all 4 tests",
    suspects: [],
    flags: [
      {
        kind: 'tests_accept_wrong',
        severity: 'high',
        message: 'a solution that does nothing passes: all-stub: pass',
        evidence: [runId]
      },
      {
        kind: 'reproducible',
        severity: 'medium',
        message: 'test_empty fails in 2 of 20, below 29 % at 95 %',
        evidence: []
      }
    ],
    strength: 0.3,
    duration_s: 3.2,
    ...more
  };
}
