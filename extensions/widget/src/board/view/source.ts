/** Beside a case: the prompt, the solutions with the comments made on them, the run of a chip. */

import { sameList, type Scope } from '../../core/scope';
import { commentBoxes } from '../../editor/comments';
import { createEditor } from '../../editor/editor';
import type { Solution } from '../../protocol';
import { markdown } from '../../text/markdown';
import { button, fill, h, show } from '../../view/h';
import { fileTabs } from '../../view/files';
import { createTabs } from '../../view/tabs';
import type { Board } from '../board';
import type { BoardView } from '../state';
import { runView } from './run';

export function sourcePanel(board: Board, scope: Scope): HTMLElement {
  const tabs = createTabs('Task', id => board.showSource(id as BoardView['source']));
  tabs.panel.classList.add('wb-grow');
  const close = button('×', () => board.showSource(''), {
    class: 'wb-icon',
    'aria-label': 'Close the task’s panel'
  });
  const box = h(
    'aside.wb-source',
    { 'aria-label': 'Task', 'data-testid': 'source' },
    h('div.wb-tabline', {}, tabs.bar, h('span.wb-space'), close),
    tabs.panel
  );
  let inner: Scope | null = null;
  board.watch(
    scope,
    state => [state.view.source, state.view.place, state.source, state.shown] as const,
    ([source, , found, shown]) => {
      show(box, source !== '');
      inner?.close();
      inner = scope.child();
      if (!source) return;
      const list = ['prompt', 'solution', ...(shown ? ['run'] : [])];
      tabs.update(
        list.map(id => ({
          id,
          label: id.charAt(0).toUpperCase() + id.slice(1),
          testId: `source-${id}`
        })),
        source
      );
      tabs.panel.classList.toggle('wb-scrollbox', source === 'run');
      if (source === 'run') fill(tabs.panel, shown ? runView(shown) : null);
      else if (!found) fill(tabs.panel, h('p.wb-hint.wb-pad', {}, 'Reading the task…'));
      else if (source === 'prompt') fill(tabs.panel, promptView(found.prompt));
      else fill(tabs.panel, solutionsView(board, inner, found.solutions));
    },
    sameList
  );
  return box;
}

function promptView(text: string): HTMLElement {
  const box = h('div.wb-prompt.wb-fill', { tabindex: 0, role: 'document', 'aria-label': 'Prompt' });
  box.append(markdown(text));
  return box;
}

function solutionsView(board: Board, scope: Scope, list: readonly Solution[]): HTMLElement {
  const { place } = board.state.view;
  const wanted = list.find(solution => solution.name === place?.solution);
  let solution = wanted ?? list.find(item => item.role === 'candidate') ?? list[0];
  let path = place?.file ?? '';
  let line = place?.line ?? 0;
  const names = createTabs('Solutions', name => {
    solution = list.find(item => item.name === name);
    line = 0;
    draw();
  });
  const files = createTabs(
    'Files',
    file => {
      path = file;
      line = 0;
      draw();
    },
    true
  );
  files.panel.classList.add('wb-grow');
  let inner: Scope | null = null;
  const draw = (): void => {
    if (!solution) return;
    inner?.close();
    inner = scope.child();
    const paths = Object.keys(solution.files).sort();
    if (!paths.includes(path)) path = paths[0] ?? '';
    names.update(
      list.map(item => ({ id: item.name, label: item.name })),
      solution.name
    );
    files.update(fileTabs(paths), path);
    show(files.bar, paths.length > 1);
    fill(files.panel, code(board, inner, solution, path, line));
  };
  names.panel.classList.add('wb-grow');
  fill(names.panel, h('div.wb-fill', {}, files.bar, files.panel));
  const box = h('div.wb-fill', {}, names.bar, names.panel);
  draw();
  return box;
}

function code(
  board: Board,
  scope: Scope,
  solution: Solution,
  path: string,
  line: number
): HTMLElement {
  const text = solution.files[path] ?? '';
  const editor = createEditor({
    text,
    path,
    label: `${solution.name}: ${path}, read-only`,
    readOnly: true,
    testId: 'solution-editor'
  });
  scope.add(() => editor.destroy());
  const comments = (board.state.case?.columns ?? [])
    .flatMap(column => column.comments)
    .filter(comment => comment.solution === solution.name && comment.file === path);
  const none = (): void => undefined;
  editor.setExtra(commentBoxes(comments, text, { change: none, remove: none, locked: true }));
  // Once it stands in the document: before, there is nothing to scroll.
  if (line) setTimeout(() => editor.reveal(line));
  return editor.dom;
}
