/**
 * The queue's data. Titles come from `index.json` through the contents service, so the list is there
 * before the kernel is; states come from the kernel and arrive one by one as reviews change.
 */
import type { Contents } from '@jupyterlab/services';
import { PathExt } from '@jupyterlab/coreutils';
import { type ISignal, Signal } from '@lumino/signaling';
import type { HostClient } from '../hostClient';
import { type Entry, isState, readEntry, readIndex, type State } from './entries';

const INDEX = 'index.json';

export class QueueModel {
  private readonly _changed = new Signal<this, void>(this);
  private _entries: Entry[] = [];
  private states: Record<string, State> = {};
  private stamp = '';
  private _folder = '';
  private _found = false;
  private _reviewer = '';

  constructor(
    private readonly contents: Contents.IManager,
    private readonly client: HostClient
  ) {
    client.reviewChanged.connect((_, { task, state }) => this.setState(task, state));
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

  get reviewer(): string {
    return this._reviewer;
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

  idOf(path: string): string {
    return this._entries.find(entry => this.pathOf(entry) === path)?.id ?? '';
  }

  /** Look at the workspace a task lies in, when it is another one. */
  async follow(taskPath: string): Promise<void> {
    const folder = PathExt.dirname(PathExt.dirname(taskPath));
    if (this._found && folder === this._folder) return;
    this._folder = folder;
    this.stamp = '';
    this.states = {};
    await this.load();
  }

  async load(): Promise<void> {
    await this.loadIndex();
    await this.loadStates();
  }

  private async loadIndex(): Promise<void> {
    try {
      // The listing first: asking for a file that is not there would be an error in the console.
      const folder = await this.contents.get(this._folder, { type: 'directory', content: true });
      const facts = (folder.content as Contents.IModel[]).find(file => file.name === INDEX);
      if (!facts || facts.last_modified === this.stamp) return;
      const file = await this.contents.get(facts.path, {
        type: 'file',
        format: 'text',
        content: true
      });
      this.stamp = file.last_modified;
      this.show(readIndex(String(file.content)));
    } catch {
      // No index that can be read: the kernel tells the entries instead.
    }
  }

  private async loadStates(): Promise<void> {
    if (!this.client.isReady) return;
    const answer = await this.client.queue(this._folder, 0, this.stamp ? 0 : 1000);
    if (!answer) return;
    this._reviewer = answer.reviewer;
    this.states = {};
    for (const [id, state] of Object.entries(answer.states))
      if (isState(state)) this.states[id] = state;
    // Asking made the kernel bring the index up to date.
    await this.loadIndex();
    if (this.stamp) this.show(this._entries);
    else this.show(await this.allPages(answer.entries, answer.total));
  }

  private async allPages(first: unknown[], total: number): Promise<Entry[]> {
    const rows = [...first];
    while (rows.length < total) {
      const page = await this.client.queue(this._folder, rows.length, 1000);
      if (!page?.entries.length) break;
      rows.push(...page.entries);
    }
    return rows.flatMap(readEntry);
  }

  private setState(task: string, state: string): void {
    if (!isState(state)) return;
    this.states[task] = state;
    this.show(this._entries);
  }

  private show(entries: readonly Entry[]): void {
    this._found = true;
    this._entries = entries.map(entry => ({
      ...entry,
      state: entry.problem ? 'unreadable' : (this.states[entry.id] ?? 'new')
    }));
    this._changed.emit();
  }
}
