/** What must hold before anything finer is worth measuring. */

import type { Assessment, Gate } from '../../assessment';
import type { Desk } from '../../core/desk';
import { safeNodes } from '../../text/safe';
import { gateEvidence } from '../evidence';
import { h } from '../h';
import { attachButton, runButton } from './attach';
import { none } from './findings';
import { gateStanding, gateWords } from './words';

export function gates(desk: Desk, found: Assessment): HTMLElement[] {
  const table = gateTable(desk, found.gates);
  if (!found.by_heart) return [table];
  const said = ['By heart: ', ...safeNodes(found.by_heart)];
  return [table, h('p.wb-hint', { 'data-testid': 'by-heart' }, ...said)];
}

function gateTable(desk: Desk, gates: readonly Gate[]): HTMLElement {
  if (!gates.length) return none('Not tried yet.');
  return h(
    'table.wb-gates',
    { 'data-testid': 'gates' },
    h(
      'thead.wb-live',
      {},
      h('tr', {}, ...['Standing', 'Gate', 'Evidence'].map(w => h('th', { scope: 'col' }, w)))
    ),
    h('tbody', {}, ...inOrder(gates).map(gate => gateRow(desk, gate)))
  );
}

/** What is broken first, then what nobody knows. */
function inOrder(gates: readonly Gate[]): Gate[] {
  const rank = (gate: Gate): number => [false, null, true].indexOf(gate.ok);
  return [...gates].sort((a, b) => rank(a) - rank(b));
}

function gateRow(desk: Desk, gate: Gate): HTMLElement {
  const { mark, tone } = gateStanding(gate);
  const words = gateWords(gate);
  const [run] = gate.runs;
  return h(
    'tr',
    { 'data-testid': 'gate', 'data-tone': tone },
    h('td.wb-sev', {}, mark),
    h(
      'td',
      {},
      words,
      h(
        gate.ok ? 'div.wb-meta.wb-oneline' : 'div.wb-meta.wb-wrap',
        { title: gate.detail },
        ...safeNodes(gate.detail)
      )
    ),
    h(
      'td',
      {},
      h(
        'div.wb-acts',
        {},
        run && runButton(desk, run, words),
        run && attachButton(desk, words, () => gateEvidence(`${mark}: ${words}`, run))
      )
    )
  );
}
