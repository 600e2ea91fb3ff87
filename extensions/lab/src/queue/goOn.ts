/** What comes after a task that was submitted or left: the next one of the list that is to do. */
import { Notification } from '@jupyterlab/apputils';
import type { QueueModel } from './queueModel';
import type { QueuePanel } from './queuePanel';

export async function openNext(
  queue: QueuePanel,
  model: QueueModel,
  open: (path: string) => void
): Promise<void> {
  const task = await model.takeNext(queue.following());
  const entry = task === null ? undefined : model.entry(task);
  if (entry) open(model.pathOf(entry));
  else
    Notification.info('Nothing is left to do in this list. Another filter may show more.', {
      autoClose: 8000
    });
}
