/** The desk's reducer: what the kernel said and what the reviewer did, one at a time. */

import type { KernelMessage, Patch, Review, StateMessage, Task } from '../protocol';
import { assessed, assessFailed, assessProgress, moreMutants, restoreAssessment } from './assess';
import { hosted, type Hosting } from './hosting';
import { jump } from './jump';
import { hearPast, withFresh, type Past } from './past';
import { placesOf, valuesAt } from './places';
import { changeRequest, endRequest } from './requests';
import { addRun, restoreOlder, restoreRuns, runKept, showWanted } from './runs';
import {
  applyPatch,
  type Assessing,
  type DeskState,
  type Jump,
  type Notice,
  type Request,
  type Saving,
  type View
} from './state';

export type Action =
  | { type: 'kernel'; message: KernelMessage; unsaved: Patch; asked?: readonly string[] }
  | { type: 'patch'; patch: Patch; view?: Partial<View> }
  | { type: 'connection'; connection: 'up' | 'down' }
  | { type: 'saving'; saving: Saving }
  | { type: 'request'; request: Request }
  | { type: 'request_over'; request: string }
  | { type: 'cancelling'; request: string }
  | { type: 'assessing'; assessing: Assessing }
  | { type: 'view'; view: Partial<View> }
  | { type: 'open_file'; tab: string; file: string }
  | { type: 'show_run'; number: number }
  | { type: 'jump'; place: Omit<Jump, 'count'> }
  | { type: 'notice'; notice: Omit<Notice, 'id'> }
  | { type: 'dismiss'; id: number }
  | { type: 'past'; change: Partial<Past> }
  | { type: 'take_theirs' }
  | { type: 'conflict_over' }
  | { type: 'submitting' }
  | { type: 'hosting'; hosting: Partial<Hosting> };

const MAX_NOTICES = 4;

export function reduce(state: DeskState, action: Action): DeskState {
  switch (action.type) {
    case 'kernel':
      return hear(state, action.message, action.unsaved, action.asked);
    case 'patch':
      if (!state.review) return state;
      return {
        ...state,
        review: applyPatch(state.review, action.patch),
        view: { ...state.view, ...action.view }
      };
    case 'connection':
      return { ...state, connection: action.connection };
    case 'saving':
      return { ...state, saving: action.saving };
    case 'request':
      return { ...state, requests: { ...state.requests, [action.request.id]: action.request } };
    case 'request_over':
      return endRequest(state, action.request);
    case 'cancelling':
      return changeRequest(state, action.request, { cancelling: true });
    case 'assessing':
      return { ...state, assessing: action.assessing };
    case 'view':
      return { ...state, view: { ...state.view, ...action.view } };
    case 'open_file':
      return {
        ...state,
        view: { ...state.view, files: { ...state.view.files, [action.tab]: action.file } }
      };
    case 'show_run':
      return {
        ...state,
        view: { ...state.view, lower: 'results', shown: action.number, focusTest: null }
      };
    case 'jump':
      return jump(state, action.place);
    case 'notice':
      return addNotice(state, action.notice);
    case 'dismiss':
      return { ...state, notices: state.notices.filter(notice => notice.id !== action.id) };
    case 'past':
      return { ...state, past: { ...state.past, ...action.change } };
    case 'take_theirs':
      return takeTheirs(state);
    case 'conflict_over':
      return { ...state, conflict: null, conflictPlaces: [] };
    case 'submitting':
      return { ...state, refused: false };
    case 'hosting':
      return hosted(state, action.hosting);
  }
}

