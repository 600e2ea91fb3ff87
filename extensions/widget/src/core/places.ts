/** Places of a review: the grain at which two pages' edits collide, as workbench/jupyter/patches.py has it. */

import type { Patch, Place, Review } from '../protocol';

const BY_KEY = ['given_edits', 'what_if', 'equivalents', 'ratings'] as const;
/** Only grows, on every page alike. */
const NO_PLACE = 'active_s';

function isByKey(field: string): field is (typeof BY_KEY)[number] {
  return (BY_KEY as readonly string[]).includes(field);
}

/** What a patch would overwrite. */
export function placesOf(patch: Patch): Place[] {
  return Object.entries(patch).flatMap(([field, value]): Place[] => {
    if (field === NO_PLACE) return [];
    if (!isByKey(field)) return [[field, '']];
    return Object.keys(value as object).map((key): Place => [field, key]);
  });
}

function has(places: readonly Place[], field: string, key: string): boolean {
  return places.some(place => place[0] === field && place[1] === key);
}

function keep(patch: Patch, wanted: (field: string, key: string) => boolean): Patch {
  const kept: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(patch)) {
    if (!isByKey(field)) {
      if (wanted(field, '')) kept[field] = value;
      continue;
    }
    const entries = Object.entries(value as object).filter(([key]) => wanted(field, key));
    if (entries.length) kept[field] = Object.fromEntries(entries);
  }
  return kept;
}

/** The part of a patch at these places. */
export function pick(patch: Patch, places: readonly Place[]): Patch {
  return keep(patch, (field, key) => has(places, field, key));
}

/** The part of a patch elsewhere; time always is. */
export function omit(patch: Patch, places: readonly Place[]): Patch {
  return keep(patch, (field, key) => !has(places, field, key));
}

/** The patch that makes these places what they are in the review. */
export function valuesAt(review: Review, places: readonly Place[]): Patch {
  const values: Record<string, unknown> = {};
  for (const [field, key] of places) {
    const held = (review as unknown as Record<string, unknown>)[field];
    if (!isByKey(field)) values[field] = held;
    else {
      const at = (held as Record<string, unknown> | undefined)?.[key] ?? null;
      values[field] = { ...(values[field] as object | undefined), [key]: at };
    }
  }
  return values;
}
