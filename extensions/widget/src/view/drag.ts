/** Evidence that is dragged onto an axis. Whatever can be dragged has a button that does the same. */

import type { Desk } from '../core/desk';
import { isLocked } from '../core/select';
import type { EvidenceRef } from '../protocol';
import { plain } from '../text/special';
import { h } from './h';

/** What is under way; the browser shows a drop target only words. */
let held: { desk: Desk; evidence: EvidenceRef; root: Element | null } | null = null;

function letGo(): void {
  held?.root?.classList.remove('wb-dragging');
  held = null;
}

/** Makes a node draggable. */
export function dragSource(desk: Desk, node: HTMLElement, evidence: () => EvidenceRef): void {
  node.draggable = true;
  node.addEventListener('dragstart', event => {
    event.stopPropagation();
    if (isLocked(desk.state)) {
      event.preventDefault();
      return;
    }
    const found = evidence();
    held = { desk, evidence: found, root: node.closest('.wb-desk') };
    if (event.dataTransfer) {
      event.dataTransfer.effectAllowed = 'copy';
      event.dataTransfer.setData('text/plain', plain(found.label || found.text));
    }
    // Only once the browser took its picture of what is dragged may the page change.
    setTimeout(() => {
      held?.root?.classList.add('wb-dragging');
      if (held && desk.state.view.right !== 'rubric') desk.view({ right: 'rubric' });
    });
  });
  node.addEventListener('dragend', letGo);
}

/** A handle to drag by: text beside it can still be selected. */
export function grip(desk: Desk, evidence: () => EvidenceRef): HTMLElement {
  const node = h(
    'span.wb-grip',
    { 'aria-hidden': 'true', title: 'Drag onto an axis', 'data-testid': 'grip' },
    '⠿'
  );
  dragSource(desk, node, evidence);
  return node;
}

/** Lets an axis take what is dropped on it. */
export function dropTarget(desk: Desk, section: HTMLElement, axis: string): void {
  const over = (on: boolean): void => void section.classList.toggle('wb-drop', on);
  section.addEventListener('dragover', event => {
    if (held?.desk !== desk || isLocked(desk.state)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy';
    over(true);
  });
  section.addEventListener('dragleave', event => {
    if (!section.contains(event.relatedTarget as Node | null)) over(false);
  });
  section.addEventListener('drop', event => {
    over(false);
    if (held?.desk !== desk || isLocked(desk.state)) return;
    event.preventDefault();
    event.stopPropagation();
    desk.attach(axis, held.evidence);
    letGo();
  });
}
