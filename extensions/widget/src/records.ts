/** The shapes of `workbench.model` that stand in files: tasks, suites, runs. */

export type Files = Record<string, string>;
export type SolutionRole = 'candidate' | 'reference' | 'stub' | 'variant';

export interface Solution {
  name: string;
  role: SolutionRole;
  files: Files;
  expected?: 'pass' | 'fail' | null;
  note?: string;
}

export interface TestRef {
  id: string;
  file?: string;
  line?: number | null;
}

export interface Inventory {
  tests: TestRef[];
  skipped: string[];
  problems: string[];
  framework?: string;
}

export interface Suite {
  name: string;
  role: 'given' | 'probe';
  framework: string;
  files: Files;
  support?: Files;
  inventory?: Inventory;
}

export interface Task {
  id: string;
  title: string;
  language: string;
  prompt: string;
  solutions: Solution[];
  suites: Suite[];
  entry_points?: string[];
  limits?: { wall_s: number; memory_mb: number };
}

export type Verdict =
  | 'pass'
  | 'fail'
  | 'build_error'
  | 'timeout'
  | 'out_of_memory'
  | 'output_limit'
  | 'incomplete'
  | 'tampered'
  | 'infrastructure';

export type Status = 'passed' | 'failed' | 'errored' | 'skipped' | 'missing' | 'not_run';

export interface TestResult {
  id: string;
  status: Status;
  duration_s: number;
  message: string;
  output: string;
  file?: string;
  line?: number | null;
  children?: string[];
}

export interface Diagnostic {
  severity: 'error' | 'warning' | 'note';
  message: string;
  source?: string;
  file?: string;
  line?: number | null;
}

export interface Run {
  id: string;
  solution: string;
  suite: string;
  selected: string[];
  verdict: Verdict;
  grade: 'A' | 'B' | 'C';
  grade_reason: string;
  reason: string;
  tests: TestResult[];
  diagnostics: Diagnostic[];
  stdout: string;
  stderr: string;
  build_output: string;
  started_at: string;
  duration_s: number;
  build_s: number;
  sandbox: { backend: string; version?: string; enforced: string[]; unenforced: string[] };
  toolchain?: Record<string, string>;
  earlier?: { finished_at: string; verdict: Verdict }[];
  /** The kernel shortened long texts; `get_run` brings the whole. */
  trimmed?: boolean;
}
