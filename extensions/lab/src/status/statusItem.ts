/** The status bar's item: the sandbox in words, and how much is running. A click says more. */
import { Dialog, showDialog } from '@jupyterlab/apputils';
import { Widget } from '@lumino/widgets';
import { amountDone, counts, pace, title } from '../audits/words';
import { visible } from '../queue/rows';
import type { StatusModel, Tone } from './statusModel';

const MARK: Record<Tone, string> = { ok: '✓', warn: '!', bad: '✗', wait: '…' };

export class StatusItem extends Widget {
  private readonly button = document.createElement('button');

  constructor(private readonly model: StatusModel) {
    super();
    this.addClass('wb-Status');
    this.button.type = 'button';
    this.button.title = 'What contains the code under review, and what is running';
    this.button.addEventListener('click', () => void showDetails(model));
    this.node.append(this.button);
    model.changed.connect(() => this.draw());
    this.draw();
  }

  private draw(): void {
    const { tone, words } = this.model;
    const text = `${MARK[tone]} ${visible(words)}`;
    if (this.button.textContent !== text) this.button.textContent = text;
    this.button.dataset.tone = tone;
  }
}

async function showDetails(model: StatusModel): Promise<void> {
  const body = new Widget();
  body.addClass('wb-StatusDetails');
  const draw = (): void => body.node.replaceChildren(...details(model));
  model.changed.connect(draw);
  draw();
  await showDialog({
    title: 'Sandbox and runs',
    body,
    buttons: [Dialog.okButton({ label: 'Close' })]
  });
  model.changed.disconnect(draw);
}

function details(model: StatusModel): HTMLElement[] {
  const { answer } = model;
  if (model.isAway || !answer) {
    const why = model.problem || 'The kernel that serves the desks is starting.';
    return [line(visible(why))];
  }
  const { sandbox, jobs } = answer;
  const parts: HTMLElement[] = [];
  if (!sandbox) parts.push(line('The sandbox is being checked.'));
  else if (!sandbox.ok) {
    parts.push(line('Nothing can run: there is no sandbox.', 'bad'));
    parts.push(line(visible(sandbox.reason)));
    if (sandbox.mend) parts.push(line(`Mend: ${visible(sandbox.mend)}`));
  } else {
    parts.push(line(`Code under review runs in ${visible(sandbox.backend)}.`));
    parts.push(line(`Limits that bind: ${named(sandbox.enforced)}.`));
    if (sandbox.unenforced.length)
      parts.push(line(`Not enforced on this machine: ${named(sandbox.unenforced)}.`, 'bad'));
  }
  parts.push(heading('Running'));
  if (!jobs.length) parts.push(line('Nothing is running.'));
  else
    parts.push(list(jobs.map(job => `${job.title}: ${job.what}, ${job.elapsed_s.toFixed(0)} s`)));
  const audits = model.audits.map(audit =>
    [`${title(audit)}: ${amountDone(audit)}`, pace(audit), counts(audit)].filter(Boolean).join(', ')
  );
  if (audits.length) parts.push(heading('Audits'), list(audits));
  return parts;
}

/** What the sandboxes call their limits, in words. */
const LIMITS: Record<string, string> = {
  wall: 'time',
  cpus: 'processors',
  cpu_per_process: 'processor time',
  pids: 'processes',
  box_size: 'disk',
  box_files: 'number of files',
  tmp_size: 'temporary disk',
  file_size: 'size of a file'
};

function named(limits: readonly string[]): string {
  return limits.map(limit => visible(LIMITS[limit] ?? limit.replaceAll('_', ' '))).join(', ');
}

function line(text: string, tone = ''): HTMLElement {
  const node = document.createElement('p');
  node.textContent = text;
  if (tone) node.dataset.tone = tone;
  return node;
}

function heading(text: string): HTMLElement {
  const node = document.createElement('h3');
  node.textContent = text;
  return node;
}

function list(texts: readonly string[]): HTMLElement {
  const node = document.createElement('ul');
  for (const text of texts) {
    const item = document.createElement('li');
    item.textContent = visible(text);
    node.append(item);
  }
  return node;
}
