/** Draws rows of the queue. Titles are hostile text and go into text nodes only. */
import { type Entry, HELD_ICON, isHeld, shortLanguage, STATES } from './entries';
import type { Sort } from './filters';

export const ROW_PX = 30;

export function drawRow(
  entry: Entry,
  index: number,
  count: number,
  current: boolean,
  sort: Sort
): HTMLElement {
  const { icon, word } = look(entry);
  const row = document.createElement('div');
  row.className = 'wb-Queue-row';
  row.id = rowId(index);
  row.dataset.state = isHeld(entry) ? 'held' : entry.state;
  row.style.top = `${index * ROW_PX}px`;
  const held = entry.seat?.heldUntil ? `, yours until ${clock(entry.seat.heldUntil)}` : '';
  const practice = entry.seat?.practice ? ', practice: feedback comes after it' : '';
  row.title =
    entry.problem ||
    `${visible(entry.title)} (${entry.seat?.task ?? entry.id}), ${word}${practice}${held}${worth(entry)}`;
  row.setAttribute('role', 'option');
  row.setAttribute('aria-selected', String(current));
  row.setAttribute('aria-posinset', String(index + 1));
  row.setAttribute('aria-setsize', String(count));
  row.append(
    span('wb-Queue-icon', icon, true),
    span('wb-Queue-title', visible(entry.title)),
    span('wb-Queue-word', shortWord(entry, word, sort)),
    span('wb-Queue-language', shortLanguage(entry.language))
  );
  if ((entry.state === 'new' && !isHeld(entry)) || figure(entry, sort))
    row.append(span('wb-sr', word));
  return row;
}

/** Icon and word; of another reviewer's task, whose it is. */
function look(entry: Entry): { icon: string; word: string } {
  const { holder } = entry;
  if (!holder || !isHeld(entry)) return STATES[entry.state];
  const name = visible(holder.name);
  if (holder.free) return { icon: HELD_ICON, word: `${name} is gone` };
  return { icon: HELD_ICON, word: `held by ${name}` };
}

/** What the stored assessment came to, and how far reviewers are apart. */
function worth({ strength, flag, gap }: Entry): string {
  const flagged = flag && flag !== 'none' ? `, flagged ${flag}` : '';
  const measured = typeof strength === 'number' ? `, tests ${Math.round(strength * 100)} %` : '';
  const apart = gap ? `, reviewers ${gap} apart` : '';
  return `${measured}${flagged}${apart}`;
}

/** In a list that is ordered by a figure, the figure stands in the row. */
function figure({ strength, gap }: Entry, sort: Sort): string {
  if (sort === 'adequacy')
    return typeof strength === 'number' ? `${Math.round(strength * 100)} %` : '–';
  return sort === 'gap' && gap ? `${gap} apart` : '';
}

function shortWord(entry: Entry, word: string, sort: Sort): string {
  const said = entry.state === 'new' && !isHeld(entry) ? '' : word;
  const held = entry.seat?.heldUntil ? `until ${clock(entry.seat.heldUntil)}` : '';
  // The icon says the state then too, and whoever hears the list is told it in words.
  const shown = figure(entry, sort);
  if (shown) return shown;
  return [entry.seat?.practice ? 'practice' : '', held || said].filter(Boolean).join(' · ');
}

/** `14:03` of seconds since 1970, in the reviewer's zone. */
function clock(seconds: number): string {
  const time = new Date(seconds * 1000);
  return `${time.getHours()}:${String(time.getMinutes()).padStart(2, '0')}`;
}

export function rowId(index: number): string {
  return `wb-queue-row-${index}`;
}

function span(className: string, text: string, hidden = false): HTMLElement {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  if (hidden) element.setAttribute('aria-hidden', 'true');
  return element;
}

/** Control and direction characters written out, so that a title cannot rearrange the row. */
export function visible(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, char => {
    return `[U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`;
  });
}
