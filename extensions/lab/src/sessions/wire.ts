/** Joins sessions to JupyterLab: opening assignments and boards, going on after a submission. */
import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { InputDialog, showErrorMessage, WidgetTracker } from '@jupyterlab/apputils';
import { boardIcon } from '../icons';
import type { KernelHost } from '../kernelHost';
import { EVENT } from '../names';
import type { Outfit } from '../outfit';
import type { Entry } from '../queue/entries';
import type { Queues } from '../queue/queues';
import type { QueuePanel } from '../queue/queuePanel';
import { placeOf, readPlace, SessionTabs, type Tab } from './sessionTabs';

export const SESSION_ID = {
  assignment: 'workbench:open-assignment',
  board: 'workbench:session-board',
  next: 'workbench:next-in-session'
} as const;

interface Parts {
  app: JupyterFrontEnd;
  host: KernelHost;
  outfit: Outfit;
  queues: Queues;
  queue: QueuePanel;
  restorer: ILayoutRestorer | null;
}

export interface Sessions {
  tracker: WidgetTracker<Tab>;
  open(entry: Entry): void;
}

export function addSessions({ app, host, outfit, queues, queue, restorer }: Parts): Sessions {
  const tracker = new WidgetTracker<Tab>({ namespace: 'reviewer-workbench-session' });
  const tabs = new SessionTabs(app, host, outfit, tracker);
  const { commands } = app;

  const open = (entry: Entry): void => {
    const { seat, id, title } = entry;
    if (!seat) return;
    const { session } = seat;
    tabs.open({ session, assignment: id, path: queues.workspace.folder, title });
  };
  const next = async (): Promise<void> => {
    const { session } = queues;
    if (!session) return;
    const { entry, refused } = await session.claim();
    if (entry) open(entry);
    else if (refused) void showErrorMessage('No next task', refused);
  };
  const board = async (wanted: string): Promise<void> => {
    const led = queues.sessions.filter(session => session.lead);
    const chosen = wanted || (queues.session?.id ?? '');
    const only = led.length === 1 ? led[0]?.id : undefined;
    const id = led.find(session => session.id === chosen)?.id ?? only ?? (await ask(led));
    if (!id) return;
    const title = led.find(session => session.id === id)?.title ?? '';
    tabs.open({ session: id, assignment: '', path: queues.workspace.folder, title: title || id });
  };

  commands.addCommand(SESSION_ID.assignment, {
    label: 'Open a Task of a Session',
    execute: args => void tabs.open(readPlace(args))
  });
  commands.addCommand(SESSION_ID.board, {
    label: 'Session Board',
    caption: 'Open the board of a calibration session you lead',
    icon: boardIcon,
    execute: args => board(readPlace(args).session)
  });
  commands.addCommand(SESSION_ID.next, {
    label: 'Next Task of the Session',
    isEnabled: () => queues.session !== null,
    execute: next
  });

  queues.boardWanted.connect((_, session) => void board(session));
  queue.chooser.next.connect(() => void next());
  queue.chooser.board.connect((_, session) => void board(session));
  tracker.currentChanged.connect((_, tab) => {
    if (tab) queue.setOpen(placeOf(tab).assignment);
  });
  tracker.widgetAdded.connect((_, tab) => {
    const { node } = tab.content;
    const { session, assignment } = placeOf(tab);
    const here = (): boolean => queues.session?.id === session;
    node.addEventListener(EVENT.next, () => here() && void next());
    node.addEventListener(EVENT.submitted, () => {
      const seat = queues.session?.entries.find(entry => entry.id === assignment)?.seat;
      // After practice comes the feedback: going on is for whoever has read it.
      if (here() && !seat?.practice) void next();
    });
  });
  if (restorer)
    void restorer.restore(tracker, {
      command: SESSION_ID.assignment,
      args: tab => ({ ...placeOf(tab) }),
      name: tab => tab.id
    });
  return { tracker, open };
}

async function ask(led: readonly { id: string; title: string }[]): Promise<string> {
  if (!led.length) {
    void showErrorMessage('No board', 'You lead no session of this workspace.');
    return '';
  }
  const { value } = await InputDialog.getItem({
    title: 'Board of which session?',
    items: led.map(session => session.id)
  });
  return value ?? '';
}
