/** Unsaved work: numbered, sent within 250 ms of the first keystroke, kept until acknowledged.
 *
 * Each edit carries everything not yet acknowledged, so the newest number covers all before it:
 * an edit that got lost or failed can never overwrite a later one when it is sent again. It also
 * says what it started from, so that it never overwrites what this page has not seen: such a part
 * is held here until the reviewer chose, while all else goes on being saved.
 */

import type { Patch, Place } from '../protocol';
import { omit, pick, placesOf } from './places';
import { mergePatch } from './state';

export const DEBOUNCE_MS = 250;
const RETRY_MS = 5000;
/** Edits without an answer that are remembered as what may have arrived. */
const MAX_SENT = 8;

export interface EditQueueOptions {
  send: (edit: number, patch: Patch, bases: Patch[]) => void;
  /** First number to use: another one on each page load, since the kernel remembers numbers. */
  first: number;
  onChange?: () => void;
}

/** Unsaved work as it outlives a page, and what it started from. */
export interface Kept {
  patch: Patch;
  bases: Patch[];
}

export class EditQueue {
  /** Not acknowledged and in the edit `sent`. */
  private underway: Patch = {};
  /** Not in any edit yet. */
  private fresh: Patch = {};
  /** In conflict with what somebody else saved; not sent before the reviewer chose. */
  private held: Patch = {};
  /** What the kernel had there before: with it the conflict is found again by a later page. */
  private heldStart: Patch = {};
  /** What the kernel had where this page's unsaved work is. */
  private start: Patch = {};
  /** What may have arrived though nobody said so. */
  private unanswered: Patch[] = [];
  private sent = 0;
  private next: number;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private down = false;
  private waiting: (() => void)[] = [];
  /** Set while the newest edit is refused by the kernel. */
  failed = false;

  constructor(private readonly options: EditQueueOptions) {
    this.next = options.first;
  }

  /** Everything the kernel has not acknowledged. */
  get unsaved(): Patch {
    return mergePatch(mergePatch(this.underway, this.fresh), this.held);
  }

  get isClean(): boolean {
    return isEmpty(this.underway) && isEmpty(this.fresh) && isEmpty(this.held);
  }

  /** Whether a part waits for the reviewer's choice. */
  get isHeld(): boolean {
    return !isEmpty(this.held);
  }

  /** Number of the newest edit that was sent; 0 before the first. */
  get lastSent(): number {
    return this.sent;
  }

  /** What must outlive the page. */
  get kept(): Kept {
    const start = mergePatch(mergePatch(this.held, this.heldStart), this.start);
    return { patch: this.unsaved, bases: [start, ...this.unanswered] };
  }

  /** `there` is what the kernel has at the patch's places, where this page has nothing unsaved. */
  push(patch: Patch, there: Patch = {}): void {
    const waiting = placesOf(this.held);
    this.held = mergePatch(this.held, pick(patch, waiting));
    const rest = omit(patch, waiting);
    const known = placesOf(mergePatch(this.underway, this.fresh));
    this.start = mergePatch(this.start, omit(pick(there, placesOf(rest)), known));
    this.fresh = mergePatch(this.fresh, rest);
    if (!isEmpty(rest)) this.schedule(DEBOUNCE_MS);
    this.options.onChange?.();
  }

  /** Takes up work that an earlier page could not get saved. */
  restore(kept: Kept): void {
    this.fresh = mergePatch(kept.patch, this.fresh);
    this.start = mergePatch(kept.bases[0] ?? {}, this.start);
    this.unanswered = [...kept.bases.slice(1), ...this.unanswered].slice(-MAX_SENT);
    this.flush();
  }

  /** Sends what has not been sent. */
  flush(): void {
    this.clearTimer();
    if (this.down || isEmpty(this.fresh)) return;
    this.sendAll();
  }

  /** Sends everything unacknowledged again, under a new number. */
  resend(): void {
    this.clearTimer();
    if (this.down || (isEmpty(this.underway) && isEmpty(this.fresh))) return;
    this.sendAll();
  }

  acknowledge(edit: number | null): void {
    if (edit === null || edit !== this.sent) return;
    // Where writing went on, it now starts from what was just saved.
    const left = placesOf(this.fresh);
    this.start = pick(mergePatch(this.start, this.underway), left);
    this.unanswered = [];
    this.underway = {};
    this.failed = false;
    this.settle();
    this.options.onChange?.();
  }

  fail(edit: number): void {
    if (edit !== this.sent) return;
    this.failed = true;
    this.unanswered = this.unanswered.slice(-1);
    this.schedule(RETRY_MS);
    this.settle();
    this.options.onChange?.();
  }

  /** Somebody else saved at these places: this page's text there is held, the rest is sent. */
  hold(edit: number, places: readonly Place[]): void {
    if (edit !== this.sent) return;
    const all = mergePatch(this.underway, this.fresh);
    this.held = mergePatch(this.held, pick(all, places));
    this.fresh = omit(all, places);
    this.heldStart = mergePatch(this.heldStart, pick(this.start, places));
    this.start = omit(this.start, places);
    this.unanswered = this.unanswered.map(patch => omit(patch, places));
    this.underway = {};
    this.flush();
    this.settle();
    this.options.onChange?.();
  }

  /** The reviewer chose the text here, knowing `there`. */
  release(there: Patch): void {
    const { held } = this;
    this.held = this.heldStart = {};
    this.start = mergePatch(this.start, pick(there, placesOf(held)));
    this.fresh = mergePatch(this.fresh, held);
    this.resend();
  }

  /** The reviewer chose the other version. */
  drop(): void {
    this.held = this.heldStart = {};
    this.settle();
    this.options.onChange?.();
  }

  /** Nothing is sent while the connection is down. */
  setDown(down: boolean): void {
    this.down = down;
    if (down) {
      this.clearTimer();
      this.settle();
    }
  }

  /** Resolves to whether everything is acknowledged, as soon as that is known. */
  async settled(timeoutMs: number): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    if (this.failed) this.resend();
    for (;;) {
      this.flush();
      const left = deadline - performance.now();
      const known = this.isClean || this.failed || this.isHeld || this.down;
      if (known || left <= 0) return this.isClean;
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, left);
        this.waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  close(): void {
    this.flush();
    this.clearTimer();
    this.settle();
  }

  private sendAll(): void {
    const bases = [this.start, ...this.unanswered].filter(base => !isEmpty(base));
    if (!isEmpty(this.fresh)) {
      this.underway = mergePatch(this.underway, this.fresh);
      this.unanswered = [...this.unanswered, this.underway].slice(-MAX_SENT);
    }
    this.fresh = {};
    this.failed = false;
    this.sent = this.next++;
    this.options.send(this.sent, this.underway, bases);
    this.options.onChange?.();
  }

  private schedule(ms: number): void {
    if (this.down || this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.resend();
    }, ms);
  }

  private clearTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private settle(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}

function isEmpty(patch: Patch): boolean {
  return Object.keys(patch).length === 0;
}
