/** A board without a kernel, for looking at and for tests: invented figures, a session in a box. */

import type {
  BoardAsk,
  BoardMessage,
  BoardModel,
  Case,
  Column,
  Figure,
  Measures,
  SessionState,
  TaskMeasures
} from '../src/board/protocol';
import type { Rating } from '../src/protocol';
import { rubric } from './sample';

type Handler = (content: unknown) => void;

export interface FakeBoard extends BoardModel {
  sent: BoardAsk[];
  tell(message: BoardMessage): void;
  state: SessionState;
  doubts: string[];
}

const nothing: Figure = { value: null, low: null, high: null, n: 0, note: 'too few ratings' };

function about(value: number): Figure {
  return { value, low: value - 0.1, high: Math.min(1, value + 0.08), n: 40, note: '' };
}

const ids = rubric.axes.map(axis => axis.id);
/** The axis on which the sample case is split. */
export const SPLIT = ids[1] ?? '';

function task(task_id: string, scores: number[], state: TaskMeasures['state']): TaskMeasures {
  const gap = Math.max(...scores) - Math.min(...scores);
  const axes = ids.map(axis =>
    axis === SPLIT
      ? { axis, scores, gap, crosses: true }
      : { axis, scores: scores.map(() => 0), gap: 0, crosses: false }
  );
  const title = `Task ${task_id}`;
  return { task_id, title, language: 'go', axes, gap, crosses: true, state, waiting: 0 };
}

export function sampleMeasures(change: Partial<Measures> = {}): Measures {
  return {
    assigned: 9,
    submitted: 6,
    open: 2,
    counts: { open: 2, adjudicated: 1 },
    tasks: [
      task('t-1', [0, 1, 3], 'open'),
      task('t-2', [0, 2], 'open'),
      task('t-3', [1, 2], 'adjudicated')
    ],
    axes: rubric.axes.map((axis, index) => ({
      axis: axis.id,
      title: axis.title,
      blocks_from: axis.blocks_from,
      tasks: 40,
      ratings: 90,
      alpha:
        index === 0 ? { ...nothing, note: 'undefined: every rating is 0' } : about(0.9 - index / 8),
      reading: index === 0 ? 'undefined' : 'tentative',
      ac2: about(0.8),
      percent: about(0.9),
      kappa: about(0.7),
      blocking: about(0.3)
    })),
    reviewers: ['ann', 'ben'].map((reviewer, index) => ({
      reviewer,
      done: 3,
      of: 4,
      skipped: 0,
      onboarding: nothing,
      onboarded: index === 0,
      paused: '',
      active_s: 4000,
      typical_s: about(700),
      severity: about(index ? 0.6 : 0),
      gold: { tasks: 5, missed: index, exact: about(0.8), adjacent: about(0.9) },
      repeats: about(0.8),
      with_others: about(0.7),
      drift: {
        points: [0, 0.1, 0.3, 0.6].map((average, i) => ({
          first: i * 5 + 1,
          last: i * 5 + 5,
          until: i * 10,
          average,
          mean: average,
          low: -0.4,
          high: 0.4,
          outside: average > 0.4
        })),
        drifting: index === 1,
        since: 4,
        note: ''
      }
    })),
    marks: [{ version: 2, what: 'solution: clearer', order: 15 }],
    findings: [
      { kind: 'drift', subject: 'ben', text: 'ben drifts upwards since window 4.', advice: 'Talk.' }
    ],
    notes: ['repeats are too few to say anything'],
    ...change
  };
}

function column(name: string, score: number): Column {
  const rating = (value: number): Rating => ({
    score: value,
    rationale: value ? `Because <b>${name}</b> \u202esaw it` : '',
    cannot_judge: '',
    evidence: value ? [{ kind: 'run', ref: 'f'.repeat(64), label: '✗ fail: probe', text: '' }] : [],
    tags: []
  });
  return {
    name: `Reviewer ${name}`,
    digest: `digest-${name}`,
    decision: score >= 3 ? 'reject' : 'accept',
    confidence: 4,
    difficulty: '<15 min',
    cannot_judge: '',
    notes: '',
    ratings: Object.fromEntries(ids.map(axis => [axis, rating(axis === SPLIT ? score : 0)])),
    comments: []
  };
}

export function sampleCase(task_id: string): Case {
  const agreed = { score: 0, cannot_judge: false, unanimous: true, reason: '', cause: null };
  return {
    task_id,
    title: `Task ${task_id}`,
    language: 'go',
    columns: [column('A', 0), column('B', 1), column('C', 3)],
    axes: ids.map(axis => ({
      axis,
      needs: axis === SPLIT,
      unanimous: axis !== SPLIT,
      gap: axis === SPLIT ? 3 : 0,
      crosses: axis === SPLIT,
      prefill: axis === SPLIT ? null : agreed,
      counted: axis === SPLIT ? 'majority none, highest 3' : ''
    })),
    earlier: null,
    history: 0
  };
}

export function fakeBoard(state: SessionState = 'revealed'): FakeBoard {
  const handlers = new Set<Handler>();
  const fake: FakeBoard = {
    sent: [],
    state,
    doubts: [],
    on: (_event, handler) => void handlers.add(handler),
    off: (_event, handler) => void handlers.delete(handler),
    tell: message => handlers.forEach(handler => handler(message)),
    send(message) {
      fake.sent.push(message);
      setTimeout(() => answer(message), 10);
    }
  };
  const board = (): BoardMessage => ({
    type: 'board',
    session: {
      id: 'november',
      title: 'November calibration',
      state: fake.state,
      tasks: 42,
      reviewers: ['ann', 'ben'],
      overlap: 0.25,
      ratings_each: 2,
      gold: 6,
      lead: 'lead'
    },
    rubric,
    measures: sampleMeasures(),
    doubts: fake.doubts,
    at: '2026-01-05T12:03:04Z'
  });
  const answer = (message: BoardAsk): void => {
    switch (message.type) {
      case 'hello':
        fake.tell(board());
        break;
      case 'get_case':
        fake.tell({ type: 'case', case: sampleCase(message.task_id) });
        break;
      case 'get_source':
        fake.tell({
          type: 'source',
          source: { task_id: message.task_id, prompt: '# Task\n\nDo it.', solutions: [] }
        });
        break;
      case 'adjudicate': {
        const { request, task_id } = message;
        fake.tell({ type: 'adjudicated', request, task_id, number: 1 });
        break;
      }
      case 'act':
        fake.tell({ type: 'done', request: message.request, text: `${message.act} done` });
        break;
    }
  };
  return fake;
}
