/** Bringing a line of a file into view. */

import type { DeskState, Jump } from './state';

export function jump(state: DeskState, place: Omit<Jump, 'count'>): DeskState {
  const isSolution = place.tab.startsWith('solution:');
  const fileTab = isSolution ? place.tab : `suite:${place.tab}`;
  return {
    ...state,
    jump: { ...place, count: (state.jump?.count ?? 0) + 1 },
    view: {
      ...state.view,
      ...(!isSolution && { suite: place.tab }),
      files: { ...state.view.files, [fileTab]: place.file }
    }
  };
}