function hear(
  state: DeskState,
  message: KernelMessage,
  unsaved: Patch,
  asked?: readonly string[]
): DeskState {
  switch (message.type) {
    case 'state':
      return load(state, message, unsaved, asked);
    case 'saved':
      return {
        ...state,
        ...judged(message),
        inventories: { ...state.inventories, ...message.inventories }
      };
    case 'save_failed': {
      if (!message.conflict) return state;
      const places = message.places ?? placesOf(unsaved);
      return { ...state, conflict: message.conflict, conflictPlaces: places };
    }
    case 'run_started':
      return changeRequest(state, message.request, { phase: 'queued' });
    case 'run_progress':
      return changeRequest(state, message.request, { phase: message.phase });
    case 'run_done': {
      const next = addRun(state, {
        run: message.run,
        suiteKey: message.suite_key,
        cached: message.cached,
        unsaved: message.unsaved,
        edited: message.edited,
        request: message.request,
        current: message.current,
        isTextSaved: !isRunnable(unsaved)
      });
      return message.last ? endRequest(next, message.request) : next;
    }
    case 'run_kept':
      return runKept(state, message.id);
    case 'run_failed': {
      const ended = endRequest(state, message.request);
      const text = message.cancelled ? 'Run cancelled' : `Not run: ${message.reason}`;
      const level = message.cancelled ? 'info' : 'error';
      return addNotice(ended, { level, text, mend: message.cancelled ? '' : message.mend });
    }
    case 'run':
      return showWanted(restoreOlder(state, message, !isRunnable(unsaved)), message.run.id);
    case 'assess_progress':
      return assessProgress(state, message);
    case 'assess_part':
      return assessed(state, message.assessment, false);
    case 'assess_done':
      return assessed(state, message.assessment, true);
    case 'assess_failed': {
      const text = message.cancelled ? 'Assessment cancelled' : `Not assessed: ${message.reason}`;
      const level = message.cancelled ? 'info' : 'error';
      const mend = message.cancelled ? 'What was measured is kept.' : message.mend;
      return addNotice(assessFailed(state, message.request), { level, text, mend });
    }
    case 'mutants':
      return moreMutants(state, message);
    case 'submitted':
      return { ...state, review: message.review, revision: message.revision, refused: false };
    case 'submit_refused':
      return { ...state, missing: message.missing, refused: true };
    case 'fresh':
    case 'revisions':
    case 'revision':
    case 'history':
    case 'runs_compared':
    case 'exported':
      return hearPast(state, message);
    case 'seat':
      return { ...state, session: message.session };
    case 'lease':
      return { ...state, lease: message.lease };
    case 'review_changed':
      return {
        ...state,
        review: applyPatch(message.review, unsaved),
        conflict: state.conflict && message.review,
        missing: message.missing,
        decision: message.decision,
        derived: message.derived
      };
    case 'phrases':
      return { ...state, phrases: message.phrases };
    case 'notice':
      return addNotice(state, { level: message.level, text: message.text, mend: message.mend });
    case 'pong':
      return state;
  }
}

/** Where the review stands, as every message says it that follows a change. */
function judged(
  message: Extract<KernelMessage, { derived: unknown }>
): Pick<DeskState, 'missing' | 'decision' | 'derived' | 'why'> {
  const { missing, decision, derived, why } = message;
  return { missing, decision, derived, why: why ?? [] };
}

/** The other version where the two collide; all else stays as it is here. */
function takeTheirs(state: DeskState): DeskState {
  const { conflict, review, conflictPlaces } = state;
  if (!conflict || !review) return state;
  const theirs = valuesAt(conflict, conflictPlaces);
  return { ...state, review: applyPatch(review, theirs), conflict: null, conflictPlaces: [] };
}

/** Whether a patch changes what a run would judge. */
function isRunnable(patch: Patch): boolean {
  return Boolean(patch.given_edits ?? patch.probes ?? patch.what_if);
}

function load(
  state: DeskState,
  message: StateMessage,
  unsaved: Patch,
  asked?: readonly string[]
): DeskState {
  // After a reconnect the same task comes again: the views keep their place, and the focus.
  const task = state.task && sameTask(state.task, message.task) ? state.task : message.task;
  const inventories = { ...message.inventories };
  for (const suite of message.task.suites) {
    const key = suite.role === 'given' ? 'given' : `probe:${suite.name}`;
    if (suite.inventory) inventories[key] ??= suite.inventory;
  }
  const running = new Set(message.running.map(r => (typeof r === 'string' ? r : r.request)));
  const requests = Object.fromEntries(
    // What was asked for after the kernel was asked how it stands is not over.
    Object.entries(state.requests).filter(
      ([id]) => running.has(id) || asked?.includes(id) === false
    )
  );
  for (const entry of message.running) {
    const request: Exclude<typeof entry, string> =
      typeof entry === 'string' ? { request: entry } : entry;
    requests[request.request] ??= {
      id: request.request,
      suite: request.suite ?? '',
      solution: request.solution ?? '',
      basis: '',
      phase: 'running',
      startedAt: performance.now() - 1000 * (request.elapsed_s ?? 0),
      cancelling: false
    };
  }
  const candidate = task.solutions.find(solution => solution.role === 'candidate');
  const solution = state.view.solution || (candidate?.name ?? '');
  const review: Review = applyPatch(message.review, unsaved);
  const known = withFresh(restoreAssessment(state, message), message.fresh);
  return restoreRuns(
    {
      ...known,
      seq: message.seq,
      task,
      review,
      rubric: message.rubric,
      sandbox: message.sandbox,
      workspace: message.workspace,
      reviewer: message.reviewer,
      queue: message.queue ?? null,
      session: message.session ?? null,
      lease: message.lease ?? null,
      ...judged(message),
      phrases: message.phrases ?? [],
      inventories,
      requests,
      view: { ...state.view, solution }
    },
    message.runs,
    !isRunnable(unsaved)
  );
}

function sameTask(a: Task, b: Task): boolean {
  const text = (task: Task): string =>
    JSON.stringify(task, (key, value: unknown) => (key === 'inventory' ? undefined : value));
  return text(a) === text(b);
}

function addNotice(state: DeskState, notice: Omit<Notice, 'id'>): DeskState {
  return {
    ...state,
    notices: [...state.notices, { ...notice, id: state.nextNotice }].slice(-MAX_NOTICES),
    nextNotice: state.nextNotice + 1
  };
}
