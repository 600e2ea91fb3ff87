/** The small button of the queue's panel. */
export function chip(label: string, act: () => void): HTMLButtonElement {
  const node = document.createElement('button');
  node.type = 'button';
  node.className = 'wb-Queue-chip';
  node.textContent = label;
  node.addEventListener('click', () => {
    if (node.getAttribute('aria-disabled') !== 'true') act();
  });
  return node;
}
