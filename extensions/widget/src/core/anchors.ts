/** Where a line comment stands now: its lines, moved lines of the same text, or nowhere. */

import type { Files, LineComment, Task } from '../protocol';
import { sha256 } from '../text/sha256';

export interface Place {
  file: string;
  first: number;
  last: number;
  moved: boolean;
}

const MOST_LINES = 5000;
const QUOTE = 4000;
const NEIGHBOUR = 400;

function linesOf(text: string): string[] {
  return text.split(/\r\n|\n/);
}

/** Text of lines `first` to `last`, counted from 1. */
export function linesText(text: string, first: number, last: number): string {
  return linesOf(text)
    .slice(first - 1, last)
    .join('\n');
}

export function anchorHash(text: string, first: number, last: number): string {
  return sha256(linesText(text, first, last));
}

/** What a comment keeps of the text it stands on, to be found by and to be read when it is gone. */
export function anchorOf(
  text: string,
  first: number,
  last: number
): Required<Pick<LineComment, 'text_hash' | 'quote' | 'before' | 'after'>> {
  const lines = linesOf(text);
  return {
    text_hash: anchorHash(text, first, last),
    quote: linesText(text, first, last).slice(0, QUOTE),
    before: (lines[first - 2] ?? '').slice(0, NEIGHBOUR),
    after: (lines[last] ?? '').slice(0, NEIGHBOUR)
  };
}

/** Where a comment stands in a text. Of several places that read the same it is the one between
 * the same lines, else the nearest to where it stood. */
export function locate(
  comment: LineComment,
  text: string
): { first: number; moved: boolean } | null {
  const lines = linesOf(text).slice(0, MOST_LINES);
  const height = comment.last_line - comment.first_line;
  const quote = comment.quote ?? '';
  const start = quote.split('\n')[0] ?? '';
  const holds = (first: number): boolean => {
    // Hashing every line of a long file would be slow: most do not even begin alike.
    if (quote && height > 0 && lines[first - 1] !== start) return false;
    const there = lines.slice(first - 1, first + height).join('\n');
    if (quote && quote.length < QUOTE) return there === quote;
    return sha256(there) === comment.text_hash;
  };
  const knows = Boolean(comment.before ?? comment.after);
  const strange = (first: number): number => {
    const before = (lines[first - 2] ?? '').slice(0, NEIGHBOUR);
    const after = (lines[first + height] ?? '').slice(0, NEIGHBOUR);
    return Number(before !== (comment.before ?? '')) + Number(after !== (comment.after ?? ''));
  };
  let best: { first: number; rank: number } | null = null;
  for (let first = 1; first + height <= lines.length; first++) {
    if (!holds(first)) continue;
    const away = Math.abs(first - comment.first_line);
    const rank = (knows ? strange(first) : 0) * MOST_LINES * 2 + away;
    if (!best || rank < best.rank) best = { first, rank };
  }
  return best && { first: best.first, moved: best.first !== comment.first_line };
}

/** Where it stands among the files of its solution: in its own first, else where its text went. */
export function placeIn(files: Files, comment: LineComment): Place | null {
  const others = Object.keys(files).filter(path => path !== comment.file);
  // One line of which there may be many does not say that a whole file was renamed.
  const worth = comment.file in files ? [] : others.sort();
  for (const file of [comment.file, ...worth]) {
    const text = files[file];
    const found = text === undefined ? null : locate(comment, text);
    if (found) {
      const last = found.first + comment.last_line - comment.first_line;
      return { file, first: found.first, last, moved: found.moved || file !== comment.file };
    }
  }
  return null;
}

/** Where it stands in the task; null when its text is no longer there: it is detached. */
export function placeOf(task: Task | null, comment: LineComment): Place | null {
  const solution = task?.solutions.find(one => one.name === comment.solution);
  return solution ? placeIn(solution.files, comment) : null;
}
