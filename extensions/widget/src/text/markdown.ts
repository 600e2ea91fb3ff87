/** The prompt's Markdown as nodes. The parser yields tokens; no markup string is ever made.
 *
 * Raw HTML stays text, images are named with their address and not loaded, links open only over
 * http(s) and mail.
 */

import MarkdownIt from 'markdown-it';
import { safeNodes } from './safe';
import { plain } from './special';

type Token = ReturnType<MarkdownIt['parse']>[number];

const parser = new MarkdownIt('commonmark', { html: false, linkify: false }).enable([
  'table',
  'strikethrough'
]);
const CONTAINERS = new Set(
  'p h1 h2 h3 h4 h5 h6 ul ol li blockquote table thead tbody tr th td em strong s'.split(' ')
);
const MAX_CHARS = 400_000;

export function markdown(source: string): DocumentFragment {
  const root = document.createDocumentFragment();
  const tokens = parser.parse(source.slice(0, MAX_CHARS), {});
  render(tokens, root);
  if (source.length > MAX_CHARS) {
    const rest = document.createElement('pre');
    rest.append(...safeNodes(source.slice(MAX_CHARS)));
    root.append(rest);
  }
  return root;
}

function render(tokens: readonly Token[], root: ParentNode & Node): void {
  const stack: Node[] = [root];
  const top = (): Node => stack[stack.length - 1] ?? root;
  for (const token of tokens) {
    if (token.nesting === 1) {
      // The paragraphs of a tight list are hidden: their text goes into the item itself.
      const node = token.hidden ? top() : top().appendChild(open(token));
      stack.push(node);
    } else if (token.nesting === -1) {
      if (stack.length > 1) stack.pop();
    } else if (token.type === 'inline') {
      render(token.children ?? [], top() as ParentNode & Node);
    } else {
      for (const node of leaf(token)) top().appendChild(node);
    }
  }
}

function open(token: Token): Node {
  if (token.type === 'link_open') return link(token);
  if (!CONTAINERS.has(token.tag)) return document.createElement('span');
  // The prompt stands under the desk's own headings.
  const heading = /^h([1-6])$/.exec(token.tag);
  const tag = heading ? `h${Math.min(6, Number(heading[1]) + 1)}` : token.tag;
  const node = document.createElement(tag);
  const start = token.tag === 'ol' ? token.attrGet('start') : null;
  if (start) node.setAttribute('start', start);
  return node;
}

function link(token: Token): HTMLElement {
  const href = token.attrGet('href') ?? '';
  if (!/^(https?:|mailto:)/i.test(href)) {
    const dead = document.createElement('span');
    dead.className = 'wb-deadlink';
    dead.title = plain(`not opened: ${href}`);
    return dead;
  }
  const node = document.createElement('a');
  node.href = href;
  node.target = '_blank';
  node.rel = 'noopener noreferrer nofollow';
  node.title = plain(href);
  return node;
}

function leaf(token: Token): Node[] {
  switch (token.type) {
    case 'text':
      return safeNodes(token.content);
    case 'softbreak':
      return [document.createTextNode('\n')];
    case 'hardbreak':
      return [document.createElement('br')];
    case 'hr':
      return [document.createElement('hr')];
    case 'code_inline':
      return [box('code', token.content)];
    case 'fence':
    case 'code_block': {
      const pre = document.createElement('pre');
      pre.tabIndex = 0;
      pre.append(box('code', token.content));
      return [pre];
    }
    case 'image': {
      const alt = token.content || 'no description';
      return [box('span', `[image: ${alt} — ${token.attrGet('src') ?? ''}]`, 'wb-image')];
    }
    default:
      return safeNodes(token.content);
  }
}

function box(tag: string, text: string, className = ''): HTMLElement {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...safeNodes(text));
  return node;
}
