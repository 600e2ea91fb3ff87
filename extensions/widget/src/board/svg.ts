/** Elements of drawings, without markup strings. */

import { plain } from '../text/special';

const SPACE = 'http://www.w3.org/2000/svg';

export function svg(
  tag: string,
  attributes: Record<string, string | number> = {},
  ...children: (Node | string)[]
): SVGElement {
  const node = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes))
    node.setAttribute(name, plain(String(value)));
  node.append(...children.map(child => (typeof child === 'string' ? plain(child) : child)));
  return node;
}

/** A drawing that a screen reader hears as one sentence. */
export function drawing(
  label: string,
  width: number,
  height: number,
  ...parts: Node[]
): SVGElement {
  return svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label, class: 'wb-drawing' },
    ...parts
  );
}
