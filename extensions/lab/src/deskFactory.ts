/** Opens `*.task.json` as a desk, read-only: the review is written by Python alone. */
import {
  ABCWidgetFactory,
  DocumentWidget,
  type DocumentRegistry,
  type IDocumentWidget
} from '@jupyterlab/docregistry';
import { DeskView } from './deskView';
import { taskIcon } from './icons';
import type { KernelHost } from './kernelHost';
import { readFragment } from './links';
import { FACTORY, FILE_TYPE } from './names';
import type { Outfit } from './outfit';
import { visible } from './queue/rows';

export type DeskDocument = IDocumentWidget<DeskView>;

class TaskDocument extends DocumentWidget<DeskView> {
  /** A link of a notebook or a Markdown file leads to a place of the desk. */
  override setFragment(fragment: string): void {
    const place = readFragment(fragment);
    if (place) this.content.goTo(place);
  }
}

export class DeskFactory extends ABCWidgetFactory<DeskDocument> {
  constructor(
    private readonly host: KernelHost,
    private readonly outfit: Outfit
  ) {
    super({
      name: FACTORY,
      label: FACTORY,
      modelName: 'text',
      fileTypes: [FILE_TYPE],
      defaultFor: [FILE_TYPE],
      readOnly: true
    });
  }

  protected createNewWidget(context: DocumentRegistry.Context): DeskDocument {
    const content = new DeskView(this.host, this.outfit, 'desk', () => ({
      path: context.localPath
    }));
    const document = new TaskDocument({ content, context });
    document.addClass('wb-Desk');
    document.title.icon = taskIcon;
    // The desk has a header of its own.
    document.toolbar.hide();
    document.contentHeader.hide();
    void context.ready.then(() => describeTab(document, context));
    return document;
  }
}

/** The task's title is the tab's tooltip. Not its label: Lab renames the file to a changed label. */
function describeTab(document: DeskDocument, context: DocumentRegistry.Context): void {
  if (document.isDisposed) return;
  try {
    const { title } = JSON.parse(context.model.toString()) as { title?: unknown };
    if (typeof title === 'string') document.title.caption = `${visible(title)}\n${context.path}`;
  } catch {
    // A damaged task keeps its path as the tooltip; the desk says what is wrong with it.
  }
}
