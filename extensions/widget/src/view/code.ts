/** A solution to read: file tabs, highlighted code, line comments. */

import type { Extension } from '@codemirror/state';
import type { Desk } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import { isLocked } from '../core/select';
import type { DeskState } from '../core/state';
import type { Assessment } from '../assessment';
import type { LineComment, Solution } from '../protocol';
import { anchorHash, commentBoxes, lineWords } from '../editor/comments';
import { coverageMarks, coverageWords } from '../editor/coverage';
import { createEditor, type Editor } from '../editor/editor';
import { safe } from '../text/safe';
import { showMutant } from './assess/lead';
import { percent } from './assess/words';
import { chooseFile, fileTabs, openFile } from './files';
import { button, fill, h, show } from './h';
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
    unnoticed,
    line => {
      const first = list.find(mutant => mutant.line === line);
      showMutant(desk, first?.id ?? null);
    }
  );
}

function legendOf(found: Assessment, path: string): (HTMLElement | string)[] {
  const { line, branch } = found.shares;
  const branches = branch === null ? '' : `, branches ${percent(branch)}`;
  return [
    h('span.wb-nowrap', {}, '● reached ◐ one outcome ○ not'),
    ' ',
    h('span.wb-nowrap', {}, `· lines ${percent(line)}${branches}`),
    // Nobody hears what stands in a gutter.
    h('span.wb-live', {}, coverageWords(found.coverage.find(file => file.file === path)))
  ];
}

export function codeView(desk: Desk, scope: Scope, solution: Solution): HTMLElement {
  const tab = `solution:${solution.name}`;
  const paths = Object.keys(solution.files).sort();
  const tabs = createTabs('Files', chooseFile(desk, tab), true);
  const foot = h('div.wb-foot');
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
  let range: [number, number] = [1, 1];
  const add = button('Comment on line 1', () => openForm(null), { 'data-testid': 'comment-add' });
  const bar = h('div.wb-footbar', {}, add);
  fill(foot, bar);
  const editor: Editor = createEditor({
    text,
    path,
    label: `${solution.name}: ${path}, read-only`,
    readOnly: true,
    testId: 'solution-editor',
    onSelect(first, last) {
      range = [first, last];
      add.textContent = `Comment on ${lineWords(first, last)}`;
    },
    onRun: () => void desk.run(desk.state.view.suite, desk.state.view.solution)
  });
  scope.add(() => editor.destroy());
  fill(panel, editor.dom);

  const openForm = (old: LineComment | null): void => {
    const [first, last] = old ? [old.first_line, old.last_line] : range;
    const words = lineWords(first, last);
    const input = h('textarea.wb-textarea', { rows: 3, 'aria-label': `Comment on ${words}` });
    input.value = old?.text ?? '';
    const close = (): void => {
      fill(foot, bar);
      add.focus();
    };
    const save = (): void => {
      const body = input.value.trim();
      const all = desk.state.review?.comments ?? [];
      const kept = all.filter(comment => comment.id !== old?.id);
      const fresh: LineComment = {
        id: old?.id ?? `c${Date.now().toString(36)}`,
        solution: solution.name,
        file: path,
        first_line: first,
        last_line: last,
        text_hash: old?.text_hash ?? anchorHash(text, first, last),
        text: body
      };
      if (body) desk.edit({ comments: [...kept, fresh] });
      close();
    };
    const form = h(
      'div.wb-footform',
      { 'data-lm-suppress-shortcuts': 'true' },
      input,
      h(
        'div.wb-footbar',
        {},
        button('Save comment', save, { class: 'wb-btn wb-primary', 'data-testid': 'comment-save' }),
        button('Cancel', close)
      )
    );
    form.addEventListener('keydown', event => {
      if (event.key === 'Escape') close();
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      save();
    });
    fill(foot, form);
    input.focus();
  };

  const remove = (gone: LineComment): void => {
    const before = desk.state.review?.comments ?? [];
    desk.edit({ comments: before.filter(comment => comment.id !== gone.id) });
    desk.notify('info', 'Comment removed', '', {
      label: 'Undo',
      run: () => desk.edit({ comments: [...(desk.state.review?.comments ?? []), gone] })
    });
  };

  const reached = h('span.wb-meta.wb-legend', { 'data-testid': 'coverage-legend' });
  bar.append(h('span.wb-space'), reached);
  desk.watch(
    scope,
    state => [state.review?.comments, isLocked(state), measuredOn(state, solution)] as const,
    ([comments, locked, found]) => {
      const here = (comments ?? []).filter(c => c.solution === solution.name && c.file === path);
      editor.setExtra([
        commentBoxes(here, text, { change: openForm, remove, locked }),
        found ? marksOf(desk, found, path) : []
      ]);
      fill(reached, ...(found ? legendOf(found, path) : []));
      show(add, !locked);
      show(bar, !locked || found !== null);
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
