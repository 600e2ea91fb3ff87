/** Tabs of calibration sessions: a reviewer's desk on one assignment, and the lead's board. */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget, type WidgetTracker } from '@jupyterlab/apputils';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { DeskView } from '../deskView';
import { boardIcon, taskIcon } from '../icons';
import type { KernelHost } from '../kernelHost';
import type { Outfit } from '../outfit';
import { visible } from '../queue/rows';

export type Tab = MainAreaWidget<DeskView>;

/** What a tab is opened, and restored, with. */
export interface Place {
  session: string;
  /** The assignment, or '' for the board. */
  assignment: string;
  /** Any path in the workspace: the kernel finds the workspace by it. */
  path: string;
  title: string;
}

const places = new WeakMap<Tab, Place>();

export function placeOf(tab: Tab): Place {
  return places.get(tab) ?? { session: '', assignment: '', path: '', title: '' };
}

export function readPlace(args: ReadonlyPartialJSONObject): Place {
  const text = (name: string): string => {
    const value = args[name];
    return typeof value === 'string' ? value : '';
  };
  return {
    session: text('session'),
    assignment: text('assignment'),
    path: text('path'),
    title: text('title')
  };
}

export class SessionTabs {
  constructor(
    private readonly app: JupyterFrontEnd,
    private readonly host: KernelHost,
    private readonly outfit: Outfit,
    private readonly tracker: WidgetTracker<Tab>
  ) {}

  /** Bring the tab of a place to the front, making it when there is none. */
  open(place: Place): Tab {
    const id = `wb-session-${place.session}-${place.assignment || 'board'}`;
    const there = this.tracker.find(tab => tab.id === id);
    const tab = there ?? this.make(id, place);
    this.app.shell.activateById(tab.id);
    return tab;
  }

  private make(id: string, place: Place): Tab {
    const board = !place.assignment;
    const { session, assignment, path } = place;
    const content = new DeskView(this.host, this.outfit, board ? 'board' : 'desk', () => ({
      path,
      session,
      assignment
    }));
    const tab: Tab = new MainAreaWidget({ content });
    tab.id = id;
    tab.addClass(board ? 'wb-Board' : 'wb-Desk');
    tab.title.icon = board ? boardIcon : taskIcon;
    tab.title.label = visible(place.title || session);
    tab.title.caption = `Session ${visible(session)}`;
    tab.title.closable = true;
    tab.toolbar.hide();
    tab.contentHeader.hide();
    places.set(tab, place);
    this.app.shell.add(tab, 'main');
    void this.tracker.add(tab);
    return tab;
  }
}
