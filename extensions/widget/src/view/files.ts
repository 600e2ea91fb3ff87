/** File tabs over an editor, and which file of a tab is open. */

import type { Desk } from '../core/desk';
import type { DeskState } from '../core/state';
import { plain } from '../text/special';
import type { Tab } from './tabs';

/** The open file of a tab: the one chosen, or the first. */
export function openFile(state: DeskState, tab: string, paths: readonly string[]): string {
  const chosen = state.view.files[tab];
  return chosen !== undefined && paths.includes(chosen) ? chosen : (paths[0] ?? '');
}

export function fileTabs(paths: readonly string[], changed: readonly string[] = []): Tab[] {
  return paths.map(path => ({
    id: path,
    label: plain(path),
    ...(changed.includes(path) && { badge: '●', badgeTitle: 'changed' }),
    testId: `file-${path}`
  }));
}

export function chooseFile(desk: Desk, tab: string): (file: string) => void {
  return file => desk.store.dispatch({ type: 'open_file', tab, file });
}
