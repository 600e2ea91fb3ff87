/** One axis of a case: what each reviewer said, and where it has to be decided the decision. */

import type { Scope } from '../../core/scope';
import { isTyping } from '../../view/keys';
import type { Axis } from '../../protocol';
import { safeNodes } from '../../text/safe';
import { button, fill, h, show, uniqueId } from '../../view/h';
import { radioGroup } from '../../view/radio';
import type { Board } from '../board';
import { askedAxes, missing } from '../decide';
import type { Case, CaseAxis, Cause, Column } from '../protocol';
import { apart, CAUSES } from '../words';
import { evidenceChips } from './chips';

const CANNOT = 'cannot';
const NOT_ASKED = 'not asked by the scores decided on';

export function caseAxis(board: Board, scope: Scope, found: Case, axis: Axis): HTMLElement {
  const facts = found.axes.find(item => item.axis === axis.id);
  const titleId = uniqueId('case');
  const box = h('section.wb-caseaxis', {
    'aria-labelledby': titleId,
    'data-testid': `case-${axis.id}`,
    'data-axis': axis.id,
    'data-needs': String(facts?.needs ?? false),
    tabindex: -1
  });
  if (!facts) return box;
  const heading = h(
    'h2',
    { id: titleId },
    ...safeNodes(axis.title),
    h('small', {}, ...safeNodes(axis.question))
  );
  if (!facts.needs) {
    folded(board, scope, box, heading, found, axis, facts);
    return box;
  }
  const gap = h(
    'span.wb-mark',
    { 'data-tone': 'warn' },
    apart(facts.gap, facts.crosses, axis.blocks_from)
  );
  box.append(
    h('div.wb-casehead', {}, heading, gap),
    votes(board, scope, found, axis),
    decision(board, scope, found, axis, facts)
  );
  digits(board, scope, box, axis);
  return box;
}

/** Nobody has to decide it: one line, and the votes behind it. */
function folded(
  board: Board,
  scope: Scope,
  box: HTMLElement,
  heading: HTMLElement,
  found: Case,
  axis: Axis,
  facts: CaseAxis
): void {
  const said = h('span.wb-meta');
  const inner = h('div', { id: uniqueId('votes') });
  const toggle = button('Show', () => {
    const { unfolded } = board.state.view;
    const open = unfolded.includes(axis.id);
    board.view({ unfolded: open ? unfolded.filter(id => id !== axis.id) : [...unfolded, axis.id] });
  });
  toggle.className = 'wb-link';
  toggle.dataset['testid'] = `unfold-${axis.id}`;
  toggle.setAttribute('aria-controls', inner.id);
  let held: Scope | null = null;
  board.watch(
    scope,
    state => state.view.unfolded.includes(axis.id),
    open => {
      toggle.textContent = open ? 'Fold' : 'Show';
      toggle.setAttribute('aria-expanded', String(open));
      toggle.setAttribute('aria-label', `${open ? 'Fold' : 'Show'} ${axis.title}`);
      show(inner, open);
      held?.close();
      held = scope.child();
      fill(
        inner,
        ...(open
          ? [votes(board, held, found, axis), decision(board, held, found, axis, facts)]
          : [])
      );
    }
  );
  board.watch(
    scope,
    () => board.draft?.axes[axis.id],
    made => {
      if (!found.columns.some(column => column.ratings[axis.id] ?? column.cannot_judge)) {
        fill(said, 'nobody was asked');
        return;
      }
      const score = made?.cannot_judge ? 'cannot judge' : String(made?.score ?? 'open');
      const why = made?.unanimous ? 'all agree' : facts.unanimous ? 'changed here' : 'prefilled';
      fill(said, h('b', {}, score), ` · ${why}`);
    }
  );
  digits(board, scope, box, axis);
  box.append(h('div.wb-casehead', {}, heading, said, toggle), inner);
}

function votes(board: Board, scope: Scope, found: Case, axis: Axis): HTMLElement {
  return h('div.wb-votes', {}, ...found.columns.map(column => vote(board, scope, column, axis)));
}

