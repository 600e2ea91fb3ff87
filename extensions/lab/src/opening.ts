/** Opens desks by path, at a place when one is given; follows links pasted into the address bar. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { WidgetTracker } from '@jupyterlab/apputils';
import { URLExt } from '@jupyterlab/coreutils';
import type { DeskDocument } from './deskFactory';
import { forgetFragment, type Place, readFragment } from './links';
import { FACTORY } from './names';

type Desks = WidgetTracker<DeskDocument>;

export function opener(
  app: JupyterFrontEnd,
  tracker: Desks
): (path: string, place: Place | null) => Promise<void> {
  return async (path, place) => {
    await app.commands.execute('docmanager:open', { path, factory: FACTORY });
    if (place) tracker.find(desk => desk.context.path === path)?.content.goTo(place);
  };
}

/** A link to the task in front changes the fragment alone: the browser loads nothing. */
export function followLinks(tracker: Desks): void {
  window.addEventListener('hashchange', () => {
    const place = readFragment(window.location.hash);
    const desk = tracker.find(({ context }) =>
      window.location.pathname.endsWith(URLExt.join('/', 'tree', URLExt.encodeParts(context.path)))
    );
    if (!place || !desk) return;
    forgetFragment();
    desk.content.goTo(place);
  });
}
