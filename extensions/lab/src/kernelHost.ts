/**
 * One kernel for all desks and the queue: started when the page is up, found again after a reload,
 * replaced when it dies. Everybody asks for comms here and is told when to ask again.
 */
import type { Kernel, KernelSpec, ServiceManager, Session } from '@jupyterlab/services';
import { CommsOverSubshells, KernelAPI, ServerConnection } from '@jupyterlab/services';
import { PromiseDelegate } from '@lumino/coreutils';
import { type ISignal, Signal } from '@lumino/signaling';
import { DESK_TARGET, SESSION } from './names';

/** Modules are not looked for in the workspace: what lies there is data, and not to be run. */
const START =
  'import sys\nsys.path[:] = [place for place in sys.path if place]\n' +
  'from workbench.jupyter.comm import serve\nserve()';
const LOOK_MS = 1000;
/** A request on a line that is dead never ends by itself. */
const ANSWER_MS = 4000;
const RECONNECT_MS = 8000;
/** Looks that found the server there while Lab waits, up to half a minute, to connect again. */
const LOOKS = 3;
const AWAY: readonly Kernel.Status[] = ['restarting', 'autorestarting', 'dead', 'terminating'];

export type Connection = 'up' | 'down';

export class KernelHost {
  private readonly _changed = new Signal<this, Connection>(this);
  private _connection: Connection = 'down';
  private _session: Session.ISessionConnection | null = null;
  private _up = new PromiseDelegate<Kernel.IKernelConnection>();
  private _problem = '';
  private _begun = false;
  private _starting = false;
  private _serving = false;
  private _turn = 0;
  private _doubtful = false;
  private _looks = 0;
  private _spare: Promise<Kernel.IComm> | null = null;

  constructor(private readonly services: ServiceManager.IManager) {}

  /** Emits `up` whenever comms must be opened (anew), `down` when they no longer work. */
  get changed(): ISignal<this, Connection> {
    return this._changed;
  }

  get connection(): Connection {
    return this._connection;
  }

  /** Why the kernel cannot serve, in words, or ''. */
  get problem(): string {
    return this._problem;
  }

  /** Connect to the running kernel or start one. Tries again until it works. */
  async start(): Promise<void> {
    if (this._begun) return;
    this._begun = this._starting = true;
    try {
      await this.services.ready;
      await this.attach();
    } catch (reason) {
      this._problem = `The kernel did not start: ${String(reason)}`;
    } finally {
      this._starting = false;
    }
    window.setInterval(() => void this.look(), LOOK_MS);
  }

  /** A comm on the kernel, not yet opened; resolves once the kernel serves. */
  async comm(target: string): Promise<Kernel.IComm> {
    const kernel = await this._up.promise;
    if (target !== DESK_TARGET) return this.makeComm(kernel, target);
    // One is always ready: the next tab does not wait for its subshell.
    const comm = this._spare ?? this.makeComm(kernel, target);
    this._spare = this.makeComm(kernel, target);
    this._spare.catch(() => (this._spare = null));
    return comm;
  }

  private async makeComm(kernel: Kernel.IKernelConnection, target: string): Promise<Kernel.IComm> {
    const comm = kernel.createComm(target);
    // Opened any earlier, the comm would belong to the main shell, which a notebook cell or a
    // slow import may block: an edit would wait seconds for its place on disk.
    const { subshellStarted } = comm as { subshellStarted?: Promise<void> };
    if (kernel.supportsSubshells) await subshellStarted;
    return comm;
  }

  /** Somebody was not answered: the line may be dead and look alive, as after a
   * laptop's sleep. `look` makes a new one as soon as the server answers. */
  doubt(): void {
    if (this._connection === 'down') return;
    this._doubtful = true;
    this.setDown();
  }

  /** What the server says of the kernel; undefined when it knows none. Given up after a while, so
   * that requests on dead lines do not use up the few a browser makes at a time. */
  private model(kernel: Kernel.IKernelConnection): Promise<Kernel.IModel | undefined> {
    const { serverSettings } = this.services;
    const init = { ...serverSettings.init, signal: AbortSignal.timeout(ANSWER_MS) };
    return KernelAPI.getKernelModel(
      kernel.id,
      ServerConnection.makeSettings({ ...serverSettings, init })
    );
  }

