import { describe, expect, it } from 'vitest';
import { change, sampleAssessment } from '../dev/assessment';
import { candidateText, givenText } from '../dev/sample';
import { applied } from '../src/tests/apply_mutant';
import { mutantProbe, mutantProbeName } from '../src/tests/mutant_probe';
import { reachOf } from '../src/editor/coverage';

describe('a probe for a change', () => {
  it('is the ready test of its witness when there is one', () => {
    const witness = {
      input: 'f(1)',
      original: '1',
      mutated: '2',
      inside: true,
      probe: 'def t(): 1'
    };
    const suite = {
      name: 'given',
      role: 'given' as const,
      framework: 'pytest',
      files: { 'test_bookings.py': givenText }
    };
    const probe = mutantProbe(suite, 'python', 'p', change('<=', '<', { witness }));
    expect(Object.values(probe.files)[0]).toMatch(
      /# On f\(1\)\n# {3}now: {5}1\n[^]*\n\ndef t\(\): 1$/
    );
  });

  it('has a name of its own that a suite may bear', () => {
    const mutant = change('<=', '<', { operator: '../x y' });
    expect(mutantProbeName(mutant, [])).toMatch(/^[A-Za-z0-9][A-Za-z0-9.-]*$/);
    expect(mutantProbeName(change('<=', '<'), ['boundary-15'])).toBe('boundary-15-2');
  });
});

describe('the change itself', () => {
  it('is made by bytes, not characters', () => {
    const text = 'é = 1 <= 2\n';
    const mutant = change('<=', '<', { start: 7, end: 9 });
    expect(applied(text, mutant)).toBe('é = 1 < 2\n');
    expect(applied(candidateText, mutant)).toBeNull();
  });
});

describe('coverage', () => {
  it('tells reached, not reached and one outcome apart', () => {
    const [file] = sampleAssessment().coverage;
    const reach = reachOf(file ?? { file: '', lines: {}, branches: {} });
    expect(reach.get(13)).toEqual({
      reach: 'reached',
      words: 'reached by the given tests (4 tests)'
    });
    expect(reach.get(15)?.reach).toBe('partly');
    expect(reach.get(15)?.words).toContain('never false');
    expect(reach.get(27)?.reach).toBe('not');
  });
});
