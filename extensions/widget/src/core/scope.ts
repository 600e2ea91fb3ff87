/** Collects what must be undone when a piece of the screen goes away. */

import type { Store } from './store';

type Undo = () => void;

export class Scope {
  private undo: Undo[] = [];
  private closed = false;

  add(undo: Undo): void {
    if (this.closed) undo();
    else this.undo.push(undo);
  }

  /** A scope that ends with this one, or earlier. */
  child(): Scope {
    const child = new Scope();
    this.add(() => child.close());
    return child;
  }

  on<K extends keyof HTMLElementEventMap>(
    target: EventTarget,
    type: K | (string & {}),
    listener: (event: HTMLElementEventMap[K]) => void,
    options?: AddEventListenerOptions
  ): void {
    target.addEventListener(type, listener as EventListener, options);
    this.add(() => target.removeEventListener(type, listener as EventListener, options));
  }

  every(ms: number, tick: () => void): void {
    const timer = setInterval(tick, ms);
    this.add(() => clearInterval(timer));
  }

  /** Runs `effect` now and whenever the selected value changes. */
  watch<S, A, T>(
    store: Store<S, A>,
    select: (state: S) => T,
    effect: (value: T) => void,
    same: (a: T, b: T) => boolean = Object.is
  ): void {
    let last = select(store.get());
    effect(last);
    this.add(
      store.subscribe(() => {
        if (this.closed) return;
        const next = select(store.get());
        if (same(last, next)) return;
        last = next;
        effect(next);
      })
    );
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const undo of this.undo.reverse()) undo();
    this.undo = [];
  }
}

/** Same members in the same order: for selectors that gather several values. */
export function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((value, index) => Object.is(value, b[index]));
}
