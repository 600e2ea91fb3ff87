/** The plugin: wires the pieces to JupyterLab and holds no logic. */
import {
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, WidgetTracker } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { IMainMenu } from '@jupyterlab/mainmenu';
import { Menu } from '@lumino/widgets';
import { addCommands, CATEGORY, DESK_COMMANDS, deskCommand, ID } from './commands';
import { type DeskDocument, DeskFactory } from './deskFactory';
import type { DeskView } from './deskView';
import { HostClient } from './hostClient';
import { taskIcon } from './icons';
import { KernelHost } from './kernelHost';
import { EVENT, FACTORY, FILE_TYPE, PLUGIN, TASK_SUFFIX } from './names';
import { openNext } from './queue/goOn';
import { QueueModel } from './queue/queueModel';
import { QueuePanel } from './queue/queuePanel';
import { Queues } from './queue/queues';
import { addSessions, SESSION_ID } from './sessions/wire';

const plugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN,
  description: 'Review coding tasks: a queue, a desk for each task, a shared kernel.',
  autoStart: true,
  optional: [ICommandPalette, ILauncher, IMainMenu, ILayoutRestorer],
  activate
};

function activate(
  app: JupyterFrontEnd,
  palette: ICommandPalette | null,
  launcher: ILauncher | null,
  menu: IMainMenu | null,
  restorer: ILayoutRestorer | null
): void {
  const host = new KernelHost(app.serviceManager);
  const client = new HostClient(host);
  const model = new QueueModel(app.serviceManager.contents, client);
  const queues = new Queues(model, client);
  const queue = new QueuePanel(queues);
  const tracker = new WidgetTracker<DeskDocument>({ namespace: 'reviewer-workbench' });

  addDocuments(app, host, tracker);
  app.shell.add(queue, 'left', { rank: 50, type: 'Review Queue' });

  const open = (path: string): void =>
    void app.commands.execute('docmanager:open', { path, factory: FACTORY });
  const step = (by: number): void => {
    const entry = queue.neighbour(by);
    if (!entry) return;
    if (entry.seat) sessions.open(entry);
    else open(model.pathOf(entry));
  };
  const sessions = addSessions({ app, host, queues, queue, restorer });
  queue.opened.connect((_, entry) => {
    if (entry.seat) sessions.open(entry);
    else open(model.pathOf(entry));
  });
  tracker.currentChanged.connect((_, desk) => {
    if (!desk) return;
    void model.follow(desk.context.path).then(() => queue.setOpen(model.idOf(desk.context.path)));
  });
  tracker.widgetAdded.connect((_, desk) => {
    desk.content.node.addEventListener(EVENT.next, () => {
      if (!queues.session) void openNext(queue, model, open);
    });
  });

  const front = (): DeskView | undefined =>
    [tracker.currentWidget, sessions.tracker.currentWidget].find(
      tab => tab !== null && tab === app.shell.currentWidget
    )?.content;
  addCommands({ app, queue, front, open: step });
  addEntrances(palette, launcher, menu, app);
  if (restorer) {
    restorer.add(queue, queue.id);
    void restorer.restore(tracker, {
      command: 'docmanager:open',
      args: desk => ({ path: desk.context.path, factory: FACTORY }),
      name: desk => desk.context.path
    });
  }
  // At once: the kernel then starts while the page is still being drawn.
  void host.start();
  void app.restored.then(async () => {
    await queues.load();
    // On a workspace the queue is where a reviewer begins.
    if (model.found && !model.folder) app.shell.activateById(queue.id);
  });
}

function addDocuments(
  app: JupyterFrontEnd,
  host: KernelHost,
  tracker: WidgetTracker<DeskDocument>
): void {
  const { docRegistry } = app;
  docRegistry.addFileType({
    name: FILE_TYPE,
    displayName: 'Coding Task',
    extensions: [TASK_SUFFIX],
    mimeTypes: ['application/json'],
    contentType: 'file',
    fileFormat: 'text',
    icon: taskIcon
  });
  const factory = new DeskFactory(host);
  factory.widgetCreated.connect((_, desk) => {
    desk.context.pathChanged.connect(() => void tracker.save(desk));
    void tracker.add(desk);
  });
  docRegistry.addWidgetFactory(factory);
}

function addEntrances(
  palette: ICommandPalette | null,
  launcher: ILauncher | null,
  menu: IMainMenu | null,
  app: JupyterFrontEnd
): void {
  const sessions = [SESSION_ID.board, SESSION_ID.next];
  const all = [
    ...Object.values(ID),
    ...sessions,
    ...DESK_COMMANDS.map(([name]) => deskCommand(name))
  ];
  for (const command of all) palette?.addItem({ command, category: CATEGORY });
  launcher?.add({ command: ID.queue, category: 'Other', rank: 0 });
  launcher?.add({ command: SESSION_ID.board, category: 'Other', rank: 1 });
  if (!menu) return;
  const review = new Menu({ commands: app.commands });
  review.id = 'reviewer-workbench-menu';
  review.title.label = 'Review';
  for (const command of all) review.addItem({ command });
  menu.addMenu(review, true, { rank: 45 });
}

export default plugin;
