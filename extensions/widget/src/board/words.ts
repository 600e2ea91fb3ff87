/** Figures as a person reads them. What is undefined is said, never shown as a number. */

import type { Figure, SessionState, TaskState } from './protocol';

export function fixed(value: number, digits = 2): string {
  const text = value.toFixed(digits);
  return /^-0(\.0*)?$/.test(text) ? text.slice(1) : text;
}

export function signed(value: number): string {
  const text = fixed(value);
  return value > 0 && !/^0\.0*$/.test(text) ? `+${text}` : text.replace('-', '−');
}

export function percent(value: number): string {
  return `${Math.round(value * 100)} %`;
}

/** `0.71`, or a dash. */
export function figure(found: Figure, show: (value: number) => string = fixed): string {
  return found.value === null ? '–' : show(found.value);
}

/** The interval, or why there is no figure. */
export function interval(found: Figure, show: (value: number) => string = fixed): string {
  if (found.value === null) return found.note || 'not known yet';
  const n = found.n ? `, from ${found.n}` : '';
  if (found.low === null || found.high === null) return `no interval${n}`;
  return `95 %: ${show(found.low)} to ${show(found.high)}${n}`;
}

export function hours(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`;
}

export const STATES: Record<SessionState, { tone: string; words: string }> = {
  planned: { tone: 'warn', words: 'planned: nobody has begun' },
  blind: { tone: 'ok', words: 'blind: no reviewer can read another' },
  revealed: { tone: 'warn', words: 'revealed: reviewers see each other' },
  closed: { tone: 'plain', words: 'closed' }
};

export const TASK_STATES: Record<TaskState, string> = {
  too_few: 'too few ratings',
  agreed: 'agreed',
  open: 'open',
  adjudicated: 'decided',
  outdated: 'decided, but a rating came since'
};

export const CAUSES = [
  ['specification_gap', 'specification gap'],
  ['guideline_gap', 'guideline gap'],
  ['slip', 'slip'],
  ['taste', 'taste']
] as const;

export function count(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

/** `0 · 1 · –`. */
export function scores(list: readonly (number | null)[]): string {
  return list.map(score => (score === null ? '–' : String(score))).join(' · ');
}

/** `gap 2`, `crosses 1|2`, or both. */
export function apart(gap: number, crosses: boolean, blocksFrom = 2): string {
  const line = `crosses ${blocksFrom - 1}|${blocksFrom}`;
  if (!crosses) return `gap ${gap}`;
  return gap >= 2 ? `gap ${gap}, ${line}` : line;
}
