/** A grid of any size of which only what is in view is drawn. Arrow keys walk it, heads included;
 * Home and End go along the row, with Ctrl to the corners; Enter and a click choose. */

import type { Scope } from '../../core/scope';
import { h, type Child } from '../h';

export const ROW_PX = 22;
const COLUMN_PX = 24;
const SPARE = 4;
/** What is drawn where a page has no layout. */
const UNSEEN = { width: 900, height: 600 };

/** Row or column -1 is the head. */
export interface Place {
  row: number;
  column: number;
}

export interface Drawn {
  content: Child[];
  /** Read out, and shown on hover. */
  words: string;
  tone: string;
  testId?: string;
}

export interface GridSource {
  rows: number;
  columns: number;
  draw(place: Place): Drawn;
}

export interface Grid {
  dom: HTMLElement;
  /** Takes what is now to be shown; the place with the focus stays where it can. */
  update(source: GridSource): void;
  go(place: Place): void;
}

interface Window {
  rows: [number, number];
  columns: [number, number];
}

function within([from, to]: [number, number], [first, end]: [number, number]): boolean {
  return from >= first && to <= end;
}

export function virtualGrid(
  scope: Scope,
  label: string,
  headPx: number,
  onFocus: (place: Place) => void,
  onChoose: (place: Place) => void
): Grid {
  let source: GridSource = {
    rows: 0,
    columns: 0,
    draw: () => ({ content: [], words: '', tone: '' })
  };
  let at: Place = { row: 0, column: 0 };
  const sheet = h('div.wb-sheet');
  const dom = h(
    'div.wb-grid',
    { role: 'grid', 'aria-label': label, 'data-testid': 'matrix' },
    sheet
  );

  const window = (spare: number): Window => {
    const width = dom.clientWidth || UNSEEN.width;
    const height = dom.clientHeight || UNSEEN.height;
    const span = (from: number, size: number, unit: number, count: number): [number, number] => [
      Math.max(0, Math.floor(from / unit) - spare),
      Math.min(count, Math.ceil((from + size) / unit) + spare)
    ];
    return {
      rows: span(dom.scrollTop, height, ROW_PX, source.rows),
      columns: span(dom.scrollLeft, width - headPx, COLUMN_PX, source.columns)
    };
  };
  /** What is drawn: a little more than is in view, so that not every step of scrolling draws. */
  let last: Window = { rows: [0, 0], columns: [0, 0] };

  /** The window's numbers, and the one with the focus wherever it is. */
  const numbers = ([from, to]: [number, number], focused: number): number[] => {
    const list = Array.from({ length: Math.max(0, to - from) }, (_, n) => from + n);
    return focused >= 0 && (focused < from || focused >= to) ? [...list, focused] : list;
  };

  const node = (place: Place): HTMLElement => {
    const { content, words, tone, testId } = source.draw(place);
    const isRowHead = place.column < 0;
    const role = place.row < 0 ? 'columnheader' : isRowHead ? 'rowheader' : 'gridcell';
    const spec = isRowHead ? 'div.wb-rowhead' : place.row < 0 ? 'div.wb-colhead' : 'div.wb-cell';
    const made = h(
      spec,
      {
        role,
        tabindex: place.row === at.row && place.column === at.column ? 0 : -1,
        'aria-colindex': place.column + 2,
        'aria-label': words,
        title: words,
        'data-tone': tone,
        'data-testid': testId
      },
      ...content
    );
    if (!isRowHead) made.style.left = `${headPx + place.column * COLUMN_PX}px`;
    made.dataset['at'] = `${place.row} ${place.column}`;
    return made;
  };

  const draw = (): void => {
    const held = sheet.contains(document.activeElement);
    const shown = (last = window(SPARE));
    const columns = numbers(shown.columns, at.column);
    const rows = [-1, ...numbers(shown.rows, at.row)].map(row => {
      const corner = h('div.wb-rowhead', { role: 'columnheader', 'aria-colindex': 1 }, 'solution');
      const head = row < 0 ? corner : node({ row, column: -1 });
      const line = h(
        row < 0 ? 'div.wb-gridrow.wb-gridhead' : 'div.wb-gridrow',
        { role: 'row', 'aria-rowindex': row + 2, ...(row >= 0 && { 'data-testid': 'matrix-row' }) },
        head,
        ...columns.map(column => node({ row, column }))
      );
      head.style.width = `${headPx}px`;
      if (row >= 0) line.style.top = `${(row + 1) * ROW_PX}px`;
      return line;
    });
    sheet.replaceChildren(...rows);
    if (held) focused()?.focus({ preventScroll: true });
  };

  const focused = (): HTMLElement | null =>
    sheet.querySelector<HTMLElement>(`[data-at="${at.row} ${at.column}"]`);

  const go = (place: Place): void => {
    const row = Math.max(-1, Math.min(source.rows - 1, place.row));
    const column = Math.max(-1, Math.min(source.columns - 1, place.column));
    if (row < 0 && column < 0) return;
    at = { row, column };
    reveal();
    draw();
    focused()?.focus({ preventScroll: true });
    onFocus(at);
  };

  const reveal = (): void => {
    const top = at.row * ROW_PX;
    const left = at.column * COLUMN_PX;
    const height = dom.clientHeight - 2 * ROW_PX;
    const width = dom.clientWidth - headPx - COLUMN_PX;
    if (at.row >= 0 && height > 0)
      dom.scrollTop = Math.max(Math.min(dom.scrollTop, top), top - height);
    if (at.column >= 0 && width > 0)
      dom.scrollLeft = Math.max(Math.min(dom.scrollLeft, left), left - width);
  };

  const placeOf = (event: Event): Place | null => {
    const hit = (event.target as Element).closest<HTMLElement>('[data-at]');
    const [row, column] = (hit?.dataset['at'] ?? '').split(' ').map(Number);
    return row === undefined || column === undefined || !hit ? null : { row, column };
  };

  let waiting = 0;
  dom.addEventListener(
    'scroll',
    () => {
      if (waiting) return;
      waiting = requestAnimationFrame(() => {
        waiting = 0;
        const now = window(0);
        if (!within(now.rows, last.rows) || !within(now.columns, last.columns)) draw();
      });
    },
    { passive: true }
  );
  dom.addEventListener('click', event => {
    const place = placeOf(event);
    if (!place) return;
    go(place);
    onChoose(at);
  });
  dom.addEventListener('keydown', event => {
    const { row, column } = at;
    const far = event.ctrlKey || event.metaKey;
    const to = {
      ArrowRight: { row, column: column + 1 },
      ArrowLeft: { row, column: column - 1 },
      ArrowDown: { row: row + 1, column },
      ArrowUp: { row: row - 1, column },
      PageDown: { row: row + 10, column },
      PageUp: { row: Math.max(0, row - 10), column },
      Home: { row: far ? 0 : row, column: 0 },
      End: { row: far ? source.rows - 1 : row, column: source.columns - 1 }
    }[event.key];
    if (event.key === 'Enter' || event.key === ' ') onChoose(at);
    else if (to) go(to);
    else return;
    event.preventDefault();
  });
  if (typeof ResizeObserver !== 'undefined') {
    const observer = new ResizeObserver(() => {
      if (dom.clientWidth) draw();
    });
    observer.observe(dom);
    scope.add(() => observer.disconnect());
  }

  return {
    dom,
    go,
    update(next) {
      source = next;
      at = {
        row: Math.max(0, Math.min(at.row, next.rows - 1)),
        column: Math.min(at.column, next.columns - 1)
      };
      dom.setAttribute('aria-rowcount', String(next.rows + 1));
      dom.setAttribute('aria-colcount', String(next.columns + 1));
      sheet.style.height = `${(next.rows + 1) * ROW_PX}px`;
      sheet.style.width = `${headPx + next.columns * COLUMN_PX}px`;
      draw();
    }
  };
}
