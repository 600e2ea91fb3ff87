/** A desk or a board in a Lab tab: an element, the module, and the news that the kernel came or went. */
import type { JSONObject } from '@lumino/coreutils';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { CommModel } from './commModel';
import type { Render } from './desk.js';
import { act } from './deskActions';
import type { Connection, KernelHost } from './kernelHost';
import { BOARD_TARGET, DESK_TARGET, EVENT } from './names';

/** Which view of the front-end module a tab shows. */
export type Part = 'desk' | 'board';

const TARGETS: Record<Part, string> = { desk: DESK_TARGET, board: BOARD_TARGET };
const MEND = 'Install reviewer-workbench where this kernel runs, then restart it.';

export class DeskView extends Widget {
  private readonly model: CommModel;
  private cleanup: (() => void) | undefined;
  private shown = false;
  private connected = false;

  constructor(
    private readonly host: KernelHost,
    private readonly part: Part,
    opening: () => JSONObject
  ) {
    super();
    this.addClass('wb-DeskView');
    this.model = new CommModel(host, TARGETS[part], opening);
    this.host.changed.connect(this.onConnection, this);
  }

  /** Do a command on the desk. */
  run(command: string): void {
    const desk = this.node.querySelector<HTMLElement>('.wb-desk');
    if (desk) act(desk, command);
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.host.changed.disconnect(this.onConnection, this);
    // The module sends what it still holds before the comm goes.
    this.cleanup?.();
    this.model.close();
    super.dispose();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    if (this.shown) return;
    this.shown = true;
    void this.render();
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    if (!this.node.contains(document.activeElement)) {
      this.node.querySelector<HTMLElement>('[tabindex="0"], button, a')?.focus();
    }
  }

  private async render(): Promise<void> {
    const render = await renderer(this.part);
    if (this.isDisposed) return;
    const el = document.createElement('div');
    el.className = 'wb-DeskView-desk';
    el.addEventListener(EVENT.silent, () => this.host.doubt());
    this.node.append(el);
    this.cleanup = (await render({ model: this.model, el })) ?? undefined;
    await this.connect();
  }

  private onConnection(_: KernelHost, connection: Connection): void {
    if (!this.cleanup) return;
    if (connection === 'up') void this.connect();
    else {
      this.model.disconnect();
      this.tell('down');
    }
  }

  /** What the module said before the first connection was kept; only later ones are news to it. */
  private async connect(): Promise<void> {
    if (this.host.connection === 'down' && this.host.problem) this.tell('down');
    if (!(await this.model.connect())) return;
    if (this.connected) this.tell('up');
    this.connected = true;
  }

  private tell(connection: Connection): void {
    const el = this.node.firstElementChild;
    el?.dispatchEvent(new CustomEvent(EVENT.connection, { detail: connection }));
    const { problem } = this.host;
    if (connection === 'down' && problem)
      this.model.hear({ type: 'notice', level: 'error', text: problem, mend: MEND });
  }
}

/** The board is a bundle of its own: only leads open it. */
async function renderer(part: 'desk' | 'board'): Promise<Render> {
  if (part === 'board') return (await import('./board.js')).renderBoard;
  return (await import('./desk.js')).default.render;
}
