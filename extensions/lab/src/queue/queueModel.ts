/**
 * The queue's data. Titles come from `index.json` through the contents service, so the list is there
 * before the kernel is; how far the reviewer is comes from the kernel, and then one by one.
 */
import type { Contents } from '@jupyterlab/services';
import { PathExt } from '@jupyterlab/coreutils';
import type { JSONObject } from '@lumino/coreutils';
import { type ISignal, Signal } from '@lumino/signaling';
import type { HostClient, QueueAnswer } from '../hostClient';
import {
  type Entry,
  type Holder,
  type OwnRow,
  readEntry,
  readHeld,
  readIndex,
  readOwn,
  readOwnRow
} from './entries';

const INDEX = 'index.json';
const TASK_SUFFIX = '.task.json';

export class QueueModel {
  private readonly _changed = new Signal<this, void>(this);
  private _entries: Entry[] = [];
  private byId = new Map<string, Entry>();
  private own = new Map<string, OwnRow>();
  private held = new Map<string, Holder>();
  private gaps = new Map<string, { gap: number; waits: boolean }>();
  private ownMark = '';
  private stamp = '';
  private _folder = '';
  private _found = false;
  private _reading = false;
  private _reviewer = '';
  private asking: Promise<void> | null = null;
  private askAgain = false;
  /** What was told while rows were being fetched: it may be newer than they are. */
  private news: [string, OwnRow][] = [];

