/** What the queue shows of a task, and how it is read from the index and the kernel. */

export type State =
  | 'new'
  | 'draft'
  | 'submitted'
  | 'cannot_judge'
  | 'skipped'
  | 'needs_adjudication'
  | 'damaged'
  | 'unreadable';

/** Which assignment of which session an entry stands for; `id` is then the assignment's. */
export interface Seat {
  session: string;
  task: string;
  practice: boolean;
  /** Seconds since 1970. */
  heldUntil: number | null;
}

/** Another reviewer is at the task. */
export interface Holder {
  name: string;
  /** Seconds since 1970, by the holder's own date. */
  until: number | null;
  /** Whether it may be taken over. */
  free: boolean;
}

export interface Entry {
  id: string;
  title: string;
  language: string;
  path: string;
  problem: string;
  state: State;
  seat?: Seat;
  holder?: Holder;
  /** Strength of the stored assessment, 0 to 1; null when it was not measured. */
  strength?: number | null;
  /** Its most severe flag; `none` without one, '' without an assessment. */
  flag?: string;
  /** When the reviewer last did something with it, in seconds since 1970; 0: never. */
  touched?: number;
  /** Levels between reviewers, where a session knows them and tells its lead. */
  gap?: number;
  /** What words are looked for in, and titles sorted by. */
  text: string;
}

/** How far the reviewer is with one task. */
export interface OwnRow {
  state: State;
  touched: number;
  /** Seconds since 1970; 0: not submitted. */
  submitted: number;
  activeS: number;
}

/** Icon and word of each state: colour alone says nothing to many people. */
export const STATES: Record<State, { icon: string; word: string }> = {
  new: { icon: '○', word: 'new' },
  draft: { icon: '✎', word: 'draft' },
  submitted: { icon: '✓', word: 'submitted' },
  cannot_judge: { icon: '∅', word: 'could not judge' },
  skipped: { icon: '↷', word: 'skipped' },
  needs_adjudication: { icon: '⚖', word: 'needs adjudication' },
  damaged: { icon: '!', word: 'damaged' },
  unreadable: { icon: '!', word: 'unreadable' }
};

/** Of a task another reviewer is at, in place of its own state. */
export const HELD_ICON = '◐';

const SHORT: Record<string, string> = {
  python: 'py',
  javascript: 'js',
  typescript: 'ts',
  go: 'go',
  rust: 'rs',
  java: 'java'
};

export function shortLanguage(language: string): string {
  return SHORT[language] ?? language;
}

/** Whether another reviewer is at a task that would else be to do. */
export function isHeld(entry: Entry): boolean {
  return entry.holder !== undefined && (entry.state === 'new' || entry.state === 'draft');
}

/** Whether there is something to do that nobody else is doing. */
export function isToDo(entry: Entry): boolean {
  return (entry.state === 'new' || entry.state === 'draft') && (!entry.holder || entry.holder.free);
}

const COLUMNS = ['id', 'title', 'language', 'problem', 'strength', 'flag'] as const;

/** Entries of index.json; anything that is not one is left out. */
export function readIndex(text: string): Entry[] {
  const { columns, tasks } = JSON.parse(text) as { columns?: unknown; tasks?: unknown };
  if (!Array.isArray(tasks) || !Array.isArray(columns)) return [];
  const at = COLUMNS.map(name => columns.indexOf(name));
  const found: Entry[] = [];
  for (const row of tasks as unknown[]) {
    if (!Array.isArray(row)) continue;
    const [id, title, language, problem, strength, flag] = at.map(place => row[place] as unknown);
    if (typeof id !== 'string') continue;
    found.push(
      entryOf(id, `tasks/${id}.task.json`, title, language, problem, {
        strength: typeof strength === 'number' ? strength : null,
        flag: textOf(flag)
      })
    );
  }
  return found;
}

/** An entry as the kernel tells it where there is no index. */
export function readEntry(raw: unknown): Entry[] {
  if (typeof raw !== 'object' || raw === null) return [];
  const { task_id: id, title, language, path, problem, state } = raw as Record<string, unknown>;
  if (typeof id !== 'string' || typeof path !== 'string') return [];
  const entry = entryOf(id, path, title, language, problem, {});
  if (isState(state)) entry.state = state;
  return [entry];
}

function entryOf(
  id: string,
  path: string,
  title: unknown,
  language: unknown,
  problem: unknown,
  more: Partial<Entry>
): Entry {
  const name = textOf(title) || id;
  const trouble = textOf(problem);
  return {
    id,
    path,
    title: name,
    language: textOf(language),
    problem: trouble,
    state: trouble ? 'unreadable' : 'new',
    text: `${name}\n${id}`.toLowerCase(),
    ...more
  };
}

/** Rows of the kernel's `own`: `[task, state, touched, submitted, active seconds]`. */
export function readOwn(rows: unknown): Map<string, OwnRow> {
  const found = new Map<string, OwnRow>();
  for (const row of Array.isArray(rows) ? (rows as unknown[]) : []) {
    const [task, own] = readOwnRow(row) ?? [];
    if (task !== undefined && own) found.set(task, own);
  }
  return found;
}

export function readOwnRow(row: unknown): [string, OwnRow] | undefined {
  if (!Array.isArray(row)) return undefined;
  const [task, state, touched, submitted, activeS] = row as unknown[];
  if (typeof task !== 'string' || !isState(state)) return undefined;
  return [
    task,
    { state, touched: Number(touched), submitted: Number(submitted), activeS: Number(activeS) }
  ];
}

/** Rows of the kernel's `held`: `[task, reviewer, until, free]`. */
export function readHeld(rows: unknown): Map<string, Holder> {
  const found = new Map<string, Holder>();
  for (const row of Array.isArray(rows) ? (rows as unknown[]) : []) {
    if (!Array.isArray(row)) continue;
    const [task, name, until, free] = row as unknown[];
    if (typeof task === 'string' && typeof name === 'string')
      found.set(task, {
        name,
        until: typeof until === 'number' ? until : null,
        free: free === true
      });
  }
  return found;
}

export function isState(value: unknown): value is State {
  return typeof value === 'string' && value in STATES;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
