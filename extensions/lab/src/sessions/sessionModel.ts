/** The reviewer's own queue of one calibration session, asked of the kernel. Of nobody else. */
import type { JSONObject } from '@lumino/coreutils';
import { type ISignal, Signal } from '@lumino/signaling';
import type { HostClient } from '../hostClient';
import { type Entry, isState } from '../queue/entries';

const LOOK_MS = 4000;

export interface Listed {
  id: string;
  title: string;
  state: string;
  reviewer: boolean;
  lead: boolean;
}

/** What the workspace's index says of a task. */
export type TaskFacts = (task: string) => { title: string; language: string; path: string };

export class SessionModel {
  private readonly _changed = new Signal<this, void>(this);
  private _entries: Entry[] = [];
  private _paused = '';
  private _reviewer = '';
  private _title = '';
  private timer = 0;

  constructor(
    readonly id: string,
    private readonly client: HostClient,
    private readonly folder: () => string,
    private readonly facts: TaskFacts
  ) {
    // Others may assign, pause or reveal meanwhile; of the own submissions the kernel tells.
    this.timer = window.setInterval(() => {
      if (document.visibilityState === 'visible') void this.load();
    }, LOOK_MS);
    client.reviewChanged.connect(this.onReview, this);
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get entries(): readonly Entry[] {
    return this._entries;
  }

  /** Why nothing is handed out, or ''. */
  get paused(): string {
    return this._paused;
  }

  get reviewer(): string {
    return this._reviewer;
  }

  get title(): string {
    return this._title || this.id;
  }

  async load(): Promise<void> {
    this.take(
      await this.client.session(this.folder(), { type: 'session_queue', session: this.id })
    );
  }

  /** Takes the next open task; undefined when there is none, or why not in `refused`. */
  async claim(): Promise<{ entry?: Entry; refused: string }> {
    const answer = await this.client.session(this.folder(), { type: 'claim', session: this.id });
    if (answer?.type === 'notice') return { refused: textOf(answer.text) };
    this.take(answer);
    const claimed = answer?.claimed as { id?: unknown } | null | undefined;
    const entry = this._entries.find(item => item.id === claimed?.id);
    return entry ? { entry, refused: '' } : { refused: '' };
  }

  dispose(): void {
    window.clearInterval(this.timer);
    this.client.reviewChanged.disconnect(this.onReview, this);
  }

  private onReview(_: HostClient, { task }: { task: string }): void {
    if (task.startsWith(`${this.id}/`)) void this.load();
  }

  private take(answer: JSONObject | null): void {
    if (answer?.type !== 'session_queue' || !Array.isArray(answer.items)) return;
    this._entries = answer.items.flatMap(item => this.entry(item as JSONObject));
    this._paused = textOf(answer.paused);
    this._reviewer = textOf(answer.reviewer);
    this._title = textOf(answer.title);
    this._changed.emit();
  }

  private entry(item: JSONObject): Entry[] {
    const { id, task_id: task, practice, state, held_until: held } = item;
    if (typeof id !== 'string' || typeof task !== 'string') return [];
    const known = isState(state) ? state : 'new';
    const open = known === 'new' || known === 'draft';
    const facts = this.facts(task);
    return [
      {
        ...facts,
        text: `${facts.title}\n${task}`.toLowerCase(),
        id,
        problem: '',
        state: known,
        seat: {
          session: this.id,
          task,
          practice: practice === true,
          heldUntil: open && typeof held === 'number' && held * 1000 > Date.now() ? held : null
        }
      }
    ];
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
