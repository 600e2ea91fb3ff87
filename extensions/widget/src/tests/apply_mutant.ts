/** The text of a file with a change made in it, by byte offsets as the kernel counts them. */

import type { Mutant } from '../assessment';

/** Texts longer than this came shortened. */
const WHOLE = 400;

/** Null when the text is another now, or the change did not come whole. */
export function applied(text: string, mutant: Mutant): string | null {
  if (mutant.before.length >= WHOLE || mutant.after.length >= WHOLE) return null;
  const bytes = new TextEncoder().encode(text);
  const part = (from: number, to?: number): string =>
    new TextDecoder().decode(bytes.slice(from, to));
  if (part(mutant.start, mutant.end) !== mutant.before) return null;
  return part(0, mutant.start) + mutant.after + part(mutant.end);
}
