/** Over the results: what the shown run says, of what text, and how far it may be trusted. */

import type { Desk } from '../core/desk';
import { staleWords } from '../core/past';
import { sameList, type Scope } from '../core/scope';
import {
  isOutdated,
  shownEntry,
  shownRun,
  solutionLabel,
  suiteLabel,
  WHAT_IF
} from '../core/select';
import type { DeskState, RunEntry } from '../core/state';
import type { Run } from '../protocol';
import { countText } from '../tests/tree';
import { safe } from '../text/safe';
import { plain } from '../text/special';
import { fill, h, show } from './h';
import { seconds, verdictIcon, verdictTone, verdictWord } from './words';

export function verdictBanner(desk: Desk, scope: Scope): HTMLElement {
  const banner = h('div.wb-verdict', { 'data-testid': 'verdict' });
  const group = h('div.wb-group', { role: 'group', 'aria-label': 'Runs on all solutions' });
  desk.watch(
    scope,
    state => {
      const entry = shownEntry(state);
      return [entry, shownRun(state), entry ? staleWords(state, entry) : ''] as const;
    },
    ([entry, run, outdated]) => {
      show(banner, entry !== undefined);
      if (entry) draw(banner, entry, run, outdated, solutionLabel(desk.state, entry.solution));
    },
    sameList
  );
  desk.watch(
    scope,
    state => [state.history, state.view.group, state.view.shown, state.past.fresh],
    () => drawGroup(desk, group),
    sameList
  );
  return h('div', {}, group, banner);
}

function draw(
  banner: HTMLElement,
  entry: RunEntry,
  run: Run | undefined,
  outdated: string,
  label: string
): void {
  const tone = outdated ? 'old' : verdictTone(entry.verdict, entry.partial);
  banner.dataset['tone'] = tone;
  banner.dataset['verdict'] = entry.verdict;
  banner.dataset['outdated'] = String(outdated !== '');
  const subject = `${suiteLabel(entry.suiteKey)} on ${label}`;
  const marks = [
    outdated && mark(plain(outdated), 'warn'),
    entry.partial && mark(`only ${run?.selected.length ?? 'some'} chosen tests`, 'warn'),
    entry.edited && mark('on your edited tests', 'gap'),
    entry.solution === WHAT_IF && mark('what-if: not the candidate', 'gap'),
    entry.cached && mark('answered from the cache', 'plain'),
    entry.unsaved && mark('not on disk: it is gone when this page is', 'warn')
  ];
  fill(
    banner,
    h(
      'div.wb-verdictline',
      {},
      h('strong', {}, `${verdictIcon(entry.verdict)} ${verdictWord(entry.verdict)}`),
      h('span', {}, safe(subject)),
      ...marks
    ),
    run && h('p.wb-reason', { title: run.reason }, safe(run.reason)),
    entry.unsaved && h('p', { role: 'alert' }, safe(entry.unsaved)),
    run && h('p.wb-meta', {}, `grade ${run.grade}: `, safe(run.grade_reason)),
    run && h('p.wb-meta', {}, safe(facts(run)))
  );
}

function facts(run: Run): string {
  const build = run.build_s > 0 ? ` (building ${seconds(run.build_s)})` : '';
  const { backend, unenforced } = run.sandbox;
  const parts = [countText(run.tests), `${seconds(run.duration_s)}${build}`, backend];
  if (unenforced.length) parts.push(`not enforced: ${unenforced.join(', ')}`);
  const other = (run.earlier ?? []).filter(earlier => earlier.verdict !== run.verdict);
  if (other.length)
    parts.push(`the same inputs gave another verdict before (${other.length} times)`);
  return parts.filter(Boolean).join(' · ');
}

function mark(text: string, tone: string): HTMLElement {
  return h('span.wb-mark', { 'data-tone': tone }, text);
}

/** One small button a solution when a suite was run against all of them. */
function drawGroup(desk: Desk, group: HTMLElement): void {
  const entries = groupEntries(desk.state);
  show(group, entries.length > 1);
  fill(
    group,
    ...entries.map(entry =>
      h(
        'button.wb-chipbtn',
        {
          type: 'button',
          'data-tone': isOutdated(desk.state, entry)
            ? 'old'
            : verdictTone(entry.verdict, entry.partial),
          'data-testid': `group-${entry.solution}`,
          'aria-pressed': entry.number === desk.state.view.shown,
          onclick: () => desk.store.dispatch({ type: 'show_run', number: entry.number })
        },
        `${verdictIcon(entry.verdict)} `,
        safe(`${entry.solution}: ${verdictWord(entry.verdict)}`)
      )
    )
  );
}

function groupEntries(state: DeskState): RunEntry[] {
  const { group } = state.view;
  return group ? state.history.filter(entry => entry.request === group) : [];
}
