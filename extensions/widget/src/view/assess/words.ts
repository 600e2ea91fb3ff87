/** How what was measured reads to a person. */

import type { Assessment, Gate, Severity } from '../../assessment';
import { plain } from '../../text/special';

const GATES: Record<string, string> = {
  reference_passes: 'the reference passes',
  candidate: 'the candidate passes',
  fails_steadily: 'the candidate, where it fails, always fails',
  skeleton_fails: 'the untouched skeleton fails',
  stub_fails: 'a solution that does nothing fails',
  constant_fails: 'a solution that returns a constant fails',
  hard_coded_fails: "a solution that only knows the prompt's examples fails",
  right_variants_pass: 'recorded right variants pass',
  wrong_variants_fail: 'recorded wrong variants fail',
  examples_hold: "what the prompt's examples show holds",
  near_misses_fail: 'numbers that are 2 % off fail',
  has_tests: 'there are tests',
  nothing_skipped: 'no test is skipped',
  everything_runs: 'whatever checks something is run'
};

const KINDS: Record<string, string> = {
  specification: 'specification',
  solution: 'solution',
  tests_accept_wrong: 'tests accept wrong code',
  tests_reject_valid: 'tests reject valid code',
  reproducible: 'not reproducible'
};

const FATES: Record<string, string> = {
  killed: 'fail a test',
  fuel: 'take far too many steps',
  timeout: 'run out of time',
  memory: 'run out of memory',
  crashed: 'crash',
  survived: 'pass every test that reaches them',
  no_coverage: 'reached by no test',
  invalid: 'do not build',
  equivalent: 'same as the original'
};

const PHASES: Record<string, string> = {
  gates: 'gates',
  mutants: 'changes to the code',
  flakes: 'reruns',
  equivalents: 'equivalents',
  suspects: 'edits the prompt leaves free',
  counterexamples: 'inputs on which solutions differ',
  witnesses: 'inputs that show a survivor',
  by_heart: 'the suite known by heart'
};

const SEVERITIES: Record<Severity, { mark: string; tone: string }> = {
  high: { mark: '‼ high', tone: 'bad' },
  medium: { mark: '! medium', tone: 'warn' },
  low: { mark: '· low', tone: 'none' }
};

export function gateWords(gate: Gate): string {
  return GATES[gate.name] ?? spaced(gate.name);
}

export function gateStanding(gate: Gate): { mark: string; tone: string } {
  if (gate.ok === null) return { mark: '– not tried', tone: 'none' };
  return gate.ok ? { mark: '✓ held', tone: 'ok' } : { mark: '✗ broken', tone: 'bad' };
}

export function kindWords(kind: string): string {
  return KINDS[kind] ?? spaced(kind);
}

export function fateWords(fate: string): string {
  return FATES[fate] ?? spaced(fate);
}

export function phaseWords(phase: string): string {
  return PHASES[phase] ?? spaced(phase);
}

export function severity(level: Severity): { mark: string; tone: string } {
  return SEVERITIES[level];
}

export function percent(share: number | null): string {
  return share === null ? '–' : `${Math.floor(share * 100)} %`;
}

/** `5 of 56 changes go unnoticed`. */
export function scoreWords(found: Assessment): string {
  const { detected, missed } = found.mutants;
  if (!detected && !missed) return 'no change to the code was tried';
  return `${missed} of ${detected + missed} changes to the code go unnoticed`;
}

export function insideWords(inside: boolean | null): string {
  if (inside === null) return 'it is not known whether the prompt asks for this input';
  return inside ? 'the prompt asks for this input' : 'outside what the prompt asks for';
}

/** Of a difference: who is wrong is not said of every input that the prompt asks for. */
export function accusesWords(inside: boolean | null): string {
  if (inside === null) return 'the prompt asks for this input, but who is wrong is not known';
  return insideWords(inside);
}

function spaced(word: string): string {
  return plain(word.replaceAll('_', ' '));
}

/** What came of repeating the tests: in a sentence, and test by test. */
export function repeatWords(found: Assessment): [string, string] {
  const unsteady = found.flakes.filter(flake => flake.failures > 0 && flake.failures < flake.runs);
  const words = unsteady.length
    ? `${unsteady.length} of ${found.flakes_total} tests fail now and then`
    : `no test failed now and then in ${found.reruns} runs`;
  return [words, found.flakes.map(flake => `${flake.test}: ${flake.words}`).join('\n')];
}
