/** Which rows of a long list are on the screen: the only ones that exist. */

export interface Slice {
  first: number;
  last: number;
}

const SPARE = 6;

/** Rows `first` to `last` (exclusive) for a view of that height, scrolled that far. */
export function visibleRows(scroll: number, height: number, row: number, count: number): Slice {
  const first = Math.max(0, Math.floor(scroll / row) - SPARE);
  const last = Math.min(count, Math.ceil((scroll + height) / row) + SPARE);
  return { first: Math.min(first, count), last };
}

/** Where to scroll so that a row is seen, moving as little as possible. */
export function scrollFor(index: number, scroll: number, height: number, row: number): number {
  const top = index * row;
  if (top < scroll) return top;
  if (top + row > scroll + height) return top + row - height;
  return scroll;
}

/** So many tasks are tried before the list is said to hold nothing that is free. */
export const TRIED = 200;
