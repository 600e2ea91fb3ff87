/** Joins the model, the store and the edit queue; the views call its methods and nothing else. */

import type { PastAsk } from '../past_protocol';
import type { DeskMessage, EvidenceRef, KernelMessage, Model, Patch, Rating } from '../protocol';
import { activeClock, watchActivity } from './activity';
import type { ActiveClock } from './clock';
import { tellCutOff } from './cut_off';
import { EditQueue } from './edits';
import { Jobs } from './jobs';
import { keepLeftover } from './leftover';
import { Link } from './link';
import { keepPlace } from './holding';
import { based } from './past';
import { placesOf, valuesAt } from './places';
import { Scope } from './scope';
import type { DeskState, View } from './state';

const SAVE_PATIENCE_MS = 4000;

export const EMPTY_RATING: Rating = {
  score: null,
  rationale: '',
  cannot_judge: '',
  evidence: [],
  tags: []
};

export class Desk extends Jobs {
  readonly scope = new Scope();
  readonly clock: ActiveClock;
  private readonly edits: EditQueue;
  private goingOn = false;
  private readonly link: Link;

  constructor(
    model: Model,
    private readonly host: HTMLElement
  ) {
    super();
    this.edits = new EditQueue({
      send: (edit, patch, bases) => this.send({ type: 'edit', edit, patch, bases }),
      first: Math.floor(Math.random() * 2 ** 40),
      onChange: () => this.showSaving()
    });
    this.clock = activeClock(
      host,
      () => this.state,
      active_s => this.edit({ active_s })
    );
    this.link = new Link(model, host, this.scope, {
      state: () => this.state,
      hear: message => this.hear(message),
      connected: connection => this.setConnection(connection),
      silent: () => this.onSilent()
    });
    watchActivity(this, host);
    keepPlace(this, host);
    this.link.hello();
  }

  watch<T>(
    scope: Scope,
    select: (state: DeskState) => T,
    effect: (value: T) => void,
    same?: (a: T, b: T) => boolean
  ): void {
    scope.watch(this.store, select, effect, same);
  }

  /** Changes the review: at once on the screen, within 250 ms on its way to the file. `view` is
   * what else is shown from then on, in the same step. */
  edit(patch: Patch, view: Partial<View> = {}): void {
    const { review } = this.state;
    if (!review) return;
    const there = valuesAt(review, placesOf(patch));
    this.store.dispatch({ type: 'patch', patch, view });
    this.edits.push(patch, there);
  }

  flush(): void {
    this.edits.flush();
  }

  rating(axis: string): Rating {
    return this.state.review?.ratings[axis] ?? EMPTY_RATING;
  }

  rate(axis: string, change: Partial<Rating>): void {
    this.edit({ ratings: { [axis]: { ...this.rating(axis), ...change } } });
  }

  attach(axis: string, evidence: EvidenceRef): void {
    const held = this.rating(axis).evidence;
    const twice = held.some(
      e => e.kind === evidence.kind && e.label === evidence.label && e.text === evidence.text
    );
    if (!twice) this.rate(axis, { evidence: [...held, based(this.state, evidence)] });
  }

  /** Keeps a sentence of the reviewer's own for a level, or forgets it. */
  keepPhrase(axis: string, score: number, text: string, keep: boolean): void {
    this.send({ type: 'phrase', axis, score, text, keep });
  }

  /** Brings a line of a solution into view. */
  showLine(name: string, file: string, line: number): void {
    const solution = this.state.task?.solutions.find(s => s.name === name);
    if (!solution) return;
    const tab = `solution:${solution.name}`;
    this.view({ left: solution.role === 'candidate' ? 'solution' : tab });
    this.store.dispatch({ type: 'jump', place: { tab, file, line } });
  }

  /** `andNext`: the host opens the next task once it is submitted. */
  async submit(andNext = false): Promise<void> {
    this.goingOn = andNext;
    this.clock.report();
    if (!(await this.settled())) {
      this.notify('error', 'Not submitted: your last edits are not saved yet', '');
      return;
    }
    this.store.dispatch({ type: 'submitting' });
    this.send({ type: 'submit', edit: this.edits.lastSent });
  }