function vote(board: Board, scope: Scope, column: Column, axis: Axis): HTMLElement {
  const rating = column.ratings[axis.id];
  const score = rating?.score ?? null;
  const blocks = score !== null && score >= axis.blocks_from;
  const none = rating || column.cannot_judge ? 'cannot judge' : 'not asked';
  const anchor = score === null ? none : (axis.levels[score]?.anchor ?? '');
  const words = score === null ? (rating?.cannot_judge ?? '') : (rating?.rationale ?? '');
  return h(
    'div.wb-vote',
    { role: 'group', 'aria-label': `${column.name}: ${axis.title}`, 'data-blocks': String(blocks) },
    h(
      'p.wb-score',
      {},
      h('span.wb-letter', { title: column.name }, column.name.replace(/^Reviewer /, '')),
      h('b', {}, score === null ? '–' : String(score)),
      h('span', {}, ...safeNodes(anchor))
    ),
    words ? h('p.wb-pre', { 'data-testid': 'rationale' }, ...safeNodes(words)) : null,
    rating?.tags.length ? h('p.wb-meta', {}, ...safeNodes(rating.tags.join(', '))) : null,
    rating?.evidence.length ? evidenceChips(board, scope, column, rating.evidence) : null
  );
}

function decision(
  board: Board,
  scope: Scope,
  found: Case,
  axis: Axis,
  facts: CaseAxis
): HTMLElement {
  const score = radioGroup(
    `Decision: ${axis.title}`,
    [
      ...axis.levels.map(level => ({
        value: String(level.score),
        label: `${level.score}: ${level.anchor}`,
        title: level.description,
        testId: `decide-${axis.id}-${level.score}`,
        content: [h('b', {}, String(level.score)), h('span', {}, ...safeNodes(level.anchor))]
      })),
      {
        value: CANNOT,
        label: 'cannot judge',
        testId: `decide-${axis.id}-${CANNOT}`,
        content: [h('b', {}, '–'), h('span', {}, 'cannot judge')]
      }
    ],
    value => choose(board, axis, value)
  );
  score.dom.style.setProperty('--wb-levels', String(axis.levels.length + 1));
  const cause = radioGroup(
    `Cause: ${axis.title}`,
    CAUSES.map(([value, label]) => ({
      value,
      label,
      testId: `cause-${axis.id}-${value}`,
      content: [label]
    })),
    value => board.decide(axis.id, { cause: value as Cause })
  );
  cause.dom.classList.add('wb-flow', 'wb-causes');
  const reason = h('textarea.wb-textarea', {
    rows: 2,
    placeholder: 'Why, in a sentence or two…',
    'aria-label': `Reason: ${axis.title}`,
    'data-testid': `reason-${axis.id}`,
    oninput: () => board.decide(axis.id, { reason: reason.value })
  });
  const lacks = h('span.wb-lacks', {});
  board.watch(
    scope,
    () => board.draft,
    draft => {
      const made = draft?.axes[axis.id];
      if (!draft || !made) return;
      score.set(made.cannot_judge ? CANNOT : made.score === null ? '' : String(made.score));
      score.dom.classList.toggle('wb-blocks', (made.score ?? 0) >= axis.blocks_from);
      cause.set(made.cause ?? '');
      if (reason.value !== made.reason) reason.value = made.reason;
      const { rubric } = board.state;
      const shown = rubric ? askedAxes(rubric, found, draft.axes) : undefined;
      const asks = !shown || shown.has(axis.id);
      fill(lacks, asks ? (missing(found, draft, shown)[axis.id] ?? '') : NOT_ASKED);
    }
  );
  const counted = facts.counted ? h('span.wb-meta', {}, ...safeNodes(facts.counted)) : null;
  return h(
    'div.wb-decide',
    { 'data-lm-suppress-shortcuts': 'true' },
    score.dom,
    h(
      'div.wb-why',
      {},
      reason,
      h('div.wb-whybar', {}, cause.dom, h('span.wb-space'), counted, lacks)
    )
  );
}

function choose(board: Board, axis: Axis, value: string): void {
  if (value === CANNOT) board.decide(axis.id, { score: null, cannot_judge: true });
  else board.decide(axis.id, { score: Number(value), cannot_judge: false });
}

/** A digit anywhere in the axis, where no text is typed, is its score. */
function digits(board: Board, scope: Scope, box: HTMLElement, axis: Axis): void {
  scope.on(box, 'keydown', event => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!axis.levels.some(level => String(level.score) === event.key)) return;
    event.preventDefault();
    choose(board, axis, event.key);
  });
}
