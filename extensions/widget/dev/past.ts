/** Submissions and runs of before, for the page without a kernel. */

import type { Fresh, HistoryRow } from '../src/past_protocol';
import type { DeskMessage, KernelMessage } from '../src/protocol';

export const nothingStale: Fresh = {
  file: [],
  task: [],
  runs: {},
  chips: [],
  assessment: [],
  basis: { prompt: 'p1' }
};

export function historyRow(id: string, change: Partial<HistoryRow> = {}): HistoryRow {
  return {
    id: id.repeat(64),
    at: '2026-01-05T12:00:00Z',
    suite_key: 'given',
    edited: false,
    solution: 'candidate',
    verdict: 'fail',
    grade: 'A',
    selected: 0,
    tests: 4,
    passed: 3,
    duration_s: 0.41,
    solution_hash: 'a1b2c3d4e5f6',
    suite_hash: '0f1e2d3c4b5a',
    sandbox: 'bubblewrap 0.8.0',
    enforced: ['network', 'memory'],
    unenforced: [],
    limits: '10 s, 512 MB',
    toolchain: 'python 3.11.7, python kit ff5e49a9',
    other_verdicts: 0,
    other_sandbox: false,
    ...change
  };
}

/** What a kernel would say to a question about the past. */
export function samplePast(message: DeskMessage): KernelMessage[] {
  switch (message.type) {
    case 'get_revisions':
      return [
        {
          type: 'revisions',
          revisions: [1, 2].map(number => ({
            number,
            at: `2026-01-0${number}T12:00:00Z`,
            state: 'submitted',
            decision: number === 1 ? 'accept' : 'revise',
            digest: String(number).repeat(64),
            problem: ''
          })),
          broken: '',
          differs: 1,
          state: 'draft',
          decision: null
        }
      ];
    case 'get_revision':
      return [
        {
          type: 'revision',
          number: message.number,
          against: message.against,
          differences: [
            { part: 'Solution', what: 'Score', before: '1', after: '2' },
            {
              part: 'Solution',
              what: 'Rationale',
              before:
                'Rooms are merged when they touch, which the prompt asks for in one room only.',
              after: 'Rooms are merged across rooms, which the prompt asks for in one room only.'
            },
            { part: 'Solution', what: 'Evidence', before: null, after: '✗ fail: probe p1' },
            { part: 'Probe p1', what: 'test_p.py', before: 'a = 1\n', after: 'a = 2\nb = 3\n' }
          ]
        }
      ];
    case 'get_history':
      return [{ type: 'history', rows: [], gone: 0 }];
    case 'compare_runs':
      return [
        {
          type: 'runs_compared',
          a: message.a,
          b: message.b,
          made: [['toolchain', 'python 3.11.7', 'python 3.12.1']],
          tests: [
            {
              test: 'test_gap',
              a: 'failed',
              b: 'passed',
              a_message: 'E  assert 1 == 2',
              b_message: '',
              differs: true
            }
          ],
          differing: 1,
          common: 4,
          total: 4
        }
      ];
    case 'export':
      return [{ type: 'exported', name: 'py.ann.review.json', text: '{}' }];
    default:
      return [];
  }
}
