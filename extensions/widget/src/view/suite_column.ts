/** The middle column: suites above, what they are worth below. */

import type { Desk } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import { changedFiles, GIVEN, givenOf, isLocked, probesOf } from '../core/select';
import { freeName, probeSkeleton } from '../tests/skeleton';
import { button, fill, h, show } from './h';
import { lowerPane } from './lower';
import { runBar, type RunBar } from './run_bar';
import { splitter } from './splitter';
import { standing } from './standing';
import { suiteBar } from './suite_bar';
import { suiteEditor } from './suite_editor';
import { createTabs, type Tab } from './tabs';

export interface SuiteColumn {
  dom: HTMLElement;
  run: RunBar;
}

export function suiteColumn(desk: Desk, scope: Scope): SuiteColumn {
  const tabs = createTabs('Suites', suite => desk.view({ suite }));
  const files = suiteBar(desk, scope);
  const editor = suiteEditor(desk, scope);
  const run = runBar(desk, scope, () => editor.atCursor());
  const add = button('+ probe', () => addProbe(desk), {
    class: 'wb-tab wb-addtab',
    'data-testid': 'probe-add',
    title: 'A new suite of your own'
  });
  desk.watch(
    scope,
    state => [
      state.view.suite,
      probesOf(state)
        .map(p => p.name)
        .join('\n'),
      changedFiles(state).length,
      isLocked(state)
    ],
    () => {
      const list = suiteTabs(desk);
      const { suite } = desk.state.view;
      // A probe that was deleted elsewhere leaves its tab behind.
      if (!list.some(tab => tab.id === suite)) desk.view({ suite: GIVEN });
      else tabs.update(list, suite);
      show(add, !isLocked(desk.state));
    },
    sameList
  );
  files.tabs.panel.classList.add('wb-fill', 'wb-grow');
  fill(files.tabs.panel, editor.dom);
  tabs.panel.classList.add('wb-fill', 'wb-grow');
  fill(tabs.panel, h('div.wb-fill', {}, files.bar, files.tabs.panel));
  const upper = h('div.wb-upper', {}, h('div.wb-tabline', {}, tabs.bar, add), tabs.panel, run.dom);
  const lower = h('div.wb-lower', {}, standing(desk, scope), lowerPane(desk, scope));
  const dom = h('section.wb-col.wb-suites', { 'aria-label': 'Tests and evidence' });
  const bar = splitter(scope, {
    label: 'Height of the tests',
    direction: 'rows',
    start: 44,
    kept: 'reviewer-workbench:rows',
    min: 15,
    max: 85,
    container: () => dom,
    onMove: percent => dom.style.setProperty('--wb-upper', `${percent}%`)
  });
  dom.append(upper, bar, lower);
  return { dom, run };
}

function suiteTabs(desk: Desk): Tab[] {
  const changed = changedFiles(desk.state).length;
  return [
    {
      id: GIVEN,
      label: 'Given tests',
      testId: 'tab-given',
      ...(changed && { badge: '● edited', badgeTitle: 'changed by you' })
    },
    ...probesOf(desk.state).map(probe => ({
      id: `probe:${probe.name}`,
      label: probe.name,
      testId: `tab-probe-${probe.name}`
    }))
  ];
}

function addProbe(desk: Desk): void {
  const { task, review } = desk.state;
  const given = task && givenOf(task);
  if (!given || !review) return;
  const name = freeName([...probesOf(desk.state).map(probe => probe.name), given.name]);
  const probes = [...review.probes, probeSkeleton(given, task.language, name)];
  desk.edit({ probes }, { suite: `probe:${name}` });
}
