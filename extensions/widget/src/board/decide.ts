/** What a decision needs before it can be kept, and what follows from its scores. */

import { asked } from '../core/asked';
import type { DecisionWord, Rating, Rubric } from '../protocol';
import type { AxisDecision, Case } from './protocol';
import type { Draft } from './state';

/** Axes the rubric asks by the scores decided on. Tags and answers are those that anybody gave:
 * the rule of `workbench.sessions.adjudicating`. */
export function askedAxes(
  rubric: Rubric,
  found: Case,
  axes: Record<string, AxisDecision>
): Set<string> {
  const decided = Object.entries(axes).map(([axis, made]): [string, Rating] => {
    const tags = found.columns.flatMap(column => column.ratings[axis]?.tags ?? []);
    const cannot = made.cannot_judge ? 'cannot judge' : '';
    return [axis, { score: made.score, rationale: '', cannot_judge: cannot, evidence: [], tags }];
  });
  const answers = found.columns.map(column => column.answers ?? {});
  return asked(rubric, {
    ratings: Object.fromEntries(decided),
    answers: answers.reduce((all, one) => ({ ...all, ...one }), {})
  });
}

/** As `derived_decision` of `workbench.model.review`: null while an axis is undecided. */
export function derived(
  rubric: Rubric,
  axes: Record<string, AxisDecision>,
  shown?: Set<string>
): DecisionWord | null {
  let word: DecisionWord = 'accept';
  for (const axis of rubric.axes) {
    if (shown && !shown.has(axis.id)) continue;
    const made = axes[axis.id];
    if (!made || (made.score === null && !made.cannot_judge)) return null;
    if (made.score === null) continue;
    if (made.score >= 3) return 'reject';
    if (made.score >= axis.blocks_from) word = 'revise';
  }
  return word;
}

/** What is missing on each axis, in words; axes that lack nothing are left out. A decision needs
 * its reason and cause, and so does one that departs from what was prefilled. */
export function missing(found: Case, draft: Draft, shown?: Set<string>): Record<string, string> {
  const lacks: Record<string, string> = {};
  for (const { axis, prefill } of found.axes) {
    if (shown && !shown.has(axis)) continue;
    const made = draft.axes[axis];
    const open = !made || (made.score === null && !made.cannot_judge);
    const says = departs(prefill, made);
    const parts = [
      open && 'a score',
      says && !made?.reason.trim() && 'a reason',
      says && !made?.cause && 'a cause'
    ].filter(part => part !== false);
    if (parts.length) lacks[axis] = `still needs ${parts.join(', ')}`;
  }
  return lacks;
}

function departs(prefill: AxisDecision | null, made: AxisDecision | undefined): boolean {
  if (!prefill || !made) return true;
  return prefill.score !== made.score || prefill.cannot_judge !== made.cannot_judge;
}
