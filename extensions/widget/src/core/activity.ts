/** What drives the active clock: what is done at the desk, whether it is in sight, when it is left. */

import { ActiveClock } from './clock';
import type { Desk } from './desk';
import type { DeskState } from './state';

const DEEDS = ['keydown', 'pointerdown', 'wheel'];

export function activeClock(
  host: HTMLElement,
  state: () => DeskState,
  report: (s: number) => void
) {
  return new ActiveClock({
    isVisible: () => document.visibilityState === 'visible' && isInSight(host),
    isWaiting: () => Object.keys(state().requests).length > 0 || state().assessing !== null,
    report
  });
}

/** Ticks while the desk is connected; reports and sends what is left whenever it may be the last
 * chance to. */
export function watchActivity(desk: Desk, host: HTMLElement): void {
  const { scope, clock } = desk;
  for (const type of DEEDS) scope.on(host, type, () => clock.input(), { passive: true });
  scope.on(host, 'pointermove', () => clock.input(false), { passive: true });
  scope.every(1000, () => {
    if (desk.state.review && desk.state.connection === 'up') clock.tick();
  });
  const leave = (): void => {
    clock.report();
    desk.flush();
  };
  scope.on(host, 'focusout', () => desk.flush());
  // Another window may show the same task: it goes on counting from here.
  scope.on(window, 'blur', leave);
  scope.on(window, 'pagehide', leave);
  scope.on(document, 'visibilitychange', () => {
    if (document.visibilityState === 'hidden') leave();
  });
}

/** A desk in a Lab tab behind another one is in the page, and not in sight. */
function isInSight(host: HTMLElement): boolean {
  if (typeof host.checkVisibility !== 'function') return host.isConnected;
  return host.checkVisibility();
}
