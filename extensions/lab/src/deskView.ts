/** A desk or a board in a Lab tab: an element, the module, and the news that the kernel came or went. */
import type { JSONObject } from '@lumino/coreutils';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { CommModel } from './commModel';
import type { Render } from './desk.js';
import { deskCommand } from './deeds';
import type { Connection, KernelHost } from './kernelHost';
import type { Place } from './links';
import { BOARD_TARGET, DESK_TARGET, EVENT } from './names';
import type { Outfit } from './outfit';

/** Which view of the front-end module a tab shows. */
export type Part = 'desk' | 'board';

const TARGETS: Record<Part, string> = { desk: DESK_TARGET, board: BOARD_TARGET };
const MEND = 'Install reviewer-workbench where this kernel runs, then restart it.';

export class DeskView extends Widget {
  private readonly model: CommModel;
  private cleanup: (() => void) | undefined;
  private shown = false;
  private connected = false;
  /** The tab was brought to the front before there was anything to focus. */
  private wanted = false;
  private place: Place | null = null;

  constructor(
    private readonly host: KernelHost,
    private readonly outfit: Outfit,
    readonly part: Part,
    opening: () => JSONObject
  ) {
    super();
    this.addClass('wb-DeskView');
    this.model = new CommModel(host, TARGETS[part], opening);
    this.host.changed.connect(this.onConnection, this);
    outfit.changed.connect(this.dress, this);
  }

  /** Do a deed on the desk. */
  act(deed: string): void {
    this.say(EVENT.act, deed);
  }

  /** Go to a place of the desk, as soon as it is there. */
  goTo(place: Place): void {
    this.place = place;
    this.arrive();
  }

  /** The place of the desk the reviewer is at. */
  where(): Place {
    const place: Place = {};
    this.say(EVENT.where, place);
    return place;
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.host.changed.disconnect(this.onConnection, this);
    this.outfit.changed.disconnect(this.dress, this);
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
    this.wanted = true;
    this.takeFocus();
    this.arrive();
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.arrive();
  }

  private async render(): Promise<void> {
    const render = await renderer(this.part);
    if (this.isDisposed) return;
    const el = document.createElement('div');
    el.className = 'wb-DeskView-desk';
    el.addEventListener(EVENT.silent, () => this.host.doubt());
    this.node.append(el);
    el.addEventListener(EVENT.command, event => {
      const { detail } = event as CustomEvent<unknown>;
      void this.outfit.commands.execute(deskCommand(String(detail)));
    });
    this.cleanup = (await render({ model: this.model, el })) ?? undefined;
    this.dress();
    this.takeFocus();
    this.arrive();
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

  /** Nothing takes the focus in a tab behind another: the way there waits for the tab. */
  private arrive(): void {
    const { place } = this;
    if (!place || !this.cleanup || !this.isVisible) return;
    this.place = null;
    this.say(EVENT.show, place);
  }

  /** Whoever opens a desk from the queue goes on in it; the keys work from its root on. */
  private takeFocus(): void {
    if (!this.wanted || !this.cleanup) return;
    this.wanted = false;
    const { activeElement } = document;
    // JupyterLab focuses this widget's own node, where no key of the desk is heard.
    if (activeElement !== this.node && this.node.contains(activeElement)) return;
    this.node.querySelector<HTMLElement>('.wb-desk, button, a')?.focus();
  }

  private dress(): void {
    this.say(EVENT.keys, this.outfit.keys);
    this.say(EVENT.settings, this.outfit.settings);
  }

  private say(type: string, detail: unknown): void {
    this.node.firstElementChild?.dispatchEvent(new CustomEvent(type, { detail }));
  }

  private tell(connection: Connection): void {
    this.say(EVENT.connection, connection);
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
