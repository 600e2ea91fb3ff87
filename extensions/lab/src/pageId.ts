/** Names this browser tab, over reloads: the kernel lets a loaded page take its old place. */
import { UUID } from '@lumino/coreutils';

const KEY = 'reviewer-workbench:page';

export function pageId(): string {
  try {
    const known = sessionStorage.getItem(KEY) ?? UUID.uuid4();
    sessionStorage.setItem(KEY, known);
    return known;
  } catch {
    // Storage is forbidden: a new name each time costs the kernel one forgotten page.
    return UUID.uuid4();
  }
}
