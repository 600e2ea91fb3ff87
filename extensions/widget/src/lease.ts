/** What the kernel tells a desk of its place in the workspace's own queue. */

/** The desk's place in the workspace itself: who is at the task, and whether it was left. */
export interface Lease {
  /** Whether it may be worked on here. */
  mine: boolean;
  /** Who is at it, when it is not. */
  holder: string;
  /** Seconds since 1970, by the holder's own date. */
  until: number | null;
  /** Whether it may be taken over. */
  free: boolean;
  /** How often to say that the reviewer is still at it; 0: never. */
  renew_s: number;
  /** Why the task was left, or null. */
  skipped: string | null;
  /** Why it cannot be held, or ''. */
  problem: string;
}
