/** Which CodeMirror language a file takes. */

import { go } from '@codemirror/lang-go';
import { java } from '@codemirror/lang-java';
import { javascript } from '@codemirror/lang-javascript';
import { python } from '@codemirror/lang-python';
import { rust } from '@codemirror/lang-rust';
import { defineLanguageFacet, indentUnit, Language } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { parser as markdownParser } from '@lezer/markdown';

// The plain parser: `lang-markdown` would bring HTML and CSS along for 60 kB.
const markdown = new Language(defineLanguageFacet(), markdownParser, [], 'markdown');

const BY_ENDING: Record<string, () => Extension> = {
  py: () => [python(), indentUnit.of('    ')],
  pyi: () => [python(), indentUnit.of('    ')],
  js: () => javascript(),
  cjs: () => javascript(),
  mjs: () => javascript(),
  jsx: () => javascript({ jsx: true }),
  ts: () => javascript({ typescript: true }),
  mts: () => javascript({ typescript: true }),
  cts: () => javascript({ typescript: true }),
  tsx: () => javascript({ typescript: true, jsx: true }),
  json: () => javascript(),
  go: () => [go(), indentUnit.of('\t')],
  rs: () => [rust(), indentUnit.of('    ')],
  java: () => [java(), indentUnit.of('    ')],
  md: () => markdown
};

export function languageOf(path: string): Extension {
  const ending = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  return BY_ENDING[ending]?.() ?? [];
}
