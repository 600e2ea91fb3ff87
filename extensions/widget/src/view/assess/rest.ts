/** Reruns, and inputs: those on which solutions differ, and tests that ask for more than the prompt. */

import type { Desk } from '../../core/desk';
import { isLocked, suiteFiles } from '../../core/select';
import type { Assessment, Counterexample, Flake, Split, Suspect } from '../../assessment';
import { exampleProbe, unused } from '../../tests/mutant_probe';
import { safe, safeNodes } from '../../text/safe';
import { counterexampleEvidence, repeatEvidence, splitEvidence } from '../evidence';
import { button, h } from '../h';
import { attachButton } from './attach';
import { none, section } from './findings';
import { openProbe, takenNames } from './survivors';
import { accusesWords, repeatWords } from './words';

export function flakes(desk: Desk, found: Assessment): HTMLElement[] {
  if (!found.done.includes('flakes')) return [none('The tests were not repeated yet.')];
  if (!found.flakes.length) return [none('No test ran when the suite was repeated.')];
  const [words, text] = repeatWords(found);
  return [
    h(
      'p.wb-hint',
      {},
      `${words}; shuffled, in several processes, half of them crowded, seeds and clock varied. `,
      attachButton(desk, words, () => repeatEvidence(words, text))
    ),
    h(
      'table.wb-gates',
      { 'data-testid': 'flakes', 'aria-label': 'Repeated runs' },
      h(
        'thead',
        {},
        h('tr', {}, ...['Standing', 'Test', 'Failed'].map(word => h('th', { scope: 'col' }, word)))
      ),
      h('tbody', {}, ...found.flakes.map(flakeRow))
    ),
    ...(found.flakes_total > found.flakes.length
      ? [none(`The first ${found.flakes.length} of ${found.flakes_total} tests.`)]
      : [])
  ];
}

function flakeRow(flake: Flake): HTMLElement {
  const always = flake.failures === flake.runs;
  const [mark, tone] =
    flake.failures === 0 ? ['✓ steady', 'ok'] : always ? ['✗ always', 'bad'] : ['! flaky', 'bad'];
  return h(
    'tr',
    { 'data-tone': tone },
    h('td.wb-sev', {}, mark),
    h(
      'td',
      {},
      safe(flake.test),
      flake.note && h('div.wb-meta.wb-wrap', {}, ...safeNodes(flake.note))
    ),
    h('td.wb-nowrap', {}, safe(flake.words))
  );
}

function suspects(desk: Desk, found: Assessment): HTMLElement[] {
  if (!found.done.includes('suspects'))
    return [none('Edits that the prompt leaves free were not tried yet.')];
  if (!found.suspects.length)
    return [none('No test fails under the edits that the prompt leaves free.')];
  return [
    h(
      'p.wb-hint',
      {},
      'These tests fail when something is changed that the prompt leaves free. Right code may fail them.'
    ),
    h(
      'ul.wb-survivors',
      { 'data-testid': 'suspects' },
      ...found.suspects.map(suspect => suspectNode(desk, found, suspect))
    )
  ];
}

/** Its place is a line of a test that asks for a name, else the line of the solution that was edited. */
function suspectNode(desk: Desk, found: Assessment, suspect: Suspect): HTMLElement {
  const { file, line } = suspect;
  const ofTests = file in suiteFiles(desk.state, 'given');
  const words = `${suspect.test} fails when ${suspect.edit}`;
  return h(
    'li.wb-survivor',
    {},
    h('div', {}, safe(suspect.test)),
    h('div.wb-meta', {}, 'fails when ', ...safeNodes(suspect.edit)),
    suspect.message && h('p.wb-meta.wb-wrap', {}, ...safeNodes(suspect.message)),
    h(
      'div.wb-acts',
      {},
      file !== '' &&
        line !== null &&
        button(
          ofTests ? 'Show the test' : 'Show the edited line',
          () =>
            ofTests
              ? desk.store.dispatch({ type: 'jump', place: { tab: 'given', file, line } })
              : desk.showLine(found.solution, file, line),
          { class: 'wb-link' }
        ),
      attachButton(desk, words, () => ({
        kind: 'text',
        ref: '',
        label: words.slice(0, 200),
        text: `${words}\n${suspect.message}`
      }))
    )
  );
}

function counterexamples(desk: Desk, found: Assessment): HTMLElement[] {
  if (!found.counterexamples.length && !found.done.includes('counterexamples'))
    return [none('Inputs on which solutions differ were not looked for yet.')];
  if (!found.counterexamples.length && !found.splits.length)
    return [none('No input was found on which two solutions differ.')];
  return [
    h(
      'ul.wb-survivors',
      { 'data-testid': 'counterexamples' },
      ...found.counterexamples.map(item => exampleNode(desk, item)),
      ...found.splits.map(item => splitNode(desk, item))
    )
  ];
}

/** Whoever is right, the suite passes a wrong one; the reviewer decides which. */
function splitNode(desk: Desk, found: Split): HTMLElement {
  const term = (name: string, text: string): HTMLElement[] => [
    h('dt', {}, safe(name)),
    h('dd', {}, h('code', {}, ...safeNodes(text)))
  ];
  return h(
    'li.wb-survivor',
    { 'data-tone': 'warn', 'data-testid': 'split' },
    h('p.wb-meta', {}, 'Solutions that pass the suite do not agree'),
    h(
      'dl.wb-figures',
      {},
      ...term('input', found.input),
      ...found.answers.flatMap(([answer, names]) => term(names.join(', '), answer))
    ),
    h('p.wb-meta.wb-wrap', {}, ...safeNodes(found.why)),
    h(
      'div.wb-acts',
      {},
      attachButton(desk, `solutions that pass disagree on ${found.input}`, () =>
        splitEvidence(found)
      )
    )
  );
}

function exampleNode(desk: Desk, found: Counterexample): HTMLElement {
  const words = `${found.solution} differs from ${found.other} on ${found.input}`;
  const tone = found.inside === true ? 'bad' : found.inside === null ? 'warn' : 'none';
  const line = (name: string, text: string): HTMLElement[] => [
    h('dt', {}, safe(name)),
    h('dd', {}, h('code', {}, ...safeNodes(text)))
  ];
  return h(
    'li.wb-survivor',
    { 'data-tone': tone },
    h(
      'dl.wb-figures',
      {},
      ...line('input', found.input),
      ...line(`expected (${found.other})`, found.expected),
      ...line(`actual (${found.solution})`, found.actual)
    ),
    h(
      'p.wb-meta.wb-wrap',
      {},
      accusesWords(found.inside),
      ...(found.why ? [': ', ...safeNodes(found.why)] : [])
    ),
    h(
      'div.wb-acts',
      {},
      button(
        'Write a probe for this',
        () =>
          openProbe(desk, unused('example-1', takenNames(desk)), (given, language, name) =>
            exampleProbe(given, language, name, found)
          ),
        { disabled: isLocked(desk.state) }
      ),
      attachButton(desk, words, () => counterexampleEvidence(found))
    )
  );
}

/** Where solutions differ, and where right code may fail. */
export function inputs(desk: Desk, found: Assessment): HTMLElement[] {
  return [
    section('Inputs on which solutions differ', ...counterexamples(desk, found)),
    section('Tests that ask for more than the prompt', ...suspects(desk, found))
  ];
}
