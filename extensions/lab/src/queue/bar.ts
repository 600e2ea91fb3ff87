/** Between filter and list: how many tasks are in each state, and the order of the list. */
import { type ISignal, Signal } from '@lumino/signaling';
import { ALL_CHIPS, type Chip, CHIPS, isSort, type Sort, SORTS } from './filters';

/** Chips that are there also when nothing is in them. */
const STEADY: readonly Chip[] = ['todo', 'draft', 'done', 'all'];

export interface Choice {
  chip?: Chip;
  sort?: Sort;
}

export class Bar {
  readonly node = document.createElement('div');
  private readonly _chosen = new Signal<this, Choice>(this);
  private readonly chips = document.createElement('div');
  private readonly sort = document.createElement('select');
  private drawn = '';

  constructor() {
    this.node.className = 'wb-Queue-bar';
    this.chips.className = 'wb-Queue-chips';
    this.chips.setAttribute('role', 'group');
    this.chips.setAttribute('aria-label', 'Show');
    this.sort.className = 'wb-Queue-sort';
    this.sort.setAttribute('aria-label', 'Order of the list');
    this.sort.dataset.lmSuppressShortcuts = 'true';
    this.sort.addEventListener('change', () => {
      if (isSort(this.sort.value)) this._chosen.emit({ sort: this.sort.value });
    });
    this.node.append(this.chips, this.sort);
  }

  get chosen(): ISignal<this, Choice> {
    return this._chosen;
  }

  draw(counts: Record<Chip, number>, chip: Chip, sort: Sort, knowsGaps: boolean): void {
    // Controls that stay as they are keep the focus, and a screen reader its place.
    const drawn = JSON.stringify([counts, chip, sort, knowsGaps]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const focused = this.chips.contains(document.activeElement);
    this.chips.replaceChildren(
      ...ALL_CHIPS.filter(c => counts[c] || STEADY.includes(c) || c === chip).map(c =>
        this.chip(c, counts[c], c === chip)
      )
    );
    if (focused) this.chips.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
    const sorts = (Object.keys(SORTS) as Sort[]).filter(s => s !== 'gap' || knowsGaps);
    this.sort.replaceChildren(...sorts.map(s => new Option(SORTS[s], s)));
    this.sort.value = sort;
  }

  private chip(chip: Chip, count: number, pressed: boolean): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'wb-Queue-chip';
    button.textContent = `${count.toLocaleString('en')} ${CHIPS[chip].label}`;
    button.setAttribute('aria-pressed', String(pressed));
    button.addEventListener('click', () => this._chosen.emit({ chip }));
    return button;
  }
}
