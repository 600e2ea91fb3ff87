/** One reviewer over time against the own beginning, with the limits and the guideline's revisions. */

import { sameList, type Scope } from '../../core/scope';
import { safe, safeNodes } from '../../text/safe';
import { fill, h } from '../../view/h';
import type { Board } from '../board';
import type { Mark, ReviewerMeasures } from '../protocol';
import { drawing, svg } from '../svg';
import { signed } from '../words';

const WIDTH = 460;
const HEIGHT = 150;
const TOP = 18;
const BOTTOM = 138;
const LEFT = 34;
const MOST = 60;

export function driftView(board: Board, scope: Scope): HTMLElement {
  const box = h('section.wb-ev', { 'aria-label': 'Drift', 'data-testid': 'drift' });
  board.watch(
    scope,
    state => [state.measures, state.view.reviewer] as const,
    ([measures, name]) => {
      const all = measures?.reviewers ?? [];
      const wanted = all.find(r => r.reviewer === name);
      const found =
        wanted ?? all.find(r => r.drift.drifting) ?? all.find(r => r.drift.points.length);
      fill(box, ...(found && measures ? parts(found, measures.marks) : []));
    },
    sameList
  );
  return box;
}

function parts(reviewer: ReviewerMeasures, marks: readonly Mark[]): Element[] {
  const { points, note } = reviewer.drift;
  const title = h(
    'h2',
    {},
    'Signed error over time ',
    h('small', {}, safe(reviewer.reviewer), ', moving average against the own beginning')
  );
  if (points.length < 2)
    return [title, h('p.wb-hint', {}, ...safeNodes(note || 'Too few compared tasks so far.'))];
  return [title, chart(reviewer, marks), ...(note ? [h('p.wb-hint', {}, ...safeNodes(note))] : [])];
}

function chart(reviewer: ReviewerMeasures, marks: readonly Mark[]): Element {
  const points = reviewer.drift.points.slice(-MOST);
  const reach =
    Math.max(0.5, ...points.flatMap(p => [p.average, p.low, p.high].map(Math.abs))) * 1.1;
  const x = (index: number): number =>
    LEFT + ((index + 0.5) * (WIDTH - LEFT - 8)) / Math.max(1, points.length);
  const y = (value: number): number => (TOP + BOTTOM) / 2 - (value / reach) * ((BOTTOM - TOP) / 2);
  const upper = points.map((p, i) => `${x(i)},${y(p.high)}`);
  const lower = points.map((p, i) => `${x(i)},${y(p.low)}`).reverse();
  const out = points.filter(point => point.outside).length;
  const last = points[points.length - 1];
  const words =
    `Signed error of ${reviewer.reviewer} over ${points.length} windows: ` +
    `${out} outside the limits, the latest average ${last ? signed(last.average) : 'unknown'} levels`;
  return drawing(
    words,
    WIDTH,
    HEIGHT,
    svg('polygon', { points: [...upper, ...lower].join(' '), class: 'wb-limits' }),
    svg('line', { x1: LEFT, x2: WIDTH - 8, y1: y(0), y2: y(0), class: 'wb-grid' }),
    ...[-1, 0, 1].map(step => {
      const value = (step * reach) / 1.1;
      return svg('text', { x: 0, y: y(value) + 4, class: 'wb-tick' }, signed(value));
    }),
    ...marks.flatMap(mark =>
      revision(
        mark,
        points.findIndex(p => p.until >= mark.order),
        x
      )
    ),
    svg('polyline', {
      points: points.map((p, i) => `${x(i)},${y(p.average)}`).join(' '),
      class: 'wb-trend'
    }),
    ...points.map((point, index) =>
      svg(
        'circle',
        {
          cx: x(index),
          cy: y(point.average),
          r: 4,
          class: 'wb-dot',
          'data-tone': point.outside ? 'bad' : 'old'
        },
        svg('title', {}, `tasks ${point.first} to ${point.last}: ${signed(point.average)}`)
      )
    )
  );
}

function revision(mark: Mark, index: number, x: (index: number) => number): SVGElement[] {
  if (index < 0) return [];
  const at = x(index - 0.5);
  return [
    svg('line', { x1: at, x2: at, y1: 4, y2: BOTTOM, class: 'wb-revision' }),
    svg(
      'text',
      { x: at + 4, y: 12, class: 'wb-revisiontext' },
      svg('title', {}, mark.what),
      `rubric ${mark.version}`
    )
  ];
}
