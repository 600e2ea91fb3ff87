/** The workspace's files: what they are called, and an icon for each in the file browser. */
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import { reviewIcon, rubricIcon, taskIcon } from './icons';
import { FILE_TYPE, TASK_SUFFIX } from './names';

export function addFileTypes(registry: DocumentRegistry): void {
  const json = {
    mimeTypes: ['application/json'],
    contentType: 'file',
    fileFormat: 'text'
  } as const;
  registry.addFileType({
    ...json,
    name: FILE_TYPE,
    displayName: 'Coding Task',
    extensions: [TASK_SUFFIX],
    icon: taskIcon
  });
  // These open as JupyterLab opens any JSON or YAML; only Python writes them.
  registry.addFileType({
    ...json,
    name: 'workbench-review',
    displayName: 'Review',
    extensions: ['.review.json'],
    icon: reviewIcon
  });
  registry.addFileType({
    ...json,
    name: 'workbench-rubric',
    displayName: 'Rubric',
    extensions: ['.rubric.yaml'],
    mimeTypes: ['text/x-yaml'],
    icon: rubricIcon
  });
}
