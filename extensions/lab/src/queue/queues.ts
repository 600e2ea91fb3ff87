/** What the panel lists: the workspace's tasks, or the reviewer's own part of one session. */
import { type ISignal, Signal } from '@lumino/signaling';
import type { HostClient } from '../hostClient';
import { type Listed, SessionModel } from '../sessions/sessionModel';
import type { Entry } from './entries';
import type { QueueModel } from './queueModel';

const KEY = 'reviewer-workbench:queue';

export class Queues {
  private readonly _changed = new Signal<this, void>(this);
  private readonly _boardWanted = new Signal<this, string>(this);
  private _sessions: readonly Listed[] = [];
  private _session: SessionModel | null = null;

  constructor(
    readonly workspace: QueueModel,
    private readonly client: HostClient
  ) {
    workspace.changed.connect(() => this._changed.emit());
    client.ready.connect(() => void this.loadSessions());
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The board of this session was asked for when JupyterLab was started. */
  get boardWanted(): ISignal<this, string> {
    return this._boardWanted;
  }

  /** Sessions in which this user has a part. */
  get sessions(): readonly Listed[] {
    return this._sessions;
  }

  /** The chosen session's queue; null: the workspace's. */
  get session(): SessionModel | null {
    return this._session;
  }

  get entries(): readonly Entry[] {
    return this._session?.entries ?? this.workspace.entries;
  }

  /** Whether it is known to this user, a lead, how far reviewers are apart. */
  get knowsGaps(): boolean {
    return this._session === null && this.workspace.knowsGaps;
  }

  get reviewer(): string {
    return this._session?.reviewer ?? this.workspace.reviewer;
  }

  async load(): Promise<void> {
    await Promise.all([this.workspace.load(), this.loadSessions(), this._session?.load()]);
  }

  /** List that session, or the workspace with ''. */
  async choose(id: string): Promise<void> {
    if (id === (this._session?.id ?? '')) return;
    this._session?.dispose();
    this._session = null;
    if (this._sessions.some(session => session.id === id && session.reviewer)) {
      this._session = new SessionModel(
        id,
        this.client,
        () => this.workspace.folder,
        task => this.facts(task)
      );
      this._session.changed.connect(() => this._changed.emit());
    }
    remember(id);
    this._changed.emit();
    await this._session?.load();
  }

  private async loadSessions(): Promise<void> {
    const answer = await this.client.session(this.workspace.folder, { type: 'sessions' });
    if (answer?.type !== 'sessions' || !Array.isArray(answer.sessions)) return;
    const before = JSON.stringify(this._sessions);
    this._sessions = answer.sessions as unknown as Listed[];
    if (JSON.stringify(this._sessions) === before) return;
    this._changed.emit();
    const { board } = answer;
    if (typeof board === 'string' && board && isFirst(board)) this._boardWanted.emit(board);
    const last = remembered();
    if (last && !this._session) await this.choose(last);
  }

  private facts(task: string): { title: string; language: string; path: string } {
    const known = this.workspace.entry(task);
    const path = `tasks/${task}.task.json`;
    return { title: known?.title ?? task, language: known?.language ?? '', path };
  }
}

/** Whether this page has not yet opened that board: one that was closed stays closed. */
function isFirst(board: string): boolean {
  try {
    const known = sessionStorage.getItem(`${KEY}-board`) === board;
    sessionStorage.setItem(`${KEY}-board`, board);
    return !known;
  } catch {
    return true;
  }
}

function remembered(): string {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

function remember(id: string): void {
  try {
    localStorage.setItem(KEY, id);
  } catch {
    // Storage is forbidden: the panel begins with the workspace.
  }
}
