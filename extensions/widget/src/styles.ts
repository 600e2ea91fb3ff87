/** Adopts the desk's sheet once a page (or shadow root). No inline style element where the browser
 * can do without, so that a strict content security policy holds. */

import board from './board/board.css';
import desk from './desk.css';

const css = desk + board;

let sheet: CSSStyleSheet | undefined;

export function adoptStyles(el: HTMLElement): void {
  const root = el.getRootNode();
  const home = root instanceof ShadowRoot ? root : document;
  if (
    !('adoptedStyleSheets' in home) ||
    typeof CSSStyleSheet.prototype.replaceSync !== 'function'
  ) {
    if (document.getElementById('reviewer-workbench-style')) return;
    const style = document.createElement('style');
    style.id = 'reviewer-workbench-style';
    style.textContent = css;
    document.head.append(style);
    return;
  }
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  if (!home.adoptedStyleSheets.includes(sheet)) home.adoptedStyleSheets.push(sheet);
}
