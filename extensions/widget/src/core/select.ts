/** Questions the views ask of the state. */

import type { Mutant } from '../assessment';
import type { Files, ProbeSuite, Run, Solution, Suite, Task } from '../protocol';
import type { DeskState, RunEntry } from './state';

export const WHAT_IF = 'what-if';
export const GIVEN = 'given';

export function candidateOf(task: Task): Solution | undefined {
  return task.solutions.find(solution => solution.role === 'candidate');
}

export function givenOf(task: Task): Suite | undefined {
  return task.suites.find(suite => suite.role === 'given');
}

/** Files of the given suite as they run: the reviewer's edits laid over it. */
export function givenFiles(state: DeskState): Files {
  const given = state.task ? givenOf(state.task) : undefined;
  return given ? { ...given.files, ...state.review?.given_edits } : {};
}

/** Paths of the given suite whose text differs from the given one. */
export function changedFiles(state: DeskState): string[] {
  const given = state.task ? givenOf(state.task) : undefined;
  const edits = state.review?.given_edits ?? {};
  return Object.keys(edits).filter(path => edits[path] !== given?.files[path]);
}

export function whatIfFiles(state: DeskState): Files {
  const candidate = state.task ? candidateOf(state.task) : undefined;
  return candidate ? { ...candidate.files, ...state.review?.what_if } : {};
}

/** The reviewer's probes, then those that came with the task and are not shadowed by one. */
export function probesOf(state: DeskState): (ProbeSuite & { own: boolean })[] {
  const own = (state.review?.probes ?? []).map(probe => ({ ...probe, own: true }));
  const names = new Set(own.map(probe => probe.name));
  const shipped = (state.task?.suites ?? [])
    .filter(suite => suite.role === 'probe' && !names.has(suite.name))
    .map(({ name, framework, files }) => ({ name, framework, files, own: false }));
  return [...own, ...shipped];
}

export function suiteFiles(state: DeskState, key: string): Files {
  if (key === GIVEN) return givenFiles(state);
  return probesOf(state).find(probe => `probe:${probe.name}` === key)?.files ?? {};
}

/** A submitted review is not edited; it is reopened first. */
export function isSubmitted(state: DeskState): boolean {
  const { review } = state;
  return review !== null && review.state !== 'draft' && review.submitted_at !== '';
}

/** Whether the task was left: it is taken up again by reopening it. */
export function isLeft(state: DeskState): boolean {
  return (state.lease?.skipped ?? null) !== null;
}

/** Submitted, left, or another reviewer's: nothing on the desk can be changed. */
export function isLocked(state: DeskState): boolean {
  return isSubmitted(state) || isLeft(state) || state.lease?.mine === false;
}

export function shownEntry(state: DeskState): RunEntry | undefined {
  return state.history.find(entry => entry.number === state.view.shown);
}

export function shownRun(state: DeskState): Run | undefined {
  const entry = shownEntry(state);
  return entry && state.runs[entry.id];
}

/** A mark of everything the reviewer can edit that goes into a run. Two marks differ if the text
 * does (up to collisions of 53 bits): a verdict is then about text that is no longer there. */
export function basisOf(state: DeskState, suite: string, solution: string): string {
  const parts = [suite, JSON.stringify(Object.entries(suiteFiles(state, suite)).sort())];
  if (solution === WHAT_IF || solution === 'all')
    parts.push(JSON.stringify(Object.entries(whatIfFiles(state)).sort()));
  return mark(parts.join('\n'));
}

/** Whether the text under a run has changed since. Of a run older than the page only the kernel's
 * word is known: whether the given tests were edited then. */
export function isOutdated(state: DeskState, entry: RunEntry): boolean {
  // The kernel also knows of the task's file, the toolchain and what a pass is proven with.
  if (state.past.fresh.runs[entry.id]) return true;
  if (entry.suiteKey === 'given:original') return false;
  if (!entry.basis) {
    return entry.suiteKey === GIVEN && entry.edited !== changedFiles(state).length > 0;
  }
  const now = (solution: string): string => basisOf(state, entry.suiteKey, solution);
  return entry.basis !== now(entry.solution) && entry.basis !== now('all');
}

/** A change in few words: `13: <= → <`. */
export function changeWords(mutant: Mutant): string {
  const short = (text: string): string => {
    const line = text.trim().replace(/\s+/g, ' ');
    return line.length > 40 ? `${line.slice(0, 39)}…` : line || 'nothing';
  };
  return `${mutant.line}: ${short(mutant.before)} → ${short(mutant.after)}`;
}

/** Whether a run's solution is a single change of the code. */
export function isChange(solution: string): boolean {
  return /^mutant-[0-9a-f]{12}$/.test(solution);
}

/** How a solution of a run reads to a person. */
export function solutionLabel(state: DeskState, solution: string): string {
  if (!isChange(solution)) return solution;
  const known = [...state.mutants, ...(state.assessment?.survivors ?? [])];
  const mutant = known.find(one => one.solution === solution);
  return mutant ? `the change ${changeWords(mutant)}` : 'a change of the code';
}

/** How a suite key reads to a person. */
export function suiteLabel(key: string): string {
  if (key === GIVEN) return 'given tests';
  if (key === 'given:original') return 'given tests, as given';
  return `probe ${key.replace(/^probe:/, '')}`;
}

function mark(text: string): string {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}
