/** What to look at first: flags, figures, and what was not measured. */

import type { Desk } from '../../core/desk';
import type { Assessment, Flag } from '../../assessment';
import { safe, safeNodes } from '../../text/safe';
import { gateEvidence } from '../evidence';
import { button, h } from '../h';
import { seconds } from '../words';
import { attachButton, runButton } from './attach';
import { fateWords, kindWords, percent, phaseWords, scoreWords, severity } from './words';

const RUN_ID = /^[0-9a-f]{64}$/;

export function findings(desk: Desk, found: Assessment): HTMLElement[] {
  return [
    section('What to look at first', flagList(desk, found)),
    section('How hard it is for wrong code to pass', figures(found)),
    section('Not measured', notMeasured(found))
  ];
}

export function section(title: string, ...content: HTMLElement[]): HTMLElement {
  return h('section.wb-ev', { 'aria-label': title }, h('h2', {}, title), ...content);
}

export function none(words: string): HTMLElement {
  return h('p.wb-hint', {}, words);
}

function flagList(desk: Desk, found: Assessment): HTMLElement {
  if (!found.flags.length)
    return none(found.done.length ? 'Nothing that was measured raises a flag.' : 'Nothing yet.');
  return h(
    'ul.wb-flags',
    { 'data-testid': 'flags' },
    ...found.flags.map(flag => flagNode(desk, found, flag))
  );
}

function flagNode(desk: Desk, found: Assessment, flag: Flag): HTMLElement {
  const { mark, tone } = severity(flag.severity);
  const run = flag.evidence.find(item => RUN_ID.test(item));
  const mutant = flag.evidence.find(item => found.survivors.some(m => m.id === item));
  const rest = flag.evidence.filter(
    item => !RUN_ID.test(item) && !found.survivors.some(m => m.id === item)
  );
  return h(
    'li.wb-flag',
    { 'data-tone': tone, 'data-testid': 'flag' },
    h('span.wb-sev', {}, mark),
    h('div', {}, h('span.wb-kind', {}, kindWords(flag.kind)), ...safeNodes(flag.message)),
    rest.length > 0 && h('p.wb-meta.wb-wrap', {}, ...safeNodes(rest.slice(0, 5).join(' · '))),
    h(
      'div.wb-acts',
      {},
      run && runButton(desk, run, flag.message),
      mutant &&
        button('See the changes', () => desk.view({ lower: 'survivors' }), {
          class: 'wb-link'
        }),
      attachButton(desk, flag.message, () =>
        run
          ? gateEvidence(`${mark}: ${flag.message}`, run)
          : { kind: 'text', ref: '', label: flag.message.slice(0, 120), text: flag.message }
      )
    )
  );
}

function figures(found: Assessment): HTMLElement {
  const { fates, detected, missed, score } = found.mutants;
  const counted = Object.entries(fates).filter(([fate]) => !APART.includes(fate));
  const apart = Object.entries(fates).filter(([fate]) => APART.includes(fate));
  const say = ([fate, count]: [string, number]): string => `${count} ${fateWords(fate)}`;
  return h(
    'dl.wb-figures',
    { 'data-testid': 'figures' },
    ...figure(
      'Strength',
      found.strength === null ? '–' : found.strength.toFixed(2),
      'ranks suites, 0 to 1: the share noticed, smoothed, halved for each broken gate that lets wrong code pass. No probability.'
    ),
    ...figure(
      'Changes noticed',
      percent(score),
      detected + missed
        ? [
            `${detected} of ${detected + missed}: ${counted.map(say).join(', ')}.`,
            apart.length ? ` Not counted: ${apart.map(say).join(', ')}.` : ''
          ].join('')
        : scoreWords(found)
    ),
    ...figure('Lines reached', percent(found.shares.line), `of ${found.solution}`),
    ...figure(
      'Branch outcomes',
      percent(found.shares.branch),
      'each condition once true and once false'
    )
  );
}

const APART = ['invalid', 'equivalent'];

function figure(name: string, value: string, words: string): HTMLElement[] {
  return [
    h('dt', {}, name),
    h('dd', {}, h('b', {}, value), ' ', h('span.wb-meta', {}, ...safeNodes(words)))
  ];
}

function notMeasured(found: Assessment): HTMLElement {
  const open = found.phases.filter(phase => !found.done.includes(phase)).map(phaseWords);
  const lines = [...(open.length ? [`not done: ${open.join(', ')}`] : []), ...found.problems];
  return h(
    'div',
    { 'data-testid': 'problems' },
    lines.length
      ? h('ul.wb-plain', {}, ...lines.map(line => h('li', {}, ...safeNodes(line))))
      : none('Everything asked for was measured.'),
    h('p.wb-meta', {}, 'Measured on ', safe(found.solution), ` in ${seconds(found.duration_s)}.`)
  );
}
