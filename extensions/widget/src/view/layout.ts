/** Three columns by the width the desk itself has, not the window's. */

import type { Scope } from '../core/scope';
import { h } from './h';
import { splitter } from './splitter';

/** What JupyterLab leaves of a window of 1440 px beside the queue. */
const WIDE = 1080;
const MEDIUM = 900;
const KEY = 'reviewer-workbench:columns';

export function columns(
  scope: Scope,
  root: HTMLElement,
  left: HTMLElement,
  middle: HTMLElement,
  right: HTMLElement
): HTMLElement {
  const [first, second] = remembered();
  const box = h('div.wb-cols');
  let a = first;
  const set = (name: string, percent: number): void => {
    box.style.setProperty(name, `${percent}fr`);
  };
  let b = second;
  const apply = (): void => {
    set('--wb-a', a);
    set('--wb-b', b);
    set('--wb-c', Math.max(10, 100 - a - b));
    remember(a, b);
  };
  const bar1 = splitter(scope, {
    label: 'Width of the task',
    direction: 'columns',
    start: a,
    min: 15,
    max: 60,
    container: () => box,
    onMove: percent => {
      a = percent;
      b = Math.min(b, 85 - a);
      apply();
    }
  });
  const bar2 = splitter(scope, {
    label: 'Width of the tests',
    direction: 'columns',
    start: b,
    min: 15,
    max: 70,
    container: () => box,
    from: () => a,
    onMove: percent => {
      b = Math.min(percent, 88 - a);
      apply();
    }
  });
  bar1.classList.add('wb-split1');
  bar2.classList.add('wb-split2');
  box.append(left, bar1, middle, bar2, right);

  const fit = (width: number): void => {
    root.dataset['width'] = width >= WIDE ? 'wide' : width >= MEDIUM ? 'medium' : 'narrow';
  };
  fit(root.clientWidth || WIDE);
  if (typeof ResizeObserver !== 'undefined') {
    const observer = new ResizeObserver(() => {
      // In a notebook's output the desk has no height of its own to fill.
      root.classList.toggle('wb-inline', root.closest('.jp-OutputArea') !== null);
      if (root.clientWidth) fit(root.clientWidth);
    });
    observer.observe(root);
    scope.add(() => observer.disconnect());
  }
  return box;
}

function remembered(): [number, number] {
  try {
    const [a, b] = (localStorage.getItem(KEY) ?? '').split(' ').map(Number);
    if (a && b && a >= 15 && b >= 15 && a + b <= 88) return [a, b];
  } catch {
    // Storage may be switched off; the columns then start as drawn.
  }
  return [38, 36];
}

function remember(a: number, b: number): void {
  try {
    localStorage.setItem(KEY, `${a} ${b}`);
  } catch {
    // As above.
  }
}