  /** Asks what needs no more than the question. */
  ask(
    message:
      PastAsk | Extract<DeskMessage, { type: 'renew' | 'take_over' | 'reopen' | 'get_mutants' }>
  ): void {
    this.send(message);
  }

  /** Leaves the task; the host opens the next one once the kernel said so. */
  async skip(reason: string): Promise<void> {
    await this.settled();
    this.send({ type: 'skip', reason });
  }

  /** Asks the host for the next task. */
  goOn(): void {
    this.host.dispatchEvent(new CustomEvent('workbench:next', { bubbles: true }));
  }

  /** After a conflict: this page's text wins, or the other one's. */
  keepMine(): void {
    const { conflict, conflictPlaces } = this.state;
    this.store.dispatch({ type: 'conflict_over' });
    if (conflict) this.edits.release(valuesAt(conflict, conflictPlaces));
  }

  takeTheirs(): void {
    this.edits.drop();
    this.store.dispatch({ type: 'take_theirs' });
    if (this.edits.isClean) this.store.dispatch({ type: 'saving', saving: { kind: 'clean' } });
    this.link.hello();
  }

  retrySave(): void {
    this.edits.resend();
  }

  close(): void {
    this.clock.report();
    this.edits.close();
    this.scope.close();
  }

  protected send(message: DeskMessage): void {
    this.link.send(message);
  }

  protected settled(): Promise<boolean> {
    return this.edits.settled(SAVE_PATIENCE_MS);
  }

  private setConnection(connection: 'up' | 'down'): void {
    this.edits.setDown(connection === 'down');
    this.store.dispatch({ type: 'connection', connection });
    if (connection === 'up') {
      this.link.hello();
      this.edits.resend();
    }
  }

  private onSilent(): void {
    if (!this.edits.isClean && !this.edits.failed && !this.edits.isHeld) {
      const reason = 'the kernel does not answer';
      const mend = 'Your text is kept here and sent again.';
      this.store.dispatch({ type: 'saving', saving: { kind: 'failed', reason, mend } });
    }
    this.edits.resend();
  }

  private hear(message: KernelMessage): void {
    switch (message.type) {
      case 'saved':
        this.edits.acknowledge(message.edit);
        break;
      case 'save_failed':
        this.store.dispatch({
          type: 'saving',
          saving: { kind: 'failed', reason: message.reason, mend: message.mend }
        });
        if (message.conflict)
          this.edits.hold(message.edit, message.places ?? placesOf(this.edits.unsaved));
        else this.edits.fail(message.edit);
        break;
      case 'state':
      case 'review_changed':
        this.clock.startFrom(message.review.active_s);
        break;
      case 'seat':
        if (message.session.item === 'skipped' && this.state.session?.item !== 'skipped')
          this.goOn();
        break;
      case 'lease':
        if (message.lease?.skipped && this.state.lease?.skipped === null) this.goOn();
        break;
      case 'submitted':
        this.host.dispatchEvent(
          new CustomEvent('workbench:submitted', { bubbles: true, detail: message.revision })
        );
        if (this.goingOn) this.goOn();
        break;
    }
    const before = this.state;
    const { asked } = this.link;
    this.store.dispatch({ type: 'kernel', message, unsaved: this.edits.unsaved, asked });
    if (message.type === 'state') {
      tellCutOff(this, before, message, asked);
      if (!before.task) this.keepLeftover();
    }
    if (message.type === 'saved' && this.edits.isClean)
      this.store.dispatch({ type: 'saving', saving: { kind: 'saved', at: message.at } });
  }

  private keepLeftover(): void {
    keepLeftover(this, {
      kept: () => (this.edits.isClean ? null : this.edits.kept),
      restore: kept => {
        this.store.dispatch({ type: 'patch', patch: kept.patch });
        this.edits.restore(kept);
      }
    });
  }

  private showSaving(): void {
    if (this.edits.failed) return;
    const { saving } = this.state;
    if (this.edits.isClean || saving.kind === 'saving') return;
    // A refused save stays in sight until one goes through.
    if (saving.kind === 'failed') return;
    this.store.dispatch({ type: 'saving', saving: { kind: 'saving' } });
  }
}
