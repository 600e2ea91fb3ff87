/** All line comments: those that stand somewhere, then those whose text is gone from the task. */

import { placeOf } from '../core/anchors';
import type { Desk } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import { lineWords } from '../editor/comments';
import type { LineComment } from '../protocol';
import { safe, safeNodes } from '../text/safe';
import { grip } from './drag';
import { commentEvidence, showComment } from './evidence';
import { button, fill, h } from './h';

export function commentList(desk: Desk, scope: Scope): HTMLElement {
  const box = h('div');
  desk.watch(
    scope,
    state => [state.review?.comments, state.task] as const,
    ([comments]) => draw(desk, box, comments ?? []),
    sameList
  );
  return box;
}

function draw(desk: Desk, box: HTMLElement, list: readonly LineComment[]): void {
  if (!list.length) {
    fill(
      box,
      h('p.wb-hint.wb-pad', {}, 'No comments. Select lines of a solution, then "Comment".')
    );
    return;
  }
  const lost = list.filter(comment => !placeOf(desk.state.task, comment));
  fill(
    box,
    ...list.filter(comment => !lost.includes(comment)).map(comment => standing(desk, comment)),
    ...(lost.length
      ? [
          h(
            'p.wb-hint.wb-pad',
            { 'data-testid': 'detached' },
            'The task was changed and no longer has the text of these:'
          )
        ]
      : []),
    ...lost.map(comment => detached(desk, comment))
  );
}

function standing(desk: Desk, comment: LineComment): HTMLElement {
  const at = placeOf(desk.state.task, comment);
  const file = at?.file ?? comment.file;
  const lines = lineWords(at?.first ?? comment.first_line, at?.last ?? comment.last_line);
  const place = `${comment.solution} · ${file} · ${lines}${at?.moved ? ' (moved)' : ''}`;
  return h(
    'div.wb-axis',
    { 'data-testid': 'comment' },
    h(
      'div.wb-commentline',
      {},
      grip(desk, () => commentEvidence(comment)),
      button(safe(place), () => showComment(desk, comment), { class: 'wb-link' })
    ),
    h('p.wb-pre', {}, ...safeNodes(comment.text))
  );
}

function detached(desk: Desk, comment: LineComment): HTMLElement {
  const lines = lineWords(comment.first_line, comment.last_line);
  const place = `${comment.solution} · ${comment.file} · was ${lines}`;
  const quote = comment.quote ?? '';
  return h(
    'div.wb-axis',
    { 'data-testid': 'comment-detached' },
    h(
      'div.wb-commentline',
      {},
      grip(desk, () => commentEvidence(comment)),
      h('span.wb-meta', {}, safe(place))
    ),
    quote
      ? h(
          'pre.wb-quote',
          { tabindex: 0, 'aria-label': 'The text it stood on' },
          ...safeNodes(quote)
        )
      : h('p.wb-meta', {}, 'The text it stood on was not kept.'),
    h('p.wb-pre', {}, ...safeNodes(comment.text))
  );
}
