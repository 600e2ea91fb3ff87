/** Names the pieces of this extension and the kernel's side know each other by. */

export const PLUGIN = 'reviewer-workbench:plugin';
export const FACTORY = 'Review Desk';
export const FILE_TYPE = 'workbench-task';
export const TASK_SUFFIX = '.task.json';

export const DESK_TARGET = 'reviewer-workbench';
export const BOARD_TARGET = 'reviewer-workbench-board';
export const HOST_TARGET = 'reviewer-workbench-host';

/** Session path of the shared kernel; at the server's root, so that it is started there. */
export const SESSION = 'reviewer-workbench';

/** DOM events on the desk's element: it listens for the first ones and says the others. */
export const EVENT = {
  connection: 'workbench:connection',
  /** The keys bound now, by deed. */
  keys: 'workbench:keys',
  settings: 'workbench:settings',
  /** Do this deed. */
  act: 'workbench:act',
  /** Go to this place. */
  show: 'workbench:show',
  /** Write the place the reviewer is at into `detail`. */
  where: 'workbench:where',
  /** A deed of JupyterLab's, asked for on the desk. */
  command: 'workbench:command',
  submitted: 'workbench:submitted',
  /** The kernel answers nothing although it looks connected. */
  silent: 'workbench:silent',
  /** The desk is done with; the next one is wanted. */
  next: 'workbench:next'
} as const;
