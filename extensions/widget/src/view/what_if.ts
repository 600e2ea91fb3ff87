/** An editable copy of the candidate. Its runs are marked everywhere and decide nothing. */

import type { Desk } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import { candidateOf, isLocked, WHAT_IF, whatIfFiles } from '../core/select';
import { createEditor } from '../editor/editor';
import { changesAgainst } from '../editor/diff';
import { chooseFile, fileTabs, openFile } from './files';
import { button, fill, h, setAttribute, show } from './h';
import { createTabs } from './tabs';

const TAB = 'what-if';

export function whatIfView(desk: Desk, scope: Scope): HTMLElement {
  const candidate = desk.state.task && candidateOf(desk.state.task);
  if (!candidate) return h('div');
  const paths = Object.keys(candidate.files).sort();
  const tabs = createTabs('Files of the what-if copy', chooseFile(desk, TAB), true);
  tabs.panel.classList.add('wb-grow');
  show(tabs.bar, paths.length > 1);
  const run = button('Run what-if', () => void desk.run(desk.state.view.suite, WHAT_IF), {
    'data-testid': 'run-what-if'
  });
  const reset = button('Reset', () => {
    const before = { ...desk.state.review?.what_if };
    desk.edit({ what_if: Object.fromEntries(Object.keys(before).map(path => [path, null])) });
    desk.notify('info', 'What-if copy reset', '', {
      label: 'Undo',
      run: () => desk.edit({ what_if: before })
    });
  });
  const changed = (): string[] => Object.keys(desk.state.review?.what_if ?? {});
  let inner: Scope | null = null;
  desk.watch(
    scope,
    state => [openFile(state, TAB, paths), isLocked(state)] as const,
    ([path, locked]) => {
      inner?.close();
      const own = (inner = scope.child());
      tabs.update(fileTabs(paths, changed()), path);
      const original = candidate.files[path] ?? '';
      const editor = createEditor({
        text: whatIfFiles(desk.state)[path] ?? '',
        path,
        label: `What-if copy: ${path}`,
        readOnly: locked,
        testId: 'what-if-editor',
        extra: changesAgainst(original),
        onChange: text => desk.edit({ what_if: { [path]: text === original ? null : text } })
      });
      own.add(() => editor.destroy());
      fill(tabs.panel, editor.dom);
      desk.watch(
        own,
        state => whatIfFiles(state)[path] ?? '',
        text => editor.setText(text)
      );
    },
    sameList
  );
  desk.watch(
    scope,
    () => changed().join('\n'),
    () => {
      tabs.update(fileTabs(paths, changed()), openFile(desk.state, TAB, paths));
      setAttribute(reset, 'disabled', changed().length === 0);
    }
  );
  return h(
    'div.wb-fill',
    {},
    h(
      'div.wb-bar.wb-whatif',
      {},
      h('span', {}, 'A copy to try things on; never what is judged.'),
      h('span.wb-space'),
      run,
      reset
    ),
    tabs.bar,
    tabs.panel
  );
}
