/** What the reviewer got done today, from the own records: "Today 7 submitted · median 24 min". */
import type { OwnRow } from './entries';

export function todayLine(rows: Iterable<OwnRow>, now: Date): string {
  const midnight = new Date(now).setHours(0, 0, 0, 0) / 1000;
  const times: number[] = [];
  for (const { submitted, activeS } of rows) if (submitted >= midnight) times.push(activeS);
  if (!times.length) return '';
  times.sort((a, b) => a - b);
  const half = Math.floor(times.length / 2);
  const middle = times[half] ?? 0;
  const median = times.length % 2 ? middle : ((times[half - 1] ?? 0) + middle) / 2;
  return `Today ${times.length} submitted · median ${minutes(median)}`;
}

function minutes(seconds: number): string {
  return seconds < 60 ? 'under 1 min' : `${Math.round(seconds / 60)} min`;
}
