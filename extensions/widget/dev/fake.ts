/** A desk without a kernel, for looking at: answers as docs/desk-protocol.md says, from memory. */

import type { Lease } from '../src/lease';
import { applyPatch } from '../src/core/state';
import type { Assessment } from '../src/assessment';
import type { Fresh } from '../src/past_protocol';
import type {
  DeskMessage,
  KernelMessage,
  Model,
  OwnPhrase,
  Review,
  Rubric,
  Run,
  Seat,
  StateMessage
} from '../src/protocol';
import { change, sampleAssessment } from './assessment';
import { nothingStale, samplePast } from './past';
import { candidateText, givenText, referenceText, rubric } from './sample';

type Handler = (content: unknown) => void;

const prompt = `# Merge overlapping bookings

Write \`merge(bookings)\` in \`bookings.py\`. Bookings of **one room** that touch or overlap become one;
bookings of different rooms are *never* merged.

- The result is sorted by room, then by start.
- [the style guide](https://example.org/style) and [not this](javascript:alert(1))

\`\`\`python
merge([Booking("A", 9, 11), Booking("A", 11, 12)])  # [Booking("A", 9, 12)]
\`\`\`

| input | result |
|---|---|
| empty | \`[]\` |

<img src=x onerror=alert(1)> ![a plan](https://example.org/plan.png)
`;

const review: Review = {
  state: 'draft',
  given_edits: {},
  probes: [],
  what_if: {},
  equivalents: {},
  ratings: {},
  difficulty: '',
  confidence: null,
  override: null,
  cannot_judge: '',
  comments: [],
  notes: '',
  runs: [],
  active_s: 872,
  updated_at: '2026-01-05T12:03:04Z',
  submitted_at: ''
};

const tests = ['test_touching_bookings_merge', 'test_gap_is_kept', 'test_empty', 'test_one[a-1]'];

export interface Fake extends Model {
  sent: DeskMessage[];
  tell(message: KernelMessage): void;
  review: Review;
}

export interface FakeOptions {
  sandbox?: boolean;
  title?: string;
  assessment?: Assessment | null;
  session?: Seat | null;
  rubric?: Rubric;
  phrases?: OwnPhrase[];
  review?: Partial<Review>;
  lease?: Lease | null;
  fresh?: Partial<Fresh>;
}

