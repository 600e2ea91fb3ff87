/** Where things stand, in a line each: the given tests on the candidate, and the open probe. */

import type { Desk } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import { candidateOf, GIVEN, isOutdated, suiteLabel } from '../core/select';
import type { DeskState, RunEntry } from '../core/state';
import { safe } from '../text/safe';
import { plain } from '../text/special';
import { button, fill, h } from './h';
import { verdictIcon, verdictTone, verdictWord } from './words';

export function standing(desk: Desk, scope: Scope): HTMLElement {
  const box = h('div.wb-standing', { role: 'group', 'aria-label': 'Where things stand' });
  desk.watch(
    scope,
    state => [
      state.task,
      state.history,
      state.runs,
      state.view.suite,
      state.past.fresh,
      state.review?.given_edits,
      state.review?.probes,
      state.review?.what_if
    ],
    () => {
      const { task, view } = desk.state;
      const candidate = task ? candidateOf(task)?.name : undefined;
      if (!candidate) return;
      fill(
        box,
        line(desk, GIVEN, candidate, ''),
        view.suite !== GIVEN && line(desk, view.suite, candidate, elsewhere(desk, view.suite))
      );
    },
    sameList
  );
  return box;
}

/** The newest run of a whole suite on a solution. */
function newest(state: DeskState, suite: string, solution: string): RunEntry | undefined {
  return state.history
    .filter(e => e.suiteKey === suite && e.solution === solution && !e.partial)
    .at(-1);
}

function line(desk: Desk, suite: string, solution: string, more: string): HTMLElement {
  const entry = newest(desk.state, suite, solution);
  const name = suite === GIVEN ? 'given' : 'probe';
  const subject = `${suiteLabel(suite)} on ${solution}`;
  if (!entry)
    return h(
      'div.wb-standline',
      { 'data-testid': `standing-${name}`, 'data-tone': 'none' },
      h('strong', {}, '· not run'),
      h('span', {}, safe(subject)),
      button('Run it', () => void desk.run(suite, solution), { class: 'wb-link' })
    );
  const old = isOutdated(desk.state, entry);
  const words = `${verdictIcon(entry.verdict)} ${verdictWord(entry.verdict)}`;
  const details = [
    entry.edited && 'edited by you',
    old && 'the text has changed since',
    more,
    grade(desk.state, entry)
  ].filter(Boolean);
  const open = button(
    h('strong', {}, words),
    () => desk.store.dispatch({ type: 'show_run', number: entry.number }),
    {
      class: 'wb-standopen',
      title: 'Show this run',
      'aria-label': `${words}: ${plain(subject)}. Show this run`
    }
  );
  return h(
    'div.wb-standline',
    {
      'data-testid': `standing-${name}`,
      'data-tone': old ? 'old' : verdictTone(entry.verdict, entry.edited),
      'data-verdict': entry.verdict
    },
    open,
    h('span', {}, safe([subject, ...details].join(' · ')))
  );
}

/** What a probe does where the answer is trusted: a probe that fails there too accuses nobody. */
function elsewhere(desk: Desk, suite: string): string {
  const { state } = desk;
  const references = (state.task?.solutions ?? []).filter(s => s.role === 'reference');
  return references
    .map(({ name }) => {
      const entry = newest(state, suite, name);
      if (!entry) return `not run on ${name}`;
      const since = isOutdated(state, entry) ? ' (before the last change)' : '';
      return `${verdictWord(entry.verdict)} on ${name}${since}`;
    })
    .join(', ');
}

function grade(state: DeskState, entry: RunEntry): string {
  const why = state.runs[entry.id]?.grade_reason;
  return `grade ${entry.grade}${why ? `: ${why}` : ''}`;
}
