/** A row of tabs over one panel: arrow keys move, Home and End jump. */

import { safeNodes } from '../text/safe';
import { h, fill, uniqueId } from './h';

export interface Tab {
  id: string;
  label: string;
  /** A count or mark after the label. */
  badge?: string;
  /** What the badge means, for those who do not see it. */
  badgeTitle?: string;
  testId?: string;
}

export interface Tabs {
  bar: HTMLElement;
  panel: HTMLElement;
  update(tabs: readonly Tab[], selected: string): void;
}

export function createTabs(label: string, onSelect: (id: string) => void, small = false): Tabs {
  const bar = h(small ? 'div.wb-tabs.wb-small' : 'div.wb-tabs', {
    role: 'tablist',
    'aria-label': label
  });
  const panel = h('div.wb-panel', { role: 'tabpanel', id: uniqueId('panel') });
  let order: string[] = [];

  const select = (index: number): void => {
    const id = order[(index + order.length) % order.length];
    if (id === undefined) return;
    onSelect(id);
    bar.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
  };
  bar.addEventListener('keydown', event => {
    const at = [...bar.children].findIndex(tab => tab === document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: order.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    select(to);
  });

  return {
    bar,
    panel,
    update(tabs, selected) {
      const focused = bar.contains(document.activeElement);
      order = tabs.map(tab => tab.id);
      fill(
        bar,
        ...tabs.map(tab => {
          const on = tab.id === selected;
          const node = h(
            'button.wb-tab',
            {
              type: 'button',
              role: 'tab',
              id: `${panel.id}-${order.indexOf(tab.id)}`,
              'aria-selected': on,
              'aria-controls': panel.id,
              tabindex: on ? 0 : -1,
              'data-testid': tab.testId,
              onclick: () => {
                onSelect(tab.id);
                bar.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
              }
            },
            ...safeNodes(tab.label)
          );
          if (tab.badge)
            node.append(h('span.wb-tabbadge', { title: tab.badgeTitle ?? null }, tab.badge));
          return node;
        })
      );
      const on = bar.querySelector<HTMLElement>('[aria-selected="true"]');
      if (on) panel.setAttribute('aria-labelledby', on.id);
      if (focused) on?.focus();
      queueMicrotask(() => keepReachable(panel));
    }
  };
}

/** A panel that only shows something takes the focus itself: arrow keys can then scroll it. */
function keepReachable(panel: HTMLElement): void {
  const controls = panel.querySelectorAll(
    ':is(button, input, select, textarea, [tabindex="0"]):not(:disabled), a[href]'
  );
  const reachable = [...controls].some(control => !control.closest('[hidden]'));
  if (reachable) panel.removeAttribute('tabindex');
  else panel.tabIndex = 0;
}
