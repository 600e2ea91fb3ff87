/** Hands an export to the browser as a file. */

import type { Desk } from '../../core/desk';
import type { Scope } from '../../core/scope';
import { h } from '../h';

export function downloads(desk: Desk, scope: Scope, root: HTMLElement): void {
  desk.watch(
    scope,
    state => state.past.exported,
    found => {
      if (!found) return;
      const kind = found.name.endsWith('.json') ? 'application/json' : 'text/markdown';
      const place = URL.createObjectURL(new Blob([found.text], { type: `${kind};charset=utf-8` }));
      const link = h('a', { href: place, download: found.name, hidden: true });
      root.append(link);
      link.click();
      link.remove();
      // The browser has taken it over by then.
      setTimeout(() => URL.revokeObjectURL(place), 10_000);
    }
  );
}
