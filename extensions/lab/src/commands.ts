/** Commands, all with keys that can be changed: JupyterLab does some, the desk in front the rest. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Clipboard, Notification } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { MessageLoop } from '@lumino/messaging';
import { DESK_DEEDS, deskCommand } from './deeds';
import type { DeskView } from './deskView';
import { draftIcon, queueIcon } from './icons';
import { linkTo, type Place, placeOf } from './links';
import type { QueuePanel } from './queue/queuePanel';

export const CATEGORY = 'Reviewer Workbench';

export const ID = {
  queue: deskCommand('queue'),
  filter: deskCommand('filter-queue'),
  continue: deskCommand('continue'),
  nextTask: deskCommand('next-task'),
  previousTask: deskCommand('previous-task'),
  copyLink: deskCommand('copy-link'),
  open: deskCommand('open'),
  changeKeys: deskCommand('change-keys')
} as const;

export interface Parts {
  app: JupyterFrontEnd;
  queue: QueuePanel;
  /** The desk in front, of a task or of an assignment. */
  front: () => DeskView | undefined;
  /** The path of the desk in front, when it has one. */
  path: () => string | undefined;
  step: (by: number) => void;
  /** Open a task's desk, at a place of it when one is given. */
  open: (path: string, place: Place | null) => Promise<void>;
  /** Open the draft last worked on; false when there is none. */
  resume: () => Promise<boolean>;
}

export function addCommands(parts: Parts): void {
  const { front } = parts;
  const { commands } = parts.app;
  addLabCommands(parts);
  for (const [name, label] of Object.entries(DESK_DEEDS))
    commands.addCommand(deskCommand(name), {
      label,
      isEnabled: () => front()?.part === 'desk',
      execute: () => front()?.act(name)
    });
}

function addLabCommands({ app, queue, front, path, step, open, resume }: Parts): void {
  const { commands, shell } = app;
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
      // The panel takes the focus to its list first, in a message of its own.
      MessageLoop.flush();
      queue.focusFilter();
    }
  });
  commands.addCommand(ID.continue, {
    label: 'Continue My Last Draft',
    caption: 'Open the review you last worked on',
    icon: draftIcon,
    execute: async () => {
      if (await resume()) return;
      Notification.info('You have no review in draft. Here is the queue.', { autoClose: 5000 });
      shell.activateById(queue.id);
    }
  });
  commands.addCommand(ID.nextTask, { label: 'Next Task', execute: () => step(1) });
  commands.addCommand(ID.previousTask, { label: 'Previous Task', execute: () => step(-1) });
  commands.addCommand(ID.copyLink, {
    label: 'Copy a Link to This Place',
    caption: 'The task, and the test, line or axis you are at',
    isEnabled: () => path() !== undefined,
    execute: () => {
      const there = path();
      if (there === undefined) return;
      Clipboard.copyToSystem(linkTo(there, front()?.where() ?? {}));
      Notification.success('Link copied.', { autoClose: 3000 });
    }
  });
  commands.addCommand(ID.open, {
    label: 'Open a Task',
    describedBy: { args: OPEN_ARGS },
    execute: (args: ReadonlyPartialJSONObject) =>
      typeof args.path === 'string' ? open(args.path, placeOf(args)) : undefined
  });
  commands.addCommand(ID.changeKeys, {
    label: 'Change Keys…',
    execute: () => commands.execute('settingeditor:open', { query: 'Keyboard Shortcuts' })
  });
}

const text = { type: 'string' };
const OPEN_ARGS = {
  type: 'object',
  properties: {
    path: { ...text, description: 'The task file' },
    suite: { ...text, description: 'given, or probe:NAME' },
    test: { ...text, description: 'Id of a test of the suite' },
    solution: { ...text, description: 'Name of a solution' },
    file: { ...text, description: 'A file of the suite or of the solution' },
    line: { type: 'integer', description: 'A line of the file, from 1' },
    axis: { ...text, description: 'Id of an axis of the rubric' },
    tab: { ...text, description: 'prompt, solution, diff, what-if or evidence' }
  },
  required: ['path']
};
