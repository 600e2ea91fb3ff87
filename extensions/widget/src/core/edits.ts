/** Unsaved work: numbered, sent within 250 ms of the first keystroke, kept until acknowledged.
 *
 * Each edit carries everything not yet acknowledged, so the newest number covers all before it:
 * an edit that got lost or failed can never overwrite a later one when it is sent again.
 */

import type { Patch } from '../protocol';
import { mergePatch } from './state';

export const DEBOUNCE_MS = 250;
const RETRY_MS = 5000;

export interface EditQueueOptions {
  send: (edit: number, patch: Patch) => void;
  /** First number to use; must grow over page loads, since the kernel remembers numbers. */
  first: number;
  onChange?: () => void;
}

export class EditQueue {
  /** Not acknowledged and in the edit `sent`. */
  private underway: Patch = {};
  /** Not in any edit yet. */
  private fresh: Patch = {};
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
    return mergePatch(this.underway, this.fresh);
  }

  get isClean(): boolean {
    return isEmpty(this.underway) && isEmpty(this.fresh);
  }

  /** Number of the newest edit that was sent; 0 before the first. */
  get lastSent(): number {
    return this.sent;
  }

  push(patch: Patch): void {
    this.fresh = mergePatch(this.fresh, patch);
    this.schedule(DEBOUNCE_MS);
    this.options.onChange?.();
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
    if (this.down || this.isClean) return;
    this.sendAll();
  }

  acknowledge(edit: number | null): void {
    if (edit === null || edit !== this.sent) return;
    this.underway = {};
    this.failed = false;
    this.settle();
    this.options.onChange?.();
  }

  fail(edit: number): void {
    if (edit !== this.sent) return;
    this.failed = true;
    this.schedule(RETRY_MS);
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

  /** Forgets unsaved work: the reviewer chose the other version. */
  discard(): void {
    this.clearTimer();
    this.underway = {};
    this.fresh = {};
    this.failed = false;
    this.settle();
    this.options.onChange?.();
  }

  /** Resolves to whether everything is acknowledged, as soon as that is known. */
  async settled(timeoutMs: number): Promise<boolean> {
    const deadline = Date.now() + timeoutMs;
    if (this.failed) this.resend();
    for (;;) {
      this.flush();
      const left = deadline - Date.now();
      if (this.isClean || this.failed || this.down || left <= 0) return this.isClean;
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
    this.underway = this.unsaved;
    this.fresh = {};
    this.failed = false;
    this.sent = this.next++;
    this.options.send(this.sent, this.underway);
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
