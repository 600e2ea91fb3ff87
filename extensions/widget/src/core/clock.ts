/** Active time: seconds in which the page was visible, the reviewer had done something within the
 * last minute, and no run was being waited for. */

export const IDLE_MS = 60_000;
export const REPORT_MS = 15_000;

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
  private readonly now: () => number;

  constructor(private readonly options: ClockOptions) {
    this.now = options.now ?? Date.now;
    this.lastTick = this.lastInput = this.lastReport = this.now();
  }

  get seconds(): number {
    return this.active / 1000;
  }

  /** Continues from what the review already holds; never runs backwards. */
  startFrom(seconds: number): void {
    if (seconds * 1000 <= this.active) return;
    this.active = this.reported = seconds * 1000;
  }

  input(): void {
    this.lastInput = this.now();
  }

  tick(): void {
    const now = this.now();
    const step = now - this.lastTick;
    this.lastTick = now;
    const idle = now - this.lastInput > IDLE_MS;
    // A long step is a machine that slept, not a reviewer that read.
    if (step > 0 && step < 5000 && !idle && this.options.isVisible() && !this.options.isWaiting())
      this.active += step;
    if (now - this.lastReport >= REPORT_MS) this.report();
  }

  report(): void {
    this.lastReport = this.now();
    if (this.active - this.reported < 500) return;
    this.reported = this.active;
    this.options.report(Math.round(this.seconds * 10) / 10);
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
