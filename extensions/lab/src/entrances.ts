/** Ways to the commands: palette, a menu of their own, cards in the launcher. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { ICommandPalette } from '@jupyterlab/apputils';
import type { ILauncher } from '@jupyterlab/launcher';
import type { IMainMenu } from '@jupyterlab/mainmenu';
import type { IDisposable } from '@lumino/disposable';
import { Menu } from '@lumino/widgets';
import { CATEGORY, ID } from './commands';
import { DESK_DEEDS, deskCommand } from './deeds';
import type { Queues } from './queue/queues';
import { SESSION_ID } from './sessions/wire';

const SCORES = Object.keys(DESK_DEEDS).filter(name => name.startsWith('score-'));

/** The menu from top to bottom; a line is drawn between the groups. */
const GROUPS: readonly (readonly string[])[] = [
  [ID.queue, ID.filter, ID.continue],
  [ID.nextTask, ID.previousTask, SESSION_ID.next, SESSION_ID.board],
  ['run', 'run-test', 'run-all', 'cancel', 'new-probe'].map(deskCommand),
  ['next-failing', 'previous-failing', 'next-axis', 'next-column', 'previous-column'].map(
    deskCommand
  ),
  ['attach-run', 'comment', 'submit-next', 'submit', 'skip'].map(deskCommand),
  [ID.copyLink],
  [deskCommand('help'), ID.changeKeys]
];

export function addEntrances(
  app: JupyterFrontEnd,
  palette: ICommandPalette | null,
  menu: IMainMenu | null
): void {
  for (const command of [...GROUPS.flat(), ...SCORES.map(deskCommand)])
    palette?.addItem({ command, category: CATEGORY });
  if (!menu) return;
  const review = new Menu({ commands: app.commands });
  review.id = 'reviewer-workbench-menu';
  review.title.label = 'Review';
  const scores = new Menu({ commands: app.commands });
  scores.title.label = 'Score the Axis in Focus';
  for (const name of SCORES) scores.addItem({ command: deskCommand(name) });
  for (const group of GROUPS) {
    if (review.items.length) review.addItem({ type: 'separator' });
    for (const command of group) {
      if (command === deskCommand('attach-run'))
        review.addItem({ type: 'submenu', submenu: scores });
      review.addItem({ command });
    }
  }
  menu.addMenu(review, true, { rank: 45 });
}

/** The board's card is there for whoever leads a session. */
export function addCards(launcher: ILauncher | null, queues: Queues): void {
  if (!launcher) return;
  const category = 'Review';
  launcher.add({ command: ID.queue, category, rank: 0 });
  launcher.add({ command: ID.continue, category, rank: 1 });
  let board: IDisposable | null = null;
  queues.changed.connect(() => {
    const leads = queues.sessions.some(session => session.lead);
    if (leads) board ??= launcher.add({ command: SESSION_ID.board, category, rank: 2 });
    else {
      board?.dispose();
      board = null;
    }
  });
}
