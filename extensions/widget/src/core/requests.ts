/** Runs that were asked for and are not over. */

import type { DeskState, Request } from './state';

/** The phase of a run that the kernel has not been asked for yet: the text it is about is being
 * saved. */
export const SAVING = 'saving';

export function changeRequest(state: DeskState, id: string, change: Partial<Request>): DeskState {
  const request = state.requests[id];
  if (!request) return state;
  return { ...state, requests: { ...state.requests, [id]: { ...request, ...change } } };
}

export function endRequest(state: DeskState, id: string): DeskState {
  if (!state.requests[id]) return state;
  const requests = { ...state.requests };
  Reflect.deleteProperty(requests, id);
  return { ...state, requests };
}
