/** What the desk hears and asks of the past of a review, and of what is stale: see
 * `workbench/jupyter/{freshness,lookback,revisions,run_notes}.py`. */

import type { DecisionWord, EvidenceKind, Status, Verdict } from './protocol';

/** How a chip's evidence is made anew. */
export type Again =
  { assess: true } | { suite: string; solution: string; tests: string[]; test: string };

export interface StaleChip {
  axis: string;
  /** Its place among the axis's evidence. */
  at: number;
  kind: EvidenceKind;
  ref: string;
  label: string;
  /** What changed, in words. */
  words: string[];
  again: Again | null;
  /** What there is now, to be written down when the chip is kept as it was. */
  now: Record<string, string>;
}

/** What speaks about something that changed since, in words. */
export interface Fresh {
  /** How the task's file differs from what is on the screen. */
  file: string[];
  /** Why the review as a whole has to be looked at again. */
  task: string[];
  runs: Record<string, string[]>;
  chips: StaleChip[];
  assessment: string[];
  /** What evidence in words rests on now. */
  basis: Record<string, string>;
}

export interface RevisionRow {
  number: number;
  at: string;
  state: string;
  decision: DecisionWord | null;
  digest: string;
  /** Why it is not the one that followed the last; '' when it is. */
  problem: string;
}

export interface Revisions {
  type: 'revisions';
  revisions: RevisionRow[];
  broken: string;
  /** In how many things the review as it stands differs from the last submission. */
  differs: number | null;
  state: string;
  decision: DecisionWord | null;
}

export interface Difference {
  part: string;
  what: string;
  before: string | null;
  after: string | null;
}

/** What changed from `against` to `number`; 0 is the review as it stands. */
export interface RevisionChanges {
  type: 'revision';
  number: number;
  against: number;
  differences: Difference[];
}

export interface HistoryRow {
  id: string;
  at: string;
  suite_key: string;
  edited: boolean;
  solution: string;
  verdict: Verdict;
  grade: string;
  selected: number;
  tests: number;
  passed: number;
  duration_s: number;
  solution_hash: string;
  suite_hash: string;
  sandbox: string;
  enforced: string[];
  unenforced: string[];
  limits: string;
  toolchain: string;
  other_verdicts: number;
  other_sandbox: boolean;
}

export interface ComparedTest {
  test: string;
  /** '' where the run has no such test. */
  a: Status | '';
  b: Status | '';
  a_message: string;
  b_message: string;
  differs: boolean;
}

export interface RunsCompared {
  type: 'runs_compared';
  a: string;
  b: string;
  /** What went into the two where it differs: name, first, second. */
  made: [string, string, string][];
  tests: ComparedTest[];
  differing: number;
  /** Tests both runs have, and all there are. */
  common: number;
  total: number;
}

export interface Exported {
  type: 'exported';
  name: string;
  text: string;
}

export type PastMessage =
  | { type: 'fresh'; fresh: Fresh }
  | Revisions
  | RevisionChanges
  | { type: 'history'; rows: HistoryRow[]; gone: number }
  | RunsCompared
  | Exported;

export type PastAsk =
  | { type: 'get_revisions' }
  | { type: 'get_revision'; number: number; against: number }
  | { type: 'get_history' }
  | { type: 'compare_runs'; a: string; b: string }
  | { type: 'export'; format: 'json' | 'markdown' }
  | { type: 'reload_task' }
  | { type: 'take_up' }
  | { type: 'reopen'; revision?: number };
