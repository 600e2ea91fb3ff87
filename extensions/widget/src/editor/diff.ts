/** Two texts compared, side by side or in one column. */

import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { common, tellSelection } from './editor';

export interface DiffView {
  dom: HTMLElement;
  /** Draws into the second text, as its comments. */
  setExtra: (extra: Extension) => void;
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

/** `whole`: also what is alike, since something there is to be seen. `onSelect` hears of lines chosen in the second text. */
export function diff(
  path: string,
  a: DiffSide,
  b: DiffSide,
  look: { sideBySide: boolean; whole: boolean },
  onSelect: (first: number, last: number) => void
): DiffView {
  const dom = document.createElement('div');
  dom.className = 'wb-editor wb-diff';
  dom.dataset['lmSuppressShortcuts'] = 'true';
  const extra = new Compartment();
  const second: Extension = [
    extra.of([]),
    EditorView.updateListener.of(update => {
      if (update.selectionSet) tellSelection(update.view, onSelect);
    })
  ];
  const collapse = look.whole ? {} : { collapseUnchanged: { margin: 3, minSize: 6 } };
  if (look.sideBySide) {
    const side = ({ text, label }: DiffSide, more: Extension) => ({
      doc: text,
      extensions: [common(path, label, true), EditorView.lineWrapping, more]
    });
    const view = new MergeView({
      a: side(a, []),
      b: side(b, second),
      parent: dom,
      ...collapse
    });
    // The pair scrolls as one, so the pair takes the keyboard's scrolling too.
    view.dom.tabIndex = 0;
    view.dom.setAttribute('role', 'group');
    view.dom.setAttribute('aria-label', `${a.label} against ${b.label}`);
    return {
      dom,
      setExtra: next => view.b.dispatch({ effects: extra.reconfigure(next) }),
      destroy: () => view.destroy()
    };
  }
  const view = new EditorView({
    parent: dom,
    state: EditorState.create({
      doc: b.text,
      extensions: [
        common(path, `${b.label} against ${a.label}`, true),
        second,
        unifiedMergeView({ original: a.text, mergeControls: false, ...collapse })
      ]
    })
  });
  return {
    dom,
    setExtra: next => view.dispatch({ effects: extra.reconfigure(next) }),
    destroy: () => view.destroy()
  };
}
