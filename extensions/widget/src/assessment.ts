/** What was measured of a suite, as `workbench/jupyter/evidence.py` makes it for the page. */

/** An input that tells a change from the original. `probe` is a ready test, or empty. */
export interface Witness {
  input: string;
  original: string;
  mutated: string;
  inside: boolean | null;
  probe: string;
}

/** A change no test notices, in its line: `head`, `before` or `after`, `tail`. */
export interface Mutant {
  id: string;
  file: string;
  line: number;
  start: number;
  end: number;
  operator: string;
  head: string;
  tail: string;
  before: string;
  after: string;
  function: string;
  fate: string;
  /** Places in `Assessment.tests`; the first few of `covered`. */
  covered_by: number[];
  covered: number;
  /** Tests that reach it, hexadecimal, test n at bit n. */
  reach: string;
  /** Tests that fail on it: without the whole matrix the first one. */
  noticed: number[];
  /** What the solution with this change alone is called in a run. */
  solution: string;
  reason: string;
  witness: Witness | null;
  /** Why there is no witness; empty where there is one or none was looked for. */
  searched: string;
}

export interface Gate {
  name: string;
  ok: boolean | null;
  detail: string;
  runs: string[];
}

export interface MatrixRow {
  solution: string;
  kind: string;
  suite: string;
  expected: 'pass' | 'fail' | null;
  verdict: string;
  failed: number[];
  run: string;
}

export interface Flake {
  test: string;
  failures: number;
  runs: number;
  words: string;
  note: string;
}

export interface FileCoverage {
  file: string;
  lines: Record<string, number>;
  /** `line:true` and `line:false`. */
  branches: Record<string, number>;
}

/** A function of the assessed solution: lines on which something runs, and those reached. */
export interface FunctionReach {
  file: string;
  name: string;
  line: number;
  lines: number;
  reached: number;
}

export interface Counterexample {
  solution: string;
  other: string;
  input: string;
  expected: string;
  actual: string;
  /** `null`: inside what the prompt asks for, but nobody is accused. */
  inside: boolean | null;
  why: string;
  probe: string;
}

/** An input on which solutions that pass the suite do not agree. */
export interface Split {
  input: string;
  why: string;
  /** What was answered, and by which solutions; most first. */
  answers: [string, string[]][];
}

export interface Suspect {
  test: string;
  edit: string;
  file: string;
  line: number | null;
  message: string;
}

export type Severity = 'high' | 'medium' | 'low';

export interface Flag {
  kind: string;
  severity: Severity;
  message: string;
  evidence: string[];
}

/** What was measured of the given suite; `workbench/jupyter/evidence.py` makes it. */
export interface Assessment {
  id: string;
  solution: string;
  suite: string;
  /** What it was measured on, by name: digests and versions. */
  basis?: Record<string, string>;
  stale: boolean;
  tests: string[];
  tests_total: number;
  phases: string[];
  done: string[];
  problems: string[];
  gates: Gate[];
  matrix: MatrixRow[];
  mutants: {
    total: number;
    detected: number;
    missed: number;
    score: number | null;
    fates: Record<string, number>;
  };
  survivors: Mutant[];
  /** Changes exactly one test notices; known of the whole matrix. */
  near: Mutant[];
  full: boolean;
  worth: { test: number; kills: number; alone: number }[];
  asleep: number[];
  idle: number[];
  reruns: number;
  flakes: Flake[];
  flakes_total: number;
  coverage: FileCoverage[];
  shares: { line: number | null; branch: number | null };
  functions: FunctionReach[];
  counterexamples: Counterexample[];
  splits: Split[];
  /** Solutions that pass and were compared with each other. */
  compared: number;
  /** Whether the suite can be known by heart, in words; empty until it is known. */
  by_heart: string;
  suspects: Suspect[];
  flags: Flag[];
  strength: number | null;
  duration_s: number;
}
