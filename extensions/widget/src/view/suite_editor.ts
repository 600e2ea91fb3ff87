/** The open test file of a suite. */

import type { Desk } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import { GIVEN, givenOf, isLocked, probesOf, suiteFiles, suiteLabel } from '../core/select';
import { createEditor, type Editor } from '../editor/editor';
import { changesAgainst } from '../editor/diff';
import { testsAt } from '../tests/at_cursor';
import { openFile } from './files';
import { fill, h } from './h';

export interface SuiteEditor {
  dom: HTMLElement;
  /** Ids of the tests at the cursor of the open file. */
  atCursor(): string[];
}

export function suiteEditor(desk: Desk, scope: Scope): SuiteEditor {
  const dom = h('div.wb-grow', { 'data-testid': 'tests-editor' });
  let editor: Editor | null = null;
  let inner: Scope | null = null;
  const open = (): string => {
    const { suite } = desk.state.view;
    return openFile(
      desk.state,
      `suite:${suite}`,
      Object.keys(suiteFiles(desk.state, suite)).sort()
    );
  };

  desk.watch(
    scope,
    state => {
      const { suite } = state.view;
      const own =
        suite === GIVEN || probesOf(state).some(p => p.own && `probe:${p.name}` === suite);
      return [suite, open(), isLocked(state) || !own] as const;
    },
    ([suite, path, readOnly]) => {
      inner?.close();
      const current = (inner = scope.child());
      const text = suiteFiles(desk.state, suite)[path];
      if (text === undefined) {
        editor = null;
        fill(dom, h('p.wb-hint.wb-pad', {}, 'No file.'));
        return;
      }
      const made = (editor = createEditor({
        text,
        path,
        label: `${suiteLabel(suite)}: ${path}`,
        readOnly,
        onChange: next => write(desk, suite, path, next)
      }));
      current.add(() => made.destroy());
      fill(dom, made.dom);
      desk.watch(
        current,
        state => suiteFiles(state, suite)[path],
        next => {
          if (next !== undefined) made.setText(next);
        }
      );
      desk.watch(
        current,
        state => suite === GIVEN && state.view.showChanges,
        changes => {
          const original = (desk.state.task && givenOf(desk.state.task)?.files[path]) ?? '';
          made.setExtra(changes ? changesAgainst(original) : []);
        }
      );
    },
    sameList
  );
  // After the editor above has been made for the place's file.
  desk.watch(
    scope,
    state => state.jump,
    jump => {
      if (jump && jump.tab === desk.state.view.suite && jump.file === open())
        editor?.reveal(jump.line);
    }
  );
  return {
    dom,
    atCursor: () => {
      const inventory = desk.state.inventories[desk.state.view.suite];
      return editor ? testsAt(inventory, open(), editor.line()) : [];
    }
  };
}

function write(desk: Desk, suite: string, path: string, text: string): void {
  const { task, review } = desk.state;
  if (suite === GIVEN) {
    const original = task && givenOf(task)?.files[path];
    desk.edit({ given_edits: { [path]: text === original ? null : text } });
    return;
  }
  const probes = (review?.probes ?? []).map(probe =>
    `probe:${probe.name}` === suite ? { ...probe, files: { ...probe.files, [path]: text } } : probe
  );
  desk.edit({ probes });
}
