/** The queue in the left area: filter, counts, and a list of which only the seen rows exist. */
import type { Message } from '@lumino/messaging';
import { type ISignal, Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import { queueIcon } from '../icons';
import { type Chip, CHIPS, type Entry, isIn, matchesText } from './entries';
import { Chooser } from './chooser';
import type { Queues } from './queues';
import { drawRow, ROW_PX, rowId } from './rows';
import { scrollFor, visibleRows } from './window';

const SHOWN_CHIPS: readonly Chip[] = [
  'todo',
  'draft',
  'done',
  'cannot',
  'skipped',
  'adjudicate',
  'all'
];
/** Chips that only appear once something is in them. */
const QUIET: readonly Chip[] = ['cannot', 'skipped', 'adjudicate'];

export class QueuePanel extends Widget {
  private readonly _opened = new Signal<this, Entry>(this);
  private readonly filter = document.createElement('input');
  private readonly chips = document.createElement('div');
  private readonly list = document.createElement('div');
  private readonly spacer = document.createElement('div');
  private readonly foot = document.createElement('div');
  private chip: Chip = 'todo';
  private shown: readonly Entry[] = [];
  private cursor = 0;
  private openId = '';
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
    model.changed.connect(() => this.refresh());
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
    if (index >= 0) this.cursor = index;
    this.draw();
  }

  /** The task `step` away from the open one in the list as it is filtered; undefined at its end. */
  neighbour(step: number): Entry | undefined {
    const index = this.shown.findIndex(entry => entry.id === this.openId);
    if (index >= 0) return this.shown[index + step];
    // The open task left the list, for instance by being submitted: go on where it was.
    const order = new Map(this.model.entries.map((entry, place) => [entry.id, place]));
    const here = order.get(this.openId) ?? -1;
    const after = this.shown.filter(entry => (order.get(entry.id) ?? 0) > here);
    const before = this.shown.filter(entry => (order.get(entry.id) ?? 0) < here);
    return step > 0 ? after[step - 1] : before[before.length + step];
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
    this.filter.placeholder = 'Filter: words, lang:go, state:draft';
    this.filter.setAttribute('aria-label', 'Filter the queue');
    this.filter.dataset.lmSuppressShortcuts = 'true';
    this.filter.spellcheck = false;
    this.chips.className = 'wb-Queue-chips';
    this.chips.setAttribute('role', 'group');
    this.chips.setAttribute('aria-label', 'Show');
    this.list.className = 'wb-Queue-list';
    this.list.tabIndex = 0;
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', 'Tasks');
    this.list.dataset.lmSuppressShortcuts = 'true';
    this.spacer.className = 'wb-Queue-spacer';
    this.spacer.setAttribute('role', 'presentation');
    this.list.append(this.spacer);
    this.foot.className = 'wb-Queue-foot';
    this.foot.setAttribute('role', 'status');
    this.node.append(heading, this.chooser.node, this.filter, this.chips, this.list, this.foot);
  }

  private refresh(): void {
    const before = this.shown[this.cursor]?.id;
    const matches = matchesText(this.filter.value);
    const matching = this.model.entries.filter(matches);
    this.shown = matching.filter(entry => isIn(this.chip, entry));
    this.cursor = Math.max(
      0,
      this.shown.findIndex(entry => entry.id === before)
    );
    this.drawChips(matching);
    this.drawFoot();
    this.draw();
  }

  private drawChips(matching: readonly Entry[]): void {
    const focused = this.chips.contains(document.activeElement);
    const buttons = SHOWN_CHIPS.flatMap(chip => {
      const count = matching.filter(entry => isIn(chip, entry)).length;
      if (!count && QUIET.includes(chip) && chip !== this.chip) return [];
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'wb-Queue-chip';
      button.textContent = `${count} ${CHIPS[chip].label}`;
      button.setAttribute('aria-pressed', String(chip === this.chip));
      button.addEventListener('click', () => {
        this.chip = chip;
        this.refresh();
      });
      return [button];
    });
    this.chips.replaceChildren(...buttons);
    if (focused) this.chips.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
  }

  private drawFoot(): void {
    const { entries, reviewer, workspace } = this.model;
    if (!workspace.found)
      this.foot.textContent = 'No workspace here. Make one: workbench init DIR --demo';
    else if (!entries.length && !this.model.session)
      this.foot.textContent = 'The workspace has no tasks yet.';
    else {
      const who = reviewer ? ` · ${reviewer}` : '';
      this.foot.textContent = `${this.shown.length} of ${entries.length} tasks${who}`;
    }
  }

  private drawSoon(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  private draw(): void {
    const { scrollTop, clientHeight } = this.list;
    const { first, last } = visibleRows(scrollTop, clientHeight, ROW_PX, this.shown.length);
    const rows = this.shown.slice(first, last).map((entry, offset) => {
      const index = first + offset;
      const row = drawRow(entry, index, this.shown.length, index === this.cursor);
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
    } else return;
    event.preventDefault();
    event.stopPropagation();
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
