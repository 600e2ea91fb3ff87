/** What the figures come to, in words, the most urgent first; and what cannot be said yet. */

import { sameList, type Scope } from '../../core/scope';
import { safeNodes } from '../../text/safe';
import { button, fill, h } from '../../view/h';
import type { Board } from '../board';
import type { Finding } from '../protocol';

export function findingsView(board: Board, scope: Scope): HTMLElement {
  const box = h('section.wb-ev', { 'aria-label': 'Findings', 'data-testid': 'findings' });
  board.watch(
    scope,
    state => [state.measures] as const,
    ([measures]) => {
      if (!measures) return;
      const { findings, notes } = measures;
      fill(
        box,
        h('h2', {}, 'Findings'),
        findings.length
          ? h('ul.wb-flags', {}, ...findings.map(finding => line(board, finding)))
          : h('p.wb-hint', {}, 'Nothing stands out.'),
        notes.length > 0 &&
          h(
            'details.wb-details',
            {},
            h('summary', {}, 'What cannot be said yet'),
            h('ul.wb-plain', {}, ...notes.map(note => h('li', {}, ...safeNodes(note))))
          )
      );
    },
    sameList
  );
  return box;
}

function line(board: Board, finding: Finding): HTMLElement {
  const drift = finding.kind === 'drift' && finding.subject;
  const bad = ['careless', 'drift'].includes(finding.kind);
  return h(
    'li.wb-finding',
    { 'data-tone': bad ? 'bad' : 'warn', 'data-testid': 'finding', 'data-kind': finding.kind },
    h('p.wb-wrap', {}, ...safeNodes(finding.text)),
    h('p.wb-hint.wb-wrap', {}, ...safeNodes(finding.advice)),
    drift
      ? button('Show over time', () => board.view({ reviewer: finding.subject }), {
          class: 'wb-link'
        })
      : null
  );
}
