/** Notices a kernel that does not answer: a laptop that slept has a connection that looks alive. */

const PATIENCE_MS = 6000;
/** A state may wait for the sandbox's check of itself. */
const HELLO_PATIENCE_MS = 60_000;
const AGAIN_MS = 10_000;

export class Silence {
  private due: number | null = null;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Something was sent that gets an answer. */
  asked(isHello: boolean): void {
    const due = this.now() + (isHello ? HELLO_PATIENCE_MS : PATIENCE_MS);
    this.due = isHello ? Math.max(this.due ?? 0, due) : (this.due ?? due);
  }

  /** Whatever it was: somebody is there. */
  heard(): void {
    this.due = null;
  }

  /** Whether an answer is overdue; says so again only after a while. */
  isOverdue(): boolean {
    if (this.due === null || this.now() < this.due) return false;
    this.due = this.now() + AGAIN_MS;
    return true;
  }
}
