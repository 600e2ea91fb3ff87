/** Reports that are there, below the audits: age and size of each, and away with one. */
import { chip } from '../chip';
import { visible } from '../queue/rows';
import { age, type Kept, onShelf, type Shelf, size } from './words';

export interface ShelfAsks {
  open(path: string): void;
  remove(path: string): void;
}

export class ShelfList {
  readonly node = document.createElement('details');
  private readonly summary = document.createElement('summary');
  private readonly list = document.createElement('ul');
  private readonly more = document.createElement('p');
  private readonly items = new Map<string, Item>();

  constructor(private readonly asks: ShelfAsks) {
    this.node.className = 'wb-Shelf';
    this.list.setAttribute('aria-label', 'Reports');
    this.node.append(this.summary, this.list, this.more);
  }

  draw(shelf: Shelf): void {
    this.node.hidden = !shelf.count;
    const told = onShelf(shelf);
    if (this.summary.textContent !== told) this.summary.textContent = told;
    const paths = new Set(shelf.kept.map(one => one.path));
    for (const [path, item] of this.items)
      if (!paths.has(path)) {
        // Whoever deleted it goes on at the list.
        if (item.node.contains(document.activeElement)) this.summary.focus();
        item.node.remove();
        this.items.delete(path);
      }
    shelf.kept.forEach((kept, at) => {
      const item = this.items.get(kept.path) ?? new Item(this.asks, kept.path);
      this.items.set(kept.path, item);
      item.draw(kept);
      if (this.list.children[at] !== item.node)
        this.list.insertBefore(item.node, this.list.children[at] ?? null);
    });
    const left = shelf.count - shelf.kept.length;
    this.more.hidden = left <= 0;
    this.more.textContent = left > 0 ? `${left} older ones are in the folder reports.` : '';
  }
}

class Item {
  readonly node = document.createElement('li');
  private readonly words = document.createElement('span');
  private readonly open: HTMLButtonElement;
  private readonly away: HTMLButtonElement;

  constructor(asks: ShelfAsks, path: string) {
    this.open = chip('Open', () => asks.open(path));
    this.away = chip('Delete', () => asks.remove(path));
    this.node.title = path;
    this.node.append(this.words, this.open, this.away);
  }

  draw(kept: Kept): void {
    const told = visible(`${age(kept.at)}, ${size(kept.bytes)}`);
    if (this.words.textContent === told) return;
    this.words.textContent = told;
    this.open.setAttribute('aria-label', `Open the report: ${told}`);
    this.away.setAttribute('aria-label', `Delete the report: ${told}`);
  }
}
