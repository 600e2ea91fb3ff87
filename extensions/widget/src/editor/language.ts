/** Which CodeMirror language a file takes. The languages alone: what their packages add for
 * completion the desk does not offer, and the bundle would carry it. */

import { goLanguage } from '@codemirror/lang-go';
import { javaLanguage } from '@codemirror/lang-java';
import {
  javascriptLanguage,
  jsxLanguage,
  tsxLanguage,
  typescriptLanguage
} from '@codemirror/lang-javascript';
import { pythonLanguage } from '@codemirror/lang-python';
import { rust as rustMode } from '@codemirror/legacy-modes/mode/rust';
import { indentUnit, StreamLanguage } from '@codemirror/language';
import type { Extension } from '@codemirror/state';

/** Enough of Markdown to read it: its parser would be a thirtieth of the bundle. */
const markdown = StreamLanguage.define<{ fenced: boolean }>({
  name: 'markdown',
  startState: () => ({ fenced: false }),
  token(stream, state) {
    const fence = stream.sol() && /^\s*(```|~~~)/.test(stream.string);
    if (fence || state.fenced) {
      if (fence) state.fenced = !state.fenced;
      stream.skipToEnd();
      return 'string';
    }
    if (stream.sol() && stream.match(/^#{1,6}\s.*/)) return 'heading';
    if (stream.match(/^`[^`]+`/)) return 'string';
    if (stream.match(/^(\*\*|__)\S.*?\1/)) return 'strong';
    if (stream.match(/^\[[^\]]*\]\([^)]*\)/)) return 'link';
    stream.next();
    return null;
  }
});

/** Read token by token: Rust's tables alone would be a tenth of the bundle. */
const rust = StreamLanguage.define(rustMode);

const four = indentUnit.of('    ');

const BY_ENDING: Record<string, Extension> = {
  py: [pythonLanguage, four],
  pyi: [pythonLanguage, four],
  js: javascriptLanguage,
  cjs: javascriptLanguage,
  mjs: javascriptLanguage,
  jsx: jsxLanguage,
  ts: typescriptLanguage,
  mts: typescriptLanguage,
  cts: typescriptLanguage,
  tsx: tsxLanguage,
  json: javascriptLanguage,
  go: [goLanguage, indentUnit.of('\t')],
  rs: [rust, four],
  java: [javaLanguage, four],
  md: markdown
};

export function languageOf(path: string): Extension {
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  return BY_ENDING[ending] ?? [];
}
