/** One axis: the question, the rationale, then the score, its evidence, and what is missing. */

import { asked } from '../core/asked';
import type { Desk } from '../core/desk';
import { EMPTY_RATING } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import { isLocked } from '../core/select';
import type { Axis, Rating, Rubric } from '../protocol';
import { safeNodes } from '../text/safe';
import { dropTarget } from './drag';
import { chips, evidenceMenu, wordsEvidence } from './evidence';
import { ownMissing } from './field';
import { button, fill, h, setAttribute, show, uniqueId } from './h';
import { phraseMenu } from './phrases';
import { radioGroup } from './radio';

export function axisView(desk: Desk, scope: Scope, rubric: Rubric, axis: Axis): HTMLElement {
  const titleId = uniqueId('axis');
  const rationale = h('textarea.wb-textarea', {
    rows: 2,
    placeholder: 'Why, in a sentence or two…',
    'aria-label': `Rationale: ${axis.title}`,
    'data-testid': `rationale-${axis.id}`,
    oninput: () => {
      fit(rationale);
      fill(first);
      desk.rate(axis.id, { rationale: rationale.value });
    }
  });
  const first = h('p.wb-first', { role: 'status', 'data-testid': `first-${axis.id}` });
  const count = h('span.wb-count');
  const score = radioGroup(
    `Score: ${axis.title}`,
    axis.levels.map(level => ({
      value: String(level.score),
      label: `${level.score}: ${level.anchor}. ${level.description}`,
      title: level.description,
      testId: `level-${axis.id}-${level.score}`,
      content: [h('b', {}, String(level.score)), h('span', {}, ...safeNodes(level.anchor))]
    })),
    value => pick(Number(value))
  );
  score.dom.style.setProperty('--wb-levels', String(axis.levels.length));
  const tags = h('div.wb-tags', { role: 'group', 'aria-label': `Kinds: ${axis.title}` });
  const evidence = h('ul.wb-chips', { 'aria-label': `Evidence: ${axis.title}` });
  const writing = h('div');
  const add = button('+ evidence', () => evidenceMenu(desk, axis, add, kind => write(kind)), {
    class: 'wb-link',
    'data-testid': `evidence-${axis.id}`
  });
  const sentences = button('Sentences', () => phraseMenu(desk, axis, sentences, rationale), {
    class: 'wb-link',
    'aria-haspopup': 'menu',
    title: 'Ready sentences for the rationale (Ctrl + Space in it)',
    'data-testid': `sentences-${axis.id}`
  });
  rationale.addEventListener('keydown', event => {
    if (event.key !== ' ' || !event.ctrlKey || isLocked(desk.state)) return;
    event.preventDefault();
    phraseMenu(desk, axis, sentences, rationale);
  });
  const cannot = button('Cannot judge…', () => toggleCannot(), {
    class: 'wb-link',
    'data-testid': `cannot-${axis.id}`
  });
  const reason = h('textarea.wb-textarea', {
    rows: 2,
    placeholder: 'Why this axis cannot be judged…',
    'aria-label': `Why ${axis.title} cannot be judged`,
    'data-testid': `cannot-reason-${axis.id}`,
    oninput: () => {
      // Either a score or a reason decides an axis: the later word stands.
      const score = reason.value.trim() ? null : desk.rating(axis.id).score;
      desk.rate(axis.id, { cannot_judge: reason.value, score });
    }
  });
  const missing = h('ul.wb-missinghere');
  let reasonOpen = false;

  const pick = (score: number): void => {
    if (waitsForReason(rubric, desk.rating(axis.id), score)) {
      fill(first, `First say why: a score of ${score} needs a reason.`);
      rationale.focus();
    } else {
      fill(first);
      choose(desk, axis, score);
    }
  };
  const toggleCannot = (): void => {
    reasonOpen = reason.hidden;
    show(reason, reasonOpen);
    if (reasonOpen) reason.focus();
    else desk.rate(axis.id, { cannot_judge: '' });
  };
  const write = (kind: 'text' | 'two_readings'): void => {
    const words = kind === 'text' ? 'Evidence in words' : 'The two readings, one a line';
    const input = h('textarea.wb-textarea', { rows: 3, 'aria-label': words, placeholder: words });
    const close = (): void => {
      fill(writing);
      add.focus();
    };
    const save = (): void => {
      const text = input.value.trim();
      if (text) desk.attach(axis.id, wordsEvidence(kind, text));
      close();
    };
    fill(
      writing,
      input,
      h(
        'div.wb-footbar',
        {},
        button('Attach', save, { class: 'wb-btn wb-primary' }),
        button('Cancel', close)
      )
    );
    input.focus();
  };

  const section = h(
    'section.wb-axis',
    { tabindex: -1, 'aria-labelledby': titleId, 'data-testid': `axis-${axis.id}` },
    h(
      'h2',
      { id: titleId },
      ...safeNodes(axis.title),
      ' ',
      h('small', {}, ...safeNodes(axis.question))
    ),
    h('div.wb-rationale', {}, rationale, count),
    first,
    score.dom,
    tags,
    evidence,
    writing,
    reason,
    h('div.wb-axisbar', {}, add, sentences, cannot),
    missing
  );
  section.dataset['axis'] = axis.id;
  section.dataset['drop'] = 'evidence';
  dropTarget(desk, section, axis.id);
  section.addEventListener('focusin', () => {
    if (desk.state.view.axis !== axis.id) desk.view({ axis: axis.id });
  });

  const draw = (rating: Rating, locked: boolean): void => {
    if (rationale.value !== rating.rationale) rationale.value = rating.rationale;
    fit(rationale);
    if (reason.value !== rating.cannot_judge) reason.value = rating.cannot_judge;
    show(reason, rating.cannot_judge !== '' || reasonOpen);
    setAttribute(cannot, 'aria-pressed', !reason.hidden);
    score.set(rating.score === null ? '' : String(rating.score));
    section.classList.toggle(
      'wb-blocks',
      rating.score !== null && rating.score >= axis.blocks_from
    );
    const least = desk.state.rubric?.rationale_min ?? 0;
    const length = Array.from(rating.rationale.trim()).length;
    const asked = rating.score !== null && rating.score > 0 && length < least;
    count.textContent = asked ? `${length} / ${least}` : '';
    for (const node of score.dom.querySelectorAll('[role="radio"]')) {
      const value = Number(node.querySelector('b')?.textContent);
      setAttribute(node as HTMLElement, 'aria-disabled', waitsForReason(rubric, rating, value));
    }
    fill(tags, ...tagButtons(desk, axis, rating));
    const from = axis.tags_from ?? 0;
    show(tags, axis.tags.length > 0 && (from === 0 || (rating.score ?? 0) >= from));
    fill(evidence, ...chips(desk, axis, locked), needed(axis, rating));
  };
  desk.watch(
    scope,
    state =>
      [state.review?.ratings[axis.id] ?? EMPTY_RATING, isLocked(state), state.past.fresh] as const,
    ([rating, locked]) => draw(rating, locked),
    sameList
  );
  desk.watch(
    scope,
    state => state.review !== null && asked(rubric, state.review).has(axis.id),
    shown => show(section, shown)
  );
  desk.watch(
    scope,
    state => [ownMissing(axis, state.missing).join('\n'), state.refused] as const,
    ([text, refused]) => {
      const rating = desk.rating(axis.id);
      const begun = rating.score !== null || rating.rationale !== '';
      const own = text ? text.split('\n') : [];
      // Where nothing is attached the chip says which evidence is needed.
      const told = own.filter(line => rating.evidence.length > 0 || !line.includes(EVIDENCE));
      section.classList.toggle('wb-unfilled', own.length > 0);
      fill(missing, ...(begun || refused ? told : []).map(line => h('li', {}, line)));
    },
    sameList
  );
  return section;
}

