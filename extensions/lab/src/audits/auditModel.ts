/** Audits of the workspace, asked of the kernel while somebody looks; what one may ask. */
import type { JSONObject } from '@lumino/coreutils';
import { type ISignal, Signal } from '@lumino/signaling';
import type { HostClient } from '../hostClient';
import {
  type Audit,
  isGoing,
  NO_REPORT,
  NO_SHELF,
  readAudits,
  readReport,
  readShelf,
  type Report,
  type Shelf
} from './words';

const LOOK_MS = 2000;

export class AuditModel {
  private readonly _changed = new Signal<this, void>(this);
  private readonly _reported = new Signal<this, string>(this);
  private readonly _refused = new Signal<this, string>(this);
  private readonly hidden = new Set<string>();
  private told: readonly Audit[] = [];
  private _report: Report = NO_REPORT;
  private _shelf: Shelf = NO_SHELF;
  private asking = false;
  /** The report this page asked for: others' are not put before it. */
  private wanted = 0;

  constructor(
    private readonly client: HostClient,
    private readonly folder: () => string,
    private readonly isSeen: () => boolean
  ) {
    window.setInterval(() => void this.look(), LOOK_MS);
    client.ready.connect(() => void this.look());
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The report this page asked for is there: its path below the workspace. */
  get reported(): ISignal<this, string> {
    return this._reported;
  }

  /** Why something asked for was not done, in words. */
  get refused(): ISignal<this, string> {
    return this._refused;
  }

  get audits(): readonly Audit[] {
    return this.told.filter(audit => isGoing(audit) || !this.hidden.has(keyOf(audit)));
  }

  get report(): Report {
    return this._report;
  }

  get shelf(): Shelf {
    return this._shelf;
  }

  /** Ask how far they are, if somebody looks. */
  async look(): Promise<void> {
    if (this.asking || !this.client.isReady) return;
    if (!this.isSeen() || document.visibilityState !== 'visible') return;
    this.asking = true;
    await this.ask({ type: 'audits' });
    this.asking = false;
  }

  async makeReport(): Promise<void> {
    if (!(await this.ask({ type: 'audit_report' }))) return;
    this.wanted = this._report.number;
  }

  async stop(audit: Audit): Promise<void> {
    await this.ask({ type: 'audit_stop', id: audit.id, began: audit.began });
  }

  async remove(path: string): Promise<void> {
    // `path` is the folder's, in every message.
    await this.ask({ type: 'report_delete', report: path });
  }

  /** Those that are over need not be seen any longer. */
  hide(audit: Audit): void {
    this.hidden.add(keyOf(audit));
    this._changed.emit();
  }

  private async ask(message: JSONObject): Promise<boolean> {
    const answer = await this.client.session(this.folder(), message);
    if (answer?.type !== 'audits') {
      const why = typeof answer?.text === 'string' ? answer.text : '';
      if (message.type !== 'audits') this._refused.emit(why || 'The kernel does not answer.');
      return false;
    }
    this.told = readAudits(answer.audits);
    this._report = readReport(answer.report);
    this._shelf = readShelf(answer.reports);
    this._changed.emit();
    const { state, number, path, words } = this._report;
    if (this.wanted !== 0 && number === this.wanted && state !== 'making') {
      this.wanted = 0;
      if (state === 'done') this._reported.emit(path);
      else this._refused.emit(`No report was made: ${words}`);
    }
    return true;
  }
}

function keyOf(audit: Audit): string {
  return `${audit.id} ${audit.began}`;
}
