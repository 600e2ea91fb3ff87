/** What a calibration session adds to the desk: place, lease, pause, skip, feedback on practice. */

import type { Desk } from '../core/desk';
import { sameList, type Scope } from '../core/scope';
import type { Axis, Rating, Review, Rubric, Seat } from '../protocol';
import { safe, safeNodes } from '../text/safe';
import { button, fill, h, show } from './h';
import { askLine } from './popup';
import { clockTime } from './words';

const UNDER_WAY = ['open', 'draft'];

/** The part of the header: which session, how long the task is held, the way to leave it. */
export function seatHeader(desk: Desk, scope: Scope): HTMLElement {
  const words = h('span.wb-meta', { 'data-testid': 'seat' });
  const practice = h('span.wb-mark', { 'data-tone': 'gap', 'data-testid': 'practice' }, 'practice');
  practice.title = 'Feedback comes after you submit it.';
  const skip = button('Skip…', () => askSkip(desk, skip), { 'data-testid': 'skip' });
  const box = h('span.wb-seat', {}, practice, words, skip);
  desk.watch(
    scope,
    state => state.session,
    seat => {
      show(box, seat !== null);
      if (!seat) return;
      const held = UNDER_WAY.includes(seat.item) && seat.held_until !== null && !seat.lost;
      const until = held ? ` · yours until ${clockTime(seat.held_until ?? 0)}` : '';
      fill(words, safe(seat.title || seat.id), ` · ${seat.position} of ${seat.total}${until}`);
      show(practice, seat.practice);
      show(skip, UNDER_WAY.includes(seat.item));
    }
  );
  return box;
}

function askSkip(desk: Desk, anchor: HTMLElement): void {
  const needed = desk.state.session?.skip_needs_reason ?? true;
  const missing = (text: string): string => (needed && !text ? 'Say why in a few words.' : '');
  askLine(anchor, 'Why do you leave this task?', '', missing, reason => void desk.skip(reason));
}

/** Lines that must be read: nothing is handed out, the lease has passed on, the task was left. */
export function seatLines(seat: Seat | null): [tone: string, text: string][] {
  if (!seat) return [];
  const lines: [string, string][] = [];
  if (seat.paused) lines.push(['warn', `You are paused: ${seat.paused} Your drafts are kept.`]);
  if (seat.lost) lines.push(['warn', `This task is no longer held for you: ${seat.lost}`]);
  if (seat.item === 'skipped')
    lines.push(['info', `You left this task${seat.skip_reason ? `: ${seat.skip_reason}` : '.'}`]);
  return lines;
}

/** After a practice task: own scores beside the known ones, and why. */
export function feedbackBox(desk: Desk, scope: Scope): HTMLElement {
  const box = h('section.wb-feedback', { 'aria-label': 'Feedback', 'data-testid': 'feedback' });
  desk.watch(
    scope,
    state => [state.session, state.review, state.rubric] as const,
    ([seat, review, rubric]) => {
      const done = seat?.practice && !UNDER_WAY.includes(seat.item) && seat.item !== 'skipped';
      show(box, Boolean(done));
      if (seat && done && review && rubric) fill(box, ...feedback(desk, seat, review, rubric));
    },
    sameList
  );
  return box;
}

function feedback(desk: Desk, seat: Seat, review: Review, rubric: Rubric): HTMLElement[] {
  const next = button('Next task', () => desk.goOn(), {
    class: 'wb-btn wb-primary',
    'data-testid': 'next'
  });
  const known = seat.feedback;
  if (!known)
    return [h('h2', {}, 'Practice'), h('p.wb-hint', {}, 'The feedback is on its way.'), next];
  const rows = rubric.axes
    .filter(axis => axis.id in known.scores)
    .map(axis => row(axis, review.ratings[axis.id], known.scores[axis.id] ?? 0));
  const head = ['Axis', 'yours', 'known', 'apart'].map(word => h('th', { scope: 'col' }, word));
  return [
    h('h2', {}, 'How it compares'),
    h(
      'table.wb-gates',
      { 'aria-label': 'Your scores beside the known ones' },
      h('thead', {}, h('tr', {}, ...head)),
      h('tbody', {}, ...rows)
    ),
    ...(known.why ? [h('p.wb-pre', {}, ...safeNodes(known.why))] : []),
    next
  ];
}

function row(axis: Axis, rating: Rating | undefined, known: number): HTMLElement {
  const own = rating?.score ?? null;
  const [tone, words] = apart(own, known, axis.blocks_from);
  return h(
    'tr',
    { 'data-axis': axis.id },
    h('td', {}, ...safeNodes(axis.title)),
    h('td', {}, own === null ? '–' : String(own)),
    h('td', {}, String(known)),
    h('td', { 'data-tone': tone }, h('span.wb-sev', {}, words))
  );
}

/** How far a score is from the known one, in a tone and in words. */
export function apart(own: number | null, known: number, blocksFrom: number): [string, string] {
  if (own === null) return ['warn', 'not scored'];
  if (own === known) return ['ok', '✓ same'];
  const crosses = own >= blocksFrom !== known >= blocksFrom;
  const far = Math.abs(own - known);
  if (crosses)
    return ['bad', `✗ ${known >= blocksFrom ? 'this blocks the task' : 'this does not block'}`];
  return far === 1 ? ['ok', '≈ one level off'] : ['bad', `✗ ${far} levels off`];
}
