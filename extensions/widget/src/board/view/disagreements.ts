/** The tasks reviewers differ on, widest gap first; each opens its case. */

import { sameList, type Scope } from '../../core/scope';
import { safe, safeNodes } from '../../text/safe';
import { button, fill, h } from '../../view/h';
import type { Board } from '../board';
import type { AxisScores, TaskMeasures } from '../protocol';
import { axisTitle, listed, type ListFilter } from '../state';
import { apart, scores, TASK_STATES } from '../words';

const FILTERS: [ListFilter, string][] = [
  ['open', 'open'],
  ['decided', 'decided'],
  ['all', 'all']
];

export function disagreementsView(board: Board, scope: Scope): HTMLElement {
  const heading = h('h2', {}, 'Disagreements ');
  const hint = h('small', {});
  heading.append(hint);
  const words = h('input.wb-input', {
    type: 'search',
    placeholder: 'Filter: task, language, axis',
    'aria-label': 'Filter the disagreements',
    'data-testid': 'filter',
    'data-lm-suppress-shortcuts': 'true',
    oninput: () => board.view({ words: words.value })
  });
  const chips = h('span.wb-marks', { role: 'group', 'aria-label': 'Show' });
  const body = h('tbody');
  const none = h('p.wb-hint', {});
  board.watch(
    scope,
    state => [state.measures, state.view.filter, state.view.words] as const,
    ([measures, filter]) => {
      const list = listed(board.state);
      const open = measures?.open ?? 0;
      const decided = measures?.counts.adjudicated ?? 0;
      hint.textContent = `${open} open, ${decided} decided, widest first`;
      fill(
        chips,
        ...FILTERS.map(([id, label]) =>
          button(label, () => board.view({ filter: id }), {
            class: 'wb-chipbtn',
            'aria-pressed': id === filter,
            'data-testid': `filter-${id}`
          })
        )
      );
      fill(body, ...list.map(task => row(board, task)));
      none.textContent = list.length ? '' : 'No task here.';
    },
    sameList
  );
  const head = ['task', '', 'axis', 'scores', 'apart', ''];
  return h(
    'section.wb-ev',
    { 'aria-label': 'Disagreements', 'data-testid': 'disagreements' },
    h('div.wb-evbar', {}, heading, h('span.wb-space'), chips, words),
    h(
      'table.wb-figs.wb-gaps',
      { 'aria-label': 'Disagreements' },
      h(
        'thead',
        {},
        h('tr', {}, ...head.map(word => (word ? h('th', { scope: 'col' }, word) : h('td'))))
      ),
      body
    ),
    none
  );
}

function row(board: Board, task: TaskMeasures): HTMLElement {
  const wide = widest(task);
  const axis = board.state.rubric?.axes.find(item => item.id === wide?.axis);
  const others = task.axes.filter(a => a !== wide && needs(a)).length;
  return h(
    'tr',
    { 'data-testid': 'case-row', 'data-task': task.task_id },
    h(
      'th',
      { scope: 'row' },
      button(safe(task.title), () => board.open(task.task_id), {
        class: 'wb-link',
        title: task.task_id
      })
    ),
    h('td', {}, task.language ? h('span.wb-lang', {}, ...safeNodes(task.language)) : null),
    h(
      'td',
      {},
      wide ? safe(axisTitle(board.state, wide.axis)) : '–',
      others ? ` and ${others} more` : ''
    ),
    h('td.wb-nowrap.wb-scores', {}, wide ? scores(wide.scores) : ''),
    h('td.wb-nowrap', {}, wide ? apart(wide.gap, wide.crosses, axis?.blocks_from) : ''),
    h('td.wb-meta', {}, task.state === 'open' ? '' : TASK_STATES[task.state])
  );
}

function needs(axis: AxisScores): boolean {
  return axis.gap >= 2 || axis.crosses;
}

/** The axis a task is listed by. */
function widest(task: TaskMeasures): AxisScores | undefined {
  return [...task.axes].sort((a, b) => b.gap - a.gap || Number(b.crosses) - Number(a.crosses))[0];
}