  constructor(
    private readonly contents: Contents.IManager,
    private readonly client: HostClient
  ) {
    client.queueNews.connect((_, message) => this.hear(message));
    client.ready.connect(() => void this.loadStates());
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get entries(): readonly Entry[] {
    return this._entries;
  }

  /** Whether a workspace was found at all. */
  get found(): boolean {
    return this._found;
  }

  /** Whether the kernel still reads the tasks for the first time. */
  get reading(): boolean {
    return this._reading;
  }

  get reviewer(): string {
    return this._reviewer;
  }

  /** The reviewer's own records. */
  get records(): Iterable<OwnRow> {
    return this.own.values();
  }

  /** Whether a session told this user, its lead, how far reviewers are apart. */
  get knowsGaps(): boolean {
    return this.gaps.size > 0;
  }

  /** The workspace's folder as the file browser knows it. */
  get folder(): string {
    return this._folder;
  }

  pathOf(entry: Entry): string {
    return this.inFolder(entry.path);
  }

  /** A path in the workspace as one of the file browser. */
  inFolder(path: string): string {
    return PathExt.join(this._folder, path);
  }

  entry(id: string): Entry | undefined {
    return this.byId.get(id);
  }

  idOf(path: string): string {
    const id = PathExt.basename(path).slice(0, -TASK_SUFFIX.length);
    const entry = this.byId.get(id);
    return entry && this.pathOf(entry) === path ? id : '';
  }

  /** Look at the workspace a task lies in, when it is another one. */
  async follow(taskPath: string): Promise<void> {
    const folder = PathExt.dirname(PathExt.dirname(taskPath));
    if (this._found && folder === this._folder) return;
    this._folder = folder;
    this.stamp = this.ownMark = '';
    this.own.clear();
    this.held.clear();
    await this.load();
  }

  async load(): Promise<void> {
    await this.loadIndex();
    await this.loadStates();
  }

  /** The first of these tasks that nobody else is at, now held; null when there is none. */
  async takeNext(tasks: string[]): Promise<string | null> {
    if (!this.client.isReady) return tasks[0] ?? null;
    const answer = await this.client.session(this._folder, { type: 'take_next', tasks });
    return typeof answer?.task_id === 'string' ? answer.task_id : null;
  }

  private async loadIndex(): Promise<void> {
    try {
      // The listing first: asking for a file that is not there would be an error in the console.
      const folder = await this.contents.get(this._folder, { type: 'directory', content: true });
      const facts = (folder.content as Contents.IModel[]).find(file => file.name === INDEX);
      if (!facts || facts.last_modified === this.stamp) return;
      const file = await this.text(facts.path);
      this.stamp = file.last_modified;
      this.show(readIndex(String(file.content)));
    } catch {
      // No index that can be read: the kernel tells the entries instead.
    }
  }

  private text(path: string): Promise<Contents.IModel> {
    return this.contents.get(path, { type: 'file', format: 'text', content: true });
  }

  /** Ask once at a time; whoever asks meanwhile has it asked once more. */
  private loadStates(): Promise<void> {
    this.askAgain = this.asking !== null;
    this.asking ??= this.askStates().finally(() => {
      this.asking = null;
      if (this.askAgain) void this.loadStates();
    });
    return this.asking;
  }

  private async askStates(): Promise<void> {
    if (!this.client.isReady) return;
    this.news = [];
    const answer = await this.client.queue(this._folder, 0, this.stamp ? 0 : 1000);
    if (!answer) return;
    this._reviewer = answer.reviewer;
    this._reading = answer.reading;
    this.held = readHeld(answer.held);
    await this.loadOwn(answer.own);
    // Asking made the kernel bring the index up to date.
    await this.loadIndex();
    if (this.stamp) this.show(this._entries);
    else this.show(await this.allPages(answer.entries ?? [], answer.total));
    void this.loadGaps();
  }

  private async loadOwn({ rows, path, mark }: QueueAnswer['own']): Promise<void> {
    if (path === undefined) this.own = readOwn(rows);
    else if (mark !== this.ownMark) {
      try {
        const file = await this.text(PathExt.join(this._folder, path));
        const value = JSON.parse(String(file.content)) as { mark?: string; rows?: unknown };
        this.own = readOwn(value.rows);
        this.ownMark = value.mark ?? '';
      } catch {
        // It is being written anew: the kernel says so, and it is asked for again.
      }
    }
    for (const [task, row] of this.news) this.own.set(task, row);
  }

  private async allPages(first: unknown[], total: number): Promise<Entry[]> {
    const rows = [...first];
    while (rows.length < total) {
      const page = await this.client.queue(this._folder, rows.length, 1000);
      if (!page?.entries?.length) break;
      rows.push(...page.entries);
    }
    return rows.flatMap(readEntry);
  }

  private async loadGaps(): Promise<void> {
    const answer = await this.client.session(this._folder, { type: 'disagreements' });
    if (!Array.isArray(answer?.tasks)) return;
    const before = this.gaps.size;
    this.gaps = new Map(
      (answer.tasks as [string, number, boolean][]).map(([task, gap, waits]) => [
        task,
        { gap, waits }
      ])
    );
    if (this.gaps.size || before) this.show(this._entries);
  }

  private hear(message: JSONObject): void {
    if (message.type === 'queue_stale') void this.loadStates();
    else if (message.type === 'held') {
      const before = [...this.held.keys()];
      this.held = readHeld(message.held);
      for (const id of new Set([...before, ...this.held.keys()])) this.update(id);
      this._changed.emit();
    } else {
      const [task, row] = readOwnRow(message.row) ?? [];
      if (task === undefined || !row) return;
      this.news.push([task, row]);
      this.own.set(task, row);
      this.update(task);
      this._changed.emit();
    }
  }

  private show(entries: Entry[]): void {
    this._found = true;
    if (entries !== this._entries) this.byId = new Map(entries.map(entry => [entry.id, entry]));
    this._entries = entries;
    for (const id of this.byId.keys()) this.update(id);
    this._changed.emit();
  }

  private update(id: string): void {
    const entry = this.byId.get(id);
    if (!entry) return;
    const own = this.own.get(id);
    const gap = this.gaps.get(id);
    const state = own?.state ?? 'new';
    const waits = gap?.waits === true && state !== 'draft';
    entry.state = entry.problem ? 'unreadable' : waits ? 'needs_adjudication' : state;
    entry.touched = own?.touched ?? 0;
    if (gap) entry.gap = gap.gap;
    else delete entry.gap;
    const holder = this.held.get(id);
    if (holder) entry.holder = holder;
    else delete entry.holder;
  }
}
