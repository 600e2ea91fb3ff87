/** Two texts compared, side by side or in one column. */

import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { common } from './editor';

export interface DiffView {
  dom: HTMLElement;
  destroy: () => void;
}

export interface DiffSide {
  text: string;
  label: string;
}

/** Shows an editable editor's changes against `original` in place. */
export function changesAgainst(original: string): Extension {
  return unifiedMergeView({
    original,
    mergeControls: false,
    gutter: true,
    highlightChanges: true,
    syntaxHighlightDeletions: true
  });
}

export function diff(path: string, a: DiffSide, b: DiffSide, sideBySide: boolean): DiffView {
  const dom = document.createElement('div');
  dom.className = 'wb-editor wb-diff';
  const collapse = { margin: 3, minSize: 6 };
  if (sideBySide) {
    const side = ({ text, label }: DiffSide) => ({
      doc: text,
      extensions: [common(path, label, true), EditorView.lineWrapping]
    });
    const view = new MergeView({
      a: side(a),
      b: side(b),
      parent: dom,
      collapseUnchanged: collapse
    });
    // The pair scrolls as one, so the pair takes the keyboard's scrolling too.
    view.dom.tabIndex = 0;
    view.dom.setAttribute('role', 'group');
    view.dom.setAttribute('aria-label', `${a.label} against ${b.label}`);
    return { dom, destroy: () => view.destroy() };
  }
  const view = new EditorView({
    parent: dom,
    state: EditorState.create({
      doc: b.text,
      extensions: [
        common(path, `${b.label} against ${a.label}`, true),
        unifiedMergeView({ original: a.text, mergeControls: false, collapseUnchanged: collapse })
      ]
    })
  });
  return { dom, destroy: () => view.destroy() };
}
