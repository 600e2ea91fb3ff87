/** Keeps the desk's place: in a session while the page is open, in the workspace while somebody is
 * at it. Whoever went home holds nothing for long. */

import type { Desk } from './desk';
import { isLocked } from './select';

const SIGNS = ['keydown', 'pointerdown', 'wheel', 'pointermove'];

export function keepPlace(desk: Desk, host: HTMLElement): void {
  let renewed = performance.now();
  let active = true;
  for (const type of SIGNS) desk.scope.on(host, type, () => (active = true), { passive: true });
  desk.scope.every(1000, () => {
    const every = renewal(desk, active || isWaiting(desk));
    if (!every || desk.state.connection === 'down' || performance.now() - renewed < every * 1000)
      return;
    renewed = performance.now();
    active = false;
    desk.ask({ type: 'renew' });
  });
}

/** Seconds between two signs of life, or 0 where none is due. */
function renewal(desk: Desk, active: boolean): number {
  const { session, lease } = desk.state;
  if (session) return ['open', 'draft'].includes(session.item) ? session.renew_s : 0;
  return lease && active && !isLocked(desk.state) ? lease.renew_s : 0;
}

function isWaiting(desk: Desk): boolean {
  return Object.keys(desk.state.requests).length > 0 || desk.state.assessing !== null;
}
