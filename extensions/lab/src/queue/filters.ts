/** Which entries a filter lets through, in which order. Pure: a hundred thousand go through here. */
import { type Entry, isHeld, shortLanguage, STATES } from './entries';

type Test = (entry: Entry) => boolean;

/** The chips above the list. Of a held task that alone counts: it is not to do for this reviewer. */
export const CHIPS = {
  todo: { label: 'to do', states: ['new', 'draft', 'damaged'] },
  draft: { label: 'in draft', states: ['draft'] },
  held: { label: 'held by others', states: [] },
  done: { label: 'submitted', states: ['submitted'] },
  cannot: { label: 'could not judge', states: ['cannot_judge'] },
  skipped: { label: 'skipped', states: ['skipped'] },
  adjudicate: { label: 'need adjudication', states: ['needs_adjudication'] },
  broken: { label: 'unreadable', states: ['unreadable', 'damaged'] },
  all: { label: 'all', states: Object.keys(STATES) }
} as const satisfies Record<string, { label: string; states: readonly string[] }>;

export type Chip = keyof typeof CHIPS;
export const ALL_CHIPS = Object.keys(CHIPS) as Chip[];

export function isIn(chip: Chip, entry: Entry): boolean {
  if (chip === 'all') return true;
  if (isHeld(entry)) return chip === 'held' || (chip === 'draft' && entry.state === 'draft');
  return (CHIPS[chip].states as readonly string[]).includes(entry.state);
}

/** How many entries each chip would show. */
export function countChips(entries: readonly Entry[]): Record<Chip, number> {
  const counts = Object.fromEntries(ALL_CHIPS.map(chip => [chip, 0])) as Record<Chip, number>;
  const byState = new Map<string, Chip[]>();
  for (const entry of entries) {
    const key = isHeld(entry) ? `held ${entry.state}` : entry.state;
    let chips = byState.get(key);
    if (!chips) byState.set(key, (chips = ALL_CHIPS.filter(chip => isIn(chip, entry))));
    for (const chip of chips) counts[chip] += 1;
  }
  return counts;
}

/** Words must all occur in title or id; `lang:go`, `state:draft`, `strength:<60`, `flag:high` and
 * `held:ben` narrow further. */
export function matchesText(text: string): Test {
  const tests = text.toLowerCase().split(/\s+/).filter(Boolean).map(wordTest);
  const [only] = tests;
  if (!only) return () => true;
  return tests.length === 1 ? only : entry => tests.every(test => test(entry));
}

function wordTest(word: string): Test {
  const colon = word.indexOf(':');
  const kind = KINDS[word.slice(0, Math.max(colon, 0))];
  const value = word.slice(colon + 1);
  if (kind && colon > 0) return value && value !== 'any' ? kind(value) : () => true;
  return e => e.text.includes(word);
}

const KINDS: Record<string, (value: string) => Test> = {
  lang: value => anyOf(value, (e, w) => shortLanguage(e.language) === w || e.language === w),
  state: value =>
    anyOf(value, (e, w) =>
      isHeld(e)
        ? w === 'held'
        : e.state === w || STATES[e.state].word.replace(/ /g, '_').startsWith(w)
    ),
  held: value => anyOf(value, (e, w) => isHeld(e) && e.holder?.name.toLowerCase() === w),
  flag: value => anyOf(value, (e, w) => (w === 'yes' ? isFlagged(e) : e.flag === w)),
  strength: strengthTest
};

function anyOf(value: string, test: (entry: Entry, wanted: string) => boolean): Test {
  const wanted = value.split(',').filter(Boolean);
  return entry => wanted.some(one => test(entry, one));
}

function isFlagged(entry: Entry): boolean {
  return ['high', 'medium', 'low'].includes(entry.flag ?? '');
}

/** `<60`, `>80`, `60` for at least that many percent, `none` for what was not measured. */
function strengthTest(value: string): Test {
  const [, sign, digits] = /^([<>]?)(\d+)%?$/.exec(value) ?? [];
  if (digits === undefined) return e => value === 'none' && (e.strength ?? null) === null;
  const limit = Number(digits) / 100;
  return ({ strength }) =>
    typeof strength === 'number' &&
    (sign === '<' ? strength < limit : sign === '>' ? strength > limit : strength >= limit);
}

export const SORTS = {
  order: 'In order',
  title: 'By title',
  state: 'By state',
  adequacy: 'Weakest tests first',
  gap: 'Widest disagreement first',
  touched: 'Last touched first'
} as const;

export type Sort = keyof typeof SORTS;

export function isSort(value: unknown): value is Sort {
  return typeof value === 'string' && value in SORTS;
}

const STATE_PLACE: Record<string, number> = Object.fromEntries(
  ['draft', 'new', 'damaged', 'skipped', 'submitted', 'cannot_judge'].map((state, at) => [
    state,
    at
  ])
);

/** The entries in that order; those that are equal stay as they were. */
export function sorted(entries: readonly Entry[], sort: Sort): readonly Entry[] {
  if (sort === 'order') return entries;
  if (sort === 'title') return [...entries].sort((a, b) => compare(a.text, b.text));
  const key = KEYS[sort];
  const keys = new Map(entries.map(entry => [entry, key(entry)]));
  return [...entries].sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
}

const KEYS: Record<Exclude<Sort, 'order' | 'title'>, (entry: Entry) => number> = {
  state: e => (isHeld(e) ? 3.5 : (STATE_PLACE[e.state] ?? 9)),
  // What was not measured comes last: nothing is known of it.
  adequacy: e => e.strength ?? 2,
  gap: e => -(e.gap ?? -1),
  touched: e => -(e.touched ?? 0)
};

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A key that types something, and that no command is made of. A space scrolls the list. */
export function isLetter(event: KeyboardEvent): boolean {
  return (
    event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey
  );
}
