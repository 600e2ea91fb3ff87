/** Making stale evidence anew: runs what a chip names and puts the new result in its place. */

import type { EvidenceRef } from '../../protocol';
import type { StaleChip } from '../../past_protocol';
import type { Assessment } from '../../assessment';
import {
  counterexampleEvidence,
  gateEvidence,
  mutantEvidence,
  repeatEvidence,
  runEvidence,
  splitEvidence,
  testEvidence
} from '../evidence';
import { gateStanding, gateWords, repeatWords } from '../assess/words';
import { listedMutants } from '../../core/assess';
import type { Desk } from '../../core/desk';
import { based, staleChip } from '../../core/past';
import type { DeskState } from '../../core/state';

const BUDGET_S = 60;

/** Runs again what the chips name, one run for those that name the same. */
export async function makeAgain(desk: Desk, chips: readonly StaleChip[]): Promise<void> {
  if (chips.some(chip => chip.again && 'assess' in chip.again)) assessAgain(desk);
  const runs = new Map<string, StaleChip[]>();
  for (const chip of chips) {
    if (!chip.again || 'assess' in chip.again) continue;
    const { suite, solution, tests } = chip.again;
    const key = JSON.stringify([suite, solution, tests]);
    runs.set(key, [...(runs.get(key) ?? []), chip]);
  }
  for (const same of runs.values()) await runAgain(desk, same);
}

async function runAgain(desk: Desk, chips: readonly StaleChip[]): Promise<void> {
  const again = chips[0]?.again;
  if (!again || 'assess' in again) return;
  const request = await desk.run(again.suite, again.solution, again.tests);
  if (!request) return;
  const stop = desk.store.subscribe(() => {
    const entry = desk.state.history.find(item => item.request === request);
    if (!entry) {
      if (!(request in desk.state.requests)) stop();
      return;
    }
    stop();
    for (const chip of chips) {
      const test = chip.again && 'test' in chip.again ? chip.again.test : '';
      const result = desk.state.runs[entry.id]?.tests.find(item => item.id === test);
      replace(desk, chip, result ? testEvidence(entry, result) : runEvidence(entry));
    }
  });
  desk.scope.add(stop);
}

/** Once it is measured, each stale chip of the old assessment is looked for in the new one. */
function assessAgain(desk: Desk): void {
  const before = desk.state.assessment;
  if (!desk.state.assessing) desk.assess(BUDGET_S, before?.full ?? false);
  const stop = desk.store.subscribe(() => {
    const { assessment, assessing } = desk.state;
    if (assessing) return;
    stop();
    if (!assessment || assessment.stale || assessment === before) return;
    const found = madeOf(desk.state, assessment);
    let left = 0;
    for (const chip of desk.state.past.fresh.chips) {
      if (!chip.again || !('assess' in chip.again)) continue;
      const made = found.find(
        item =>
          item.kind === chip.kind &&
          (item.label === chip.label ||
            item.kind === 'repeat_runs' ||
            (item.kind === 'mutant' && item.ref === chip.ref))
      );
      if (made) replace(desk, chip, made);
      else left += 1;
    }
    if (left)
      desk.notify(
        'warning',
        `Not found again when measured anew: ${left} ${left === 1 ? 'piece' : 'pieces'} of evidence`,
        'Remove it, or keep it with a reason.'
      );
  });
  desk.scope.add(stop);
}

/** Everything of an assessment that can be a chip. */
function madeOf(state: DeskState, found: Assessment): EvidenceRef[] {
  return [
    ...listedMutants(state).map(mutantEvidence),
    ...found.counterexamples.map(counterexampleEvidence),
    ...found.splits.map(splitEvidence),
    ...(found.flakes.length ? [repeatEvidence(...repeatWords(found))] : []),
    ...found.matrix.map(row =>
      gateEvidence(`${row.verdict}: given tests on ${row.solution}`, row.run)
    ),
    ...found.gates.flatMap(gate =>
      gate.runs
        .slice(0, 1)
        .map(run => gateEvidence(`${gateStanding(gate).mark}: ${gateWords(gate)}`, run))
    )
  ];
}

function replace(desk: Desk, chip: StaleChip, made: EvidenceRef): void {
  const { evidence } = desk.rating(chip.axis);
  const at = evidence.findIndex(
    item => staleChip(desk.state, chip.axis, item) && isSame(item, chip)
  );
  if (at < 0) return;
  desk.rate(chip.axis, {
    evidence: evidence.map((item, i) => (i === at ? based(desk.state, made) : item))
  });
  if (made.label !== chip.label)
    desk.notify('info', `Made anew: “${made.label}”, it was “${chip.label}”`);
}

function isSame(item: EvidenceRef, chip: StaleChip): boolean {
  const label = item.label || item.text.slice(0, 300);
  return item.kind === chip.kind && item.ref === chip.ref && label === chip.label;
}
