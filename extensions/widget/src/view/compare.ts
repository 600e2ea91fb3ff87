/** What the candidate does otherwise than another solution, file by file, with line comments. */

import type { Desk } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import { candidateOf, isLocked, WHAT_IF, whatIfFiles } from '../core/select';
import type { DeskState } from '../core/state';
import { commentBoxes } from '../editor/comments';
import { diff } from '../editor/diff';
import type { Files } from '../protocol';
import { plain } from '../text/special';
import { commenting } from './commenting';
import { openFile } from './files';
import { fill, h } from './h';

const TAB = 'diff';

interface Choice {
  name: string;
  files: Files;
}

export function compareView(desk: Desk, scope: Scope): HTMLElement {
  const box = h('div.wb-grow.wb-scrollbox');
  const foot = h('div');
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

  let inner: Scope | null = null;
  const draw = (): void => {
    inner?.close();
    const own = (inner = scope.child());
    fill(foot);
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
    const theirs = { text: chosen.files[path] ?? '', label: `${chosen.name} ${path}` };
    const mine = { text: candidate.files[path] ?? '', label: `candidate ${path}` };
    fill(solution, ...list.map(choice => option(choice.name, choice.name)));
    solution.value = other;
    fill(file, ...paths.map(p => option(p, mark(p, candidate.files, chosen.files))));
    file.value = path;
    file.hidden = paths.length < 2;
    const same = mine.text === theirs.text;
    const notes = commenting(desk, candidate, path);
    // What somebody commented on is never folded away.
    const look = { sideBySide: layout.value === 'split', whole: commented(desk.state) };
    const view = diff(path, theirs, mine, look, (first, last) => notes.select(first, last));
    own.add(view.destroy);
    desk.watch(
      own,
      state => [state.review?.comments, isLocked(state)] as const,
      ([comments, locked]) =>
        view.setExtra(commentBoxes(notes.here(comments), mine.text, notes.actions(locked))),
      sameList
    );
    if (path in candidate.files) fill(foot, notes.foot);
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
    state => [state.task, state.review?.what_if, state.view.files[TAB], commented(state)],
    draw,
    sameList
  );
  return h(
    'div.wb-fill',
    {},
    h('div.wb-bar', {}, h('span.wb-meta', {}, 'candidate against'), solution, file, layout),
    box,
    foot
  );
}

function commented(state: DeskState): boolean {
  const name = state.task && candidateOf(state.task)?.name;
  return (state.review?.comments ?? []).some(comment => comment.solution === name);
}

function mark(path: string, candidate: Files, b: Files): string {
  if (!(path in candidate)) return `${path} (not in the candidate)`;
  if (!(path in b)) return `${path} (in the candidate only)`;
  return candidate[path] === b[path] ? path : `${path} (differs)`;
}

function select(label: string): HTMLSelectElement {
  return h('select.wb-select', { 'aria-label': label });
}

function option(value: string, label: string): HTMLOptionElement {
  const node = h('option', {}, plain(label));
  node.value = value;
  return node;
}
