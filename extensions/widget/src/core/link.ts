/** The desk's line to the kernel: what goes out, what comes in, and whether anybody is there. */

import type { DeskMessage, KernelMessage, Model } from '../protocol';
import { awaited } from './cut_off';
import type { Scope } from './scope';
import { Silence } from './silence';
import type { DeskState } from './state';

const HELLO_AGAIN_MS = 4000;
const PING_MS = 10_000;

export interface LinkEnds {
  state: () => DeskState;
  hear: (message: KernelMessage) => void;
  connected: (connection: 'up' | 'down') => void;
  /** The line looks alive, and what was sent has no answer. */
  silent: () => void;
}

export class Link {
  private readonly silence = new Silence();
  /** Jobs the kernel was last asked about. */
  asked: string[] = [];

  constructor(
    private readonly model: Model,
    private readonly host: HTMLElement,
    scope: Scope,
    private readonly ends: LinkEnds
  ) {
    const onMessage = (content: unknown): void => {
      if (!isKernelMessage(content)) return;
      this.silence.heard();
      ends.hear(content);
    };
    model.on('msg:custom', onMessage);
    scope.add(() => model.off('msg:custom', onMessage));
    scope.on(host, 'workbench:connection', event => {
      const { detail } = event as unknown as CustomEvent<unknown>;
      if (detail !== 'up' && detail !== 'down') return;
      this.silence.heard();
      ends.connected(detail);
    });
    scope.every(1000, () => this.listenForSilence());
    scope.every(PING_MS, () => {
      if (this.isUp && ends.state().task && document.visibilityState === 'visible')
        this.send({ type: 'ping', at: Date.now() });
    });
    scope.every(HELLO_AGAIN_MS, () => {
      if (this.isUp && !ends.state().task) this.hello();
    });
  }

  send(message: DeskMessage): void {
    if (message.type !== 'cancel') this.silence.asked(message.type === 'hello');
    try {
      this.model.send(message);
    } catch {
      // The host's channel is gone; the edits stay here until it says "up".
      this.ends.connected('down');
    }
  }

  /** Asks how everything stands, and what became of the jobs that are waited for. */
  hello(): void {
    const state = this.ends.state();
    this.asked = awaited(state);
    this.send({ type: 'hello', seen: state.seq, asked: this.asked });
  }

  private get isUp(): boolean {
    return this.ends.state().connection === 'up';
  }

  /** The host is asked to make sure of the connection. */
  private listenForSilence(): void {
    if (!this.isUp || !this.silence.isOverdue()) return;
    this.host.dispatchEvent(new CustomEvent('workbench:silent', { bubbles: true }));
    this.ends.silent();
  }
}

function isKernelMessage(content: unknown): content is KernelMessage {
  return (
    typeof content === 'object' &&
    content !== null &&
    typeof (content as { type?: unknown }).type === 'string'
  );
}
