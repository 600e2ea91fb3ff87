/** The messages of docs/desk-protocol.md, and the shapes of `workbench.model` they carry. */

import type { Lease } from './lease';
import type { Assessment, Mutant } from './assessment';
import type { Fresh, PastAsk, PastMessage } from './past_protocol';
import type { Files, Inventory, Run, Task } from './records';
import type { Answer, OwnPhrase, Rubric } from './rubric';

export type * from './records';
export type * from './rubric';

export type EvidenceKind =
  'run' | 'two_readings' | 'repeat_runs' | 'line_comment' | 'mutant' | 'counterexample' | 'text';

export interface EvidenceRef {
  kind: EvidenceKind;
  ref: string;
  label: string;
  text: string;
  /** What it was measured on, where its ref does not say so. */
  basis?: Record<string, string>;
  /** Why it is held on to although that changed, and what there was then. */
  kept?: { reason: string; basis: Record<string, string> } | null;
}

export interface Rating {
  score: number | null;
  rationale: string;
  cannot_judge: string;
  evidence: EvidenceRef[];
  tags: string[];
}

export interface LineComment {
  id: string;
  solution: string;
  file: string;
  first_line: number;
  last_line: number;
  text_hash: string;
  text: string;
  /** The lines it was written on; missing in old reviews. */
  quote?: string;
  /** The lines around them. */
  before?: string;
  after?: string;
}

export interface ProbeSuite {
  name: string;
  framework: string;
  files: Files;
}

export type DecisionWord = 'accept' | 'revise' | 'reject';

export interface Override {
  decision: DecisionWord;
  reason: string;
}

export interface Review {
  state: 'draft' | 'submitted' | 'cannot_judge';
  given_edits: Files;
  probes: ProbeSuite[];
  what_if: Files;
  /** Changes the reviewer holds for equivalent, by mutant, each with the reason. */
  equivalents?: Record<string, string>;
  ratings: Record<string, Rating>;
  /** What is in the rubric's fields. */
  answers?: Record<string, Answer>;
  difficulty: string;
  confidence: number | null;
  override: Override | null;
  cannot_judge: string;
  comments: LineComment[];
  notes: string;
  runs: string[];
  active_s: number;
  updated_at: string;
  submitted_at: string;
}

export interface Sandbox {
  ok: boolean;
  backend: string;
  enforced: string[];
  unenforced: string[];
  reason: string;
  mend: string;
}

/** What an edit changes. `null` for a file restores the given text. */
export interface Patch {
  given_edits?: Record<string, string | null>;
  probes?: ProbeSuite[];
  what_if?: Record<string, string | null>;
  equivalents?: Record<string, string | null>;
  ratings?: Record<string, Rating>;
  answers?: Record<string, Answer | null>;
  difficulty?: string;
  confidence?: number | null;
  override?: Override | null;
  cannot_judge?: string;
  notes?: string;
  comments?: LineComment[];
  active_s?: number;
}

/** A field of the review and, in a mapping, the key: the grain at which edits collide. */
export type Place = [field: string, key: string];

interface Judged {
  missing: string[];
  decision: DecisionWord | null;
  derived: DecisionWord | null;
  /** Why `derived` is what it is, a sentence each. */
  why?: string[];
}

/** The desk's place in a calibration session: lease, pause, and feedback on a practice task. */
export interface Seat {
  id: string;
  title: string;
  state: string;
  assignment: string;
  item: 'open' | 'draft' | 'submitted' | 'cannot_judge' | 'skipped';
  practice: boolean;
  /** Seconds since 1970. */
  held_until: number | null;
  renew_s: number;
  skip_needs_reason: boolean;
  skip_reason: string;
  /** Why nothing is handed out, or ''. */
  paused: string;
  /** Why the task is no longer held, or ''. */
  lost: string;
  position: number;
  total: number;
  feedback: { scores: Record<string, number>; decision: DecisionWord | null; why: string } | null;
}

