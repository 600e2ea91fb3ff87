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
import { FACTORY, FILE_TYPE } from './names';

export type DeskDocument = IDocumentWidget<DeskView>;

export class DeskFactory extends ABCWidgetFactory<DeskDocument> {
  constructor(private readonly host: KernelHost) {
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
    const content = new DeskView(this.host, () => context.localPath || context.path);
    const document = new DocumentWidget<DeskView>({ content, context });
    document.addClass('wb-Desk');
    document.title.icon = taskIcon;
    // The desk has a header of its own.
    document.toolbar.hide();
    document.contentHeader.hide();
    void context.ready.then(() => nameTab(document, context));
    return document;
  }
}

function nameTab(document: DeskDocument, context: DocumentRegistry.Context): void {
  if (document.isDisposed) return;
  try {
    const { title } = JSON.parse(context.model.toString()) as { title?: unknown };
    if (typeof title === 'string' && title) document.title.label = title;
  } catch {
    // A damaged task keeps its file name; the desk says what is wrong with it.
  }
}