  private async attach(): Promise<void> {
    const { sessions, kernelspecs } = this.services;
    await sessions.refreshRunning();
    const running = [...sessions.running()].find(model => model.path === SESSION);
    const session = running
      ? sessions.connectTo({ model: running })
      : await sessions.startNew({
          path: SESSION,
          name: SESSION,
          type: 'console',
          kernel: { name: pythonOf(kernelspecs.specs) }
        });
    this.leave();
    this._session = session;
    session.statusChanged.connect(this.onStatus, this);
    session.connectionStatusChanged.connect(this.onLink, this);
    // A kernel of one subshell a comm: the default, one a target, outlives an automatic restart
    // in a table of the front end and would name a subshell that is gone.
    if (session.kernel) session.kernel.commsOverSubshells = CommsOverSubshells.PerComm;
    await this.serve();
  }

  private leave(): void {
    if (!this._session) return;
    this._session.statusChanged.disconnect(this.onStatus, this);
    this._session.connectionStatusChanged.disconnect(this.onLink, this);
    this._session.dispose();
    this._session = null;
  }

  private onStatus(_: unknown, status: Kernel.Status): void {
    if (AWAY.includes(status)) this.setDown();
    // Whatever is sent to a restarting kernel before its first idle is dropped.
    else if (status === 'idle') void this.serve();
  }

  private onLink(_: unknown, status: Kernel.ConnectionStatus): void {
    this._turn++;
    this._serving = false;
    this._looks = 0;
    if (status === 'connected') {
      this._doubtful = false;
      void this.serve();
    } else this.setDown();
  }

  /** Make the kernel answer our comms, then say so. */
  private async serve(): Promise<void> {
    const kernel = this._session?.kernel;
    if (!kernel || this._serving || this._connection === 'up') return;
    if (kernel.connectionStatus !== 'connected' || AWAY.includes(kernel.status)) return;
    this._serving = true;
    const turn = ++this._turn;
    try {
      await kernel.info;
      const future = kernel.requestExecute({ code: START, silent: true, store_history: false });
      const reply = await future.done;
      // The line broke meanwhile: whoever serves on the next one says so.
      if (turn !== this._turn) return;
      if (reply.content.status === 'error') {
        const { ename, evalue } = reply.content;
        this._problem = `The kernel cannot load the workbench: ${ename}: ${evalue}`;
        this._changed.emit('down');
        return;
      }
      if (reply.content.status === 'ok') this.setUp(kernel);
    } catch {
      // The kernel went away meanwhile; its next idle, or `look`, brings us back here.
    } finally {
      if (turn === this._turn) this._serving = false;
    }
  }

  private setUp(kernel: Kernel.IKernelConnection): void {
    this._problem = '';
    this._connection = 'up';
    this._spare = null;
    this._up.resolve(kernel);
    this._changed.emit('up');
  }

  private setDown(): void {
    if (this._connection === 'down') return;
    this._connection = 'down';
    this._spare = null;
    this._up = new PromiseDelegate();
    this._changed.emit('down');
  }

  /** While down: is the server back, and does it still know our kernel? */
  private async look(): Promise<void> {
    if (this._connection === 'up' || this._starting || this._serving) return;
    this._starting = true;
    try {
      const kernel = this._session?.kernel;
      const model = kernel ? await this.model(kernel) : undefined;
      const link = kernel?.connectionStatus;
      const isSlow = link === 'connecting' && ++this._looks > LOOKS;
      if (!kernel || !model || kernel.status === 'dead') await this.attach();
      else if (link === 'disconnected' || this._doubtful || isSlow) await this.reconnect(kernel);
      else if (kernel.status === 'idle') await this.serve();
    } catch {
      // No server yet: the next look comes in a second.
    } finally {
      this._starting = false;
    }
  }

  private async reconnect(kernel: Kernel.IKernelConnection): Promise<void> {
    this._looks = 0;
    await within(RECONNECT_MS, kernel.reconnect());
  }
}

function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    window.setTimeout(() => reject(new Error(`no answer in ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]);
}

/** The kernel to start, without asking: the default, unless that speaks another language. */
function pythonOf(specs: KernelSpec.ISpecModels | null): string {
  const usual = specs?.default ?? 'python3';
  const all = specs?.kernelspecs ?? {};
  if (!all[usual] || all[usual].language === 'python') return usual;
  return Object.values(all).find(spec => spec?.language === 'python')?.name ?? usual;
}
