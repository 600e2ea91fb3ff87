/** Under the list: how much of it is shown, whose it is, and what was done today. */
import type { Queues } from './queues';
import { visible } from './rows';
import { todayLine } from './today';

export class Foot {
  readonly node = document.createElement('div');
  private readonly words = document.createElement('div');
  private readonly today = document.createElement('div');

  constructor() {
    this.node.className = 'wb-Queue-foot';
    this.words.setAttribute('role', 'status');
    this.today.className = 'wb-Queue-today';
    this.node.append(this.words, this.today);
  }

  draw(model: Queues, shown: number): void {
    const { session, workspace } = model;
    setText(this.words, sayShown(model, shown));
    setText(this.today, session ? '' : todayLine(workspace.records, new Date()));
    this.today.hidden = !this.today.textContent;
  }
}

function sayShown({ entries, reviewer, session, workspace }: Queues, shown: number): string {
  if (!workspace.found) return 'No workspace here. Make one: workbench init DIR --demo';
  if (!entries.length && !session)
    return workspace.reading
      ? 'Reading the tasks. They will be listed here.'
      : 'The workspace has no tasks yet.';
  const count = (n: number): string => n.toLocaleString('en');
  const who = reviewer ? ` · ${visible(reviewer)}` : '';
  return `${count(shown)} of ${count(entries.length)} tasks${who}`;
}

/** A status that is written anew is read aloud anew. */
function setText(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}
