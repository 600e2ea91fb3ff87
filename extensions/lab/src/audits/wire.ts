/** Puts the audits below the queue, and does in JupyterLab what is asked there. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import { MessageLoop } from '@lumino/messaging';
import type { HostClient } from '../hostClient';
import type { QueueModel } from '../queue/queueModel';
import type { QueuePanel } from '../queue/queuePanel';
import { visible } from '../queue/rows';
import { AuditModel } from './auditModel';
import { AuditStrip } from './strip';
import { amountDone, type Audit, title } from './words';

export function addAudits(
  app: JupyterFrontEnd,
  client: HostClient,
  queue: QueuePanel,
  workspace: QueueModel
): void {
  const model = new AuditModel(
    client,
    () => workspace.folder,
    () => queue.isVisible
  );
  const open = (path: string): void => void openReport(app, workspace.inFolder(path));
  const strip = new AuditStrip({
    report: () => void model.makeReport(),
    open,
    stop: audit =>
      void isMeant(audit).then(meant => {
        if (meant) void model.stop(audit);
      }),
    hide: audit => model.hide(audit),
    remove: path =>
      void isSpare(path).then(spare => {
        if (spare) void model.remove(path);
      })
  });
  queue.node.append(strip.node);
  model.changed.connect(() => strip.draw(model.audits, model.report, model.shelf));
  model.reported.connect((_, path) => open(path));
  model.refused.connect((_, why) => Notification.error(visible(why)));
  // Whoever opens the panel need not wait for the next look.
  MessageLoop.installMessageHook(queue, (_, message) => {
    if (message.type === 'after-show') void model.look();
    return true;
  });
}

async function isMeant(audit: Audit): Promise<boolean> {
  const { button } = await showDialog({
    title: `Stop ${visible(title(audit)).toLowerCase()} at ${amountDone(audit)}?`,
    body: `It ends on ${visible(audit.host)} as by Ctrl-C: what is done is kept, and the same command goes on from there.`,
    buttons: [Dialog.cancelButton({ label: 'Go on' }), Dialog.warnButton({ label: 'Stop it' })]
  });
  return button.accept;
}

async function isSpare(path: string): Promise<boolean> {
  const { button } = await showDialog({
    title: 'Delete this report?',
    body: `${visible(path)} says what was known then; it cannot be made again.`,
    buttons: [Dialog.cancelButton({ label: 'Keep it' }), Dialog.warnButton({ label: 'Delete it' })]
  });
  return button.accept;
}

async function openReport(app: JupyterFrontEnd, path: string): Promise<void> {
  try {
    // Without trust: the page needs no script.
    await app.commands.execute('docmanager:open', { path, factory: 'HTML Viewer' });
  } catch (reason) {
    Notification.error(visible(`${path} is written, but does not open here: ${String(reason)}`));
  }
}
