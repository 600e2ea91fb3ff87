/** Evidence on an axis: how chips are made, shown, and what they lead to. */

import { placeOf } from '../core/anchors';
import type { Desk } from '../core/desk';
import { listedMutants } from '../core/assess';
import { staleChip } from '../core/past';
import { shownEntry, shownRun, suiteLabel } from '../core/select';
import type { RunEntry } from '../core/state';
import type { Counterexample, Mutant, Split } from '../assessment';
import type { Axis, EvidenceRef, LineComment, TestResult } from '../protocol';
import { lineWords } from '../editor/comments';
import { needsLook, statusIcon, statusWord } from '../tests/tree';
import { safeNodes } from '../text/safe';
import { plain } from '../text/special';
import { showMutant } from './assess/lead';
import { button, h } from './h';
import { staleLines } from './past/stale_chip';
import { openMenu, type MenuItem } from './popup';
import { verdictIcon, verdictWord } from './words';

/** Kinds whose chip leads somewhere. */
const LEADS: EvidenceRef['kind'][] = ['run', 'line_comment', 'mutant'];
const MAX_LABEL = 300;
const MAX_TESTS = 8;
const MAX_MUTANTS = 4;

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

export function mutantEvidence(mutant: Mutant): EvidenceRef {
  const change = `${oneLine(mutant.before)} → ${oneLine(mutant.after)}`;
  const place = `${mutant.file}:${mutant.line}`;
  const witness = mutant.witness;
  const proof = witness
    ? `\ninput: ${witness.input}\nnow: ${witness.original}\nchanged: ${witness.mutated}`
    : '';
  return ref(
    'mutant',
    mutant.id,
    `unnoticed: ${place} ${change}`,
    `${place} (${mutant.operator}): ${mutant.before} → ${mutant.after}${proof}`
  );
}

export function gateEvidence(words: string, run: string): EvidenceRef {
  return ref('run', run, words);
}

export function counterexampleEvidence(found: Counterexample): EvidenceRef {
  const { solution, other, input, expected, actual } = found;
  return ref(
    'counterexample',
    '',
    `${solution} ≠ ${other} on ${oneLine(input)}`,
    `${input}\nexpected (${other}): ${expected}\nactual (${solution}): ${actual}\n${found.why}`
  );
}

export function splitEvidence(found: Split): EvidenceRef {
  const answers = found.answers.map(([answer, names]) => `${names.join(', ')}: ${answer}`);
  return ref(
    'counterexample',
    '',
    `solutions that pass disagree on ${oneLine(found.input)}`,
    [found.input, ...answers, found.why].join('\n')
  );
}

export function repeatEvidence(words: string, text: string): EvidenceRef {
  return ref('repeat_runs', '', words, text);
}

/** A text of several lines as one. */
export function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ⏎ ');
}

export function commentEvidence(comment: LineComment): EvidenceRef {
  const label = `${comment.file} ${lineWords(comment.first_line, comment.last_line)}`;
  return ref('line_comment', comment.id, label);
}

/** The chips of an axis, each with what removes it. */
export function chips(desk: Desk, axis: Axis, locked: boolean): HTMLElement[] {
  const { evidence } = desk.rating(axis.id);
  return evidence.flatMap((item, index) => {
    const words = item.label || item.text;
    const stale = staleChip(desk.state, axis.id, item);
    const chip = h('li.wb-chip', { 'data-kind': item.kind, 'data-stale': stale ? 'true' : null });
    const text = [...safeNodes(words)];
    if (LEADS.includes(item.kind))
      chip.append(
        h(
          'button.wb-chiptext',
          { type: 'button', title: item.text || null, onclick: () => follow(desk, item) },
          ...text
        )
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
    return [chip, ...staleLines(desk, item, stale, locked)];
  });
}

/** Brings into view what a chip speaks of. */
function follow(desk: Desk, item: EvidenceRef): void {
  if (item.kind === 'run') {
    const entry = desk.state.history.find(e => e.id === item.ref);
    if (entry) desk.store.dispatch({ type: 'show_run', number: entry.number });
    else desk.openRun(item.ref);
    return;
  }
  if (item.kind === 'mutant') {
    showMutant(desk, item.ref);
    return;
  }
  const comment = desk.state.review?.comments.find(c => c.id === item.ref);
  if (comment) showComment(desk, comment);
  else desk.notify('info', 'The comment of this chip was removed');
}

/** Opens the file a comment stands in, at its lines; the list when they are gone. */
export function showComment(desk: Desk, comment: LineComment): void {
  const at = placeOf(desk.state.task, comment);
  if (at) desk.showLine(comment.solution, at.file, at.first);
  else desk.view({ right: 'comments' });
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
    ...listedMutants(desk.state)
      .slice(0, MAX_MUTANTS)
      .map(mutant => add(mutantEvidence(mutant))),
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
