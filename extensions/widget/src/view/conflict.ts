/** Two versions of the same parts of a review side by side, and the choice for each. */

import { placesOf, valuesAt } from '../core/places';
import type { Desk } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import type { DeskState } from '../core/state';
import type { LineComment, Patch, Place, ProbeSuite, Rating, Review } from '../protocol';
import { safe } from '../text/safe';
import { button, fill, h, show, uniqueId } from './h';
import { words } from './past/difference';

type Choice = 'mine' | 'theirs' | 'both';

const TITLES: Record<string, string> = {
  probes: 'Probes',
  comments: 'Comments',
  notes: 'Notes',
  difficulty: 'Difficulty',
  confidence: 'Confidence',
  override: 'Override',
  cannot_judge: 'Cannot judge'
};

export function conflictView(desk: Desk, scope: Scope): HTMLElement {
  const box = h('section.wb-conflict', {
    'aria-label': 'Two versions of this review',
    'data-testid': 'conflict'
  });
  const choices = new Map<string, Choice>();
  desk.watch(
    scope,
    ({ conflict, conflictPlaces, review }) =>
      [
        conflict,
        conflictPlaces,
        review && conflict ? conflictPlaces.map(place => shown(review, place)).join('\0') : ''
      ] as const,
    ([theirs, places]) => {
      const mine = desk.state.review;
      show(box, theirs !== null && places.length > 0);
      if (theirs && mine) fill(box, ...draw(desk, theirs, places, mine, choices));
      else choices.clear();
    },
    sameList
  );
  return box;
}

function draw(
  desk: Desk,
  theirs: Review,
  places: readonly Place[],
  mine: Review,
  choices: Map<string, Choice>
): (HTMLElement | false)[] {
  const save = (): void => {
    const wanted = chosen(theirs, desk.state.review ?? mine, places, choices);
    desk.takeTheirs();
    desk.edit(wanted);
  };
  const done = button('Save what is chosen', save, {
    class: 'wb-btn wb-primary',
    'data-testid': 'conflict-save'
  });
  return [
    h(
      'div.wb-conflictparts',
      {},
      ...places.map(place => part(desk.state, theirs, mine, place, choices))
    ),
    h(
      'div.wb-bar',
      {},
      done,
      h(
        'span.wb-meta',
        {},
        'Both versions are kept in files beside the review, whatever is chosen.'
      )
    )
  ];
}

function part(
  state: DeskState,
  theirs: Review,
  mine: Review,
  place: Place,
  choices: Map<string, Choice>
): HTMLElement {
  const name = uniqueId('choice');
  const [here, there] = [shown(mine, place), shown(theirs, place)];
  const option = (choice: Choice, label: string, ...content: Node[]): HTMLElement => {
    const input = h('input', {
      type: 'radio',
      name,
      value: choice,
      checked: choice === (choices.get(key(place)) ?? 'mine'),
      'data-testid': `choose-${choice}`,
      onchange: () => choices.set(key(place), choice)
    });
    return h(
      'label.wb-version',
      {},
      h('span', {}, input, ` ${label}`),
      content.length > 0 && h('span.wb-pre', {}, ...content)
    );
  };
  return h(
    'fieldset',
    {},
    h('legend', {}, safe(titleOf(state, place))),
    option('mine', 'Here, not saved yet', ...words(there, here)),
    option('theirs', 'Saved elsewhere', safe(there)),
    isList(place) && option('both', 'Both: what only one of them has, and here where both have it')
  );
}

/** The patch that makes of `theirs` what was chosen. */
function chosen(
  theirs: Review,
  mine: Review,
  places: readonly Place[],
  choices: Map<string, Choice>
): Patch {
  const of = (choice: Choice): Place[] =>
    places.filter(place => (choices.get(key(place)) ?? 'mine') === choice);
  const patch: Patch = valuesAt(mine, of('mine'));
  for (const [field] of of('both')) {
    if (field === 'probes') patch.probes = union(mine.probes, theirs.probes, item => item.name);
    if (field === 'comments') patch.comments = union(mine.comments, theirs.comments, c => c.id);
  }
  return placesOf(patch).length ? patch : {};
}

function union<T>(mine: readonly T[], theirs: readonly T[], id: (item: T) => string): T[] {
  const known = new Set(mine.map(id));
  return [...mine, ...theirs.filter(item => !known.has(id(item)))];
}

function isList([field]: Place): boolean {
  return field === 'probes' || field === 'comments';
}

function key([field, name]: Place): string {
  return JSON.stringify([field, name]);
}

function titleOf(state: DeskState, [field, name]: Place): string {
  if (field === 'ratings') return state.rubric?.axes.find(axis => axis.id === name)?.title ?? name;
  if (field === 'given_edits') return `Given tests: ${name}`;
  if (field === 'what_if') return `What-if: ${name}`;
  if (field === 'equivalents') return `Held for equivalent: ${name}`;
  return TITLES[field] ?? field;
}

/** A part of a review as text. */
function shown(review: Review, place: Place): string {
  const [field, name] = place;
  const held = (valuesAt(review, [place]) as Record<string, unknown>)[field];
  if (field === 'ratings') return ratingText((held as Record<string, Rating | null>)[name] ?? null);
  if (field === 'probes') return (held as ProbeSuite[]).map(probeText).join('\n\n') || 'none';
  if (field === 'comments') return (held as LineComment[]).map(commentText).join('\n') || 'none';
  if (field === 'override') {
    const { override } = review;
    return override ? `${override.decision}: ${override.reason}` : 'none';
  }
  const value =
    name && held !== null && typeof held === 'object'
      ? (held as Record<string, unknown>)[name]
      : held;
  if (typeof value === 'string' && value) return value;
  if (typeof value === 'number') return String(value);
  return name ? 'as given' : 'empty';
}

function ratingText(rating: Rating | null): string {
  if (!rating) return 'not filled';
  const { score, rationale, cannot_judge, tags, evidence } = rating;
  return [
    `Score: ${score ?? 'none'}`,
    rationale,
    cannot_judge && `Cannot judge: ${cannot_judge}`,
    tags.length > 0 && `Kinds: ${tags.join(', ')}`,
    ...evidence.map(item => `Evidence: ${item.label || item.text}`)
  ]
    .filter(Boolean)
    .join('\n');
}

function probeText(probe: ProbeSuite): string {
  const files = Object.entries(probe.files).map(([path, text]) => `${path}\n${text}`);
  return [probe.name, ...files].join('\n');
}

function commentText(comment: LineComment): string {
  return `${comment.file}:${comment.first_line} ${comment.text}`;
}
