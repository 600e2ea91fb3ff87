/** Audits at the foot of the queue: how far each is, and what may be asked. Not there without one. */
import { chip } from '../chip';
import { visible } from '../queue/rows';
import { ShelfList } from './shelf';
import {
  amountDone,
  type Audit,
  counts,
  isGoing,
  pace,
  percent,
  type Report,
  type Shelf,
  title
} from './words';

export interface Asks {
  report(): void;
  open(path: string): void;
  stop(audit: Audit): void;
  hide(audit: Audit): void;
  remove(path: string): void;
}

export class AuditStrip {
  readonly node = document.createElement('section');
  private readonly list = document.createElement('ul');
  private readonly said = document.createElement('div');
  private readonly foot = document.createElement('div');
  private readonly make: HTMLButtonElement;
  private readonly open: HTMLButtonElement;
  private readonly words = document.createElement('span');
  private readonly shelf: ShelfList;
  private readonly items = new Map<string, Item>();
  private going = new Map<string, string>();
  private path = '';

  constructor(private readonly asks: Asks) {
    this.node.className = 'wb-Audits';
    this.node.setAttribute('aria-label', 'Audits');
    this.node.hidden = true;
    this.list.className = 'wb-Audits-list';
    // Only what ended is read aloud; figures change every two seconds.
    this.said.className = 'wb-sr';
    this.said.setAttribute('role', 'status');
    this.foot.className = 'wb-Audits-report';
    this.make = chip('Report so far', () => asks.report());
    this.make.title = 'Write a report of all that is known now, and open it';
    this.open = chip('Open it', () => asks.open(this.path));
    this.words.setAttribute('role', 'status');
    this.foot.append(this.make, this.open, this.words);
    this.shelf = new ShelfList(asks);
    this.node.append(this.list, this.foot, this.shelf.node, this.said);
  }

  draw(audits: readonly Audit[], report: Report, shelf: Shelf): void {
    this.tell(audits);
    const keys = new Set(audits.map(keyOf));
    for (const [key, item] of this.items)
      if (!keys.has(key)) {
        // Whoever was at the button that is gone goes on at the next one.
        if (item.node.contains(document.activeElement)) this.make.focus();
        item.node.remove();
        this.items.delete(key);
      }
    audits.forEach((audit, at) => {
      const item = this.items.get(keyOf(audit)) ?? new Item(this.asks);
      this.items.set(keyOf(audit), item);
      item.draw(audit);
      // Moved only when it stands elsewhere: a node that is moved loses the focus.
      if (this.list.children[at] !== item.node)
        this.list.insertBefore(item.node, this.list.children[at] ?? null);
    });
    this.drawReport(report, shelf);
    this.shelf.draw(shelf);
    this.node.hidden = !audits.length && report.state !== 'making' && !shelf.count;
  }

  private drawReport({ state, path, words }: Report, { kept }: Shelf): void {
    this.path = path;
    this.make.setAttribute('aria-disabled', String(state === 'making'));
    // It may have been deleted since.
    this.open.hidden = state !== 'done' || !kept.some(one => one.path === path);
    this.open.title = path;
    const said: Record<Report['state'], string> = {
      '': '',
      making: `Writing… ${words}`,
      done: '',
      failed: `No report: ${words}`
    };
    setText(this.words, visible(said[state]));
    this.words.dataset.tone = state === 'failed' ? 'bad' : '';
  }

  private tell(audits: readonly Audit[]): void {
    const ended = audits.filter(audit => !isGoing(audit) && this.going.has(keyOf(audit)));
    for (const audit of ended)
      setText(
        this.said,
        visible(`${title(audit)}: ${pace(audit)}, ${amountDone(audit)}. ${counts(audit)}`)
      );
    this.going = new Map(audits.filter(isGoing).map(audit => [keyOf(audit), audit.state]));
  }
}

class Item {
  readonly node = document.createElement('li');
  private readonly name = span('wb-Audits-name');
  private readonly done = span('wb-Audits-done');
  private readonly bar = document.createElement('div');
  private readonly fill = document.createElement('div');
  private readonly pace = span('wb-Audits-pace');
  private readonly counts = span('wb-Audits-counts');
  private readonly act: HTMLButtonElement;
  private audit: Audit | null = null;

  constructor(asks: Asks) {
    this.act = chip('Stop', () => {
      if (!this.audit || this.audit.state === 'stopping') return;
      if (isGoing(this.audit)) asks.stop(this.audit);
      else asks.hide(this.audit);
    });
    this.bar.className = 'wb-Audits-bar';
    this.bar.setAttribute('role', 'progressbar');
    this.bar.append(this.fill);
    this.node.append(this.name, this.done, this.act, this.bar, this.pace, this.counts);
  }

  draw(audit: Audit): void {
    this.audit = audit;
    const name = visible(title(audit));
    const share = percent(audit);
    setText(this.name, name);
    setText(this.done, amountDone(audit));
    setText(this.pace, visible(pace(audit)));
    setText(this.counts, counts(audit));
    this.counts.hidden = !this.counts.textContent;
    setText(this.act, isGoing(audit) ? 'Stop' : 'Hide');
    this.act.setAttribute('aria-label', `${isGoing(audit) ? 'Stop' : 'Hide'}: ${name}`);
    this.act.setAttribute('aria-disabled', String(audit.state === 'stopping'));
    this.node.dataset.state = audit.state;
    this.bar.setAttribute('aria-label', name);
    if (share === null) this.bar.removeAttribute('aria-valuenow');
    else this.bar.setAttribute('aria-valuenow', String(share));
    this.bar.setAttribute('aria-valuetext', amountDone(audit));
    this.fill.style.width = `${share ?? (isGoing(audit) ? 0 : 100)}%`;
  }
}

function keyOf(audit: Audit): string {
  return `${audit.id} ${audit.began}`;
}

function span(className: string): HTMLElement {
  const node = document.createElement('span');
  node.className = className;
  return node;
}

/** A status that is written anew is read aloud anew. */
function setText(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
