/** What the board knows and shows, and how each message and action changes it. */

import type { Rubric, Run } from '../protocol';
import type {
  Again,
  AxisDecision,
  BoardMessage,
  Case,
  Measures,
  SessionFacts,
  Source,
  TaskMeasures,
  TaskState
} from './protocol';

/** What is being decided of one task; kept while the lead looks at others. */
export interface Draft {
  axes: Record<string, AxisDecision>;
  note: string;
  /** Axis under which the note becomes part of the rubric, or ''. */
  revise: string;
}

export interface Repeat {
  phase: string;
  /** What came of it; null while it goes on. */
  again: Again | null;
  problem: string;
}

export interface Shown {
  digest: string;
  ref: string;
  run: Run | null;
  problem: string;
}

export interface BoardNotice {
  id: number;
  level: 'info' | 'warning' | 'error';
  text: string;
}

export type ListFilter = 'open' | 'decided' | 'all';

export interface BoardView {
  /** Task being adjudicated, or '' for the board. */
  task: string;
  filter: ListFilter;
  words: string;
  /** Reviewer whose drift is drawn; '' the first who drifts. */
  reviewer: string;
  /** What is open beside the case. */
  source: '' | 'prompt' | 'solution' | 'run';
  /** Solution and line to show. */
  place: { solution: string; file: string; line: number } | null;
  /** Agreed axes that are open. */
  unfolded: readonly string[];
}

export interface BoardState {
  connection: 'up' | 'down';
  measuring: boolean;
  session: SessionFacts | null;
  rubric: Rubric | null;
  measures: Measures | null;
  doubts: string[];
  at: string;
  case: Case | null;
  source: Source | null;
  drafts: Record<string, Draft>;
  /** By request id. */
  pending: Record<string, string>;
  /** By `digest ref`. */
  repeats: Record<string, Repeat>;
  shown: Shown | null;
  notices: BoardNotice[];
  nextNotice: number;
  view: BoardView;
}

export const initialBoard: BoardState = {
  connection: 'up',
  measuring: true,
  session: null,
  rubric: null,
  measures: null,
  doubts: [],
  at: '',
  case: null,
  source: null,
  drafts: {},
  pending: {},
  repeats: {},
  shown: null,
  notices: [],
  nextNotice: 1,
  view: {
    task: '',
    filter: 'open',
    words: '',
    reviewer: '',
    source: '',
    place: null,
    unfolded: []
  }
};

export type BoardAction =
  | { type: 'heard'; message: BoardMessage }
  | { type: 'connection'; connection: 'up' | 'down' }
  | { type: 'view'; view: Partial<BoardView> }
  | { type: 'draft'; task: string; draft: Draft }
  | { type: 'asked'; request: string; what: string }
  | { type: 'repeat'; request: string; key: string }
  | { type: 'show'; shown: Shown | null }
  | { type: 'dismiss'; id: number }
  | { type: 'notice'; level: BoardNotice['level']; text: string };

const MAX_NOTICES = 4;

export function reduceBoard(state: BoardState, action: BoardAction): BoardState {
  switch (action.type) {
    case 'heard':
      return hear(state, action.message);
    case 'connection':
      return { ...state, connection: action.connection };
    case 'view':
      return look(state, action.view);
    case 'draft':
      return { ...state, drafts: { ...state.drafts, [action.task]: action.draft } };
    case 'asked':
      return { ...state, pending: { ...state.pending, [action.request]: action.what } };
    case 'repeat':
      return {
        ...state,
        pending: { ...state.pending, [action.request]: action.key },
        repeats: { ...state.repeats, [action.key]: { phase: 'asked', again: null, problem: '' } }
      };
    case 'show':
      return { ...state, shown: action.shown };
    case 'dismiss':
      return { ...state, notices: state.notices.filter(notice => notice.id !== action.id) };
    case 'notice':
      return notice(state, action.level, action.text);
  }
}

