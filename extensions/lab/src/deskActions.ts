/** What each command does to a desk: it presses one of its controls or one of its keys. */

/** Command -> `data-testid` of a control (extensions/widget/README.md lists them). */
const CONTROLS: Record<string, string> = {
  run: 'run',
  'run-test': 'run-one',
  'run-all': 'run-all',
  cancel: 'cancel',
  'attach-run': 'attach-run',
  comment: 'comment-add',
  submit: 'submit',
  'submit-next': 'submit-next',
  skip: 'skip-task',
  help: 'help'
};

/** Command -> a key the desk itself knows; sent to its root, where no text is typed. */
const KEYS: Record<string, KeyboardEventInit> = {
  'next-failing': { key: 'n', code: 'KeyN', altKey: true },
  'previous-failing': { key: 'p', code: 'KeyP', altKey: true },
  'next-axis': { key: 'u', code: 'KeyU', altKey: true }
};

export function act(desk: HTMLElement, command: string): void {
  const key = KEYS[command];
  if (key) desk.dispatchEvent(new KeyboardEvent('keydown', { ...key, bubbles: false }));
  const control = CONTROLS[command];
  if (control) desk.querySelector<HTMLElement>(`[data-testid="${control}"]`)?.click();
}
