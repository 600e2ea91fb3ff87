/** What the desk knows and shows. Plain values; `reduce.ts` makes the next one. */

import type { Lease } from '../lease';
import type { Assessment, Mutant } from '../assessment';
import { noHost, type Hosting } from './hosting';
import { noPast, type Past } from './past';
import type {
  Answer,
  DecisionWord,
  Inventory,
  OwnPhrase,
  Patch,
  Place,
  Review,
  Rubric,
  Run,
  Sandbox,
  Seat,
  Task,
  Verdict
} from '../protocol';
import type { LowerTab } from './lower';

/** A line of the history: a run of this review, whose tests may have been let go of since. */
export interface RunEntry {
  /** Counts within the page; a cached run comes again under a new number. */
  number: number;
  id: string;
  suiteKey: string;
  solution: string;
  verdict: Verdict;
  grade: string;
  at: string;
  cached: boolean;
  /** Why the run is not on disk; empty when it is. */
  unsaved: string;
  edited: boolean;
  partial: boolean;
  request: string;
  /** Mark of the text that was run, or '' when the run is older than the page. */
  basis: string;
}

export interface Request {
  id: string;
  suite: string;
  solution: string;
  basis: string;
  phase: string;
  /** By the page's own clock (`performance.now`), which nobody sets. */
  startedAt: number;
  cancelling: boolean;
  tests?: string[];
}

/** The assessment under way. */
export interface Assessing {
  request: string;
  what: string;
  startedAt: number;
  cancelling: boolean;
}

export type Saving =
  | { kind: 'clean' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: string }
  | { kind: 'failed'; reason: string; mend: string };

export interface Notice {
  id: number;
  level: 'info' | 'warning' | 'error';
  text: string;
  mend: string;
  action?: { label: string; run: () => void };
}

/** A place to bring into view; `count` makes asking twice for the same place two events. */
export interface Jump {
  /** Suite key, or `solution:<name>`. */
  tab: string;
  file: string;
  line: number;
  count: number;
}

export interface View {
  left: string;
  right: string;
  suite: string;
  /** Open tab below the tests; '' as long as nobody chose one. */
  lower: LowerTab | '';
  /** Seconds an assessment may take. */
  budget: number;
  /** Mutant to bring into view. */
  focusMutant: string | null;
  /** Run to show once it came, and the test of it. */
  wanted: { id: string; test: string | null } | null;
  /** Open part of a run's results. */
  results: string;
  /** Open file of each tab. */
  files: Record<string, string>;
  /** Whether the given suite shows its changes. */
  showChanges: boolean;
  solution: string;
  failingOnly: boolean;
  shown: number | null;
  /** Request whose runs the banner lists together. */
  group: string | null;
  axis: string;
  focusTest: string | null;
}

export interface DeskState {
  connection: 'up' | 'down';
  seq: number;
  task: Task | null;
  review: Review | null;
  rubric: Rubric | null;
  sandbox: Sandbox | null;
  workspace: string;
  reviewer: string;
  queue: { position: number; total: number } | null;
  session: Seat | null;
  lease: Lease | null;
  past: Past;
  missing: string[];
  refused: boolean;
  decision: DecisionWord | null;
  derived: DecisionWord | null;
  /** Why it is derived so. */
  why: string[];
  /** The reviewer's own sentences for rationales. */
  phrases: OwnPhrase[];
  revision: number | null;
  inventories: Record<string, Inventory>;
  runs: Record<string, Run>;
  history: RunEntry[];
  nextRun: number;
  requests: Record<string, Request>;
  assessment: Assessment | null;
  assessing: Assessing | null;
  /** Mutants no test notices, as far as they were asked for beyond the assessment's first ones. */
  mutants: Mutant[];
  saving: Saving;
  /** The other version, and where it and the text here collide. */
  conflict: Review | null;
  conflictPlaces: Place[];
  notices: Notice[];
  nextNotice: number;
  jump: Jump | null;
  hosting: Hosting;
  view: View;
}

export const initialState: DeskState = {
  connection: 'up',
  seq: 0,
  task: null,
  review: null,
  rubric: null,
  sandbox: null,
  workspace: '',
  reviewer: '',
  queue: null,
  session: null,
  lease: null,
  past: noPast,
  missing: [],
  refused: false,
  decision: null,
  derived: null,
  why: [],
  phrases: [],
  revision: null,
  inventories: {},
  runs: {},
  history: [],
  nextRun: 1,
  requests: {},
  assessment: null,
  assessing: null,
  mutants: [],
  saving: { kind: 'clean' },
  conflict: null,
  conflictPlaces: [],
  notices: [],
  nextNotice: 1,
  jump: null,
  hosting: noHost,
  view: {
    left: 'prompt',
    right: 'rubric',
    suite: 'given',
    lower: '',
    budget: 60,
    focusMutant: null,
    wanted: null,
    results: 'tests',
    files: {},
    showChanges: false,
    solution: '',
    failingOnly: false,
    shown: null,
    group: null,
    axis: '',
    focusTest: null
  }
};

const TEXT_FIELDS = ['given_edits', 'what_if', 'equivalents'] as const;

/** The review as a patch leaves it. */
export function applyPatch(review: Review, patch: Patch): Review {
  const { given_edits, what_if, equivalents, ratings, answers, ...plain } = patch;
  const next: Review = { ...review, ...plain };
  const texts = { given_edits, what_if, equivalents };
  for (const field of TEXT_FIELDS) {
    const changes = texts[field];
    if (!changes) continue;
    const merged: Record<string, string> = { ...review[field] };
    for (const [path, text] of Object.entries(changes)) {
      if (text === null) Reflect.deleteProperty(merged, path);
      else merged[path] = text;
    }
    next[field] = merged;
  }
  if (ratings) next.ratings = { ...review.ratings, ...ratings };
  if (answers) next.answers = answersAfter(review.answers, answers);
  return next;
}

function answersAfter(
  before: Review['answers'],
  changes: Record<string, Answer | null>
): Record<string, Answer> {
  const all = Object.entries({ ...before, ...changes });
  return Object.fromEntries(all.filter((one): one is [string, Answer] => one[1] !== null));
}

/** Two patches as one; the later wins, file by file and axis by axis. */
export function mergePatch(earlier: Patch, later: Patch): Patch {
  const merged: Patch = { ...earlier, ...later };
  for (const field of TEXT_FIELDS)
    if (earlier[field] || later[field]) merged[field] = { ...earlier[field], ...later[field] };
  if (earlier.ratings || later.ratings) merged.ratings = { ...earlier.ratings, ...later.ratings };
  if (earlier.answers || later.answers) merged.answers = { ...earlier.answers, ...later.answers };
  return merged;
}
