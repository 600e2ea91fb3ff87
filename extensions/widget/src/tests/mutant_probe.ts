/** A probe for a change no test notices: its witness' test, else a skeleton that names it. */

import type { Counterexample, Mutant } from '../assessment';
import type { ProbeSuite, Suite } from '../protocol';
import { plain } from '../text/special';
import { probeSkeleton } from './skeleton';

const MOST = 300;

/** `boundary-33`, `boundary-33-2`...: a name that says which change is meant. */
export function mutantProbeName(mutant: Mutant, taken: readonly string[]): string {
  return unused(`${mutant.operator.replace(/[^A-Za-z0-9]+/g, '-')}-${mutant.line}`, taken);
}

export function mutantProbe(
  given: Suite,
  language: string,
  name: string,
  mutant: Mutant
): ProbeSuite {
  const { witness } = mutant;
  const notes = [
    `${mutant.file}:${mutant.line} (${mutant.operator})`,
    `  now:     ${mutant.head.trimStart()}${mutant.before}${mutant.tail}`,
    `  changed: ${mutant.head.trimStart()}${mutant.after}${mutant.tail}`,
    'No given test notices this change. A test for it passes as it is now and fails when changed.'
  ];
  if (witness)
    notes.push(
      `On ${witness.input}`,
      `  now:     ${witness.original}`,
      `  changed: ${witness.mutated}`
    );
  return withNotes(probeSkeleton(given, language, name), language, notes, witness?.probe ?? '');
}

export function exampleProbe(
  given: Suite,
  language: string,
  name: string,
  found: Counterexample
): ProbeSuite {
  const notes = [
    `${found.solution} and ${found.other} differ on ${found.input}`,
    `  ${found.other}: ${found.expected}`,
    `  ${found.solution}: ${found.actual}`
  ];
  return withNotes(probeSkeleton(given, language, name), language, notes, found.probe);
}

/** A name no suite has yet; letters, digits and "-" only. */
export function unused(stem: string, taken: readonly string[]): string {
  const base = /^[A-Za-z0-9]/.test(stem) ? stem.slice(0, 80) : `probe-${stem}`.slice(0, 80);
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`;
    if (!taken.includes(name)) return name;
  }
}

function withNotes(
  skeleton: ProbeSuite,
  language: string,
  notes: readonly string[],
  ready: string
): ProbeSuite {
  const [path = skeleton.name, text = ''] = Object.entries(skeleton.files)[0] ?? [];
  const mark = language === 'python' ? '#' : '//';
  const comment = notes.map(note => `${mark} ${quiet(note)}`).join('\n');
  return { ...skeleton, files: { [path]: `${comment}\n\n${ready || text}` } };
}

/** Hostile text as one line of comment: nothing ends it, and Java reads no escape in it. */
function quiet(note: string): string {
  const line = plain(note.replace(/\s*[\r\n\u2028\u2029]\s*/g, ' ⏎ ')).replace(/\\u/g, '\\ u');
  return line.length > MOST ? `${line.slice(0, MOST)}…` : line;
}
