/** Gives the front-end module what anywidget would, over a comm of our own. */
import type { Kernel } from '@jupyterlab/services';
import type { JSONObject } from '@lumino/coreutils';
import type { KernelHost } from './kernelHost';
import { pageId } from './pageId';

type Handler = (content: unknown) => void;

export interface Model {
  send(content: JSONObject): void;
  on(event: 'msg:custom', handler: Handler): void;
  off(event: 'msg:custom', handler: Handler): void;
}

export class CommModel implements Model {
  private readonly handlers = new Set<Handler>();
  private comm: Kernel.IComm | null = null;
  private waiting: JSONObject[] = [];
  private turn = 0;

  constructor(
    private readonly host: KernelHost,
    private readonly target: string,
    private readonly opening: () => JSONObject
  ) {}

  on(_: 'msg:custom', handler: Handler): void {
    this.handlers.add(handler);
  }

  off(_: 'msg:custom', handler: Handler): void {
    this.handlers.delete(handler);
  }

  /** Until the first connection messages wait; later on the module itself keeps what matters. */
  send(content: JSONObject): void {
    if (this.comm) this.comm.send(content);
    else this.waiting.push(content);
  }

  /** Opens the comm. Resolves to whether this call, and not a later one, did it. */
  async connect(): Promise<boolean> {
    const turn = ++this.turn;
    const comm = await this.host.comm(this.target);
    if (turn !== this.turn) return false;
    comm.onMsg = message => this.hear(message.content.data);
    comm.open({ ...this.opening(), client: pageId() });
    this.comm = comm;
    for (const content of this.waiting.splice(0)) comm.send(content);
    return true;
  }

  /** The kernel is away. The comm is not closed: that would wait for the dead kernel. */
  disconnect(): void {
    this.turn++;
    this.comm = null;
    this.waiting = [];
  }

  /** The view is gone: let the kernel forget it. */
  close(): void {
    const { comm } = this;
    this.disconnect();
    this.handlers.clear();
    if (comm && this.host.connection === 'up') comm.close();
  }

  /** Pass on what the kernel, or the host in its stead, says. */
  hear(content: unknown): void {
    for (const handler of [...this.handlers]) handler(content);
  }
}
