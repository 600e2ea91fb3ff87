/** What the queue shows of a task, and which of them a filter lets through. */

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

export interface Entry {
  id: string;
  title: string;
  language: string;
  path: string;
  problem: string;
  state: State;
  seat?: Seat;
}

/** Icon and word of each state: colour alone says nothing to many people. */
export const STATES: Record<State, { icon: string; word: string }> = {
  new: { icon: '○', word: 'new' },
  draft: { icon: '✎', word: 'draft' },
  submitted: { icon: '✓', word: 'submitted' },
  cannot_judge: { icon: '∅', word: 'could not judge' },
  skipped: { icon: '↷', word: 'left' },
  needs_adjudication: { icon: '⚖', word: 'needs adjudication' },
  damaged: { icon: '!', word: 'damaged' },
  unreadable: { icon: '!', word: 'unreadable' }
};

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

/** The chips above the list, each a set of states. */
export const CHIPS = {
  todo: { label: 'to do', states: ['new', 'draft', 'damaged'] },
  draft: { label: 'in draft', states: ['draft'] },
  done: { label: 'submitted', states: ['submitted'] },
  cannot: { label: 'not judged', states: ['cannot_judge', 'unreadable'] },
  skipped: { label: 'left', states: ['skipped'] },
  adjudicate: { label: 'adjudicate', states: ['needs_adjudication'] },
  all: { label: 'all', states: Object.keys(STATES) }
} as const satisfies Record<string, { label: string; states: readonly string[] }>;

export type Chip = keyof typeof CHIPS;

export interface Filter {
  text: string;
  chip: Chip;
}

export function isIn(chip: Chip, entry: Entry): boolean {
  return (CHIPS[chip].states as readonly string[]).includes(entry.state);
}

/** Words must all occur in title or id; `lang:go` and `state:draft` narrow further. */
export function matchesText(text: string): (entry: Entry) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const tests = words.map(wordTest);
  return entry => tests.every(test => test(entry));
}

function wordTest(word: string): (entry: Entry) => boolean {
  const [key, value] = word.split(':', 2);
  const wanted = (value ?? '').split(',').filter(v => v && v !== 'any');
  if (key === 'lang' && value !== undefined)
    return e =>
      !wanted.length || wanted.some(w => shortLanguage(e.language) === w || e.language === w);
  if (key === 'state' && value !== undefined)
    return e =>
      !wanted.length ||
      wanted.some(w => STATES[e.state].word.replace(/ /g, '_').startsWith(w) || e.state === w);
  return e => `${e.title}\n${e.seat?.task ?? e.id}`.toLowerCase().includes(word);
}

/** Entries of index.json; anything that is not one is left out. */
export function readIndex(text: string): Entry[] {
  const value = JSON.parse(text) as { tasks?: unknown };
  if (!Array.isArray(value.tasks)) return [];
  return value.tasks.flatMap((raw: unknown) => readEntry(raw));
}

export function readEntry(raw: unknown): Entry[] {
  if (typeof raw !== 'object' || raw === null) return [];
  const { id, task_id, title, language, path, problem, state } = raw as Record<string, unknown>;
  const name = id ?? task_id;
  if (typeof name !== 'string' || typeof path !== 'string') return [];
  const trouble = typeof problem === 'string' ? problem : '';
  return [
    {
      id: name,
      path,
      title: typeof title === 'string' ? title : name,
      language: typeof language === 'string' ? language : '',
      problem: trouble,
      state: isState(state) ? state : trouble ? 'unreadable' : 'new'
    }
  ];
}

export function isState(value: unknown): value is State {
  return typeof value === 'string' && value in STATES;
}
