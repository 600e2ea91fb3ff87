/** A reviewer's evidence in a case: each chip opens what it names; a run can be made again. */

import type { Scope } from '../../core/scope';
import type { EvidenceRef } from '../../protocol';
import { safeNodes } from '../../text/safe';
import { button, fill, h } from '../../view/h';
import { repeatKey, type Board } from '../board';
import type { Column } from '../protocol';
import type { Repeat } from '../state';

export function evidenceChips(
  board: Board,
  scope: Scope,
  column: Column,
  list: readonly EvidenceRef[]
): HTMLElement {
  const items = list.map(item => h('li', {}, ...chip(board, scope, column, item)));
  return h('ul.wb-proofs', { 'aria-label': `Evidence of ${column.name}` }, ...items);
}

function chip(board: Board, scope: Scope, column: Column, item: EvidenceRef): HTMLElement[] {
  const words = item.label || item.text || item.kind.replaceAll('_', ' ');
  const open = (act: () => void): HTMLElement =>
    button(h('span', {}, ...safeNodes(words)), act, {
      class: 'wb-chipbtn wb-proof',
      'data-testid': 'chip',
      'data-kind': item.kind
    });
  if (item.kind === 'run' && item.ref)
    return [
      open(() => board.showRun(column.digest, item.ref)),
      ...againButton(board, scope, column, item.ref)
    ];
  if (item.kind === 'line_comment') {
    const comment = column.comments.find(c => c.id === item.ref);
    if (comment) return [open(() => board.showComment(comment))];
  }
  if (!item.text || item.text === words)
    return [
      h('span.wb-chip', { 'data-kind': item.kind }, h('span.wb-chiptext', {}, ...safeNodes(words)))
    ];
  return [
    h(
      'details.wb-details',
      { 'data-kind': item.kind },
      h('summary', {}, ...safeNodes(words)),
      h('p.wb-pre', {}, ...safeNodes(item.text))
    )
  ];
}

function againButton(board: Board, scope: Scope, column: Column, ref: string): HTMLElement[] {
  const key = repeatKey(column.digest, ref);
  const again = button('run again', () => board.runAgain(column.digest, ref), {
    class: 'wb-link',
    'data-testid': 'run-again'
  });
  const said = h('span.wb-again', { role: 'status', 'data-testid': 'again' });
  board.watch(
    scope,
    state => state.repeats[key],
    repeat => {
      again.toggleAttribute('disabled', repeat !== undefined && repeat.phase !== '');
      fill(said, ...safeNodes(repeat ? outcome(repeat) : ''));
      said.dataset['tone'] = tone(repeat);
    }
  );
  return [again, said];
}

/** What a repeated run showed, in words. */
export function outcome(repeat: Repeat): string {
  if (repeat.problem) return `not run: ${repeat.problem}`;
  if (!repeat.again) return `${repeat.phase}…`;
  const { same, words } = repeat.again;
  if (same === null) return words;
  return same ? `✓ same: ${words}` : `✗ differs: ${words}`;
}

function tone(repeat: Repeat | undefined): string {
  if (repeat?.problem || repeat?.again?.same === false) return 'bad';
  return repeat?.again?.same ? 'ok' : 'plain';
}
