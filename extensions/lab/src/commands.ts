/** Commands, all rebindable: some open things, most are told to the desk in front. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { DeskView } from './deskView';
import { queueIcon } from './icons';
import type { QueuePanel } from './queue/queuePanel';

export const CATEGORY = 'Reviewer Workbench';

export const ID = {
  queue: 'workbench:queue',
  filter: 'workbench:filter-queue',
  nextTask: 'workbench:next-task',
  previousTask: 'workbench:previous-task'
} as const;

/** Desk command, as `deskActions` knows it -> what menus call it. */
export const DESK_COMMANDS: readonly (readonly [string, string])[] = [
  ['run', 'Run the Tests'],
  ['run-test', 'Run the Test at the Cursor'],
  ['run-all', 'Run Against All Solutions'],
  ['cancel', 'Cancel the Run'],
  ['next-failing', 'Go to the Next Failing Test'],
  ['previous-failing', 'Go to the Previous Failing Test'],
  ['next-axis', 'Go to the Next Unfilled Axis'],
  ['attach-run', 'Attach the Last Run as Evidence'],
  ['comment', 'Comment on the Selection'],
  ['submit', 'Submit the Review'],
  ['submit-next', 'Submit and Go to the Next Task'],
  ['skip', 'Skip the Task…'],
  ['help', 'Show the Desk’s Keys']
];

export function deskCommand(name: string): string {
  return `workbench:${name}`;
}

interface Parts {
  app: JupyterFrontEnd;
  queue: QueuePanel;
  /** The desk in front, of a task or of an assignment. */
  front: () => DeskView | undefined;
  open: (step: number) => void;
}

export function addCommands({ app, queue, front, open }: Parts): void {
  const { commands, shell } = app;
  const hasDesk = (): boolean => front() !== undefined;
  commands.addCommand(ID.queue, {
    label: 'Review Queue',
    caption: 'Open the queue of tasks to review',
    icon: queueIcon,
    execute: () => shell.activateById(queue.id)
  });
  commands.addCommand(ID.filter, {
    label: 'Filter the Queue',
    execute: () => {
      shell.activateById(queue.id);
      queue.focusFilter();
    }
  });
  commands.addCommand(ID.nextTask, { label: 'Next Task', execute: () => open(1) });
  commands.addCommand(ID.previousTask, { label: 'Previous Task', execute: () => open(-1) });
  for (const [name, label] of DESK_COMMANDS)
    commands.addCommand(deskCommand(name), {
      label,
      isEnabled: hasDesk,
      execute: () => front()?.run(name)
    });
}
