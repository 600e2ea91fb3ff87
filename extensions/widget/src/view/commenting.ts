/** Line comments on one file of a solution: the button, the form, and what its boxes do. */

import type { Desk } from '../core/desk';
import type { LineComment, Solution } from '../protocol';
import { anchorOf, locate, placeIn } from '../core/anchors';
import { lineWords, type CommentActions } from '../editor/comments';
import { button, fill, h, show } from './h';

export interface Commenting {
  /** Below the code: the button, or the form in its place. */
  foot: HTMLElement;
  /** Beside the button. */
  bar: HTMLElement;
  select(first: number, last: number): void;
  actions(locked: boolean): CommentActions;
  /** The comments of this file. */
  here(all: readonly LineComment[] | undefined): LineComment[];
}

export function commenting(desk: Desk, solution: Solution, path: string): Commenting {
  const text = solution.files[path] ?? '';
  let range: [number, number] = [1, 1];
  const add = button('Comment on line 1', () => openForm(null), { 'data-testid': 'comment-add' });
  const bar = h('div.wb-footbar', {}, add);
  const foot = h('div.wb-foot', {}, bar);

  const openForm = (old: LineComment | null): void => {
    const at = old && locate(old, text);
    const height = old ? old.last_line - old.first_line : 0;
    const [first, last] = at ? [at.first, at.first + height] : range;
    const input = h('textarea.wb-textarea', {
      rows: 3,
      'aria-label': `Comment on ${lineWords(first, last)}`
    });
    input.value = old?.text ?? '';
    const close = (): void => {
      fill(foot, bar);
      add.focus();
    };
    const save = (): void => {
      const body = input.value.trim();
      const all = desk.state.review?.comments ?? [];
      const kept = all.filter(comment => comment.id !== old?.id);
      const fresh: LineComment = {
        id: old?.id ?? `c${Date.now().toString(36)}`,
        solution: solution.name,
        file: path,
        first_line: first,
        last_line: last,
        text: body,
        ...anchorOf(text, first, last)
      };
      if (body) desk.edit({ comments: [...kept, fresh] });
      close();
    };
    const form = h(
      'div.wb-footform',
      { 'data-lm-suppress-shortcuts': 'true' },
      input,
      h(
        'div.wb-footbar',
        {},
        button('Save comment', save, { class: 'wb-btn wb-primary', 'data-testid': 'comment-save' }),
        button('Cancel', close)
      )
    );
    form.addEventListener('keydown', event => {
      if (event.key === 'Escape') close();
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      save();
    });
    fill(foot, form);
    input.focus();
  };

  const remove = (gone: LineComment): void => {
    const before = desk.state.review?.comments ?? [];
    desk.edit({ comments: before.filter(comment => comment.id !== gone.id) });
    desk.notify('info', 'Comment removed', '', {
      label: 'Undo',
      run: () => desk.edit({ comments: [...(desk.state.review?.comments ?? []), gone] })
    });
  };

  return {
    foot,
    bar,
    select(first, last) {
      range = [first, last];
      add.textContent = `Comment on ${lineWords(first, last)}`;
    },
    actions(locked) {
      show(add, !locked);
      return { change: openForm, remove, locked };
    },
    here: all =>
      (all ?? []).filter(
        c => c.solution === solution.name && placeIn(solution.files, c)?.file === path
      )
  };
}
