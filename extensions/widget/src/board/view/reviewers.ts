/** Who has done how much, how strictly, and how near the known answers; pausing is here too. */

import { sameList, type Scope } from '../../core/scope';
import { safe } from '../../text/safe';
import { plain } from '../../text/special';
import { button, fill, h } from '../../view/h';
import { askLine } from '../../view/popup';
import type { Board } from '../board';
import type { Finding, ReviewerMeasures } from '../protocol';
import { figure, hours, interval, percent, signed } from '../words';

const WORDS: Record<string, string> = {
  drift: 'drifts',
  careless: 'careless?',
  severe: 'strict',
  lenient: 'lenient'
};

export function reviewersView(board: Board, scope: Scope): HTMLElement {
  const box = h('section.wb-ev', { 'aria-label': 'Reviewers', 'data-testid': 'reviewers' });
  board.watch(
    scope,
    state => [state.measures, state.session?.state, state.view.reviewer, state.connection] as const,
    () => {
      const { measures } = board.state;
      if (measures) fill(box, heading(), table(board, measures.reviewers));
    },
    sameList
  );
  return box;
}

function heading(): HTMLElement {
  const words = 'severity in levels, drawn towards the others; gold: axes within one level';
  return h('h2', {}, 'Reviewers ', h('small', {}, words));
}

function table(board: Board, list: readonly ReviewerMeasures[]): HTMLElement {
  const head = ['reviewer', 'done', 'time', 'severity', 'gold', 'with others', '', ''];
  return h(
    'table.wb-figs.wb-people',
    { 'aria-label': 'Reviewers' },
    h(
      'thead',
      {},
      h('tr', {}, ...head.map(word => (word ? h('th', { scope: 'col' }, word) : h('td'))))
    ),
    h('tbody', {}, ...list.map(reviewer => row(board, reviewer)))
  );
}

function row(board: Board, reviewer: ReviewerMeasures): HTMLElement {
  const { gold, severity } = reviewer;
  const far = severity.value !== null && Math.abs(severity.value) >= 0.5;
  const missed = gold.missed ? `, ${gold.missed} missed` : '';
  return h(
    'tr',
    { 'data-testid': 'reviewer-row', 'data-reviewer': reviewer.reviewer },
    h(
      'th',
      { scope: 'row' },
      button(safe(reviewer.reviewer), () => board.view({ reviewer: reviewer.reviewer }), {
        class: 'wb-link',
        title: 'Show over time',
        'aria-pressed': board.state.view.reviewer === reviewer.reviewer
      })
    ),
    h('td.wb-nowrap', {}, bar(reviewer), ` ${reviewer.done}/${reviewer.of}`),
    h(
      'td.wb-nowrap',
      { title: `a task: ${figure(reviewer.typical_s, hours)}` },
      hours(reviewer.active_s)
    ),
    h(
      'td',
      { title: interval(severity, signed), 'data-tone': far ? 'bad' : 'plain' },
      h('span.wb-sev', {}, figure(severity, signed))
    ),
    h(
      'td.wb-nowrap',
      { title: interval(gold.adjacent, percent) },
      figure(gold.adjacent, percent),
      gold.tasks ? h('small', {}, ` of ${gold.tasks}${missed}`) : null
    ),
    h(
      'td',
      { title: interval(reviewer.with_others, percent) },
      figure(reviewer.with_others, percent)
    ),
    h('td', {}, h('span.wb-marks', {}, ...marks(board, reviewer))),
    h('td.wb-right.wb-nowrap', {}, admitButton(board, reviewer), pauseButton(board, reviewer))
  );
}

/** How much is done, as a length. */
function bar(reviewer: ReviewerMeasures): HTMLElement {
  const share = reviewer.of ? Math.min(1, reviewer.done / reviewer.of) : 0;
  const inner = h('span');
  inner.style.setProperty('width', `${share * 100}%`);
  return h('span.wb-meter', { 'aria-hidden': 'true' }, inner);
}

function marks(board: Board, reviewer: ReviewerMeasures): HTMLElement[] {
  const found = (board.state.measures?.findings ?? []).filter(
    (finding: Finding) => finding.subject === reviewer.reviewer && finding.kind in WORDS
  );
  const list = found.map(finding =>
    h('span.wb-mark', { 'data-tone': 'warn', title: finding.text }, WORDS[finding.kind] ?? '')
  );
  if (reviewer.paused)
    list.unshift(
      h(
        'span.wb-mark',
        { 'data-tone': 'bad', title: reviewer.paused },
        'paused: ',
        safe(reviewer.paused)
      )
    );
  if (!reviewer.onboarded) list.push(h('span.wb-mark', {}, 'onboarding'));
  return list;
}

/** Whoever is done with onboarding and did not pass is let on by the lead. */
function admitButton(board: Board, reviewer: ReviewerMeasures): HTMLElement | null {
  const name = reviewer.reviewer;
  if (reviewer.onboarded || board.state.session?.state !== 'blind') return null;
  return button('Admit', () => board.act('admit', { reviewer: name }), {
    class: 'wb-btn wb-tiny',
    'aria-label': `Admit ${plain(name)}`,
    title: 'Give live tasks from now on',
    'data-testid': `admit-${name}`
  });
}

function pauseButton(board: Board, reviewer: ReviewerMeasures): HTMLElement {
  const name = reviewer.reviewer;
  const label = `${reviewer.paused ? 'Resume' : 'Pause'} ${plain(name)}`;
  const more = {
    class: 'wb-btn wb-tiny',
    'aria-label': label,
    'data-testid': `pause-${name}`,
    disabled: board.state.session?.state === 'closed' || board.state.connection === 'down'
  };
  if (reviewer.paused) return button('Resume', () => board.act('resume', { reviewer: name }), more);
  const pause = button(
    'Pause…',
    () =>
      askLine(
        pause,
        `Why is ${plain(name)} paused? The reviewer reads this.`,
        '',
        text => (text ? '' : 'Say why in a few words.'),
        reason => board.act('pause', { reviewer: name, reason })
      ),
    more
  );
  return pause;
}
