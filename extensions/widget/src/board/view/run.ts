/** A run that a reviewer named as evidence: verdict, tests, output. */

import type { Run, TestResult } from '../../protocol';
import { safe } from '../../text/safe';
import { h } from '../../view/h';
import { output } from '../../view/output';
import { seconds, timeText, verdictIcon, verdictTone, verdictWord } from '../../view/words';
import type { Shown } from '../state';

const MOST_TESTS = 300;
const STREAMS = [
  ['Standard output', (run: Run) => run.stdout],
  ['Standard error', (run: Run) => run.stderr],
  ['Build', (run: Run) => run.build_output]
] as const;

export function runView(shown: Shown): HTMLElement {
  const { run, problem } = shown;
  if (problem) return h('p.wb-hint.wb-pad', { role: 'status' }, safe(problem));
  if (!run) return h('p.wb-hint.wb-pad', { role: 'status' }, 'Reading the run…');
  const partial = run.selected.length > 0;
  const facts = [
    `grade ${run.grade}`,
    partial && `${run.selected.length} chosen tests`,
    seconds(run.duration_s),
    run.sandbox.backend,
    timeText(run.started_at)
  ].filter(Boolean);
  const bad = (test: TestResult): boolean => test.status !== 'passed';
  const tests = [...run.tests.filter(bad), ...run.tests.filter(test => !bad(test))];
  return h(
    'div',
    { 'data-testid': 'run-view' },
    h(
      'div.wb-verdict',
      { 'data-tone': verdictTone(run.verdict, partial), 'data-verdict': run.verdict },
      h(
        'div.wb-verdictline',
        {},
        h('strong', {}, `${verdictIcon(run.verdict)} ${verdictWord(run.verdict)}`),
        h('span', {}, safe(`${run.suite} on ${run.solution}`))
      ),
      h('p', {}, safe(run.reason)),
      h('p.wb-meta', {}, safe(facts.join(' · ')))
    ),
    h('ul.wb-rows', { 'aria-label': 'Tests' }, ...tests.slice(0, MOST_TESTS).map(testRow)),
    ...STREAMS.filter(([, text]) => text(run)).map(([label, text]) =>
      h('details.wb-details.wb-pad', {}, h('summary', {}, label), output(text(run), label))
    )
  );
}

function testRow(test: TestResult): HTMLElement {
  return h(
    'li.wb-row',
    { 'data-status': test.status },
    h(
      'div.wb-rowline.wb-plainrow',
      {},
      h('span.wb-status', {}, test.status.replaceAll('_', ' ')),
      h('span.wb-testname', {}, safe(test.id))
    ),
    test.status !== 'passed' && test.message ? output(test.message, `Message of ${test.id}`) : null
  );
}
