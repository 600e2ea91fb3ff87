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

/** DOM events on the desk's element: it listens for the first and says the others. */
export const EVENT = {
  connection: 'workbench:connection',
  submitted: 'workbench:submitted',
  /** The kernel answers nothing although it looks connected. */
  silent: 'workbench:silent',
  /** The desk is done with; the next one is wanted. */
  next: 'workbench:next'
} as const;