export function fakeModel(options: FakeOptions = {}): Fake {
  const handlers = new Set<Handler>();
  let number = 0;
  const fake: Fake = {
    sent: [],
    review: { ...review, ...options.review },
    on: (_event, handler) => void handlers.add(handler),
    off: (_event, handler) => void handlers.delete(handler),
    tell: message => handlers.forEach(handler => handler(message)),
    send(message) {
      fake.sent.push(message);
      setTimeout(() => answer(message), 15);
    }
  };
  const form = options.rubric ?? rubric;
  let phrases = options.phrases ?? [];
  const judged = () => ({ missing: missing(), decision: null, derived: null });
  const missing = (): string[] => [
    ...form.axes
      .filter(axis => (fake.review.ratings[axis.id]?.score ?? null) === null)
      .map(axis => `${axis.title}: no score yet`),
    ...(fake.review.difficulty ? [] : ['Difficulty: not chosen yet']),
    ...(fake.review.confidence ? [] : ['Confidence: not chosen yet'])
  ];
  const inventory = {
    tests: tests.map((name, i) => ({
      id: `test_bookings.py::${name}`,
      file: 'test_bookings.py',
      line: 4 + i * 4
    })),
    skipped: [],
    problems: []
  };
  const state = (): StateMessage => ({
    type: 'state',
    seq: 1,
    task: {
      id: 'py-bookings-017',
      title: options.title ?? 'Merge overlapping bookings',
      language: 'python',
      prompt,
      solutions: [
        { name: 'candidate', role: 'candidate', files: { 'bookings.py': candidateText } },
        { name: 'reference', role: 'reference', files: { 'bookings.py': referenceText } },
        {
          name: 'stub',
          role: 'stub',
          files: { 'bookings.py': 'def merge(bookings):\n    return []\n' },
          expected: 'fail',
          note: 'Returns nothing.'
        }
      ],
      suites: [
        {
          name: 'given',
          role: 'given',
          framework: 'pytest',
          files: { 'test_bookings.py': givenText, 'test_more.py': 'def test_more():\n    pass\n' },
          inventory
        }
      ],
      limits: { wall_s: 10, memory_mb: 512 }
    },
    review: fake.review,
    rubric: form,
    phrases,
    runs: [],
    sandbox:
      options.sandbox === false
        ? {
            ok: false,
            backend: '',
            enforced: [],
            unenforced: [],
            reason: 'bwrap is not installed',
            mend: 'sudo apt install bubblewrap'
          }
        : {
            ok: true,
            backend: 'bubblewrap',
            enforced: ['network', 'memory', 'wall clock'],
            unenforced: [],
            reason: '',
            mend: ''
          },
    reviewer: 'ann',
    workspace: 'demo',
    fresh: { ...nothingStale, ...options.fresh },
    running: [],
    queue: { position: 8, total: 221 },
    assessment: options.assessment ?? null,
    session: options.session ?? null,
    lease: options.lease ?? null,
    assessing: null,
    ...judged()
  });
  const run = (suite: string, solution: string, selected: string[]): Run => {
    const bad = solution !== 'reference';
    number += 1;
    return {
      id: String(number).padStart(64, '0'),
      solution,
      suite,
      selected,
      verdict: bad ? 'fail' : 'pass',
      grade: 'A',
      grade_reason: 'tests and solution in separate processes',
      reason: bad ? '1 of 4 tests failed.' : 'All 4 tests passed, each reported once.',
      tests: tests.map((name, i) => ({
        id: `test_bookings.py::${name}`,
        status: bad && i === 1 ? 'failed' : 'passed',
        duration_s: 0.002 * (i + 1),
        message: bad && i === 1 ? 'E  assert [\u001b[31m1\u001b[0m] == [1, 2] \u202e evil' : '',
        output: i === 2 ? 'x'.repeat(3_000_000) : ''
      })),
      diagnostics: [],
      stdout: 'collected 4 items\n',
      stderr: '',
      build_output: '',
      started_at: new Date().toISOString(),
      duration_s: 0.41,
      build_s: 0,
      sandbox: { backend: 'bubblewrap', enforced: ['network'], unenforced: [] }
    };
  };
  const answer = (message: DeskMessage): void => {
    switch (message.type) {
      case 'hello':
        fake.tell(state());
        break;
      case 'edit':
        fake.review = applyPatch(fake.review, message.patch);
        fake.tell({
          type: 'saved',
          edit: message.edit,
          sequence: 1,
          at: new Date().toISOString(),
          ...judged()
        });
        break;
      case 'run': {
        const all = message.solution === 'all';
        const names = all ? ['candidate', 'reference', 'stub'] : [message.solution];
        const { request } = message;
        fake.tell({ type: 'run_started', request, solution: '', suite: message.suite });
        fake.tell({ type: 'run_progress', request, phase: 'testing', elapsed_s: 0.1 });
        setTimeout(() => {
          names.forEach((name, i) =>
            fake.tell({
              type: 'run_done',
              request,
              run: run('given', name, message.tests),
              cached: false,
              suite_key: message.suite,
              edited: Object.keys(fake.review.given_edits).length > 0,
              last: i === names.length - 1,
              unsaved: ''
            })
          );
        }, 400);
        break;
      }
      case 'ping':
        fake.tell({ type: 'pong', at: message.at });
        break;
      case 'get_run':
        fake.tell({ type: 'run', run: { ...run('given', 'candidate', []), id: message.id } });
        break;
      case 'assess': {
        const { request } = message;
        const found = sampleAssessment();
        const begun = sampleAssessment({ done: ['gates'], survivors: [], flakes: [] });
        const what = 'mutants: 3 of 9';
        fake.tell({ type: 'assess_progress', request, what, elapsed_s: 0.1 });
        fake.tell({ type: 'assess_part', request, assessment: begun });
        setTimeout(() => fake.tell({ type: 'assess_done', request, assessment: found }), 800);
        break;
      }
      case 'get_mutants': {
        const mutants = [
          ...sampleAssessment().survivors,
          change('append', 'remove', { operator: 'call' }, 1)
        ];
        const { offset } = message;
        const id = sampleAssessment().id;
        fake.tell({ type: 'mutants', id, offset, total: mutants.length, mutants });
        break;
      }
      case 'phrase': {
        const { axis, score, text, keep } = message;
        const others = phrases.filter(one => one.text !== text);
        phrases = keep ? [...others, { axis, score, text }] : others;
        fake.tell({ type: 'phrases', phrases });
        break;
      }
      case 'submit':
        fake.tell({ type: 'submit_refused', missing: missing() });
        break;
      default:
        for (const told of samplePast(message)) fake.tell(told);
    }
  };
  return fake;
}
