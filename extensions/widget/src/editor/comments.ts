/** Line comments on a solution: where they stand, and how they are drawn into the code. */

import { RangeSetBuilder, type Extension } from '@codemirror/state';
import { Decoration, EditorView, WidgetType } from '@codemirror/view';
import { locate } from '../core/anchors';
import type { LineComment } from '../protocol';
import { safeNodes } from '../text/safe';
import { button, h } from '../view/h';

export function lineWords(first: number, last: number): string {
  return first === last ? `line ${first}` : `lines ${first}–${last}`;
}

export interface CommentActions {
  change: (comment: LineComment, anchor: HTMLElement) => void;
  remove: (comment: LineComment) => void;
  locked: boolean;
}

class CommentBox extends WidgetType {
  constructor(
    private readonly comment: LineComment,
    private readonly words: string,
    private readonly actions: CommentActions
  ) {
    super();
  }

  override eq(other: CommentBox): boolean {
    return (
      other.comment === this.comment &&
      other.words === this.words &&
      other.actions.locked === this.actions.locked
    );
  }

  override toDOM(): HTMLElement {
    const { comment, actions } = this;
    const text = h('p.wb-pre', {}, ...safeNodes(comment.text));
    const box = h(
      'div.wb-note',
      { role: 'note', 'aria-label': `comment on ${this.words}`, contenteditable: 'false' },
      h('span.wb-meta', {}, this.words.charAt(0).toUpperCase() + this.words.slice(1)),
      text
    );
    if (!actions.locked) {
      const change = button('Change', () => actions.change(comment, change), { class: 'wb-link' });
      const remove = button('Remove', () => actions.remove(comment), { class: 'wb-link' });
      box.append(h('span.wb-notebar', {}, change, remove));
    }
    return box;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

/** Draws the comments of one file under their lines. */
export function commentBoxes(
  comments: readonly LineComment[],
  text: string,
  actions: CommentActions
): Extension {
  return EditorView.decorations.compute([], state => {
    const placed = comments
      .map(comment => {
        const place = locate(comment, text);
        const height = comment.last_line - comment.first_line;
        const first = place?.first ?? comment.first_line;
        const words = lineWords(first, first + height);
        const note = place ? (place.moved ? `${words} (moved)` : words) : `${words} (text changed)`;
        const last = Math.max(1, Math.min(first + height, state.doc.lines));
        return { at: state.doc.line(last).to, comment, note };
      })
      .sort((a, b) => a.at - b.at);
    const builder = new RangeSetBuilder<Decoration>();
    for (const { at, comment, note } of placed) {
      const widget = new CommentBox(comment, note, actions);
      builder.add(at, at, Decoration.widget({ widget, block: true, side: 1 }));
    }
    return builder.finish();
  });
}
