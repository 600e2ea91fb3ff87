/** The top of the panel: which queue is listed, what its reviewer must know, and the next task. */
import { type ISignal, Signal } from '@lumino/signaling';
import { chip } from '../chip';
import type { Queues } from './queues';
import { visible } from './rows';

export class Chooser {
  readonly node = document.createElement('div');
  private readonly _next = new Signal<this, void>(this);
  private readonly _board = new Signal<this, string>(this);
  private readonly select = document.createElement('select');
  private readonly said = document.createElement('p');
  private readonly bar = document.createElement('div');

  constructor(private readonly queues: Queues) {
    this.node.className = 'wb-Queue-chooser';
    this.select.setAttribute('aria-label', 'Which queue');
    this.select.addEventListener('change', () => void queues.choose(this.select.value));
    this.said.setAttribute('role', 'status');
    this.bar.className = 'wb-Queue-chips';
    this.node.append(this.select, this.said, this.bar);
    queues.changed.connect(() => this.draw());
    this.draw();
  }

  /** The reviewer wants the next open task. */
  get next(): ISignal<this, void> {
    return this._next;
  }

  /** The lead wants the board of this session. */
  get board(): ISignal<this, string> {
    return this._board;
  }

  private draw(): void {
    const { sessions, session } = this.queues;
    this.node.hidden = !sessions.length;
    this.select.replaceChildren(
      option('', 'Workspace'),
      ...sessions.filter(s => s.reviewer).map(s => option(s.id, `Session: ${s.title || s.id}`))
    );
    this.select.value = session?.id ?? '';
    this.select.hidden = !sessions.some(s => s.reviewer);
    const paused = session?.paused ?? '';
    const left = session?.entries.filter(e => ['new', 'draft'].includes(e.state)).length ?? 0;
    this.said.hidden = !session;
    this.said.dataset.tone = paused ? 'warn' : '';
    this.said.textContent = paused
      ? `Paused: ${visible(paused)} Nothing new is handed out; your drafts are kept.`
      : left
        ? `${left} of ${session?.entries.length ?? 0} to do.`
        : 'Nothing left to do here.';
    const buttons = sessions
      .filter(s => s.lead && (!session || s.id === session.id))
      .map(s =>
        chip(session ? 'Board' : `Board: ${visible(s.title || s.id)}`, () => this._board.emit(s.id))
      );
    if (session && left && !paused) buttons.unshift(chip('Next task', () => this._next.emit()));
    const held = this.bar.contains(document.activeElement);
    this.bar.replaceChildren(...buttons);
    if (held) buttons[0]?.focus();
    this.bar.hidden = !buttons.length;
  }
}

function option(value: string, label: string): HTMLOptionElement {
  const node = document.createElement('option');
  node.value = value;
  node.textContent = visible(label);
  return node;
}
