/** The assessment in the state: what is known, what is under way, what more was asked for. */

import type { Assessment, Mutant } from '../assessment';
import type { KernelMessage, StateMessage } from '../protocol';
import type { DeskState } from './state';

type Message<T extends KernelMessage['type']> = Extract<KernelMessage, { type: T }>;

export function restoreAssessment(state: DeskState, message: StateMessage): DeskState {
  const next = assessed(state, message.assessment ?? null, true);
  const { assessing } = message;
  return assessing ? assessProgress(next, { type: 'assess_progress', ...assessing }) : next;
}

export function assessProgress(state: DeskState, message: Message<'assess_progress'>): DeskState {
  const { request, what, elapsed_s } = message;
  const cancelling = state.assessing?.request === request && state.assessing.cancelling;
  const startedAt = performance.now() - elapsed_s * 1000;
  return { ...state, assessing: { request, what, startedAt, cancelling } };
}

export function assessed(
  state: DeskState,
  assessment: Assessment | null,
  ended: boolean
): DeskState {
  return {
    ...state,
    assessment,
    mutants: [],
    assessing: ended ? null : state.assessing
  };
}

/** A refusal of a second one leaves the first under way. */
export function assessFailed(state: DeskState, request: string): DeskState {
  return state.assessing?.request === request ? { ...state, assessing: null } : state;
}

export function moreMutants(state: DeskState, message: Message<'mutants'>): DeskState {
  const { assessment, mutants } = state;
  if (assessment?.id !== message.id || message.offset > mutants.length) return state;
  return { ...state, mutants: [...mutants.slice(0, message.offset), ...message.mutants] };
}

/** The changes to list: all that came, else the first ones, one a line. */
export function listedMutants(state: DeskState): readonly Mutant[] {
  return state.mutants.length ? state.mutants : (state.assessment?.survivors ?? []);
}
