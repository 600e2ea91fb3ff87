/** Which parts of the form are asked, given what is filled in: the rule of `workbench.model.form`.
 * It decides here what is shown at once; what counts is decided in Python. */

import type { Axis, Condition, FormField, Review, Rubric } from '../protocol';

type Filled = Pick<Review, 'ratings' | 'answers'>;

/** Ids of the axes and fields that are asked. */
export function asked(rubric: Rubric, review: Filled): Set<string> {
  const parts: (Axis | FormField)[] = [...rubric.axes, ...(rubric.fields ?? [])];
  const known = new Map<string, boolean>();
  const isAsked = (id: string): boolean => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const part = parts.find(one => one.id === id);
    // The kernel refuses a rubric that goes round in a circle; a page must not hang on one.
    known.set(id, false);
    const found =
      part !== undefined &&
      (part.shown_when ?? []).every(
        condition =>
          isAsked(condition.axis ?? condition.field ?? '') && holds(rubric, review, condition)
      );
    known.set(id, found);
    return found;
  };
  return new Set(parts.map(part => part.id).filter(isAsked));
}

function holds(rubric: Rubric, review: Filled, condition: Condition): boolean {
  if (condition.field) {
    const answer = review.answers?.[condition.field];
    return typeof answer === 'string' && condition.answers.includes(answer);
  }
  const axis = rubric.axes.find(one => one.id === condition.axis);
  const rating = review.ratings[condition.axis ?? ''];
  if (!axis || !rating || rating.score === null || rating.cannot_judge.trim()) return false;
  const marked =
    rating.score >= (axis.tags_from ?? 0) && condition.tags.some(tag => rating.tags.includes(tag));
  return condition.scores.includes(rating.score) || marked;
}

/** The axis below which a field stands: the one its first condition leads to, or ''. */
export function axisOf(rubric: Rubric, field: FormField): string {
  const seen = new Set<string>();
  let condition = field.shown_when?.[0];
  while (condition && !condition.axis && !seen.has(condition.field ?? '')) {
    const id = condition.field ?? '';
    seen.add(id);
    condition = rubric.fields?.find(one => one.id === id)?.shown_when?.[0];
  }
  return condition?.axis ?? '';
}
