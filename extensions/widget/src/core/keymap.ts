/** What the keyboard does on a desk, the keys that do it, and which of them a key press is. */

export interface Deed {
  id: string;
  words: string;
  group: string;
  /** Keys in a notebook; in JupyterLab the settings say. As Lumino writes them. */
  keys: readonly string[];
  /** What only a host can do: nothing in a notebook. */
  host?: true;
}

const RUN = 'Running';
const FIND = 'Finding the way';
const JUDGE = 'Judging';

export const DEEDS: readonly Deed[] = [
  { id: 'run', words: 'Run the open suite', group: RUN, keys: ['Accel Enter'] },
  {
    id: 'run-test',
    words: 'Run the test at the cursor',
    group: RUN,
    keys: ['Accel Shift Enter']
  },
  { id: 'run-all', words: 'Run against all solutions', group: RUN, keys: ['Alt Enter'] },
  { id: 'cancel', words: 'Cancel what runs', group: RUN, keys: ['Accel Alt X'] },
  { id: 'new-probe', words: 'New probe', group: RUN, keys: ['Alt B'] },
  { id: 'next-failing', words: 'Next failing test', group: FIND, keys: ['Alt N'] },
  { id: 'previous-failing', words: 'Previous failing test', group: FIND, keys: ['Alt P'] },
  { id: 'next-column', words: 'Next column', group: FIND, keys: ['F6'] },
  { id: 'previous-column', words: 'Previous column', group: FIND, keys: ['Shift F6'] },
  { id: 'next-axis', words: 'Next unfilled axis', group: JUDGE, keys: ['Alt U'] },
  ...[0, 1, 2, 3].map(score => ({
    id: `score-${score}`,
    words: `Score ${score} on the axis in focus`,
    group: JUDGE,
    keys: [String(score)]
  })),
  {
    id: 'attach-run',
    words: 'Attach the shown run to the axis in focus',
    group: JUDGE,
    keys: ['Accel Alt A']
  },
  { id: 'comment', words: 'Comment on the selected lines', group: JUDGE, keys: ['Alt C'] },
  {
    id: 'submit-next',
    words: 'Submit, and on to the next task',
    group: JUDGE,
    keys: ['Accel Alt Enter']
  },
  { id: 'submit', words: 'Submit', group: JUDGE, keys: [] },
  { id: 'skip', words: 'Skip the task', group: JUDGE, keys: [] },
  { id: 'next-task', words: 'Next task', group: FIND, keys: [], host: true },
  { id: 'previous-task', words: 'Previous task', group: FIND, keys: [], host: true },
  { id: 'queue', words: 'Queue', group: FIND, keys: [], host: true },
  { id: 'filter-queue', words: 'Filter the queue', group: FIND, keys: [], host: true },
  { id: 'continue', words: 'My last draft', group: FIND, keys: [], host: true },
  { id: 'copy-link', words: 'Copy a link to this place', group: FIND, keys: [], host: true },
  { id: 'help', words: 'This list', group: FIND, keys: ['Shift /'] }
];

/** Keys by deed. A sequence of keys is written with commas; only JupyterLab knows those. */
export type KeyMap = Readonly<Record<string, readonly string[]>>;

export const DEFAULT_KEYS: KeyMap = Object.fromEntries(
  DEEDS.filter(deed => !deed.host).map(deed => [deed.id, deed.keys])
);

/** The deed a key press asks for, or null. */
export function deedOf(keys: KeyMap, event: KeyboardEvent): string | null {
  for (const [id, strokes] of Object.entries(keys))
    if (strokes.some(stroke => isStroke(stroke, event))) return id;
  return null;
}

/** Whether a key press puts no character into a text, and may act while one is typed. */
export function typesNothing(event: KeyboardEvent): boolean {
  // AltGr is Ctrl+Alt to a browser, and how many keyboards write brackets.
  if (event.ctrlKey || event.metaKey) return !event.getModifierState('AltGraph');
  return /^F\d+$/.test(event.key) || (event.altKey && event.key === 'Enter');
}

/** How a person reads a key: `Ctrl+Enter`, on a Mac `⌘Enter`. */
export function keyText(stroke: string, mac = isMac()): string {
  const one = (part: string): string => {
    if (part === 'Shift /') return '?';
    const words = part.split(' ').map(word => (mac ? MAC[word] : PLAIN[word]) ?? word);
    return words.join(mac ? '' : '+');
  };
  return stroke.split(', ').map(one).join(', then ');
}

/** The keys of a deed in words, or ''. */
export function keysText(keys: KeyMap, id: string): string {
  return (keys[id] ?? []).map(stroke => keyText(stroke)).join(' or ');
}

const PLAIN: Record<string, string> = { Accel: 'Ctrl', Cmd: 'Meta' };
const MAC: Record<string, string> = {
  Accel: '⌘',
  Cmd: '⌘',
  Ctrl: '⌃',
  Alt: '⌥',
  Shift: '⇧'
};
const MODIFIERS = ['Accel', 'Ctrl', 'Cmd', 'Alt', 'Shift'];

function isMac(): boolean {
  return /Macintosh|Mac OS/.test(navigator.userAgent);
}

function isStroke(stroke: string, event: KeyboardEvent): boolean {
  if (stroke.includes(', ')) return false;
  // On some keyboards the question mark lies elsewhere.
  if (stroke === 'Shift /' && event.key === '?')
    return !event.ctrlKey && !event.metaKey && !event.altKey;
  const parts = stroke.split(' ');
  const key = parts.find(part => !MODIFIERS.includes(part)) ?? '';
  const has = (modifier: string): boolean => parts.includes(modifier);
  const accel = has('Accel')
    ? event.ctrlKey !== event.metaKey
    : event.ctrlKey === has('Ctrl') && event.metaKey === has('Cmd');
  return (
    accel &&
    event.altKey === has('Alt') &&
    event.shiftKey === has('Shift') &&
    namesOf(event).includes(key)
  );
}

const CODES: Record<string, string> = {
  Slash: '/',
  Period: '.',
  Comma: ',',
  Semicolon: ';',
  Quote: "'",
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Minus: '-',
  Equal: '=',
  Backquote: '`'
};

/** What a key may be called: by what it writes, else, Alt or Shift having changed that, by place. */
function namesOf(event: KeyboardEvent): string[] {
  const { key, code } = event;
  if (key === ' ') return ['Space'];
  if (key.length > 1 && key !== 'Dead') return [key];
  if (/^[a-z0-9]$/i.test(key)) return [key.toUpperCase()];
  const place = /^(?:Key|Digit)(.)$/.exec(code)?.[1] ?? CODES[code];
  return place === undefined ? [key] : [key, place];
}