function hear(state: BoardState, message: BoardMessage): BoardState {
  switch (message.type) {
    case 'measuring':
      return { ...state, measuring: true };
    case 'board': {
      const { session, rubric, measures, doubts, at } = message;
      return { ...state, measuring: false, session, rubric, measures, doubts, at };
    }
    case 'case':
      if (message.case.task_id !== state.view.task) return state;
      // The same again must not be drawn anew: somebody may be typing in it.
      if (JSON.stringify(message.case) === JSON.stringify(state.case)) return state;
      return { ...state, case: message.case, drafts: withDraft(state.drafts, message.case) };
    case 'source':
      return message.source.task_id === state.view.task
        ? { ...state, source: message.source }
        : state;
    case 'evidence_run': {
      const { digest, ref, run, reason } = message;
      const wanted = state.shown?.digest === digest && state.shown.ref === ref;
      return wanted ? { ...state, shown: { digest, ref, run, problem: reason } } : state;
    }
    case 'again_progress':
      return repeated(state, message.request, { phase: message.phase });
    case 'again_done':
      return ended(
        repeated(state, message.request, { phase: '', again: message.again }),
        message.request
      );
    case 'again_failed':
      return ended(
        repeated(state, message.request, { phase: '', problem: sentence(message) }),
        message.request
      );
    case 'adjudicated': {
      const drafts = { ...state.drafts };
      Reflect.deleteProperty(drafts, message.task_id);
      const name = titleOf(state, message.task_id);
      return notice(ended({ ...state, drafts }, message.request), 'info', `Decided: ${name}`);
    }
    case 'done':
      return notice(ended(state, message.request), 'info', message.text);
    case 'refused':
      return notice(ended(state, message.request), 'error', sentence(message));
    case 'notice':
      return notice(
        state,
        message.level,
        message.mend ? `${message.text}. ${message.mend}` : message.text
      );
  }
}

/** Another task has its own case, source and open parts. */
function look(state: BoardState, change: Partial<BoardView>): BoardState {
  const view = { ...state.view, ...change };
  if (change.task === undefined || change.task === state.view.task) return { ...state, view };
  return {
    ...state,
    case: null,
    source: null,
    shown: null,
    view: { ...view, place: null, unfolded: [], ...change }
  };
}

function withDraft(drafts: Record<string, Draft>, found: Case): Record<string, Draft> {
  if (drafts[found.task_id]) return drafts;
  return { ...drafts, [found.task_id]: freshDraft(found) };
}

/** What is filled in when a case is opened: what all agree on, or what was decided before. */
export function freshDraft(found: Case): Draft {
  const axes: Record<string, AxisDecision> = {};
  for (const { axis, prefill } of found.axes) {
    const before = found.earlier?.axes[axis] ?? prefill;
    axes[axis] = before ?? {
      score: null,
      cannot_judge: false,
      unanimous: false,
      reason: '',
      cause: null
    };
  }
  return { axes, note: found.earlier?.guideline_note ?? '', revise: '' };
}

function repeated(state: BoardState, request: string, change: Partial<Repeat>): BoardState {
  const key = state.pending[request];
  const before = key === undefined ? undefined : state.repeats[key];
  if (key === undefined || !before) return state;
  return { ...state, repeats: { ...state.repeats, [key]: { ...before, ...change } } };
}

function ended(state: BoardState, request: string): BoardState {
  const pending = { ...state.pending };
  Reflect.deleteProperty(pending, request);
  return { ...state, pending };
}

function notice(state: BoardState, level: BoardNotice['level'], text: string): BoardState {
  return {
    ...state,
    notices: [...state.notices, { id: state.nextNotice, level, text }].slice(-MAX_NOTICES),
    nextNotice: state.nextNotice + 1
  };
}

function sentence(problem: { reason: string; mend: string }): string {
  return problem.mend ? `${problem.reason}. ${problem.mend}` : problem.reason;
}

export function titleOf(state: BoardState, task: string): string {
  return state.measures?.tasks.find(item => item.task_id === task)?.title ?? task;
}

const DECIDED: readonly TaskState[] = ['adjudicated'];
const OPEN: readonly TaskState[] = ['open', 'outdated'];

/** The tasks the list shows, widest gap first. */
export function listed(state: BoardState): TaskMeasures[] {
  const { filter, words } = state.view;
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return (state.measures?.tasks ?? []).filter(
    task =>
      (filter === 'all' || (filter === 'open' ? OPEN : DECIDED).includes(task.state)) &&
      wanted.every(word => haystack(state, task).includes(word))
  );
}

function haystack(state: BoardState, task: TaskMeasures): string {
  const wide = task.axes.filter(axis => axis.gap > 0).map(axis => axisTitle(state, axis.axis));
  return `${task.title}\n${task.task_id}\n${task.language}\n${wide.join('\n')}`.toLowerCase();
}

export function axisTitle(state: BoardState, axis: string): string {
  return state.rubric?.axes.find(item => item.id === axis)?.title ?? axis;
}
