/** What the board's bundle takes from the desk's, so that no code is shipped twice. */

export { asked } from './core/asked';
export { Scope, sameList } from './core/scope';
export { createStore } from './core/store';
export { commentBoxes } from './editor/comments';
export { createEditor } from './editor/editor';
export { adoptStyles } from './styles';
export { markdown } from './text/markdown';
export { safe, safeNodes } from './text/safe';
export { plain } from './text/special';
export { fileTabs } from './view/files';
export { button, fill, h, setAttribute, show, uniqueId } from './view/h';
export { isTyping } from './view/keys';
export { output } from './view/output';
export { askLine } from './view/popup';
export { radioGroup } from './view/radio';
export { createTabs } from './view/tabs';
export { seconds, timeText, verdictIcon, verdictTone, verdictWord } from './view/words';
