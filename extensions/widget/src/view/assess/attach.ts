/** The button that puts a piece of evidence on an axis of the rubric. */

import type { Desk } from '../../core/desk';
import { isLocked } from '../../core/select';
import type { EvidenceRef } from '../../protocol';
import { plain } from '../../text/special';
import { grip } from '../drag';
import { button, h } from '../h';
import { attachMenu } from '../results';

export function attachButton(
  desk: Desk,
  what: string,
  evidence: () => EvidenceRef,
  words = 'Attach to…'
): HTMLElement {
  const handle = grip(desk, evidence);
  const node = button(words, () => attachMenu(desk, node, axis => desk.attach(axis, evidence())), {
    class: 'wb-link',
    'data-testid': 'attach-evidence',
    title: 'Attach to an axis',
    'aria-label': `Attach ${plain(what)} to an axis`,
    disabled: isLocked(desk.state)
  });
  return h('span.wb-nowrap', {}, handle, node);
}

export function runButton(desk: Desk, id: string, what: string): HTMLElement {
  return button('Run', () => desk.openRun(id), {
    class: 'wb-link',
    title: 'Show the run',
    'aria-label': `Show the run: ${plain(what)}`
  });
}
