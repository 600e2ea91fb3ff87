/** Joins the board's model and store; the views call its methods and nothing else. */

import { Scope } from '../core/scope';
import { createStore, type Store } from '../core/store';
import type { LineComment } from '../protocol';
import { askedAxes, missing } from './decide';
import { dropDraft, keepDraft, keptDraft } from './kept';
import type { Act, AxisDecision, BoardAsk, BoardMessage, BoardModel } from './protocol';
import {
  initialBoard,
  listed,
  reduceBoard,
  type BoardAction,
  type BoardState,
  type BoardView,
  type Draft
} from './state';

const HELLO_AGAIN_MS = 4000;

export class Board {
  readonly store: Store<BoardState, BoardAction> = createStore(reduceBoard, initialBoard);
  readonly scope = new Scope();

  constructor(
    private readonly model: BoardModel,
    host: HTMLElement
  ) {
    const onMessage = (content: unknown): void => {
      if (isMessage(content)) this.hear(content);
    };
    model.on('msg:custom', onMessage);
    this.scope.add(() => model.off('msg:custom', onMessage));
    this.scope.on(host, 'workbench:connection', event => {
      const { detail } = event as unknown as CustomEvent<unknown>;
      if (detail !== 'up' && detail !== 'down') return;
      this.store.dispatch({ type: 'connection', connection: detail });
      if (detail === 'up') this.send({ type: 'hello' });
    });
    this.scope.every(HELLO_AGAIN_MS, () => {
      if (!this.state.session && this.state.connection === 'up') this.send({ type: 'hello' });
    });
    this.send({ type: 'hello' });
  }

  get state(): BoardState {
    return this.store.get();
  }

  watch<T>(
    scope: Scope,
    select: (state: BoardState) => T,
    effect: (value: T) => void,
    same?: (a: T, b: T) => boolean
  ): void {
    scope.watch(this.store, select, effect, same);
  }

  view(view: Partial<BoardView>): void {
    this.store.dispatch({ type: 'view', view });
  }

  /** Opens the case of a task; '' goes back to the board. */
  open(task: string): void {
    if (task === this.state.view.task) return;
    this.view({ task });
    if (!task) return;
    this.send({ type: 'get_case', task_id: task });
    const { source } = this.state.view;
    if (source === 'run') this.view({ source: '' });
    else if (source) this.send({ type: 'get_source', task_id: task });
  }

  /** The case so many places on in the list; undefined at its end. */
  neighbour(step: number): string | undefined {
    const list = listed(this.state);
    const at = list.findIndex(task => task.task_id === this.state.view.task);
    // A task that left the list by being decided: the one now in its place is the next.
    return at < 0 ? list[step > 0 ? 0 : list.length - 1]?.task_id : list[at + step]?.task_id;
  }

  step(by: number): void {
    const task = this.neighbour(by);
    if (task) this.open(task);
  }

  /** Shows prompt or solution beside the case, or closes it. */
  showSource(source: BoardView['source'], place: BoardView['place'] = null): void {
    this.view({ source, place });
    const { task } = this.state.view;
    if (source && source !== 'run' && this.state.source?.task_id !== task)
      this.send({ type: 'get_source', task_id: task });
  }

  showComment(comment: LineComment): void {
    const { solution, file, first_line: line } = comment;
    this.showSource('solution', { solution, file, line });
  }

  get draft(): Draft | undefined {
    return this.state.drafts[this.state.view.task];
  }

  decide(axis: string, change: Partial<AxisDecision>): void {
    const { draft } = this;
    const made = draft?.axes[axis];
    if (!draft || !made) return;
    const axes = { ...draft.axes, [axis]: { ...made, unanimous: false, ...change } };
    this.redraft({ ...draft, axes });
  }

  redraft(draft: Draft): void {
    const { case: found, session } = this.state;
    this.store.dispatch({ type: 'draft', task: this.state.view.task, draft });
    if (found && session) keepDraft(session.id, found, draft);
  }

  /** Keeps the decision. The next case opens once it is kept. */
  adjudicate(): void {
    const { case: found } = this.state;
    const { draft } = this;
    if (!found || !draft) return;
    const { rubric } = this.state;
    const shown = rubric ? askedAxes(rubric, found, draft.axes) : undefined;
    const lacks = Object.keys(missing(found, draft, shown)).length;
    if (lacks) {
      const axes = lacks === 1 ? 'One axis is' : `${lacks} axes are`;
      this.store.dispatch({ type: 'notice', level: 'error', text: `Not kept: ${axes} undecided.` });
      return;
    }
    const request = this.ask('adjudicate');
    this.send({
      type: 'adjudicate',
      request,
      task_id: found.task_id,
      digests: found.columns.map(column => column.digest),
      axes: draft.axes,
      guideline_note: draft.note.trim(),
      revise: draft.note.trim() ? draft.revise : ''
    });
  }

  act(act: Act, more: { reviewer?: string; reason?: string; typed?: string } = {}): void {
    const request = this.ask(act);
    const { reviewer = '', reason = '', typed = '' } = more;
    this.send({ type: 'act', request, act, reviewer, reason, typed });
  }

  /** Shows the run a chip names. */
  showRun(digest: string, ref: string): void {
    this.store.dispatch({ type: 'show', shown: { digest, ref, run: null, problem: '' } });
    this.showSource('run');
    this.send({ type: 'get_evidence_run', task_id: this.state.view.task, digest, ref });
  }

  /** Runs the same solution on the same suite anew. */
  runAgain(digest: string, ref: string): void {
    const request = freshId();
    this.store.dispatch({ type: 'repeat', request, key: repeatKey(digest, ref) });
    this.send({ type: 'run_again', request, task_id: this.state.view.task, digest, ref });
  }

  isPending(what: string): boolean {
    return Object.values(this.state.pending).includes(what);
  }

  close(): void {
    this.scope.close();
  }

  private ask(what: string): string {
    const request = freshId();
    this.store.dispatch({ type: 'asked', request, what });
    return request;
  }

  private hear(message: BoardMessage): void {
    const next = message.type === 'adjudicated' ? this.neighbour(1) : undefined;
    this.recall(message);
    this.store.dispatch({ type: 'heard', message });
    if (message.type === 'adjudicated' && message.task_id === this.state.view.task)
      this.open(next ?? '');
    const { task } = this.state.view;
    // Ratings and decisions may have come in: the open case is asked for anew.
    if (message.type === 'board' && task) this.send({ type: 'get_case', task_id: task });
  }

  /** What was begun in another tab, or before this one was closed. */
  private recall(message: BoardMessage): void {
    const session = this.state.session?.id ?? '';
    if (message.type === 'adjudicated') dropDraft(session, message.task_id);
    if (message.type !== 'case' || this.state.drafts[message.case.task_id]) return;
    const draft = keptDraft(session, message.case);
    if (draft) this.store.dispatch({ type: 'draft', task: message.case.task_id, draft });
  }

  private send(message: BoardAsk): void {
    try {
      this.model.send(message);
    } catch {
      this.store.dispatch({ type: 'connection', connection: 'down' });
    }
  }
}

export function repeatKey(digest: string, ref: string): string {
  return `${digest} ${ref}`;
}

function freshId(): string {
  return `b${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
}

function isMessage(content: unknown): content is BoardMessage {
  return (
    typeof content === 'object' &&
    content !== null &&
    typeof (content as { type?: unknown }).type === 'string'
  );
}
