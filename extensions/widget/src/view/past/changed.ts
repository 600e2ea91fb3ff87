/** The lines under the header when the task changed under an open desk, or since its review began. */

import type { Desk } from '../../core/desk';
import { isLocked } from '../../core/select';
import { button } from '../h';

/** Text and buttons, a line each. */
export function changedLines(desk: Desk): [string, ...HTMLElement[]][] {
  const { fresh } = desk.state.past;
  const lines: [string, ...HTMLElement[]][] = [];
  if (fresh.file.length) {
    const text = `The task was changed by another program: ${fresh.file.join('; ')}. Your review is kept.`;
    lines.push([text, button('Reload the task', () => desk.ask({ type: 'reload_task' }))]);
  }
  if (fresh.task.length) {
    const look = button('I have looked again', () => desk.ask({ type: 'take_up' }));
    lines.push([fresh.task.join(' '), ...(isLocked(desk.state) ? [] : [look])]);
  }
  return lines;
}
