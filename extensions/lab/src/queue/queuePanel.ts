/** The queue in the left area: filter, counts, and a list of which only the seen rows exist. */
import type { Message } from '@lumino/messaging';
import { type ISignal, Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { queueIcon } from '../icons';
import { Bar } from './bar';
import { Chooser } from './chooser';
import { type Entry, isToDo } from './entries';
import { type Chip, countChips, isIn, isLetter, matchesText, type Sort, sorted } from './filters';
import { Foot } from './foot';
import { keepView, keptView } from './keptView';
import type { Queues } from './queues';
import { drawRow, ROW_PX, rowId } from './rows';
import { scrollFor, TRIED, visibleRows } from './window';

export class QueuePanel extends Widget {
  private readonly _opened = new Signal<this, Entry>(this);
  private readonly filter = document.createElement('input');
  private readonly bar = new Bar();
  private readonly list = document.createElement('div');
  private readonly spacer = document.createElement('div');
  private readonly foot = new Foot();
  private chip: Chip = 'todo';
  private sort: Sort = 'order';
  private listed: readonly Entry[] | null = null;
  private ordered: readonly Entry[] = [];
  private shown: readonly Entry[] = [];
  private cursor = 0;
  private openId = '';
  /** Where the open task stands, or stood before it left the list. */
  private openPlace = 0;
  /** The place of an earlier page, until there is a list to scroll. */
  private wanted: { cursor: string; scroll: number } | null = null;
  private frame = 0;

  readonly chooser: Chooser;

  constructor(private readonly model: Queues) {
    super();
    this.chooser = new Chooser(model);
    this.id = 'reviewer-workbench-queue';
    this.addClass('wb-Queue');
    this.title.icon = queueIcon;
    this.title.caption = 'Review queue';
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', 'Review queue');
    this.build();
    this.restore();
    model.changed.connect(() => {
      this.refresh();
      this.comeBack();
    });
    this.bar.chosen.connect((_, { chip, sort }) => {
      this.chip = chip ?? this.chip;
      this.sort = sort ?? this.sort;
      if (sort) this.listed = null;
      this.refresh();
    });
    this.refresh();
  }

  /** The reviewer wants this task. */
  get opened(): ISignal<this, Entry> {
    return this._opened;
  }

  /** Mark the task whose tab is in front. */
  setOpen(id: string): void {
    this.openId = id;
    const index = this.shown.findIndex(entry => entry.id === id);
    if (index >= 0) this.cursor = this.openPlace = index;
    this.draw();
  }

  /** The task `step` away from the open one in the list as it is filtered and sorted; undefined
   * at its end. One that left the list, for instance by being submitted, goes on where it was. */
  neighbour(step: number): Entry | undefined {
    const isThere = this.shown[this.openPlace]?.id === this.openId;
    return this.shown[this.openPlace + (isThere || step < 0 ? step : step - 1)];
  }

  /** Ids of what is to do in the list, from behind the open task on and then from its beginning. */
  following(): string[] {
    const behind = this.shown.slice(this.openPlace);
    const ids: string[] = [];
    for (const entry of [...behind, ...this.shown.slice(0, this.openPlace)]) {
      if (isToDo(entry) && entry.id !== this.openId) ids.push(entry.id);
      if (ids.length === TRIED) break;
    }
    return ids;
  }

  focusFilter(): void {
    this.filter.focus();
    this.filter.select();
  }

  handleEvent(event: Event): void {
    if (event.type === 'scroll') this.drawSoon();
    else if (event.type === 'input') this.refresh();
    else if (event.type === 'keydown') this.onKey(event as KeyboardEvent);
    else if (event.type === 'click') this.onClick(event);
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this.comeBack();
    void this.model.load();
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this.list.focus();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this.list.addEventListener('scroll', this, { passive: true });
    this.list.addEventListener('click', this);
    this.list.addEventListener('keydown', this);
    this.filter.addEventListener('input', this);
    this.filter.addEventListener('keydown', this);
    this.draw();
  }

  protected override onBeforeDetach(message: Message): void {
    this.list.removeEventListener('scroll', this);
    this.list.removeEventListener('click', this);
    this.list.removeEventListener('keydown', this);
    this.filter.removeEventListener('input', this);
    this.filter.removeEventListener('keydown', this);
    super.onBeforeDetach(message);
  }

  protected override onResize(message: Widget.ResizeMessage): void {
    super.onResize(message);
    this.draw();
  }

  private build(): void {
    const heading = document.createElement('h2');
    heading.textContent = 'Queue';
    this.filter.type = 'search';
    this.filter.placeholder = 'Filter: words, lang:go, flag:high';
    this.filter.title =
      'Words of title or id; lang:go,rust  state:draft  held:name  strength:<60  flag:high (yes, none)';
    this.filter.setAttribute('aria-label', 'Filter the queue');
    this.filter.dataset.lmSuppressShortcuts = 'true';
    this.filter.spellcheck = false;
    this.list.className = 'wb-Queue-list';
    this.list.tabIndex = 0;
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', 'Tasks');
    this.list.dataset.lmSuppressShortcuts = 'true';
    this.spacer.className = 'wb-Queue-spacer';
    this.spacer.setAttribute('role', 'presentation');
    this.list.append(this.spacer);
    this.node.append(
      heading,
      this.chooser.node,
      this.filter,
      this.bar.node,
      this.list,
      this.foot.node
    );
  }

  private refresh(): void {
    const { entries } = this.model;
    // What stands in place changes no order that rests on titles.
    const kept = entries === this.listed && (this.sort === 'order' || this.sort === 'title');
    if (!kept) this.ordered = sorted(entries, this.sort);
    this.listed = entries;
    const matches = matchesText(this.filter.value);
    const matching = this.filter.value.trim() ? this.ordered.filter(matches) : this.ordered;
    const before = this.shown[this.cursor]?.id;
    const cursor = this.cursor;
    this.shown = this.chip === 'all' ? matching : matching.filter(e => isIn(this.chip, e));
    this.openPlace = this.placeOf(this.openId, this.openPlace);
    this.cursor = this.placeOf(before ?? '', Math.min(cursor, Math.max(0, this.shown.length - 1)));
    this.bar.draw(countChips(matching), this.chip, this.sort, this.model.knowsGaps);
    this.foot.draw(this.model, this.shown.length);
    // The height first: a list that is still too short cannot be scrolled.
    this.spacer.style.height = `${this.shown.length * ROW_PX}px`;
    if (this.cursor !== cursor) this.list.scrollTop += (this.cursor - cursor) * ROW_PX;
    this.draw();
    this.keep();
  }

  /** Where an entry stands in the list, or `otherwise` when it is not in it. */
  private placeOf(id: string, otherwise: number): number {
    if (this.shown[otherwise]?.id === id || !id) return otherwise;
    const place = this.shown.findIndex(entry => entry.id === id);
    return place < 0 ? otherwise : place;
  }

  private drawSoon(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
      this.keep();
    });
  }

  private draw(): void {
    const { scrollTop, clientHeight } = this.list;
    const { first, last } = visibleRows(scrollTop, clientHeight, ROW_PX, this.shown.length);
    const rows = this.shown.slice(first, last).map((entry, offset) => {
      const index = first + offset;
      const row = drawRow(entry, index, this.shown.length, index === this.cursor, this.sort);
      row.classList.toggle('wb-mod-open', entry.id === this.openId);
      return row;
    });
    this.spacer.style.height = `${this.shown.length * ROW_PX}px`;
    this.spacer.replaceChildren(...rows);
    const active = this.cursor >= first && this.cursor < last && rows.length > 0;
    if (active) this.list.setAttribute('aria-activedescendant', rowId(this.cursor));
    else this.list.removeAttribute('aria-activedescendant');
  }

  private onClick(event: Event): void {
    const row = (event.target as Element).closest<HTMLElement>('.wb-Queue-row');
    if (!row) return;
    this.open(Number(row.getAttribute('aria-posinset')) - 1);
  }

  private onKey(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.list.clientHeight / ROW_PX) - 1);
    const inList = event.currentTarget === this.list;
    const moves: Record<string, number> = {
      ArrowDown: this.cursor + 1,
      ArrowUp: this.cursor - 1,
      PageDown: this.cursor + page,
      PageUp: this.cursor - page,
      ...(inList && { Home: 0, End: this.shown.length - 1 })
    };
    const to = moves[event.key];
    if (to !== undefined) this.moveTo(to);
    else if (event.key === 'Enter') this.open(this.cursor);
    else if (event.key === 'Escape' && !inList && this.filter.value) {
      this.filter.value = '';
      this.refresh();
    } else if (inList && isLetter(event)) {
      // Typing over the list filters it.
      this.filter.focus();
      this.filter.value += event.key;
      this.refresh();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** What an earlier page of this browser tab listed, and where it was. */
  private restore(): void {
    const kept = keptView();
    if (!kept) return;
    this.filter.value = kept.text;
    this.chip = kept.chip;
    this.sort = kept.sort;
    this.wanted = kept;
  }

  private comeBack(): void {
    if (!this.wanted || !this.shown.length || !this.isVisible) return;
    const { cursor, scroll } = this.wanted;
    this.wanted = null;
    this.cursor = this.placeOf(cursor, this.cursor);
    this.list.scrollTop = scroll;
    this.draw();
  }

  private keep(): void {
    if (this.wanted) return;
    const { chip, sort, shown, cursor, list } = this;
    const text = this.filter.value;
    keepView({ text, chip, sort, cursor: shown[cursor]?.id ?? '', scroll: list.scrollTop });
  }

  private moveTo(index: number): void {
    this.cursor = Math.max(0, Math.min(index, this.shown.length - 1));
    this.list.scrollTop = scrollFor(
      this.cursor,
      this.list.scrollTop,
      this.list.clientHeight,
      ROW_PX
    );
    this.draw();
  }

  private open(index: number): void {
    const entry = this.shown[index];
    if (!entry) return;
    this.cursor = index;
    this.draw();
    this._opened.emit(entry);
  }
}
