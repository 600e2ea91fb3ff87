/** A solution to read: file tabs, highlighted code, coverage, line comments in place. */

import type { Extension } from '@codemirror/state';
import type { Desk } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import { candidateOf, isLocked } from '../core/select';
import type { DeskState } from '../core/state';
import type { Assessment } from '../assessment';
import type { Solution } from '../protocol';
import { commentBoxes } from '../editor/comments';
import { coverageMarks, coverageWords } from '../editor/coverage';
import { createEditor } from '../editor/editor';
import { safe } from '../text/safe';
import { showMutant } from './assess/lead';
import { percent } from './assess/words';
import { commenting } from './commenting';
import { chooseFile, fileTabs, openFile } from './files';
import { fill, h, show } from './h';
import { createTabs } from './tabs';

/** What was measured of this solution as it stands; null when it is of another text. */
function measuredOn(state: DeskState, solution: Solution): Assessment | null {
  const { assessment } = state;
  const fits = assessment && !assessment.stale && assessment.solution === solution.name;
  return fits && assessment.coverage.length ? assessment : null;
}

function marksOf(desk: Desk, found: Assessment, path: string): Extension {
  const unnoticed = new Map<number, number>();
  const list = found.survivors.filter(mutant => mutant.file === path);
  for (const { line } of list) unnoticed.set(line, (unnoticed.get(line) ?? 0) + 1);
  return coverageMarks(
    found.coverage.find(file => file.file === path),
    {
      unnoticed,
      uncalled: found.functions.filter(f => f.file === path && !f.reached).map(f => f.line),
      open: line => showMutant(desk, list.find(mutant => mutant.line === line)?.id ?? null)
    }
  );
}

/** Below the code: what the given tests reach of it, or that nobody measured. */
function reachWords(found: Assessment | null, path: string): (HTMLElement | string)[] {
  if (!found) return ['Coverage: not measured'];
  const { line, branch } = found.shares;
  const branches = branch === null ? '' : ` · branches ${percent(branch)}`;
  const never = found.functions.filter(f => f.file === path && !f.reached).map(f => f.name);
  return [
    h('span.wb-nowrap', {}, `Lines ${percent(line)}${branches}`),
    never.length > 0 ? h('span', {}, ' · never called: ', safe(never.join(', '))) : '',
    // Nobody hears what stands in a gutter.
    h('span.wb-live', {}, coverageWords(found.coverage.find(file => file.file === path)))
  ];
}

export function codeView(desk: Desk, scope: Scope, solution: Solution): HTMLElement {
  const tab = `solution:${solution.name}`;
  const paths = Object.keys(solution.files).sort();
  const tabs = createTabs('Files', chooseFile(desk, tab), true);
  const foot = h('div.wb-footbox');
  show(tabs.bar, paths.length > 1);
  const note = solution.note ? h('p.wb-hint.wb-pad', {}, safe(solution.note)) : null;
  const expected = solution.expected
    ? h('p.wb-hint.wb-pad', {}, `Recorded outcome on the given tests: ${solution.expected}.`)
    : null;
  const root = h('div.wb-fill', {}, note, expected, tabs.bar, tabs.panel, foot);
  tabs.panel.classList.add('wb-grow');

  let inner: Scope | null = null;
  desk.watch(
    scope,
    state => openFile(state, tab, paths),
    path => {
      inner?.close();
      inner = scope.child();
      tabs.update(fileTabs(paths), path);
      fileView(desk, inner, solution, path, tab, tabs.panel, foot);
    }
  );
  return root;
}

function fileView(
  desk: Desk,
  scope: Scope,
  solution: Solution,
  path: string,
  tab: string,
  panel: HTMLElement,
  foot: HTMLElement
): void {
  const text = solution.files[path] ?? '';
  const notes = commenting(desk, solution, path);
  const editor = createEditor({
    text,
    path,
    label: `${solution.name}: ${path}, read-only`,
    readOnly: true,
    testId: 'solution-editor',
    onSelect: (first, last) => notes.select(first, last)
  });
  scope.add(() => editor.destroy());
  fill(panel, editor.dom);
  const reached = h('span.wb-meta.wb-legend', {
    'data-testid': 'coverage-legend',
    title: 'Beside a line: a bar where the given tests reach it, ◐ one outcome only, ○ not reached'
  });
  notes.bar.append(h('span.wb-space'), reached);
  fill(foot, notes.foot);
  const judged = desk.state.task && candidateOf(desk.state.task)?.name === solution.name;
  desk.watch(
    scope,
    state => [state.review?.comments, isLocked(state), measuredOn(state, solution)] as const,
    ([comments, locked, found]) => {
      editor.setExtra([
        commentBoxes(notes.here(comments), text, notes.actions(locked)),
        found ? marksOf(desk, found, path) : []
      ]);
      fill(reached, ...(found || judged ? reachWords(found, path) : []));
      show(notes.bar, !locked || found !== null);
    },
    sameList
  );
  desk.watch(
    scope,
    state => state.jump,
    jump => {
      if (jump?.tab === tab && jump.file === path) editor.reveal(jump.line);
    }
  );
}
