/** Links that lead to a task, and to a place of its desk: `/lab/tree/x.task.json#test=...`. */
import { PageConfig } from '@jupyterlab/coreutils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

/** A place of a desk, as `extensions/widget/src/core/place.ts` reads it; nothing of it is trusted. */
export type Place = Record<string, string | number>;

const PARTS = ['suite', 'test', 'solution', 'file', 'line', 'axis', 'tab'] as const;

/** What a fragment says of a desk's place; null when it is none of ours. */
export function readFragment(fragment: string): Place | null {
  const said = new URLSearchParams(fragment.replace(/^#/, ''));
  return placeOf(Object.fromEntries(said));
}

/** The parts of a place among a command's arguments; null when there are none. */
export function placeOf(args: ReadonlyPartialJSONObject): Place | null {
  const place: Place = {};
  for (const part of PARTS) {
    const value = args[part];
    if (typeof value === 'string' || typeof value === 'number') place[part] = value;
  }
  return Object.keys(place).length ? place : null;
}

/** The whole address of a place, without the token it was opened with. */
export function linkTo(path: string, place: Place): string {
  const page = PageConfig.getUrl({
    mode: 'multiple-document',
    workspace: PageConfig.defaultWorkspace,
    treePath: path
  });
  const parts = PARTS.flatMap(part =>
    place[part] === undefined ? [] : [[part, String(place[part])]]
  );
  const fragment = new URLSearchParams(parts).toString();
  const address = new URL(page, window.location.origin).href;
  return fragment ? `${address}#${fragment}` : address;
}

/** The place this page was opened at. Taken once: a later visit to the same desk is no arrival. */
export class Arrival {
  private place = readFragment(window.location.hash);
  private path = PageConfig.getOption('treePath') || PageConfig.getOption('notebookPath');

  take(path: string): Place | null {
    const { place } = this;
    if (!place || path !== this.path) return null;
    this.place = null;
    forgetFragment();
    return place;
  }
}

/** A followed link leaves the address, so that following it again is news. */
export function forgetFragment(): void {
  const { pathname, search } = window.location;
  window.history.replaceState(window.history.state, '', `${pathname}${search}`);
}
