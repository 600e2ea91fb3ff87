/** Changes to the code that no given test notices, each in its line, the first to read first. */

import { listedMutants } from '../../core/assess';
import type { Desk } from '../../core/desk';
import { candidateOf, givenOf, isLocked, probesOf, WHAT_IF } from '../../core/select';
import type { Assessment, Mutant, Witness } from '../../assessment';
import type { ProbeSuite, Suite } from '../../protocol';
import { applied } from '../../tests/apply_mutant';
import { mutantProbe, mutantProbeName } from '../../tests/mutant_probe';
import { safe, safeNodes } from '../../text/safe';
import { plain } from '../../text/special';
import { mutantEvidence, oneLine } from '../evidence';
import { button, h } from '../h';
import { attachButton } from './attach';
import { none } from './findings';
import { markButton, markedWords, markNode } from './equivalents';
import { insideWords, scoreWords } from './words';

const TEXT = 140;

export function survivors(desk: Desk, found: Assessment): HTMLElement[] {
  const list = listedMutants(desk.state);
  if (!found.done.includes('mutants') && !list.length)
    return [none('Changes to the code were not tried yet.')];
  if (!list.length) return [none('Every change that was tried is noticed by some test.')];
  const { missed } = found.mutants;
  const hidden = missed - list.length;
  return [
    h('p.wb-hint', {}, `${scoreWords(found)}.`, ...markedWords(desk, found)),
    h(
      'ul.wb-survivors',
      { 'data-testid': 'survivors' },
      ...list.map(mutant => survivor(desk, found, mutant))
    ),
    ...(hidden > 0
      ? [
          button(
            desk.state.mutants.length ? `Show more (${hidden} left)` : `Show all ${missed}`,
            () => desk.ask({ type: 'get_mutants', offset: desk.state.mutants.length }),
            { 'data-testid': 'more-mutants', title: 'Shown is one a line of source' }
          )
        ]
      : [])
  ];
}

export function survivor(desk: Desk, found: Assessment, mutant: Mutant): HTMLElement {
  const place = `${mutant.file}:${mutant.line}`;
  const words = `${mutant.operator} at ${place}`;
  const names = mutant.covered_by.map(n => found.tests[n] ?? '').filter(Boolean);
  const more = mutant.covered - names.length;
  const reach = mutant.covered
    ? `${mutant.covered} ${mutant.covered === 1 ? 'test reaches' : 'tests reach'} it`
    : 'no test reaches it';
  const node = h(
    'li.wb-survivor',
    { 'data-testid': 'survivor', tabindex: -1 },
    h('code.wb-change', {}, ...changed(mutant)),
    h(
      'div.wb-meta',
      {},
      safe(place),
      ` · ${plain(mutant.operator)}`,
      mutant.function && ' in ',
      mutant.function && safe(mutant.function),
      ' · ',
      h(
        'span',
        { title: [...names, ...(more > 0 ? [`and ${more} more`] : [])].join('\n') || null },
        reach
      )
    ),
    mutant.witness && witnessNode(mutant.witness),
    mutant.searched &&
      h('div.wb-meta', { 'data-testid': 'no-witness' }, ...safeNodes(mutant.searched)),
    markNode(desk, mutant),
    h(
      'div.wb-acts',
      {},
      button('Write a probe for this', () => writeProbe(desk, mutant), {
        'data-testid': 'write-probe',
        'aria-label': `Write a probe for ${plain(words)}`,
        disabled: isLocked(desk.state)
      }),
      button('Show in solution', () => desk.showLine(found.solution, mutant.file, mutant.line), {
        class: 'wb-link',
        'data-testid': 'show-mutant',
        'aria-label': `Show ${plain(words)} in the solution`
      }),
      tryIt(desk, found, mutant),
      markButton(desk, mutant, words),
      attachButton(desk, words, () => mutantEvidence(mutant))
    )
  );
  node.dataset['mutant'] = mutant.id;
  return node;
}

/** A call that tells the change from the original. */
function witnessNode(witness: Witness): HTMLElement {
  const line = (name: string, text: string): HTMLElement[] => [
    h('dt', {}, name),
    h('dd', {}, h('code', {}, ...safeNodes(text)))
  ];
  return h(
    'dl.wb-figures.wb-witness',
    {},
    ...line('input', witness.input),
    ...line('now', witness.original),
    ...line('changed', witness.mutated),
    h('dt'),
    h('dd.wb-meta', {}, insideWords(witness.inside))
  );
}

/** The line with the change in place. */
function changed(mutant: Mutant): Node[] {
  const short = (text: string): Node[] => {
    const line = oneLine(text);
    return safeNodes(line.length > TEXT ? `${line.slice(0, TEXT)}…` : line);
  };
  return [
    ...safeNodes(mutant.head.trimStart()),
    ...(mutant.before ? [h('del', {}, ...short(mutant.before))] : []),
    h('span.wb-arrow', {}, ' → '),
    h('ins', {}, ...(mutant.after ? short(mutant.after) : ['nothing'])),
    ...safeNodes(mutant.tail)
  ];
}

function writeProbe(desk: Desk, mutant: Mutant): void {
  openProbe(desk, mutantProbeName(mutant, takenNames(desk)), (given, language, name) =>
    mutantProbe(given, language, name, mutant)
  );
}

export function takenNames(desk: Desk): string[] {
  const given = desk.state.task && givenOf(desk.state.task);
  return [...probesOf(desk.state).map(probe => probe.name), ...(given ? [given.name] : [])];
}

export function openProbe(
  desk: Desk,
  name: string,
  make: (given: Suite, language: string, name: string) => ProbeSuite
): void {
  const { task, review } = desk.state;
  const given = task && givenOf(task);
  if (!given || !review) return;
  const probes = [...review.probes, make(given, task.language, name)];
  desk.edit({ probes }, { suite: `probe:${name}` });
}

/** The change in the reviewer's own copy, where a probe can be run against it. */
function tryIt(desk: Desk, found: Assessment, mutant: Mutant): HTMLElement | null {
  const candidate = desk.state.task && candidateOf(desk.state.task);
  if (candidate?.name !== found.solution) return null;
  const text = applied(candidate.files[mutant.file] ?? '', mutant);
  if (text === null) return null;
  return button(
    'Try it',
    () => {
      const before = desk.state.review?.what_if[mutant.file] ?? null;
      const view = { left: 'what-if', solution: WHAT_IF };
      desk.edit({ what_if: { [mutant.file]: text } }, view);
      desk.notify('info', `What-if now holds the change in ${mutant.file}:${mutant.line}`, '', {
        label: 'Undo',
        run: () => desk.edit({ what_if: { [mutant.file]: before } }, { solution: candidate.name })
      });
    },
    {
      class: 'wb-link',
      'data-testid': 'try-mutant',
      'aria-label': `Try ${plain(mutant.operator)} at ${plain(mutant.file)}:${mutant.line} in What-if`,
      title: 'Put the change into the What-if copy and run suites against it',
      disabled: isLocked(desk.state)
    }
  );
}
