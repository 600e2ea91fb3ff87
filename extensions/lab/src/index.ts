/** The plugin: wires the pieces to JupyterLab and holds no logic. */
import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, WidgetTracker } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { IMainMenu } from '@jupyterlab/mainmenu';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStatusBar } from '@jupyterlab/statusbar';
import { followReportLinks } from './audits/reportLinks';
import { addAudits } from './audits/wire';
import { addCommands } from './commands';
import { type DeskDocument, DeskFactory } from './deskFactory';
import type { DeskView } from './deskView';
import { addCards, addEntrances } from './entrances';
import { addFileTypes } from './fileTypes';
import { HostClient } from './hostClient';
import { KernelHost } from './kernelHost';
import { Arrival } from './links';
import { EVENT, FACTORY, PLUGIN } from './names';
import { followLinks, opener } from './opening';
import { Outfit } from './outfit';
import { openNext } from './queue/goOn';
import { QueueModel } from './queue/queueModel';
import { QueuePanel } from './queue/queuePanel';
import { Queues } from './queue/queues';
import { addSessions } from './sessions/wire';
import { StatusItem } from './status/statusItem';
import { StatusModel } from './status/statusModel';

const plugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN,
  description: 'Review coding tasks: a queue, a desk for each task, a shared kernel.',
  autoStart: true,
  optional: [
    ILabShell,
    ICommandPalette,
    ILauncher,
    IMainMenu,
    ILayoutRestorer,
    ISettingRegistry,
    IStatusBar
  ],
  activate
};

function activate(
  app: JupyterFrontEnd,
  lab: ILabShell | null,
  palette: ICommandPalette | null,
  launcher: ILauncher | null,
  menu: IMainMenu | null,
  restorer: ILayoutRestorer | null,
  registry: ISettingRegistry | null,
  status: IStatusBar | null
): void {
  const host = new KernelHost(app.serviceManager);
  const client = new HostClient(host);
  const outfit = new Outfit(app.commands);
  const model = new QueueModel(app.serviceManager.contents, client);
  const queues = new Queues(model, client);
  const queue = new QueuePanel(queues);
  const tracker = new WidgetTracker<DeskDocument>({ namespace: 'reviewer-workbench' });

  addFileTypes(app.docRegistry);
  addDesks(app, new DeskFactory(host, outfit), tracker);
  followLinks(tracker);
  addAudits(app, client, queue, model);
  followReportLinks(app);
  app.shell.add(queue, 'left', { rank: 50, type: 'Review Queue' });

  const open = opener(app, tracker);
  const sessions = addSessions({ app, host, outfit, queues, queue, restorer });
  const openEntry = (entry: ReturnType<QueuePanel['neighbour']>): void => {
    if (entry?.seat) sessions.open(entry);
    else if (entry) void open(model.pathOf(entry), null);
  };
  const step = (by: number): void => openEntry(queue.neighbour(by));
  queue.opened.connect((_, entry) => openEntry(entry));
  tracker.currentChanged.connect((_, desk) => {
    if (!desk) return;
    void model.follow(desk.context.path).then(() => queue.setOpen(model.idOf(desk.context.path)));
  });
  tracker.widgetAdded.connect((_, desk) => {
    desk.content.node.addEventListener(EVENT.next, () => {
      if (!queues.session) void openNext(queue, model, path => void open(path, null));
    });
  });

  const inFront = <T extends DeskDocument>(tab: T | null): T | undefined =>
    tab !== null && tab === app.shell.currentWidget ? tab : undefined;
  const front = (): DeskView | undefined => {
    const seat = sessions.tracker.currentWidget;
    if (seat !== null && seat === app.shell.currentWidget) return seat.content;
    return inFront(tracker.currentWidget)?.content;
  };
  const resume = async (): Promise<boolean> => {
    const seat = queues.session?.entries.find(entry => entry.state === 'draft');
    if (seat) openEntry(seat);
    if (queues.session) return seat !== undefined;
    const path = await client.lastDraft(model.folder);
    if (path) await open(model.inFolder(path), null);
    return path !== '';
  };
  const path = (): string | undefined => inFront(tracker.currentWidget)?.context.path;
  addCommands({ app, queue, front, path, step, open, resume });
  addEntrances(app, palette, menu);
  addCards(launcher, queues);
  status?.registerStatusItem('reviewer-workbench:status', {
    item: new StatusItem(new StatusModel(host, client, () => model.folder)),
    align: 'left',
    rank: 5,
    isActive: () => model.found,
    activeStateChanged: queues.changed
  });
  if (restorer) {
    restorer.add(queue, queue.id);
    void restorer.restore(tracker, {
      command: 'docmanager:open',
      args: desk => ({ path: desk.context.path, factory: FACTORY }),
      name: desk => desk.context.path
    });
  }
  const settings = outfit.follow(registry);
  // At once: the kernel then starts while the page is still being drawn. In Notebook, where each
  // document is a page, only a desk needs it.
  if (lab) void host.start();
  else tracker.widgetAdded.connect(() => void host.start());
  void app.restored.then(async () => {
    await Promise.all([queues.load(), settings]);
    // On a workspace the queue is where a reviewer begins; later the layout is as it was left.
    const fresh = (await lab?.restored)?.fresh === true;
    const wanted = fresh && outfit.opensQueue && model.found && !model.folder;
    if (wanted && !queue.isVisible) app.shell.activateById(queue.id);
  });
}

function addDesks(
  app: JupyterFrontEnd,
  factory: DeskFactory,
  tracker: WidgetTracker<DeskDocument>
): void {
  const arrival = new Arrival();
  factory.widgetCreated.connect((_, desk) => {
    desk.context.pathChanged.connect(() => void tracker.save(desk));
    const place = arrival.take(desk.context.path);
    if (place) desk.content.goTo(place);
    void tracker.add(desk);
  });
  app.docRegistry.addWidgetFactory(factory);
}

export default plugin;
