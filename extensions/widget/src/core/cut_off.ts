/** Jobs that ended without a word: the kernel that had them is gone. The reviewer is told. */

import type { StateMessage } from '../protocol';
import type { Desk } from './desk';
import { SAVING } from './requests';
import { suiteLabel } from './select';
import type { DeskState, Request } from './state';

/** Ids of everything the kernel was asked for and has not ended. */
export function awaited(state: DeskState): string[] {
  const asked = Object.values(state.requests).filter(request => request.phase !== SAVING);
  const ids = asked.map(request => request.id);
  return state.assessing ? [...ids, state.assessing.request] : ids;
}

/** `asked` are the jobs the page asked after: what was known of them has come before the state. */
export function tellCutOff(
  desk: Desk,
  before: DeskState,
  message: StateMessage,
  asked: readonly string[]
): void {
  const running = new Set(message.running.map(r => (typeof r === 'string' ? r : r.request)));
  for (const request of Object.values(before.requests))
    if (asked.includes(request.id) && !running.has(request.id)) tellRun(desk, request);
  const measured = before.assessing && asked.includes(before.assessing.request);
  if (measured && !message.assessing) {
    const mend = 'What was measured is kept: Assess goes on from there.';
    desk.notify('warning', 'The assessment was cut off, the kernel ended', mend);
  }
}

function tellRun(desk: Desk, { suite, solution, tests }: Request): void {
  const on = solution === 'all' ? 'all solutions' : solution;
  desk.notify('warning', `The run of the ${suiteLabel(suite)} on ${on} was cut off`, '', {
    label: 'Run again',
    run: () => void desk.run(suite, solution, tests)
  });
}
