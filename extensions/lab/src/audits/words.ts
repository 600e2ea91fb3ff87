/** What the kernel tells of audits, read with care, and the few words it is said in. Pure. */

export type AuditState = 'running' | 'stopping' | 'stopped' | 'gone' | 'done';

export interface Audit {
  id: string;
  began: string;
  kind: string;
  host: string;
  state: AuditState;
  updated: string;
  /** 0 where nobody knows. */
  total: number;
  done: number;
  known: number;
  /** Those of which there is no result. */
  failed: number;
  /** Verdicts that are no pass. */
  fellShort: number;
  /** Tasks with a flag of high severity. */
  high: number;
  aMinute: number | null;
  leftS: number | null;
}

export interface Report {
  state: '' | 'making' | 'done' | 'failed';
  number: number;
  /** Below the workspace. */
  path: string;
  words: string;
}

/** Reports made from here that are still there. */
export interface Shelf {
  /** Of all of them; `kept` holds the newest. */
  count: number;
  bytes: number;
  kept: Kept[];
}

export interface Kept {
  path: string;
  at: string;
  bytes: number;
}

export const NO_SHELF: Shelf = { count: 0, bytes: 0, kept: [] };

export const NO_REPORT: Report = { state: '', number: 0, path: '', words: '' };

const STATES: readonly unknown[] = ['running', 'stopping', 'stopped', 'gone', 'done'];
const REPORTS: readonly unknown[] = ['', 'making', 'done', 'failed'];

export function readAudits(raw: unknown): Audit[] {
  return Array.isArray(raw) ? raw.flatMap(readAudit) : [];
}

function readAudit(raw: unknown): Audit[] {
  if (typeof raw !== 'object' || raw === null) return [];
  const value = raw as Record<string, unknown>;
  const { id, began, kind, state } = value;
  if (typeof id !== 'string' || typeof began !== 'string' || typeof kind !== 'string') return [];
  if (!STATES.includes(state)) return [];
  return [
    {
      id,
      began,
      kind,
      state: state as AuditState,
      host: textOf(value.host),
      updated: textOf(value.updated),
      total: count(value.total),
      done: count(value.done),
      known: count(value.known),
      failed: count(value.failed),
      fellShort: count(value.fell_short),
      high: count(value.high),
      aMinute: amount(value.a_minute),
      leftS: amount(value.left_s)
    }
  ];
}

export function readReport(raw: unknown): Report {
  if (typeof raw !== 'object' || raw === null) return NO_REPORT;
  const { state, number, path, words } = raw as Record<string, unknown>;
  if (!REPORTS.includes(state)) return NO_REPORT;
  return {
    state: state as Report['state'],
    number: count(number),
    path: textOf(path),
    words: textOf(words)
  };
}

export function readShelf(raw: unknown): Shelf {
  if (typeof raw !== 'object' || raw === null) return NO_SHELF;
  const value = raw as Record<string, unknown>;
  const kept = Array.isArray(value.kept) ? value.kept.flatMap(readKept) : [];
  return { count: count(value.count), bytes: count(value.bytes), kept };
}

function readKept(raw: unknown): Kept[] {
  if (typeof raw !== 'object' || raw === null) return [];
  const value = raw as Record<string, unknown>;
  if (typeof value.path !== 'string' || !value.path) return [];
  return [{ path: value.path, at: textOf(value.at), bytes: count(value.bytes) }];
}

/** `1 report, 320 kB`. */
export function onShelf({ count: many, bytes }: Shelf): string {
  return `${figure(many)} report${many === 1 ? '' : 's'}, ${size(bytes)}`;
}

/** `today 14:03`, `yesterday 9:12`, `3 Nov 2026`: in the reader's zone. */
export function age(iso: string, now = new Date()): string {
  const when = new Date(iso);
  if (Number.isNaN(when.getTime())) return 'of unknown age';
  const clock = `${when.getHours()}:${String(when.getMinutes()).padStart(2, '0')}`;
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const days = Math.ceil((midnight - when.getTime()) / 86_400_000);
  if (days <= 0) return `today ${clock}`;
  if (days === 1) return `yesterday ${clock}`;
  const month = when.toLocaleString('en', { month: 'short' });
  return `${when.getDate()} ${month} ${when.getFullYear()}`;
}

/** `5.9 MB`, as file browsers count. */
export function size(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export function isGoing({ state }: Audit): boolean {
  return state === 'running' || state === 'stopping';
}

const TITLES: Record<string, string> = { assess: 'Assessments', run: 'Runs' };

export function title({ kind }: Audit): string {
  return TITLES[kind] ?? kind;
}

/** `32 of 864`, or `32` where nobody knows how many there are. */
export function amountDone({ done, total }: Audit): string {
  return total ? `${figure(done)} of ${figure(total)}` : figure(done);
}

/** How far in percent, or null where nobody knows. */
export function percent({ done, total }: Audit): number | null {
  return total ? Math.min(100, Math.floor((100 * done) / total)) : null;
}

/** Rate and time left, or how it ended. */
export function pace(audit: Audit): string {
  switch (audit.state) {
    case 'done':
      return `Done${at(audit.updated)}`;
    case 'stopped':
      return `Stopped${at(audit.updated)}`;
    case 'gone':
      return `Its process on ${audit.host} is gone${at(audit.updated)}`;
    case 'stopping':
      return 'Stopping…';
    case 'running': {
      const said = [];
      if (audit.aMinute !== null) said.push(`${rate(audit.aMinute)} a minute`);
      if (audit.leftS !== null && audit.done < audit.total) said.push(`${time(audit.leftS)} left`);
      return said.join(' · ') || 'Begun; no rate yet';
    }
  }
}

/** What a lead wants to know before the end; without what is nought. */
export function counts(audit: Audit): string {
  const said = [];
  if (audit.fellShort) said.push(`${figure(audit.fellShort)} not passed`);
  if (audit.high) said.push(`${figure(audit.high)} with a high flag`);
  if (audit.failed) said.push(`${figure(audit.failed)} without a result`);
  if (audit.known) said.push(`${figure(audit.known)} known before`);
  return said.join(' · ');
}

/** For the status bar: `assess 32/864`, of several how many. */
export function inBar(audits: readonly Audit[]): string {
  const [first] = audits;
  if (!first) return '';
  if (audits.length > 1) return `${audits.length} audits`;
  return `${first.kind} ${figure(first.done)}${first.total ? `/${figure(first.total)}` : ''}`;
}

/** `45 s`, `12 min`, `3 h 20 min`. */
export function time(seconds: number): string {
  if (seconds < 100) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function rate(aMinute: number): string {
  return aMinute >= 10 ? figure(Math.round(aMinute)) : String(Number(aMinute.toPrecision(2)));
}

/** ` at 14:03`, in the reader's zone. */
function at(iso: string): string {
  const when = new Date(iso);
  if (Number.isNaN(when.getTime())) return '';
  return ` at ${when.getHours()}:${String(when.getMinutes()).padStart(2, '0')}`;
}

function figure(value: number): string {
  return value.toLocaleString('en');
}

function count(value: unknown): number {
  return typeof value === 'number' && value >= 0 ? Math.floor(value) : 0;
}

function amount(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 ? value : null;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
