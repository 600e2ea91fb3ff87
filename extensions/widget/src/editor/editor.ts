/** A CodeMirror editor as the desk uses it. Tab moves the focus on; Ctrl+] indents. */

import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Annotation, Compartment, EditorState, type Extension } from '@codemirror/state';
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers
} from '@codemirror/view';
import { describe, drawn, plain, specialPattern } from '../text/special';
import { languageOf } from './language';
import { deskTheme } from './theme';

export interface EditorOptions {
  text: string;
  path: string;
  label: string;
  readOnly?: boolean;
  testId?: string;
  onChange?: (text: string) => void;
  onSelect?: (firstLine: number, lastLine: number) => void;
  extra?: Extension;
}

export interface Editor {
  readonly dom: HTMLElement;
  readonly view: EditorView;
  text(): string;
  /** Takes a text from elsewhere; does nothing when it is the editor's own. */
  setText(text: string): void;
  setExtra(extra: Extension): void;
  /** Line of the cursor, from 1. */
  line(): number;
  reveal(line: number): void;
  destroy(): void;
}

const fromOutside = Annotation.define<boolean>();

/** How the desk's editors draw characters that hide something. */
export const specialChars: Extension = highlightSpecialChars({
  specialChars: specialPattern(),
  render: (code, _description, placeholder) => {
    const mark = document.createElement('span');
    const char = String.fromCodePoint(code);
    mark.className = 'wb-ctl';
    mark.textContent = drawn(char) || placeholder;
    mark.title = describe(char);
    mark.setAttribute('aria-label', describe(char));
    return mark;
  }
});

/** What every editor of the desk has, whether it is written in or only read. */
export function common(path: string, label: string, readOnly: boolean): Extension {
  return [
    lineNumbers(),
    specialChars,
    drawSelection(),
    bracketMatching(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    highlightSelectionMatches({ minSelectionLength: 2 }),
    search({ top: true }),
    languageOf(path),
    deskTheme,
    EditorState.readOnly.of(readOnly),
    EditorView.contentAttributes.of({
      'aria-label': plain(label),
      tabindex: '0',
      ...(readOnly && { 'aria-readonly': 'true' })
    })
  ];
}

/** The line end a text uses throughout; a stray carriage return stays a visible character. */
function lineEnd(text: string): string {
  const pairs = text.split('\r\n').length - 1;
  return pairs > 0 && pairs === text.split('\n').length - 1 ? '\r\n' : '\n';
}

export function createEditor(options: EditorOptions): Editor {
  const readOnly = options.readOnly ?? false;
  const extra = new Compartment();
  const extensions: Extension = [
    EditorState.lineSeparator.of(lineEnd(options.text)),
    common(options.path, options.label, readOnly),
    readOnly ? [] : [history(), indentOnInput(), keymap.of(historyKeymap)],
    keymap.of([...searchKeymap, ...defaultKeymap]),
    EditorView.updateListener.of(update => {
      const outside = update.transactions.some(t => t.annotation(fromOutside));
      if (update.docChanged && !outside) options.onChange?.(update.state.sliceDoc());
      if (update.selectionSet || update.docChanged) tellSelection(update.view, options.onSelect);
    }),
    extra.of(options.extra ?? [])
  ];
  const view = new EditorView({ state: EditorState.create({ doc: options.text, extensions }) });
  const dom = document.createElement('div');
  dom.className = 'wb-editor';
  // Lab's own shortcuts must not reach what is typed here.
  if (!readOnly) dom.dataset['lmSuppressShortcuts'] = 'true';
  if (options.testId) dom.dataset['testid'] = options.testId;
  dom.append(view.dom);
  return {
    dom,
    view,
    text: () => view.state.sliceDoc(),
    setText(text) {
      if (text === view.state.sliceDoc()) return;
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: view.state.toText(text) },
        annotations: fromOutside.of(true)
      });
    },
    setExtra: next => view.dispatch({ effects: extra.reconfigure(next) }),
    line: () => view.state.doc.lineAt(view.state.selection.main.head).number,
    reveal: line => reveal(view, line),
    destroy: () => view.destroy()
  };
}

export function tellSelection(view: EditorView, tell: EditorOptions['onSelect']): void {
  if (!tell) return;
  const { from, to } = view.state.selection.main;
  const first = view.state.doc.lineAt(from);
  const last = view.state.doc.lineAt(to);
  // A selection that ends before the first character of a line does not mean that line.
  const end = to > from && to === last.from ? last.number - 1 : last.number;
  tell(first.number, end);
}

function reveal(view: EditorView, line: number): void {
  const place = view.state.doc.line(Math.max(1, Math.min(line, view.state.doc.lines)));
  view.dispatch({
    selection: { anchor: place.from },
    effects: EditorView.scrollIntoView(place.from, { y: 'center' })
  });
  view.focus();
}
