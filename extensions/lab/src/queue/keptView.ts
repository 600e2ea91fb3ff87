/** What a browser tab listed and where it was in the list, over a reload of its page. */
import { ALL_CHIPS, type Chip, isSort, type Sort } from './filters';

const KEY = 'reviewer-workbench:queue-view';

export interface KeptView {
  text: string;
  chip: Chip;
  sort: Sort;
  /** The entry the cursor is at. */
  cursor: string;
  scroll: number;
}

export function keepView(view: KeptView): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(view));
  } catch {
    // Storage is forbidden: the next page begins at the top.
  }
}

export function keptView(): KeptView | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Partial<KeptView> | null;
    const { text, chip, sort, cursor, scroll } = kept ?? {};
    if (typeof text !== 'string' || !chip || !ALL_CHIPS.includes(chip) || !isSort(sort))
      return null;
    return { text, chip, sort, cursor: String(cursor), scroll: Number(scroll) || 0 };
  } catch {
    return null;
  }
}
