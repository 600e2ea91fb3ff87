/** What the status bar knows: the sandbox and the work under way, asked of the kernel. */
import { type ISignal, Signal } from '@lumino/signaling';
import { type Audit, inBar, readAudits } from '../audits/words';
import type { HostClient, StatusAnswer } from '../hostClient';
import type { KernelHost } from '../kernelHost';

const LOOK_MS = 2000;

export type Tone = 'ok' | 'warn' | 'bad' | 'wait';

export class StatusModel {
  private readonly _changed = new Signal<this, void>(this);
  private _answer: StatusAnswer | null = null;
  private asking = false;

  constructor(
    private readonly host: KernelHost,
    private readonly client: HostClient,
    private readonly folder: () => string
  ) {
    window.setInterval(() => {
      if (document.visibilityState === 'visible') void this.look();
    }, LOOK_MS);
    client.ready.connect(() => void this.look());
    host.changed.connect(() => this._changed.emit());
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get answer(): StatusAnswer | null {
    return this._answer;
  }

  /** Audits under way. */
  get audits(): readonly Audit[] {
    return readAudits(this._answer?.audits);
  }

  /** Why the kernel cannot serve, or ''. */
  get problem(): string {
    return this.host.problem;
  }

  get isAway(): boolean {
    return this.host.connection === 'down';
  }

  get tone(): Tone {
    const sandbox = this._answer?.sandbox;
    if (this.isAway) return this.problem ? 'bad' : 'wait';
    if (!sandbox) return 'wait';
    if (!sandbox.ok) return 'bad';
    return sandbox.unenforced.length ? 'warn' : 'ok';
  }

  /** The state in a few words. */
  get words(): string {
    if (this.isAway) return this.problem ? 'Review: no kernel' : 'Review: kernel starting';
    const { sandbox, jobs } = this._answer ?? { sandbox: null, jobs: [] };
    const state = !sandbox
      ? 'Sandbox: checking'
      : !sandbox.ok
        ? 'No sandbox: nothing can run'
        : sandbox.unenforced.length
          ? `Sandbox: ${sandbox.backend}, some limits missing`
          : `Sandbox: ${sandbox.backend}`;
    const running = jobs.length ? `${jobs.length} running` : '';
    return [state, running, inBar(this.audits)].filter(Boolean).join(' · ');
  }

  private async look(): Promise<void> {
    if (this.asking || this.isAway) return;
    this.asking = true;
    const answer = await this.client.status(this.folder());
    this.asking = false;
    if (!answer) return;
    this._answer = answer;
    this._changed.emit();
  }
}
