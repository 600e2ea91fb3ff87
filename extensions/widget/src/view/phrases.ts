/** Ready sentences for a rationale: the rubric's and the reviewer's own, level by level. */

import type { Desk } from '../core/desk';
import type { Axis } from '../protocol';
import { plain } from '../text/special';
import { openMenu, type MenuItem } from './popup';

const MAX_LABEL = 110;

interface Sentence {
  score: number;
  text: string;
  own: boolean;
}

/** Those of the chosen level first, then the others in the order of the levels. */
export function sentencesOf(desk: Desk, axis: Axis): Sentence[] {
  const { score } = desk.rating(axis.id);
  const ready = axis.levels.flatMap(level =>
    (level.phrases ?? []).map(text => ({ score: level.score, text, own: false }))
  );
  const own = desk.state.phrases
    .filter(phrase => phrase.axis === axis.id)
    .map(phrase => ({ score: phrase.score, text: phrase.text, own: true }));
  const rank = (one: Sentence): number => (one.score === score ? -1 : one.score);
  return [...ready, ...own].sort((a, b) => rank(a) - rank(b));
}

export function phraseMenu(
  desk: Desk,
  axis: Axis,
  anchor: HTMLElement,
  area: HTMLTextAreaElement
): void {
  const sentences = sentencesOf(desk, axis);
  const own = sentences.filter(one => one.own);
  const rating = desk.rating(axis.id);
  const { score } = rating;
  const text = rating.rationale.trim();
  const items: MenuItem[] = sentences.map(one => ({
    label: words(one, one.own ? ' (yours)' : ''),
    run: () => insert(area, one.text)
  }));
  if (score !== null && text && !sentences.some(one => one.text === text))
    items.push({
      label: `Keep this rationale as your sentence for ${score}`,
      run: () => desk.keepPhrase(axis.id, score, text, true)
    });
  if (own.length)
    items.push({
      label: 'Remove one of yours…',
      run: () =>
        openMenu(
          anchor,
          'Sentence to remove',
          own.map(one => ({
            label: words(one, ''),
            run: () => desk.keepPhrase(axis.id, one.score, one.text, false)
          }))
        )
    });
  if (!items.length)
    items.push({
      label: 'None yet: write a rationale, choose a score, then keep it here',
      run: () => area.focus()
    });
  openMenu(anchor, `Sentences for ${plain(axis.title)}`, items);
}

function words(one: Sentence, after: string): string {
  const line = one.text.replace(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  const short =
    characters.length > MAX_LABEL ? `${characters.slice(0, MAX_LABEL).join('')}…` : line;
  return `${one.score}  ${short}${after}`;
}

/** Puts a sentence where the cursor is, and the cursor behind it: it is there to be edited. */
export function insert(area: HTMLTextAreaElement, text: string): void {
  const before = area.value.slice(0, area.selectionStart);
  const gap = before && !/\s$/.test(before) ? ' ' : '';
  area.setRangeText(gap + text, area.selectionStart, area.selectionEnd, 'end');
  area.dispatchEvent(new Event('input', { bubbles: true }));
  area.focus();
}
