/** What can be done with the open suite: its files, restoring, renaming, deleting. */

import type { Desk } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import { changedFiles, GIVEN, givenOf, isLocked, probesOf, suiteFiles } from '../core/select';
import type { ProbeSuite } from '../protocol';
import { nameProblem, pathProblem } from '../tests/skeleton';
import { plain } from '../text/special';
import { fileTabs, chooseFile, openFile } from './files';
import { button, fill, h, setAttribute, show } from './h';
import { askLine } from './popup';
import { createTabs, type Tabs } from './tabs';

export interface SuiteBar {
  /** File tabs; their panel is the editor's box. */
  tabs: Tabs;
  bar: HTMLElement;
}

export function suiteBar(desk: Desk, scope: Scope): SuiteBar {
  const tabKey = (): string => `suite:${desk.state.view.suite}`;
  const tabs = createTabs('Test files', file => chooseFile(desk, tabKey())(file), true);
  const tools = h('span.wb-tools');
  const problems = h('p.wb-hint.wb-pad', { role: 'status' });
  desk.watch(
    scope,
    state => [
      state.task,
      state.view.suite,
      state.view.files,
      state.view.showChanges,
      changedFiles(state).join('\n'),
      Object.keys(suiteFiles(state, state.view.suite)).join('\n'),
      isLocked(state)
    ],
    () => {
      const { suite } = desk.state.view;
      const paths = Object.keys(suiteFiles(desk.state, suite)).sort();
      const path = openFile(desk.state, tabKey(), paths);
      tabs.update(fileTabs(paths, suite === GIVEN ? changedFiles(desk.state) : []), path);
      const probe = (desk.state.review?.probes ?? []).find(p => `probe:${p.name}` === suite);
      if (isLocked(desk.state)) fill(tools);
      else if (suite === GIVEN) fill(tools, ...givenTools(desk, path));
      else fill(tools, ...(probe ? probeTools(desk, probe, path) : []));
    },
    sameList
  );
  desk.watch(
    scope,
    state => state.inventories[state.view.suite],
    inventory => {
      const words = inventory?.problems ?? [];
      show(problems, words.length > 0);
      fill(problems, plain(words.slice(0, 3).join(' ')));
    }
  );
  return { tabs, bar: h('div.wb-filebar', {}, tabs.bar, tools, problems) };
}

function givenTools(desk: Desk, path: string): HTMLElement[] {
  const changed = changedFiles(desk.state);
  const diff = button('Diff', () => desk.view({ showChanges: !desk.state.view.showChanges }), {
    'aria-pressed': desk.state.view.showChanges,
    'data-testid': 'diff-toggle',
    title: 'Show your changes against the given tests'
  });
  const restore = (paths: string[]) => () => {
    const edits = desk.state.review?.given_edits ?? {};
    const before = Object.fromEntries(paths.map(p => [p, edits[p] ?? null]));
    desk.edit({ given_edits: Object.fromEntries(paths.map(p => [p, null])) });
    desk.notify('info', paths.length > 1 ? 'All files restored' : `${path} restored`, '', {
      label: 'Undo',
      run: () => desk.edit({ given_edits: before })
    });
  };
  const one = button('Restore', restore([path]), {
    'data-testid': 'restore',
    title: 'Back to the given text of this file'
  });
  const all = button('Restore all', restore(changed), { 'data-testid': 'restore-all' });
  setAttribute(one, 'disabled', !changed.includes(path));
  show(all, changed.length > 1);
  return [diff, one, all];
}

function probeTools(desk: Desk, probe: ProbeSuite, path: string): HTMLElement[] {
  const paths = Object.keys(probe.files);
  const key = `probe:${probe.name}`;
  const change = (next: ProbeSuite): void =>
    desk.edit(
      { probes: (desk.state.review?.probes ?? []).map(p => (p.name === probe.name ? next : p)) },
      { suite: `probe:${next.name}` }
    );
  const current = (): ProbeSuite =>
    desk.state.review?.probes.find(p => p.name === probe.name) ?? probe;
  const fileProblem = (name: string): string => pathProblem(name, paths);

  const addFile = button('+ file', () =>
    askLine(addFile, 'Path of the new file', '', fileProblem, name => {
      change({ ...current(), files: { ...current().files, [name]: '' } });
      chooseFile(desk, `suite:${key}`)(name);
    })
  );
  const renameFile = button('Rename file', () =>
    askLine(renameFile, 'Path of the file', path, fileProblem, name => {
      const files = Object.entries(current().files);
      change({
        ...current(),
        files: Object.fromEntries(files.map(([p, text]) => [p === path ? name : p, text]))
      });
      chooseFile(desk, `suite:${key}`)(name);
    })
  );
  const dropFile = button('Delete file', () => {
    const before = current();
    const files = Object.entries(before.files).filter(([p]) => p !== path);
    change({ ...before, files: Object.fromEntries(files) });
    desk.notify('info', `${path} deleted`, '', { label: 'Undo', run: () => change(before) });
  });
  const taken = (): string[] => {
    const given = (desk.state.task && givenOf(desk.state.task)?.name) ?? GIVEN;
    return [...probesOf(desk.state).map(p => p.name), given, `${given}.edited`];
  };
  const rename = button(
    'Rename',
    () =>
      askLine(
        rename,
        'Name of the probe',
        probe.name,
        name => nameProblem(name, taken()),
        name => {
          change({ ...current(), name });
        }
      ),
    { 'data-testid': 'probe-rename' }
  );
  const drop = button(
    'Delete',
    () => {
      const before = desk.state.review?.probes ?? [];
      desk.edit({ probes: before.filter(p => p.name !== probe.name) }, { suite: GIVEN });
      desk.notify('info', `Probe ${probe.name} deleted`, '', {
        label: 'Undo',
        run: () => {
          const now = desk.state.review?.probes ?? [];
          const gone = before.filter(p => p.name === probe.name);
          const probes = [...now.filter(p => p.name !== probe.name), ...gone];
          desk.edit({ probes }, { suite: key });
        }
      });
    },
    { 'data-testid': 'probe-delete' }
  );
  return [addFile, renameFile, ...(paths.length > 1 ? [dropFile] : []), rename, drop];
}
