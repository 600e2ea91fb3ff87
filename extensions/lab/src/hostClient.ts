/** Asks the kernel about the workspace: its queue, its sandbox; hears which reviews changed. */
import type { Kernel } from '@jupyterlab/services';
import type { JSONObject } from '@lumino/coreutils';
import { type ISignal, Signal } from '@lumino/signaling';
import type { KernelHost } from './kernelHost';
import { HOST_TARGET } from './names';

const PATIENCE_MS = 20_000;

export interface QueueAnswer {
  total: number;
  /** Whether the tasks are still being read for the first time. */
  reading: boolean;
  /** The reviewer's own rows, or the file that holds them. */
  own: { rows?: unknown[]; path?: string; mark?: string };
  held: unknown[];
  entries?: unknown[];
  reviewer: string;
}

export interface SandboxAnswer {
  ok: boolean;
  backend: string;
  enforced: string[];
  unenforced: string[];
  reason: string;
  mend: string;
}

export interface Job {
  title: string;
  what: string;
  elapsed_s: number;
}

export interface StatusAnswer {
  /** Null while it is being checked. */
  sandbox: SandboxAnswer | null;
  jobs: Job[];
  /** Those under way. */
  audits: unknown;
}

export class HostClient {
  private readonly _ready = new Signal<this, void>(this);
  private readonly _reviewChanged = new Signal<this, { task: string; state: string }>(this);
  private readonly _queueNews = new Signal<this, JSONObject>(this);
  private readonly pending = new Map<number, (answer: JSONObject | null) => void>();
  private comm: Kernel.IComm | null = null;
  private next = 1;

  constructor(private readonly host: KernelHost) {
    host.changed.connect((_, connection) => {
      if (connection === 'up') void this.connect();
      else this.disconnect();
    });
  }

  /** Emits each time the kernel (again) answers. */
  get ready(): ISignal<this, void> {
    return this._ready;
  }

  get reviewChanged(): ISignal<this, { task: string; state: string }> {
    return this._reviewChanged;
  }

  /** `queue_changed` of a task of the workspace, `held`, `queue_stale`. */
  get queueNews(): ISignal<this, JSONObject> {
    return this._queueNews;
  }

  get isReady(): boolean {
    return this.comm !== null;
  }

  /** A page of the queue of the workspace at `folder`; null when the kernel has none to tell. */
  async queue(folder: string, offset: number, limit: number): Promise<QueueAnswer | null> {
    const answer = await this.ask({ type: 'queue', path: folder, offset, limit });
    return answer?.type === 'queue' ? (answer as unknown as QueueAnswer) : null;
  }

  /** What the sessions of the workspace at `folder` answer; null when the kernel is away. */
  session(folder: string, message: JSONObject): Promise<JSONObject | null> {
    return this.ask({ ...message, path: folder });
  }

  /** What contains runs, and what is being worked on; null when the kernel is away. */
  async status(folder: string): Promise<StatusAnswer | null> {
    const answer = await this.ask({ type: 'status', path: folder });
    return answer?.type === 'status' ? (answer as unknown as StatusAnswer) : null;
  }

  /** Path in the workspace of the task last worked on and still in draft, or ''. */
  async lastDraft(folder: string): Promise<string> {
    const answer = await this.ask({ type: 'last_draft', path: folder });
    return typeof answer?.task_path === 'string' ? answer.task_path : '';
  }

  private ask(message: JSONObject): Promise<JSONObject | null> {
    const { comm } = this;
    if (!comm) return Promise.resolve(null);
    const request = this.next++;
    return new Promise(resolve => {
      const timer = window.setTimeout(() => settle(null), PATIENCE_MS);
      const settle = (answer: JSONObject | null): void => {
        window.clearTimeout(timer);
        this.pending.delete(request);
        resolve(answer);
      };
      this.pending.set(request, settle);
      comm.send({ ...message, request });
    });
  }

  private async connect(): Promise<void> {
    const comm = await this.host.comm(HOST_TARGET);
    comm.onMsg = message => this.hear(message.content.data);
    comm.open({});
    this.comm = comm;
    this._ready.emit();
  }

  private disconnect(): void {
    this.comm = null;
    for (const settle of [...this.pending.values()]) settle(null);
  }

  private hear(message: JSONObject): void {
    const { type, task_id: task, state } = message;
    if (type === 'queue_changed') {
      if (typeof task === 'string' && typeof state === 'string')
        this._reviewChanged.emit({ task, state });
      if (message.row !== undefined) this._queueNews.emit(message);
      return;
    }
    if (type === 'held' || type === 'queue_stale') {
      this._queueNews.emit(message);
      return;
    }
    this.pending.get(Number(message.request))?.(message);
  }
}
