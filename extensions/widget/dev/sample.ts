/** The sample task of the dev page and the tests. */

import type { Axis, Rubric } from '../src/protocol';

export const candidateText = `from dataclasses import dataclass


@dataclass(frozen=True)
class Booking:
    room: str
    start: int
    end: int


def merge(bookings):
    """Merge bookings of a room that touch or overlap."""
    merged = []
    for b in sorted(bookings, key=lambda b: b.start):
        if merged and b.start <= merged[-1].end:
            last = merged.pop()
            merged.append(Booking(last.room, last.start,
                                  max(last.end, b.end)))
        else:
            merged.append(b)
    return merged


def free_slots(bookings, day):
    """Gaps of at least one hour between bookings."""
    # The day is half open: [start, end).
    return []
`;

export const referenceText = candidateText
  .replace('key=lambda b: b.start', 'key=lambda b: (b.room, b.start)')
  .replace('if merged and', 'if merged and b.room == merged[-1].room and');

export const givenText = `from bookings import Booking, merge


def test_touching_bookings_merge():
    assert merge([Booking("A", 1, 2), Booking("A", 2, 3)]) == [Booking("A", 1, 3)]


def test_gap_is_kept():
    assert len(merge([Booking("A", 1, 2), Booking("A", 4, 5)])) == 2


def test_empty():
    assert merge([]) == []
`;

function axis(id: string, title: string, question: string, anchors: string[], need: string): Axis {
  return {
    id,
    title,
    question,
    blocks_from: anchors.length > 2 ? 2 : 1,
    tags: id === 'tests_reject_valid' ? ['narrow', 'wide', 'mismatch'] : [],
    levels: anchors.map((anchor, score) => ({
      score,
      anchor,
      description: `${anchor}.`,
      needs: score > 1 || anchors.length === 2 ? [need] : []
    }))
  };
}

export const rubric: Rubric = {
  title: 'Coding task',
  rationale_min: 100,
  axes: [
    axis(
      'specification',
      'Specification',
      'Is the task well defined?',
      ['clear', 'gaps, one reading', 'readings diverge', 'cannot tell'],
      'two_readings'
    ),
    axis(
      'solution',
      'Solution',
      'Does the code solve the problem?',
      ['meets all', 'defect outside scope', 'fails plausible input', 'main path wrong'],
      'failing_run'
    ),
    axis(
      'tests_reject_valid',
      'Tests reject valid code',
      'Would right code fail?',
      ['accept all valid', 'unusual only', 'a reasonable one', 'something else'],
      'failing_run'
    ),
    axis(
      'tests_accept_wrong',
      'Tests accept wrong code',
      'Would wrong code pass?',
      ['all guarded', 'contrived only', 'plausible passes', 'a stub passes'],
      'passing_run'
    ),
    axis(
      'reproducible',
      'Reproducible',
      'Are runs identical?',
      ['identical', 'varies'],
      'repeat_runs'
    ),
    axis(
      'other_major',
      'Other major problem',
      'A leak, gaming, unsafe code, a licence problem?',
      ['none', 'leak, gaming, unsafe, licence'],
      'text'
    )
  ],
  difficulty: {
    title: 'Difficulty',
    options: ['under 15 minutes', '15-60 minutes', '1-4 hours', 'over 4 hours']
  },
  confidence_max: 5
};
