/**
 * Links of a report in JupyterLab's viewer lead to places of the page, to desks and to files here.
 * The viewer gives a page the address of its file as a base: left alone, `#flags` would load that
 * file anew, and a task would be shown as bare text, each in place of the report.
 */
import type { JupyterFrontEnd } from '@jupyterlab/application';
import { PathExt } from '@jupyterlab/coreutils';
import type { DocumentRegistry, IDocumentWidget } from '@jupyterlab/docregistry';

const VIEWER = 'HTML Viewer';
const REPORT = 'meta[name="generator"][content="Reviewer Workbench"]';

type Open = (path: string) => void;

export function followReportLinks(app: JupyterFrontEnd): void {
  const { docRegistry } = app;
  const open: Open = path => void app.commands.execute('docmanager:open', { path });
  let known: DocumentRegistry.WidgetFactory | undefined;
  const look = (): void => {
    const viewer = docRegistry.getWidgetFactory(VIEWER);
    if (!viewer || viewer === known) return;
    known = viewer;
    viewer.widgetCreated.connect((_, widget) => follow(widget, open));
  };
  look();
  docRegistry.changed.connect(look);
}

/** The page is loaded anew when its file changes; its listener goes with it. */
function follow(widget: IDocumentWidget, open: Open): void {
  const frame = widget.content.node.querySelector('iframe');
  frame?.addEventListener('load', () => {
    const page = frame.contentDocument;
    if (!page?.querySelector(REPORT)) return;
    page.addEventListener('click', event => {
      const link = (event.target as Element).closest('a[href]');
      const href = link?.getAttribute('href');
      if (!href) return;
      event.preventDefault();
      if (href.startsWith('#')) goTo(page, href.slice(1));
      else open(PathExt.resolve(PathExt.dirname(widget.context.path), decodeURIComponent(href)));
    });
  });
}

function goTo(page: Document, id: string): void {
  const place = page.getElementById(id);
  if (!place || !page.defaultView) return;
  if (place.localName === 'details') place.setAttribute('open', '');
  // A hash of the page's own address: what it leads to is marked, and *Back* returns.
  page.defaultView.location.hash = id;
}
