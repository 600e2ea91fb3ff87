/** Runs the open probe on the changes no given test notices: does it notice them? */

import { listedMutants } from '../../core/assess';
import type { Desk } from '../../core/desk';
import { button } from '../h';

/** Each is a run of its own. */
const MOST = 12;

export function probeChangesButton(desk: Desk): HTMLElement | null {
  const { suite } = desk.state.view;
  const changes = listedMutants(desk.state).slice(0, MOST);
  if (!suite.startsWith('probe:') || !changes.length || desk.state.assessment?.stale) return null;
  const words = `Probe the ${changes.length} survivors`;
  return button(
    changes.length === 1 ? 'Probe the survivor' : words,
    () => {
      for (const { solution } of changes) void desk.run(suite, solution);
    },
    {
      'data-testid': 'probe-changes',
      title: 'Run the open probe on each of these changes: does it notice them?',
      disabled: desk.state.sandbox?.ok !== true
    }
  );
}