/** A run as `state` carries it: bare, or wrapped with what `run_done` also says. */
export type StoredRun =
  Run | { run: Run; cached?: boolean; suite_key?: string; edited?: boolean; current?: boolean };

export interface StateMessage extends Judged {
  type: 'state';
  seq: number;
  task: Task;
  review: Review;
  rubric: Rubric;
  runs: StoredRun[];
  sandbox: Sandbox;
  reviewer: string;
  workspace: string;
  fresh?: Fresh;
  running: (string | { request: string; suite?: string; solution?: string; elapsed_s?: number })[];
  inventories?: Record<string, Inventory>;
  queue?: { position: number; total: number } | null;
  session?: Seat | null;
  phrases?: OwnPhrase[];
  lease?: Lease | null;
  assessment?: Assessment | null;
  assessing?: { request: string; what: string; elapsed_s: number } | null;
}

export type KernelMessage =
  | StateMessage
  | ({
      type: 'saved';
      edit: number | null;
      sequence: number;
      at: string;
      inventories?: Record<string, Inventory>;
    } & Judged)
  | {
      type: 'save_failed';
      edit: number;
      reason: string;
      mend: string;
      conflict: Review | null;
      /** Where the edit and the other version collide; all of the edit when it is not said. */
      places?: Place[] | null;
    }
  | { type: 'run_started'; request: string; solution: string; suite: string }
  | { type: 'run_progress'; request: string; phase: string; elapsed_s: number }
  | {
      type: 'run_done';
      request: string;
      run: Run;
      cached: boolean;
      suite_key: string;
      edited: boolean;
      /** Whether suite and solution, as they are saved now, are what was run. */
      current?: boolean;
      last: boolean;
      /** Why the run is not on disk; empty when it is. */
      unsaved: string;
    }
  | { type: 'run_kept'; id: string }
  | { type: 'run_failed'; request: string; reason: string; mend: string; cancelled: boolean }
  | { type: 'run'; run: Run; suite_key?: string; edited?: boolean; current?: boolean }
  | { type: 'assess_progress'; request: string; what: string; elapsed_s: number }
  | { type: 'assess_part' | 'assess_done'; request: string; assessment: Assessment | null }
  | { type: 'assess_failed'; request: string; reason: string; mend: string; cancelled: boolean }
  | { type: 'mutants'; id: string; offset: number; total: number; mutants: Mutant[] }
  | { type: 'submitted'; revision: number; review: Review }
  | { type: 'submit_refused'; missing: string[]; stale?: boolean }
  | PastMessage
  | { type: 'seat'; session: Seat }
  | { type: 'phrases'; phrases: OwnPhrase[] }
  | { type: 'lease'; lease: Lease | null }
  | ({ type: 'review_changed'; review: Review } & Judged)
  | { type: 'notice'; level: 'info' | 'warning' | 'error'; text: string; mend: string }
  | { type: 'pong'; at: number };

export type DeskMessage =
  | { type: 'hello'; seen: number; asked?: string[] }
  | { type: 'edit'; edit: number; patch: Patch; bases?: Patch[] }
  | {
      type: 'run';
      request: string;
      target: 'tests';
      suite: string;
      solution: string;
      tests: string[];
      cache: boolean;
    }
  | { type: 'cancel'; request: string }
  | { type: 'get_run'; id: string }
  | { type: 'assess'; request: string; budget_s: number; full: boolean }
  | { type: 'get_mutants'; offset: number }
  | { type: 'submit'; edit: number }
  | PastAsk
  | { type: 'renew' }
  | { type: 'skip'; reason: string }
  | ({ type: 'phrase'; keep: boolean } & OwnPhrase)
  | { type: 'take_over' }
  | { type: 'ping'; at: number };

/** What a host gives: anywidget's model, or the Lab extension's adapter over a comm. */
export interface Model {
  send(content: DeskMessage): void;
  on(event: 'msg:custom', handler: (content: unknown) => void): void;
  off(event: 'msg:custom', handler: (content: unknown) => void): void;
}
