/** Evidence on an axis: how chips are made, shown, and what they lead to. */

import type { Desk } from '../core/desk';
import { shownEntry, shownRun, suiteLabel } from '../core/select';
import type { RunEntry } from '../core/state';
import type { Axis, EvidenceRef, LineComment, TestResult } from '../protocol';
import { lineWords } from '../editor/comments';
import { needsLook, statusIcon, statusWord } from '../tests/tree';
import { safeNodes } from '../text/safe';
import { plain } from '../text/special';
import { button, h } from './h';
import { openMenu, type MenuItem } from './popup';
import { verdictIcon, verdictWord } from './words';

const MAX_LABEL = 300;
const MAX_TESTS = 8;

function ref(kind: EvidenceRef['kind'], id: string, label: string, text = ''): EvidenceRef {
  return { kind, ref: id, label: cut(label, MAX_LABEL), text };
}

/** At most so many characters, never half of one. */
function cut(text: string, most: number): string {
  const characters = Array.from(text);
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
}

export function runEvidence(entry: RunEntry): EvidenceRef {
  const edited = entry.edited ? ' (edited)' : '';
  const part = entry.partial ? ', chosen tests' : '';
  const what = `${suiteLabel(entry.suiteKey)}${edited} on ${entry.solution}${part}`;
  return ref(
    'run',
    entry.id,
    `${verdictIcon(entry.verdict)} ${verdictWord(entry.verdict)}: ${what}`
  );
}

export function testEvidence(entry: RunEntry, test: TestResult): EvidenceRef {
  const label = `${statusIcon(test.status)} ${statusWord(test.status)}: ${test.id} on ${entry.solution}`;
  return ref('run', entry.id, label);
}

function commentEvidence(comment: LineComment): EvidenceRef {
  const label = `${comment.file} ${lineWords(comment.first_line, comment.last_line)}`;
  return ref('line_comment', comment.id, label);
}

/** The chips of an axis, each with what removes it. */
export function chips(desk: Desk, axis: Axis, locked: boolean): HTMLElement[] {
  const { evidence } = desk.rating(axis.id);
  return evidence.map((item, index) => {
    const words = item.label || item.text;
    const chip = h('li.wb-chip', { 'data-kind': item.kind });
    const text = [...safeNodes(words)];
    if (item.kind === 'run' || item.kind === 'line_comment')
      chip.append(
        h('button.wb-chiptext', { type: 'button', onclick: () => follow(desk, item) }, ...text)
      );
    else chip.append(h('span.wb-chiptext', { title: item.text }, ...text));
    if (!locked)
      chip.append(
        button(
          '×',
          () => desk.rate(axis.id, { evidence: evidence.filter((_, i) => i !== index) }),
          { class: 'wb-icon', 'aria-label': `Remove evidence ${plain(words)}` }
        )
      );
    return chip;
  });
}

/** Brings into view what a chip speaks of. */
function follow(desk: Desk, item: EvidenceRef): void {
  if (item.kind === 'run') {
    const entry = desk.state.history.find(e => e.id === item.ref);
    if (entry) desk.store.dispatch({ type: 'show_run', number: entry.number });
    else desk.getRun(item.ref);
    return;
  }
  const comment = desk.state.review?.comments.find(c => c.id === item.ref);
  if (comment) showComment(desk, comment);
}

/** Opens the file a comment stands in, at its lines. */
export function showComment(desk: Desk, comment: LineComment): void {
  const solution = desk.state.task?.solutions.find(s => s.name === comment.solution);
  if (!solution) return;
  const tab = `solution:${solution.name}`;
  desk.view({ left: solution.role === 'candidate' ? 'solution' : tab });
  desk.store.dispatch({
    type: 'jump',
    place: { tab, file: comment.file, line: comment.first_line }
  });
}

/** The menu behind "+ evidence". `write` opens a box for evidence in words. */
export function evidenceMenu(
  desk: Desk,
  axis: Axis,
  anchor: HTMLElement,
  write: (kind: 'text' | 'two_readings') => void
): void {
  const add = (item: EvidenceRef): MenuItem => ({
    label: plain(item.label),
    run: () => desk.attach(axis.id, item)
  });
  const entry = shownEntry(desk.state);
  const failing = (shownRun(desk.state)?.tests ?? []).filter(test => needsLook(test.status));
  openMenu(anchor, `Evidence for ${axis.title}`, [
    ...(entry ? [add(runEvidence(entry))] : []),
    ...(entry ? failing.slice(0, MAX_TESTS).map(test => add(testEvidence(entry, test))) : []),
    ...(desk.state.review?.comments ?? []).map(comment => add(commentEvidence(comment))),
    { label: 'Two readings…', run: () => write('two_readings') },
    { label: 'In words…', run: () => write('text') }
  ]);
}

export function wordsEvidence(kind: 'text' | 'two_readings', text: string): EvidenceRef {
  const first = text.split('\n')[0] ?? '';
  const short = cut(first, 60);
  return ref(kind, '', kind === 'two_readings' ? `two readings: ${short}` : short, text);
}
