/** Active time: seconds in which the desk was in sight, the reviewer had done something within the
 * last minute, and did not merely wait for a run or an assessment. By a clock nobody sets. */

export const IDLE_MS = 60_000;
export const REPORT_MS = 15_000;
/** Beside a job, only what is deliberately done counts, and for so long. */
export const BESIDE_MS = 5000;
/** A longer step is a machine that slept, not a reviewer that read. */
const LONGEST_STEP_MS = 5000;

export interface ClockOptions {
  isVisible: () => boolean;
  isWaiting: () => boolean;
  report: (activeSeconds: number) => void;
  now?: () => number;
}

export class ActiveClock {
  private active = 0;
  private reported = 0;
  private lastTick: number;
  private lastInput: number;
  private lastReport: number;
  private lastDeed = -Infinity;
  private waitingSince: number | null = null;
  private readonly now: () => number;

  constructor(private readonly options: ClockOptions) {
    this.now = options.now ?? (() => performance.now());
    this.lastTick = this.lastInput = this.lastReport = this.now();
  }

  get seconds(): number {
    return this.active / 1000;
  }

  /** Continues from what the review already holds, by whichever page; never runs backwards. */
  startFrom(seconds: number): void {
    if (seconds * 1000 <= this.active) return;
    this.active = this.reported = seconds * 1000;
  }

  /** Something was done: `deliberate` unless the pointer merely moved. */
  input(deliberate = true): void {
    this.lastInput = this.now();
    if (deliberate) this.lastDeed = this.lastInput;
  }

  tick(): void {
    const now = this.now();
    const step = now - this.lastTick;
    this.lastTick = now;
    if (!this.options.isWaiting()) this.waitingSince = null;
    else this.waitingSince ??= now - step;
    const counts = step > 0 && step < LONGEST_STEP_MS && this.options.isVisible();
    if (counts && this.isBusy(now)) this.active += step;
    if (now - this.lastReport >= REPORT_MS) this.report();
  }

  report(): void {
    this.lastReport = this.now();
    if (this.active - this.reported < 500) return;
    this.reported = this.active;
    this.options.report(Math.round(this.seconds * 10) / 10);
  }

  private isBusy(now: number): boolean {
    if (this.waitingSince === null) return now - this.lastInput <= IDLE_MS;
    return this.lastDeed > this.waitingSince && now - this.lastDeed <= BESIDE_MS;
  }
}

/** `14:32`, or `1:04:32` from an hour on. */
export function clockText(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (n: number): string => String(n).padStart(2, '0');
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}
