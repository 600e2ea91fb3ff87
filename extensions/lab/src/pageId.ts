/** Names this browser tab, over reloads: the kernel lets a loaded page take its old place. */
import { UUID } from '@lumino/coreutils';

const KEY = 'reviewer-workbench:page';
let own = '';

/**
 * The name is in the tab's storage only between one page and the next: a browser copies the storage
 * when it duplicates a tab, and two pages of one name would take each other's place.
 */
export function pageId(): string {
  if (own) return own;
  own = take() || UUID.uuid4();
  window.addEventListener('pagehide', leave);
  // A page that the browser had kept whole comes back without being loaded.
  window.addEventListener('pageshow', take);
  return own;
}

function take(): string {
  try {
    const known = sessionStorage.getItem(KEY) ?? '';
    sessionStorage.removeItem(KEY);
    return known;
  } catch {
    // Storage is forbidden: a new name each time costs the kernel one forgotten page.
    return '';
  }
}

function leave(): void {
  try {
    sessionStorage.setItem(KEY, own);
  } catch {
    // As above.
  }
}
