/** Colours and measures of the editors: JupyterLab's variables through the desk's own. */

import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const theme = EditorView.theme({
  '&': { color: 'var(--wb-fg)', backgroundColor: 'var(--wb-bg)', height: '100%', fontSize: '12px' },
  '.cm-scroller': { fontFamily: 'var(--wb-mono)', lineHeight: '1.6', overflow: 'auto' },
  '.cm-content': { padding: '6px 0', caretColor: 'var(--wb-fg)', tabSize: '4' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--wb-fg)' },
  '.cm-gutters': { backgroundColor: 'var(--wb-bg)', color: 'var(--wb-fg2)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '32px', padding: '0 8px 0 6px' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': {
    backgroundColor: 'color-mix(in srgb, var(--wb-brand) 7%, transparent)'
  },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--wb-fg)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground':
    { backgroundColor: 'var(--jp-editor-selected-background, #d7d4f0)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--wb-warn-soft)' },
  '.cm-panels': { backgroundColor: 'var(--wb-bg2)', color: 'var(--wb-fg)' },
  '.cm-panels input, .cm-panels button': { font: 'inherit', color: 'inherit' },
  '.cm-textfield': { backgroundColor: 'var(--wb-bg)', border: '1px solid var(--wb-line)' },
  '.cm-button': { backgroundImage: 'none', backgroundColor: 'var(--wb-bg)' },
  '.cm-specialChar': { color: 'var(--wb-gap)' },
  '.cm-changedLine, .cm-insertedLine': { backgroundColor: 'var(--wb-ok-soft) !important' },
  '.cm-changedText': { background: 'color-mix(in srgb, var(--wb-ok) 13%, transparent) !important' },
  '.cm-deletedChunk': { backgroundColor: 'var(--wb-bad-soft)' },
  '.cm-deletedText, .cm-deletedLine del': { textDecoration: 'none' },
  '.cm-deletedChunk .cm-deletedText': {
    background: 'color-mix(in srgb, var(--wb-bad) 13%, transparent)'
  },
  '&.cm-merge-a .cm-changedLine': { backgroundColor: 'var(--wb-bad-soft) !important' },
  '&.cm-merge-a .cm-changedText': {
    background: 'color-mix(in srgb, var(--wb-bad) 13%, transparent) !important'
  },
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '"…"' },
  '.cm-collapsedLines': {
    backgroundColor: 'var(--wb-bg2)',
    backgroundImage: 'none',
    color: 'var(--wb-fg2)',
    padding: '2px 8px'
  }
});

/** JupyterLab's colour drawn a little towards the text colour: its own miss the contrast of
 * 4.5:1 on white. */
function ink(name: string, fallback: string, share = 70): string {
  const own = `var(--jp-mirror-editor-${name}-color, ${fallback})`;
  return `color-mix(in srgb, ${own} ${share}%, var(--wb-fg))`;
}

const highlight = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.self], color: ink('keyword', '#1565c0') },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: ink('string', '#0a7d4f') },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: ink('number', '#a4440b') },
  { tag: [tags.comment], color: ink('comment', '#408080', 55), fontStyle: 'italic' },
  {
    tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.propertyName)],
    color: ink('def', '#6f42c1')
  },
  { tag: [tags.className, tags.typeName, tags.namespace], color: ink('def', '#6f42c1') },
  { tag: [tags.meta, tags.annotation, tags.macroName], color: ink('meta', '#8250df') },
  { tag: [tags.heading, tags.strong], fontWeight: '600' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.link, textDecoration: 'underline' }
]);

export const deskTheme: Extension = [theme, syntaxHighlighting(highlight)];
