/** A bar between two panes: dragged, or moved with the arrow keys. */

import type { Scope } from '../core/scope';
import { h } from './h';

export interface SplitOptions {
  label: string;
  /** `columns`: the bar stands upright and moves sideways. */
  direction: 'columns' | 'rows';
  /** Share of the container before the bar, in percent. */
  start: number;
  min: number;
  max: number;
  container: () => HTMLElement;
  /** Percent at which the pane before the bar begins. */
  from?: () => number;
  /** Name to remember the place under. */
  kept?: string;
  onMove: (percent: number) => void;
}

const STEP = 2;

export function splitter(scope: Scope, options: SplitOptions): HTMLElement {
  const upright = options.direction === 'columns';
  let value = keptPlace(options.kept) ?? options.start;
  const bar = h(`div.wb-split`, {
    role: 'separator',
    tabindex: 0,
    'aria-label': options.label,
    'aria-orientation': upright ? 'vertical' : 'horizontal',
    'aria-valuemin': options.min,
    'aria-valuemax': options.max
  });
  const move = (to: number): void => {
    value = Math.max(options.min, Math.min(options.max, to));
    bar.setAttribute('aria-valuenow', String(Math.round(value)));
    options.onMove(value);
    if (options.kept) keepPlace(options.kept, value);
  };
  scope.on(bar, 'keydown', event => {
    const [less, more] = upright ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    if (event.key === less) move(value - STEP);
    else if (event.key === more) move(value + STEP);
    else return;
    event.preventDefault();
  });
  scope.on(bar, 'pointerdown', event => {
    event.preventDefault();
    bar.setPointerCapture(event.pointerId);
    bar.classList.add('wb-dragging');
  });
  scope.on(bar, 'pointermove', event => {
    if (!bar.classList.contains('wb-dragging')) return;
    const box = options.container().getBoundingClientRect();
    const share = upright
      ? (event.clientX - box.left) / box.width
      : (event.clientY - box.top) / box.height;
    move(share * 100 - (options.from?.() ?? 0));
  });
  for (const type of ['pointerup', 'pointercancel'] as const)
    scope.on(bar, type, () => bar.classList.remove('wb-dragging'));
  move(value);
  return bar;
}

function keptPlace(name: string | undefined): number | null {
  try {
    return (name && Number(localStorage.getItem(name))) || null;
  } catch {
    return null;
  }
}

function keepPlace(name: string, value: number): void {
  try {
    localStorage.setItem(name, String(Math.round(value * 10) / 10));
  } catch {
    // Storage may be switched off; the bar then starts as drawn.
  }
}
