/** The open tabs of each desk, over reloads: in the browser, for they are nobody else's. */

import type { Desk } from './desk';
import { readLower } from './lower';
import { sameList, type Scope } from './scope';
import type { DeskState, View } from './state';

const KEY = 'reviewer-workbench:views';
/** Desks remembered; of more the one not seen for longest is forgotten. */
const MOST = 60;
const KEPT = ['left', 'right', 'suite', 'lower', 'solution', 'files'] as const;

type Kept = Pick<View, (typeof KEPT)[number]>;

/** Restores a desk's tabs when its task comes, and keeps them from then on. */
export function keepView(desk: Desk, scope: Scope): void {
  desk.watch(
    scope,
    state => state.task !== null,
    loaded => {
      if (loaded) desk.view(restored(desk.state));
    }
  );
  desk.watch(
    scope,
    state => [state.task, ...KEPT.map(name => state.view[name])],
    () => {
      if (desk.state.task) remember(desk.state);
    },
    sameList
  );
}

function nameOf(state: DeskState): string {
  return `${state.session?.id ?? ''}/${state.task?.id ?? ''}`;
}

function restored(state: DeskState): Partial<View> {
  const kept = read().find(([name]) => name === nameOf(state))?.[1];
  const { left, lower } = state.hosting;
  const view: Partial<View> = kept ?? { left, lower };
  const tabs = ['prompt', 'solution', 'diff', 'what-if'];
  const solutions = (state.task?.solutions ?? []).map(s => `solution:${s.name}`);
  // A solution that was remembered may be gone from the task.
  if (view.left !== undefined && ![...tabs, ...solutions].includes(view.left)) view.left = 'prompt';
  const names = [...(state.task?.solutions ?? []).map(s => s.name), 'what-if'];
  if (view.solution !== undefined && !names.includes(view.solution)) delete view.solution;
  return view;
}

function remember(state: DeskState): void {
  const kept = Object.fromEntries(KEPT.map(name => [name, state.view[name]])) as unknown as Kept;
  const name = nameOf(state);
  const others = read().filter(([other]) => other !== name);
  try {
    localStorage.setItem(KEY, JSON.stringify([[name, kept], ...others].slice(0, MOST)));
  } catch {
    // Storage is full or forbidden: desks then open as they do the first time.
  }
}

function read(): [string, Partial<View>][] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(value) ? value.flatMap(readOne) : [];
  } catch {
    return [];
  }
}

/** What is stored may be of another version, or of another page of this origin. */
function readOne(entry: unknown): [string, Partial<View>][] {
  if (!Array.isArray(entry)) return [];
  const [name, raw] = entry as unknown[];
  if (typeof name !== 'string' || typeof raw !== 'object' || raw === null) return [];
  const stored = raw as Record<string, unknown>;
  const view: Partial<View> = {};
  for (const field of ['left', 'right', 'suite', 'solution'] as const)
    if (typeof stored[field] === 'string') view[field] = stored[field];
  const lower = readLower(stored['lower']);
  if (lower !== undefined) view.lower = lower;
  const { files } = stored;
  if (typeof files === 'object' && files !== null)
    view.files = Object.fromEntries(
      Object.entries(files as Record<string, unknown>).filter(
        (pair): pair is [string, string] => typeof pair[1] === 'string'
      )
    );
  return [[name, view]];
}
