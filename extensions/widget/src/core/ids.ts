/** Names for requests: unlike any other of this page, or of another. */

export function freshId(letter: string): string {
  return `${letter}${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
}
