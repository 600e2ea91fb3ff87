/** What the tests share: a desk on the dev page's fake kernel, driven by fake timers. */

import { beforeEach, vi } from 'vitest';
import { Desk } from '../src/core/desk';
import type { DeskMessage, KernelMessage, Run } from '../src/protocol';
import { fakeModel, type Fake } from '../dev/fake';
import widget from '../src/index';

export interface Mounted {
  el: HTMLElement;
  model: Fake;
  close: () => void;
  find: (testId: string) => HTMLElement;
  area: (testId: string) => HTMLTextAreaElement;
}

/** The whole desk in the document, with its first state arrived. */
export async function mount(options: Parameters<typeof fakeModel>[0] = {}): Promise<Mounted> {
  const el = document.createElement('div');
  document.body.replaceChildren(el);
  const model = fakeModel(options);
  const close = widget.render({ model, el });
  await vi.advanceTimersByTimeAsync(50);
  const find = (testId: string): HTMLElement => {
    const node = el.querySelector<HTMLElement>(`[data-testid="${testId}"]`);
    if (!node) throw new Error(`no ${testId} on the desk`);
    return node;
  };
  const area = (testId: string): HTMLTextAreaElement => find(testId) as HTMLTextAreaElement;
  return { el, model, close, find, area };
}

/** A desk without views. */
export async function bareDesk(): Promise<{ desk: Desk; model: Fake; el: HTMLElement }> {
  const el = document.createElement('div');
  document.body.replaceChildren(el);
  const model = fakeModel();
  const desk = new Desk(model, el);
  await vi.advanceTimersByTimeAsync(50);
  return { desk, model, el };
}

export function type(field: HTMLTextAreaElement, text: string): void {
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

export function press(target: Element, key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event;
}

export function aRun(change: Partial<Run> = {}): Run {
  return {
    id: 'a'.repeat(64),
    solution: 'candidate',
    suite: 'given',
    selected: [],
    verdict: 'pass',
    grade: 'A',
    grade_reason: '',
    reason: 'All tests passed.',
    tests: [],
    diagnostics: [],
    stdout: '',
    stderr: '',
    build_output: '',
    started_at: '2026-01-05T12:00:00Z',
    duration_s: 0.1,
    build_s: 0,
    sandbox: { backend: 'bubblewrap', enforced: [], unenforced: [] },
    ...change
  };
}

export function done(request: string, run: Run, change: object = {}): KernelMessage {
  return {
    type: 'run_done',
    request,
    run,
    cached: false,
    unsaved: '',
    suite_key: 'given',
    edited: false,
    last: true,
    ...change
  };
}

/** What the desk said to the kernel, of one kind. */
export function sent<T extends DeskMessage['type']>(
  mounted: { model: Fake },
  kind: T
): Extract<DeskMessage, { type: T }>[] {
  return mounted.model.sent.filter((m): m is Extract<DeskMessage, { type: T }> => m.type === kind);
}

export function useFakeTimers(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => {
      vi.useRealTimers();
      document.body.replaceChildren();
    };
  });
}
