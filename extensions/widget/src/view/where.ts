/** Where on a desk the reviewer is: what a copied link leads back to. */

import { EditorView } from '@codemirror/view';
import type { Desk } from '../core/desk';
import { inSuite, type Place } from '../core/place';
import { candidateOf, suiteFiles } from '../core/select';
import { openFile } from './files';

/** `lately` is what had the focus last: whoever asks has taken it. */
export function whereOf(desk: Desk, root: HTMLElement, lately: Element | null): Place {
  const { state } = desk;
  const { left, lower, suite, axis } = state.view;
  if (lately?.closest('.wb-rubric')) return axis ? { axis } : {};
  if (lately?.closest('.wb-suites')) {
    if (lately.closest('.wb-lower') && lower) return { tab: lower };
    const file = openFile(state, `suite:${suite}`, Object.keys(suiteFiles(state, suite)).sort());
    return inSuite(desk, file, lineOf(root, '[data-testid="tests-editor"]'));
  }
  const name = left === 'solution' ? state.task && candidateOf(state.task)?.name : undefined;
  const solution = name ?? (left.startsWith('solution:') ? left.slice('solution:'.length) : '');
  if (!solution) return left === 'prompt' ? {} : { tab: left };
  const files = state.task?.solutions.find(s => s.name === solution)?.files ?? {};
  const file = openFile(state, `solution:${solution}`, Object.keys(files).sort());
  return { solution, file, line: lineOf(root, '[data-testid="solution-editor"]') };
}

function lineOf(root: HTMLElement, editor: string): number {
  const dom = root.querySelector<HTMLElement>(`${editor} .cm-editor`);
  const view = dom && EditorView.findFromDOM(dom);
  return view ? view.state.doc.lineAt(view.state.selection.main.head).number : 1;
}
