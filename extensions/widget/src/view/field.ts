/** A field of the form that is no axis: one of several answers, a text, or a number. */

import { asked } from '../core/asked';
import type { Desk } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import type { Answer, FormField, Rubric } from '../protocol';
import { safeNodes } from '../text/safe';
import { fill, h, show } from './h';
import { radioGroup } from './radio';

/** `title: ` begins every sentence that says what is missing on a part of the form. */
export function ownMissing(part: { title: string }, missing: readonly string[]): string[] {
  const start = `${part.title}: `;
  return missing.filter(line => line.startsWith(start)).map(line => line.slice(start.length));
}

export function fieldView(desk: Desk, scope: Scope, rubric: Rubric, field: FormField): HTMLElement {
  const missing = h('ul.wb-missinghere');
  const input = inputOf(desk, field);
  const section = h(
    'section.wb-axis.wb-field',
    { tabindex: -1, 'aria-label': field.title, 'data-testid': `field-${field.id}` },
    h(
      'h2',
      {},
      ...safeNodes(field.title),
      ' ',
      h('small', {}, ...safeNodes(field.question), !field.required && ' (may stay empty)')
    ),
    input.dom,
    missing
  );
  section.dataset['axis'] = field.id;
  desk.watch(
    scope,
    state => state.review?.answers?.[field.id],
    answer => input.set(answer)
  );
  desk.watch(
    scope,
    state => state.review !== null && asked(rubric, state.review).has(field.id),
    shown => show(section, shown)
  );
  desk.watch(
    scope,
    state => [ownMissing(field, state.missing).join('\n'), state.refused] as const,
    ([text, refused]) => {
      const begun = desk.state.review?.answers?.[field.id] !== undefined;
      section.classList.toggle('wb-unfilled', text !== '');
      fill(missing, ...(text && (begun || refused) ? [h('li', {}, ...safeNodes(text))] : []));
    },
    sameList
  );
  return section;
}

interface Input {
  dom: HTMLElement;
  set: (answer: Answer | undefined) => void;
}

function inputOf(desk: Desk, field: FormField): Input {
  const put = (answer: Answer | null): void => desk.edit({ answers: { [field.id]: answer } });
  if (field.kind === 'choice') {
    const group = radioGroup(
      field.title,
      (field.options ?? []).map((option, index) => ({
        value: option,
        label: option,
        testId: `option-${field.id}-${index}`,
        content: safeNodes(option)
      })),
      option => put(option)
    );
    group.dom.classList.add('wb-flow');
    return { dom: group.dom, set: answer => group.set(typeof answer === 'string' ? answer : '') };
  }
  const attributes = { 'aria-label': field.title, 'data-testid': `answer-${field.id}` };
  if (field.kind === 'text') {
    const area = h('textarea.wb-textarea', {
      ...attributes,
      rows: 2,
      oninput: () => put(area.value.trim() ? area.value : null)
    });
    return { dom: area, set: answer => write(area, answer) };
  }
  const line = h('input.wb-input', {
    ...attributes,
    type: 'text',
    inputmode: 'decimal',
    oninput: () => put(numberOf(line.value))
  });
  return {
    dom: line,
    set: answer => {
      if (numberOf(line.value) !== (answer ?? null)) write(line, answer);
    }
  };
}

function write(node: HTMLInputElement | HTMLTextAreaElement, answer: Answer | undefined): void {
  const text = answer === undefined ? '' : String(answer);
  if (node.value !== text && (text || node.value.trim())) node.value = text;
}

/** A number as it was typed, with a point or a comma; what is none stays words, and is refused. */
export function numberOf(typed: string): Answer | null {
  const text = typed.trim();
  if (!text) return null;
  const number = Number(text.replace(',', '.'));
  return Number.isFinite(number) ? number : text;
}
