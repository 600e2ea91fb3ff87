/** The candidate against another solution, file by file. */

import type { Desk } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import { candidateOf, WHAT_IF, whatIfFiles } from '../core/select';
import { diff } from '../editor/diff';
import type { Files } from '../protocol';
import { plain } from '../text/special';
import { openFile } from './files';
import { fill, h } from './h';

const TAB = 'diff';

interface Choice {
  name: string;
  files: Files;
}

export function compareView(desk: Desk, scope: Scope): HTMLElement {
  const box = h('div.wb-grow.wb-scrollbox');
  const solution = select('Compare the candidate with');
  const file = select('File');
  const layout = select('Layout');
  layout.append(option('unified', 'one column'), option('split', 'side by side'));
  layout.value = desk.state.hosting.diff;
  let other = '';

  const choices = (): Choice[] => {
    const { task } = desk.state;
    if (!task) return [];
    const changed = Object.keys(desk.state.review?.what_if ?? {}).length > 0;
    return [
      ...task.solutions.filter(s => s.role !== 'candidate'),
      ...(changed ? [{ name: WHAT_IF, files: whatIfFiles(desk.state) }] : [])
    ];
  };

  let close: () => void = () => undefined;
  scope.add(() => close());
  const draw = (): void => {
    close();
    close = () => undefined;
    const candidate = desk.state.task && candidateOf(desk.state.task);
    const list = choices();
    const chosen = list.find(choice => choice.name === other) ?? list[0];
    if (!candidate || !chosen) {
      fill(box, h('p.wb-hint.wb-pad', {}, 'There is no other solution to compare with.'));
      return;
    }
    other = chosen.name;
    const paths = [...new Set([...Object.keys(candidate.files), ...Object.keys(chosen.files)])];
    const path = openFile(desk.state, TAB, paths.sort());
    const a = { text: candidate.files[path] ?? '', label: `candidate ${path}` };
    const b = { text: chosen.files[path] ?? '', label: `${chosen.name} ${path}` };
    fill(solution, ...list.map(choice => option(choice.name, choice.name)));
    solution.value = other;
    fill(file, ...paths.map(p => option(p, mark(p, candidate.files, chosen.files))));
    file.value = path;
    file.hidden = paths.length < 2;
    const same = a.text === b.text;
    const view = diff(path, a, b, layout.value === 'split');
    close = view.destroy;
    fill(box, same && h('p.wb-hint.wb-pad', {}, 'The two are the same.'), view.dom);
  };
  solution.addEventListener('change', () => {
    other = solution.value;
    draw();
  });
  layout.addEventListener('change', draw);
  file.addEventListener('change', () =>
    desk.store.dispatch({ type: 'open_file', tab: TAB, file: file.value })
  );
  desk.watch(
    scope,
    state => [state.task, state.review?.what_if, state.view.files[TAB]],
    draw,
    sameList
  );
  return h(
    'div.wb-fill',
    {},
    h('div.wb-bar', {}, h('span.wb-meta', {}, 'candidate against'), solution, file, layout),
    box
  );
}

function mark(path: string, a: Files, b: Files): string {
  if (!(path in a)) return `${path} (added)`;
  if (!(path in b)) return `${path} (not there)`;
  return a[path] === b[path] ? path : `${path} (differs)`;
}

function select(label: string): HTMLSelectElement {
  return h('select.wb-select', { 'aria-label': label });
}

function option(value: string, label: string): HTMLOptionElement {
  const node = h('option', {}, plain(label));
  node.value = value;
  return node;
}
