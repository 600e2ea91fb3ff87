/** A decision under way, kept in this browser until it is made: a closed tab loses nothing typed.
 * It rests on the ratings it was begun on; on others it is not brought back. */

import type { Case } from './protocol';
import type { Draft } from './state';

function place(session: string, task: string): string {
  return `workbench-decision:${session}:${task}`;
}

function basis(found: Case): string {
  return found.columns
    .map(column => column.digest)
    .sort()
    .join(' ');
}

export function keepDraft(session: string, found: Case, draft: Draft): void {
  try {
    const text = JSON.stringify({ basis: basis(found), draft });
    localStorage.setItem(place(session, found.task_id), text);
  } catch {
    // A browser that keeps nothing: the page still holds it.
  }
}

export function keptDraft(session: string, found: Case): Draft | null {
  try {
    const text = localStorage.getItem(place(session, found.task_id));
    const kept = text === null ? null : (JSON.parse(text) as { basis: string; draft: Draft });
    const axes = found.axes.every(({ axis }) => kept?.draft.axes[axis] !== undefined);
    return kept?.basis === basis(found) && axes ? kept.draft : null;
  } catch {
    return null;
  }
}

export function dropDraft(session: string, task: string): void {
  try {
    localStorage.removeItem(place(session, task));
  } catch {
    // It was never kept.
  }
}
