/** Messages of the lead's board, and what they carry; mirrors `workbench/jupyter/board_view.py`. */

import type { Answer, DecisionWord, LineComment, Rating, Rubric, Run, Solution } from '../protocol';

export interface Figure {
  value: number | null;
  low: number | null;
  high: number | null;
  n: number;
  note: string;
}

export interface AxisMeasures {
  axis: string;
  title: string;
  blocks_from: number;
  tasks: number;
  ratings: number;
  alpha: Figure;
  reading: 'reliable' | 'tentative' | 'unreliable' | 'undefined';
  ac2: Figure;
  percent: Figure;
  kappa: Figure;
  blocking: Figure;
}

export interface DriftPoint {
  first: number;
  last: number;
  until: number;
  average: number;
  mean: number;
  low: number;
  high: number;
  outside: boolean;
}

export interface ReviewerMeasures {
  reviewer: string;
  done: number;
  of: number;
  skipped: number;
  onboarding: Figure;
  onboarded: boolean;
  paused: string;
  active_s: number;
  typical_s: Figure;
  severity: Figure;
  gold: { tasks: number; missed: number; exact: Figure; adjacent: Figure };
  repeats: Figure;
  with_others: Figure;
  drift: { points: DriftPoint[]; drifting: boolean | null; since: number | null; note: string };
}

export interface AxisScores {
  axis: string;
  scores: (number | null)[];
  gap: number;
  crosses: boolean;
}

export type TaskState = 'too_few' | 'agreed' | 'open' | 'adjudicated' | 'outdated';

export interface TaskMeasures {
  task_id: string;
  title: string;
  language: string;
  axes: AxisScores[];
  gap: number;
  crosses: boolean;
  state: TaskState;
  waiting: number;
}

export interface Finding {
  kind: string;
  subject: string;
  text: string;
  advice: string;
}

export interface Mark {
  version: number;
  what: string;
  order: number;
}

export interface Measures {
  assigned: number;
  submitted: number;
  open: number;
  tasks: TaskMeasures[];
  /** How many tasks are in each state; `tasks` may hold fewer. */
  counts: Partial<Record<TaskState, number>>;
  axes: AxisMeasures[];
  reviewers: ReviewerMeasures[];
  marks: Mark[];
  findings: Finding[];
  notes: string[];
}

export type SessionState = 'planned' | 'blind' | 'revealed' | 'closed';

export interface SessionFacts {
  id: string;
  title: string;
  state: SessionState;
  tasks: number;
  reviewers: string[];
  overlap: number;
  ratings_each: number;
  gold: number;
  lead: string;
}

export type Cause = 'specification_gap' | 'guideline_gap' | 'slip' | 'taste';

export interface AxisDecision {
  score: number | null;
  cannot_judge: boolean;
  unanimous: boolean;
  reason: string;
  cause: Cause | null;
}

export interface Adjudication {
  number: number;
  by: string;
  at: string;
  axes: Record<string, AxisDecision>;
  decision: DecisionWord | null;
  guideline_note: string;
}

/** What one reviewer said, under a letter. */
export interface Column {
  name: string;
  digest: string;
  decision: DecisionWord | null;
  confidence: number | null;
  difficulty: string;
  cannot_judge: string;
  notes: string;
  ratings: Record<string, Rating>;
  answers?: Record<string, Answer>;
  comments: LineComment[];
}

export interface CaseAxis {
  axis: string;
  needs: boolean;
  unanimous: boolean;
  gap: number;
  crosses: boolean;
  /** What is filled in before anybody decides. */
  prefill: AxisDecision | null;
  /** What counting would say, in words. */
  counted: string;
}

export interface Case {
  task_id: string;
  title: string;
  language: string;
  columns: Column[];
  axes: CaseAxis[];
  earlier: Adjudication | null;
  history: number;
}

export interface Source {
  task_id: string;
  prompt: string;
  solutions: Solution[];
}

/** What a repeated run showed. `same`: null when the first one is not kept. */
export interface Again {
  verdict: string;
  same: boolean | null;
  words: string;
  run: Run;
}

export type BoardMessage =
  | { type: 'measuring' }
  | {
      type: 'board';
      session: SessionFacts;
      rubric: Rubric;
      measures: Measures;
      doubts: string[];
      at: string;
    }
  | { type: 'case'; case: Case }
  | { type: 'source'; source: Source }
  | { type: 'evidence_run'; digest: string; ref: string; run: Run | null; reason: string }
  | { type: 'again_progress'; request: string; phase: string; elapsed_s: number }
  | { type: 'again_done'; request: string; again: Again }
  | { type: 'again_failed'; request: string; reason: string; mend: string }
  | { type: 'adjudicated'; request: string; task_id: string; number: number }
  | { type: 'done'; request: string; text: string }
  | { type: 'refused'; request: string; reason: string; mend: string }
  | { type: 'notice'; level: 'info' | 'warning' | 'error'; text: string; mend: string };

export type Act = 'assign' | 'tend' | 'pause' | 'resume' | 'admit' | 'reveal' | 'close';

export type BoardAsk =
  | { type: 'hello' }
  | { type: 'get_case'; task_id: string }
  | { type: 'get_source'; task_id: string }
  | { type: 'get_evidence_run'; task_id: string; digest: string; ref: string }
  | { type: 'run_again'; request: string; task_id: string; digest: string; ref: string }
  | {
      type: 'adjudicate';
      request: string;
      task_id: string;
      digests: string[];
      axes: Record<string, AxisDecision>;
      guideline_note: string;
      /** Axis the note is written under in a new version of the rubric, or ''. */
      revise: string;
    }
  | {
      type: 'act';
      request: string;
      act: Act;
      reviewer: string;
      reason: string;
      /** The session's id as it was typed, for what cannot be taken back. */
      typed: string;
    };

export interface BoardModel {
  send(content: BoardAsk): void;
  on(event: 'msg:custom', handler: (content: unknown) => void): void;
  off(event: 'msg:custom', handler: (content: unknown) => void): void;
}
