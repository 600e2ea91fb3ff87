/** Everything under way at once, each with its time and its own cancel: shown from two jobs on. */

import type { Desk } from '../core/desk';
import type { Scope } from '../core/scope';
import { suiteLabel } from '../core/select';
import type { DeskState } from '../core/state';
import { safeNodes } from '../text/safe';
import { button, fill, h, show } from './h';

interface Job {
  id: string;
  label: string;
  phase: string;
  startedAt: number;
  cancelling: boolean;
}

export function jobsStrip(desk: Desk, scope: Scope): HTMLElement {
  const list = h('ul.wb-jobs', { 'aria-label': 'Under way', 'data-testid': 'jobs' });
  let times: [HTMLElement, number][] = [];
  desk.watch(
    scope,
    state => [state.requests, state.assessing] as const,
    () => {
      const jobs = jobsOf(desk.state);
      show(list, jobs.length > 1);
      const held = list.contains(document.activeElement);
      times = [];
      fill(list, ...(jobs.length > 1 ? jobs.map(job => row(desk, job, times)) : []));
      if (held) list.querySelector('button')?.focus();
    },
    (a, b) => a[0] === b[0] && sameAssessment(a[1], b[1])
  );
  scope.every(500, () => {
    for (const [node, since] of times) node.textContent = elapsed(since);
  });
  return list;
}

function jobsOf({ requests, assessing }: DeskState): Job[] {
  const runs = Object.values(requests).map(request => ({
    ...request,
    label: `${suiteLabel(request.suite)} on ${request.solution === 'all' ? 'all solutions' : request.solution}`
  }));
  if (!assessing) return runs;
  const { request, what, startedAt, cancelling } = assessing;
  return [...runs, { id: request, label: 'assessment', phase: what, startedAt, cancelling }];
}

/** What an assessment does changes a few times a second: that alone draws nothing anew. */
function sameAssessment(a: DeskState['assessing'], b: DeskState['assessing']): boolean {
  return a?.request === b?.request && a?.cancelling === b?.cancelling;
}

function row(desk: Desk, job: Job, times: [HTMLElement, number][]): HTMLElement {
  const time = h('span.wb-meta', {}, elapsed(job.startedAt));
  times.push([time, job.startedAt]);
  const cancel = button(job.cancelling ? 'Cancelling…' : 'Cancel', () => desk.cancelJob(job.id), {
    'aria-label': `Cancel: ${job.label}`,
    'data-testid': 'job-cancel'
  });
  const words = h('span', {}, ...safeNodes(job.label));
  return h('li', { 'data-testid': 'job' }, words, time, cancel);
}

function elapsed(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(0)} s`;
}