function choose(desk: Desk, axis: Axis, score: number): void {
  const same = desk.rating(axis.id).score === score;
  desk.rate(axis.id, { score: same ? null : score });
}

/** Rationale before score: a level above 0 can be chosen once a word of why is there. Who writes
 * first decides by the reason rather than finding one for a number. 0 needs no reason, so it stays
 * one key; how long the reason must be is asked at submission, for it may grow with the evidence. */
export function waitsForReason(rubric: Rubric, rating: Rating, score: number): boolean {
  const begun = rating.rationale.trim() !== '' || (rating.score ?? 0) > 0;
  return score > 0 && rubric.rationale_min > 0 && !begun;
}

function tagButtons(desk: Desk, axis: Axis, rating: Rating): HTMLElement[] {
  return axis.tags.map(tag => {
    const on = rating.tags.includes(tag);
    return button(
      tag,
      () => {
        const tags = on ? rating.tags.filter(t => t !== tag) : [...rating.tags, tag];
        desk.rate(axis.id, { tags });
      },
      { class: 'wb-chipbtn', 'aria-pressed': on, 'data-testid': `tag-${axis.id}-${tag}` }
    );
  });
}

const EVIDENCE = 'needs evidence';
/** As `workbench.model.evidence` words them. */
const NEEDS: Record<string, string> = {
  repeat_runs: 'repeated runs',
  text: 'words',
  mutant: 'change no test notices'
};

/** What the chosen level takes, while nothing is attached. */
function needed(axis: Axis, rating: Rating): HTMLElement | false {
  const level = axis.levels.find(l => l.score === rating.score);
  if (!level?.needs.length || rating.evidence.length) return false;
  const words = level.needs.map(need => NEEDS[need] ?? need.replaceAll('_', ' ')).join(' or ');
  return h('li.wb-chip', { 'data-kind': 'needed' }, `needs evidence: ${words}`);
}

/** A text area as high as its text, within reason. */
function fit(area: HTMLTextAreaElement): void {
  const lines = area.value
    .split('\n')
    .reduce((sum, line) => sum + 1 + Math.floor(line.length / 46), 0);
  area.rows = Math.max(2, Math.min(10, lines));
}
