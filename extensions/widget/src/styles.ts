/** Adopts style sheets once a page (or shadow root). No inline style element where the browser
 * can do without, so that a strict content security policy holds. */

import banners from './css/banners.css';
import base from './css/base.css';
import code from './css/code.css';
import columns from './css/columns.css';
import conflict from './css/conflict.css';
import controls from './css/controls.css';
import evidence from './css/evidence.css';
import lower from './css/lower.css';
import form from './css/form.css';
import header from './css/header.css';
import jobs from './css/jobs.css';
import help from './css/help.css';
import matrix from './css/matrix.css';
import over from './css/over.css';
import past from './css/past.css';
import results from './css/results.css';
import rubric from './css/rubric.css';
import tabs from './css/tabs.css';
import verdict from './css/verdict.css';

/** The desk's own, in the order in which later rules may overrule earlier ones. */
const deskCss = [
  base,
  header,
  controls,
  banners,
  jobs,
  columns,
  tabs,
  code,
  verdict,
  results,
  evidence,
  lower,
  matrix,
  rubric,
  form,
  past,
  conflict,
  over,
  help
].join('\n');

const sheets = new Map<string, CSSStyleSheet>();

/** Adds `css`, by default the desk's, to the page that holds `el`. */
export function adoptStyles(el: HTMLElement, css = deskCss, name = 'desk'): void {
  const root = el.getRootNode();
  const home = root instanceof ShadowRoot ? root : document;
  if (
    !('adoptedStyleSheets' in home) ||
    typeof CSSStyleSheet.prototype.replaceSync !== 'function'
  ) {
    if (document.getElementById(`reviewer-workbench-${name}`)) return;
    const style = document.createElement('style');
    style.id = `reviewer-workbench-${name}`;
    style.textContent = css;
    document.head.append(style);
    return;
  }
  let sheet = sheets.get(name);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    sheets.set(name, sheet);
  }
  if (!home.adoptedStyleSheets.includes(sheet)) home.adoptedStyleSheets.push(sheet);
}
