/** The end of the rubric: difficulty, confidence, the decision, cannot judge, notes. */

import type { Desk } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import type { DecisionWord, Rubric } from '../protocol';
import { safeNodes } from '../text/safe';
import { button, fill, h, setAttribute, show } from './h';
import { radioGroup } from './radio';

const DECISIONS: DecisionWord[] = ['accept', 'revise', 'reject'];

export function endingView(desk: Desk, scope: Scope, rubric: Rubric): HTMLElement {
  return h(
    'div',
    {},
    difficulty(desk, scope, rubric),
    confidence(desk, scope, rubric),
    textBox(desk, scope, 'Notes', 'notes', 'Anything else worth keeping…')
  );
}

/** Stays in view under the form: what it comes down to, and the way out. */
export function standingView(desk: Desk, scope: Scope): HTMLElement {
  const cannot = cannotJudge(desk, scope);
  return h('div.wb-standing', {}, decisionView(desk, scope, cannot.open), cannot.box);
}

function difficulty(desk: Desk, scope: Scope, rubric: Rubric): HTMLElement {
  const group = radioGroup(
    rubric.difficulty.title,
    rubric.difficulty.options.map((option, index) => ({
      value: option,
      label: option,
      testId: `difficulty-${index}`,
      content: safeNodes(option)
    })),
    value => desk.edit({ difficulty: value }),
    { 'data-testid': 'difficulty' }
  );
  group.dom.classList.add('wb-flow');
  desk.watch(
    scope,
    state => state.review?.difficulty ?? '',
    value => group.set(value)
  );
  return h('div.wb-axis', {}, h('h2', {}, ...safeNodes(rubric.difficulty.title)), group.dom);
}

function confidence(desk: Desk, scope: Scope, rubric: Rubric): HTMLElement {
  const steps = Array.from({ length: rubric.confidence_max }, (_, index) => String(index + 1));
  const group = radioGroup(
    'Confidence',
    steps.map(step => ({
      value: step,
      label: `${step} of ${rubric.confidence_max}`,
      testId: `confidence-${step}`,
      content: [step]
    })),
    value => desk.edit({ confidence: Number(value) }),
    { 'data-testid': 'confidence' }
  );
  group.dom.classList.add('wb-flow');
  desk.watch(
    scope,
    state => state.review?.confidence ?? null,
    value => group.set(value === null ? '' : String(value))
  );
  return h(
    'div.wb-axis',
    {},
    h('h2', {}, 'Confidence ', h('small', {}, `1 guess … ${rubric.confidence_max} certain`)),
    group.dom
  );
}

function decisionView(desk: Desk, scope: Scope, cannot: HTMLElement): HTMLElement {
  const words = h('p', { 'data-testid': 'decision' });
  const choice = h('select.wb-select', { 'aria-label': 'Decision', 'data-testid': 'override' });
  choice.append(
    ...['', ...DECISIONS].map(word => {
      const option = h('option', {}, word || 'as derived');
      option.value = word;
      return option;
    })
  );
  const reason = h('textarea.wb-textarea', {
    rows: 2,
    'aria-label': 'Why the decision differs from the derived one',
    placeholder: 'Why it differs from the derived decision…',
    'data-testid': 'override-reason',
    oninput: () => {
      const { review } = desk.state;
      if (review?.override) desk.edit({ override: { ...review.override, reason: reason.value } });
    }
  });
  choice.addEventListener('change', () => {
    const decision = DECISIONS.find(word => word === choice.value);
    desk.edit({ override: decision ? { decision, reason: reason.value } : null });
  });
  desk.watch(
    scope,
    state => [state.review?.override ?? null, state.decision, state.derived] as const,
    ([override, , derived]) => {
      choice.value = override?.decision ?? '';
      if (override && reason.value !== override.reason) reason.value = override.reason;
      show(reason, override !== null);
      const word = override?.decision ?? derived;
      fill(
        words,
        'Decision ',
        word ? h('strong.wb-decision', { 'data-word': word }, word) : 'open',
        word && !override && ' (derived)',
        override && ` (yours; derived: ${derived ?? 'open'})`
      );
    },
    sameList
  );
  const why = h('p.wb-derived', { 'data-testid': 'derived-why' });
  desk.watch(
    scope,
    state => [state.why.join('; '), state.derived] as const,
    ([text, derived]) => {
      show(why, text !== '');
      fill(why, derived ? `${derived}: ` : 'Open: ', ...safeNodes(text));
    },
    sameList
  );
  const line = h('div.wb-decisionline', {}, words, choice, h('span.wb-space'), cannot);
  return h('div', {}, line, why, reason);
}

function cannotJudge(desk: Desk, scope: Scope): { open: HTMLElement; box: HTMLElement } {
  const box = textBox(
    desk,
    scope,
    'The task cannot be judged',
    'cannot_judge',
    'Why the task cannot be judged at all…'
  );
  const open = button('Cannot judge task…', () => {
    show(box, box.hidden);
    if (box.hidden) desk.edit({ cannot_judge: '' });
    else box.querySelector('textarea')?.focus();
  });
  open.dataset['testid'] = 'cannot-judge';
  let begun = false;
  desk.watch(
    scope,
    state => (state.review?.cannot_judge ?? '') !== '',
    filled => {
      begun ||= filled;
      show(box, filled || (begun && !box.hidden));
      setAttribute(open, 'aria-pressed', filled);
    }
  );
  return { open, box };
}

function textBox(
  desk: Desk,
  scope: Scope,
  title: string,
  field: 'notes' | 'cannot_judge',
  placeholder: string
): HTMLElement {
  const area = h('textarea.wb-textarea', {
    rows: 2,
    'aria-label': title,
    placeholder,
    'data-testid': field === 'notes' ? 'notes' : 'cannot-judge-reason',
    oninput: () => desk.edit({ [field]: area.value })
  });
  desk.watch(
    scope,
    state => state.review?.[field] ?? '',
    text => {
      if (area.value !== text) area.value = text;
    }
  );
  return h('div.wb-axis', {}, h('h2', {}, title), area);
}
