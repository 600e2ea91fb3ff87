/** Agreement by axis: a dot and its interval, and beside it the figures no alpha is shown without. */

import { sameList, type Scope } from '../../core/scope';
import { safeNodes } from '../../text/safe';
import { fill, h } from '../../view/h';
import type { Board } from '../board';
import type { AxisMeasures } from '../protocol';
import { drawing, svg } from '../svg';
import { figure, fixed, interval, percent } from '../words';

const LEFT = 150;
const RIGHT = 410;
const ROW = 30;
const TONES = { reliable: 'ok', tentative: 'warn', unreliable: 'bad', undefined: 'old' };

export function agreementView(board: Board, scope: Scope): HTMLElement {
  const box = h('section.wb-ev', { 'aria-label': 'Agreement', 'data-testid': 'agreement' });
  board.watch(
    scope,
    state => [state.measures?.axes] as const,
    ([axes]) => fill(box, ...(axes ? [heading(), chart(axes), table(axes)] : [])),
    sameList
  );
  return box;
}

function heading(): HTMLElement {
  const words = 'Krippendorff’s alpha, ordinal, 95 % by bootstrap over tasks';
  return h('h2', {}, 'Agreement ', h('small', {}, words));
}

/** Alpha below 0 is drawn at 0: it is worse than chance, and the table has the number. */
function at(value: number): number {
  return LEFT + Math.max(0, Math.min(1, value)) * (RIGHT - LEFT);
}

function chart(axes: readonly AxisMeasures[]): Element {
  const height = axes.length * ROW + 26;
  const foot = axes.length * ROW + 4;
  const lines = [0, 0.667, 0.8, 1].flatMap(value => [
    svg('line', { x1: at(value), x2: at(value), y1: 4, y2: foot, class: 'wb-grid' }),
    svg(
      'text',
      { x: at(value), y: foot + 15, 'text-anchor': 'middle', class: 'wb-tick' },
      value === 0.667 ? '.667' : value === 0.8 ? '.80' : String(value)
    )
  ]);
  const said = axes.map(axis => `${axis.title} ${figure(axis.alpha)}`).join(', ');
  return drawing(
    `Krippendorff alpha by axis: ${said}`,
    460,
    height,
    ...lines,
    ...axes.flatMap((axis, index) => mark(axis, index * ROW + 20))
  );
}

function mark(axis: AxisMeasures, y: number): SVGElement[] {
  const { alpha, reading } = axis;
  const label = svg('text', { x: 0, y: y + 4, class: 'wb-label' }, axis.title);
  if (alpha.value === null) {
    const why = alpha.note || 'undefined: too few ratings';
    const short = why.length > 46 ? `${why.slice(0, 45)}…` : why;
    return [
      label,
      svg('text', { x: LEFT + 6, y: y + 4, class: 'wb-tick' }, svg('title', {}, why), short)
    ];
  }
  const { value, low, high } = alpha;
  const parts = [label];
  if (low !== null && high !== null)
    parts.push(
      svg('line', {
        x1: at(low),
        x2: at(high),
        y1: y,
        y2: y,
        class: 'wb-range',
        'data-tone': TONES[reading]
      })
    );
  const dot = { cx: at(value), cy: y, r: 5, class: 'wb-dot', 'data-tone': TONES[reading] };
  parts.push(svg('circle', dot, svg('title', {}, `${axis.title}: ${interval(alpha)}`)));
  const end = Math.max(at(high ?? value), at(value)) + 8;
  parts.push(svg('text', { x: Math.min(end, 428), y: y + 4, class: 'wb-value' }, fixed(value)));
  return parts;
}

function table(axes: readonly AxisMeasures[]): HTMLElement {
  const head = ['axis', 'alpha', 'agree', 'blocking', 'AC2', 'κ', 'tasks'];
  return h(
    'table.wb-figs',
    { 'aria-label': 'Agreement by axis' },
    h('thead', {}, h('tr', {}, ...head.map(word => h('th', { scope: 'col' }, word)))),
    h(
      'tbody',
      {},
      ...axes.map(axis =>
        h(
          'tr',
          { 'data-axis': axis.axis },
          h('th', { scope: 'row' }, ...safeNodes(axis.title)),
          h(
            'td',
            { title: interval(axis.alpha), 'data-tone': TONES[axis.reading] },
            h('span.wb-sev', {}, figure(axis.alpha))
          ),
          h('td', { title: interval(axis.percent, percent) }, figure(axis.percent, percent)),
          h('td', { title: interval(axis.blocking, percent) }, figure(axis.blocking, percent)),
          h('td', { title: interval(axis.ac2) }, figure(axis.ac2)),
          h('td', { title: interval(axis.kappa) }, figure(axis.kappa)),
          h('td', {}, String(axis.tasks))
        )
      )
    )
  );
}
