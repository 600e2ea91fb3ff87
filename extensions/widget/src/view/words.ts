/** Verdicts and times as a person reads them. */

import type { Verdict } from '../protocol';

const ICONS: Partial<Record<string, string>> & Record<Verdict, string> = {
  pass: '✓',
  fail: '✗',
  build_error: '⚒',
  timeout: '⏱',
  out_of_memory: '▣',
  output_limit: '≡',
  incomplete: '◐',
  tampered: '⚠',
  infrastructure: '⚙'
};

export function verdictIcon(verdict: string): string {
  return ICONS[verdict] ?? '?';
}

export function verdictWord(verdict: string): string {
  return verdict.replaceAll('_', ' ');
}

/** Colour of a verdict: green only for a pass of a whole suite. */
export function verdictTone(verdict: string, partial: boolean): string {
  if (verdict === 'pass') return partial ? 'warn' : 'ok';
  return verdict === 'infrastructure' ? 'warn' : 'bad';
}

/** `12:03:04` of an ISO time, in the reviewer's zone. */
export function timeText(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return '';
  return [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map(part => String(part).padStart(2, '0'))
    .join(':');
}

export function seconds(value: number): string {
  if (value < 0.0005) return '0 ms';
  return value < 1 ? `${Math.round(value * 1000)} ms` : `${value.toFixed(value < 10 ? 2 : 1)} s`;
}

/** `14:03` of seconds since 1970, in the reader's zone. */
export function clockTime(seconds: number): string {
  const time = new Date(seconds * 1000);
  return `${time.getHours()}:${String(time.getMinutes()).padStart(2, '0')}`;
}
