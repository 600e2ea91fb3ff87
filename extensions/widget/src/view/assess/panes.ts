/** The tabs below the tests that an assessment fills: each drawn when it is first in view. */

import type { Assessment } from '../../assessment';
import type { Desk } from '../../core/desk';
import { openLower, type LowerTab } from '../../core/lower';
import { sameList, type Scope } from '../../core/scope';
import type { DeskState } from '../../core/state';
import { fill, h } from '../h';
import { findings } from './findings';
import { gates } from './gates';
import { flakes, inputs } from './rest';
import { survivors } from './survivors';

type Draw = (desk: Desk, found: Assessment) => HTMLElement[];

const PARTS: Partial<Record<LowerTab, Draw>> = { findings, survivors, gates, flakes, inputs };

export function evidencePane(desk: Desk, scope: Scope, tab: LowerTab): HTMLElement {
  // Arrow keys scroll it, also where it only shows something.
  const pane = h('div.wb-scrollbox.wb-evidence.wb-fill', { tabindex: 0 });
  const part = PARTS[tab] ?? findings;
  watchInView(desk, scope, tab, () => {
    const { assessment } = desk.state;
    fill(pane, ...(assessment ? part(desk, assessment) : [nothing(desk)]));
  });
  if (tab === 'survivors') bringIntoView(desk, scope, pane);
  return pane;
}

/** Draws when the tab is in view and what it shows has changed since it was drawn. */
export function watchInView(
  desk: Desk,
  scope: Scope,
  tab: LowerTab,
  draw: () => void,
  more: (state: DeskState) => readonly unknown[] = () => []
): void {
  let drawn: readonly unknown[] | null = null;
  desk.watch(
    scope,
    state =>
      openLower(state) === tab
        ? [
            state.assessment,
            state.assessing === null,
            state.mutants,
            state.review?.submitted_at,
            state.review?.equivalents,
            ...more(state)
          ]
        : null,
    shown => {
      if (!shown || (drawn && sameList(shown, drawn))) return;
      drawn = shown;
      draw();
    },
    (a, b) => (a && b ? sameList(a, b) : a === b)
  );
}

export function nothing(desk: Desk): HTMLElement {
  const words = desk.state.assessing
    ? 'Being measured: what is known comes here phase by phase.'
    : 'Not measured yet. Assess runs wrong solutions and small changes of the solution against ' +
      'the given tests, and repeats the tests, all in the sandbox.';
  return h('p.wb-hint', { 'data-testid': 'not-measured' }, words);
}

function bringIntoView(desk: Desk, scope: Scope, pane: HTMLElement): void {
  desk.watch(
    scope,
    state => state.view.focusMutant,
    id => {
      if (id === null) return;
      const rows = [...pane.querySelectorAll<HTMLElement>('[data-testid="survivor"]')];
      const row = rows.find(node => node.dataset['mutant'] === id);
      row?.scrollIntoView({ block: 'nearest' });
      row?.focus({ preventScroll: true });
    }
  );
}
