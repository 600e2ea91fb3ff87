/** Runs and assessments as the views ask for them, and the one store that they and all else change. */

import type { DeskMessage } from '../protocol';
import { freshId } from './ids';
import { lowerWhileAssessing } from './lower';
import { reduce, type Action } from './reduce';
import { SAVING } from './requests';
import { basisOf } from './select';
import { initialState, type DeskState, type View } from './state';
import { createStore, type Store } from './store';

export abstract class Jobs {
  /** Runs that wait for the last edit to be saved: what is wanted, to the request's id. */
  private readonly waiting = new Map<string, string>();
  readonly store: Store<DeskState, Action> = createStore(reduce, initialState);

  get state(): DeskState {
    return this.store.get();
  }

  view(view: Partial<View>): void {
    this.store.dispatch({ type: 'view', view });
  }

  notify(
    level: 'info' | 'warning' | 'error',
    text: string,
    mend = '',
    action?: { label: string; run: () => void }
  ): void {
    const notice = { level, text, mend, ...(action && { action }) };
    this.store.dispatch({ type: 'notice', notice });
  }

  /** Asks for a run of the text as it stands; refuses when that text could not be saved. The
   * request's id, or '' when there is none. */
  async run(suite: string, solution: string, tests: string[] = []): Promise<string> {
    const { sandbox, connection } = this.state;
    if (!sandbox?.ok || connection === 'down') {
      const text = `Not run: ${sandbox?.ok ? 'the kernel is away' : (sandbox?.reason ?? 'not ready')}`;
      this.notify('error', text, sandbox?.ok ? 'Wait for it to come back.' : (sandbox?.mend ?? ''));
      return '';
    }
    const wanted = JSON.stringify([suite, solution, tests]);
    const waiting = this.waiting.get(wanted);
    if (waiting) return waiting; // pressed again while the last edit is on its way to the file
    const id = freshId('r');
    const job = { id, suite, solution, tests, startedAt: performance.now(), cancelling: false };
    const request = { ...job, basis: '', phase: SAVING };
    this.waiting.set(wanted, id);
    this.store.dispatch({ type: 'request', request });
    const isSaved = await this.settled();
    this.waiting.delete(wanted);
    const cancelled = this.state.requests[id]?.cancelling ?? true;
    if (cancelled || !isSaved) {
      this.store.dispatch({ type: 'request_over', request: id });
      if (cancelled) this.notify('info', 'Run cancelled');
      else {
        const mend = 'A run would judge an older text.';
        this.notify('error', 'Not run: your last edits are not saved yet', mend);
      }
      return '';
    }
    const basis = basisOf(this.state, suite, solution);
    this.store.dispatch({ type: 'request', request: { ...job, basis, phase: 'asked' } });
    this.send({ type: 'run', request: id, target: 'tests', suite, solution, tests, cache: true });
    return id;
  }

  cancel(): void {
    for (const id of Object.keys(this.state.requests)) this.cancelJob(id);
  }

  /** Stops one run or the assessment; all else goes on. */
  cancelJob(id: string): void {
    if (this.state.assessing?.request === id) this.cancelAssessment();
    else {
      const isAsked = this.state.requests[id]?.phase !== SAVING;
      this.store.dispatch({ type: 'cancelling', request: id });
      if (isAsked) this.send({ type: 'cancel', request: id });
    }
  }

  getRun(id: string): void {
    this.send({ type: 'get_run', id });
  }

  /** Shows a run, and a test of it, asking for it first when it is not here. */
  openRun(id: string, test: string | null = null): void {
    this.view({ wanted: { id, test } });
    const { runs, history } = this.state;
    const run = history.some(entry => entry.id === id) ? runs[id] : undefined;
    if (run) this.store.dispatch({ type: 'kernel', message: { type: 'run', run }, unsaved: {} });
    else this.getRun(id);
  }

  /** Measures what the given tests are worth; a run need not wait for it, nor it for a run. */
  assess(budget_s: number, full: boolean): void {
    const request = freshId('a');
    this.view({ lower: lowerWhileAssessing(this.state) });
    const assessing = { request, what: 'asked', startedAt: performance.now(), cancelling: false };
    this.store.dispatch({ type: 'assessing', assessing });
    this.send({ type: 'assess', request, budget_s, full });
  }

  cancelAssessment(): void {
    const { assessing } = this.state;
    if (!assessing) return;
    this.store.dispatch({ type: 'assessing', assessing: { ...assessing, cancelling: true } });
    this.send({ type: 'cancel', request: assessing.request });
  }

  protected abstract send(message: DeskMessage): void;

  /** Whether the last edits came to rest in the file in time. */
  protected abstract settled(): Promise<boolean>;
}
