/** Unsaved work over the end of its page: what the kernel has not acknowledged lies in the browser's
 * storage until it has. Never the truth: it is sent to the file as soon as a page shows the task. */

import type { Kept } from './edits';

const CHANNEL = 'reviewer-workbench';
const ANSWER_MS = 300;
const PREFIX = 'reviewer-workbench:unsaved:';

interface Call {
  type: 'whose' | 'mine';
  key: string;
}

export class Stash {
  private readonly place: string;
  private readonly key: string;
  private readonly channel: BroadcastChannel | null;
  private readonly claimed = new Set<string>();
  private written = '';

  /** `parts` name the review: workspace, reviewer, session's assignment, task. */
  constructor(parts: readonly string[]) {
    this.place = `${PREFIX}${parts.map(encodeURIComponent).join(':')}:`;
    this.key = this.place + Math.random().toString(36).slice(2);
    this.channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(CHANNEL);
    this.channel?.addEventListener('message', event => this.hear(event.data as Call));
  }

  /** Keeps the work, or forgets it when there is none. */
  write(kept: Kept | null): void {
    const text = kept ? JSON.stringify(kept) : '';
    if (text === this.written) return;
    try {
      if (text) localStorage.setItem(this.key, text);
      else localStorage.removeItem(this.key);
      this.written = text;
    } catch {
      // No storage, or no room in it: the page itself still holds the work.
    }
  }

  /** Takes what pages that are gone left; what a living page has stays with it. */
  async take(): Promise<Kept[]> {
    const found = this.left();
    if (!found.length) return [];
    this.channel?.postMessage({ type: 'whose', key: this.place } satisfies Call);
    await new Promise(resolve => setTimeout(resolve, ANSWER_MS));
    return found.flatMap(key => {
      if (this.claimed.has(key)) return [];
      try {
        const text = localStorage.getItem(key);
        localStorage.removeItem(key);
        const kept = JSON.parse(text ?? 'null') as Kept | null;
        return kept && typeof kept.patch === 'object' && Array.isArray(kept.bases) ? [kept] : [];
      } catch {
        return [];
      }
    });
  }

  close(): void {
    this.channel?.close();
  }

  private left(): string[] {
    try {
      return Object.keys(localStorage).filter(k => k.startsWith(this.place) && k !== this.key);
    } catch {
      return [];
    }
  }

  private hear(call: Call): void {
    if (call.type === 'mine') this.claimed.add(call.key);
    else if (call.key === this.place)
      this.channel?.postMessage({ type: 'mine', key: this.key } satisfies Call);
  }
}
