/** What the host says to a desk, and asks of it, by DOM events on the element it is drawn into. */

import type { Desk } from '../core/desk';
import { HOST_SAYS, readKeys, readSettings } from '../core/hosting';
import { goTo, readPlace } from '../core/place';
import type { Scope } from '../core/scope';
import { focusAxis } from './rubric_column';
import { whereOf } from './where';

export function hostLine(
  desk: Desk,
  scope: Scope,
  el: HTMLElement,
  root: HTMLElement,
  act: (deed: string) => boolean
): void {
  let lately: Element | null = null;
  scope.on(root, 'focusin', ({ target }) => {
    if (target instanceof Element) lately = target;
  });
  const hear = (type: string, listener: (detail: unknown) => void): void =>
    scope.on(el, type, event => listener((event as unknown as CustomEvent<unknown>).detail));

  hear(HOST_SAYS.keys, detail =>
    desk.store.dispatch({
      type: 'hosting',
      hosting: { keys: readKeys(detail), rebindable: true }
    })
  );
  hear(HOST_SAYS.settings, detail =>
    desk.store.dispatch({ type: 'hosting', hosting: readSettings(detail) })
  );
  hear(HOST_SAYS.act, detail => act(String(detail)));
  hear(HOST_SAYS.show, detail =>
    goTo(desk, scope, readPlace(detail), axis => focusAxis(desk, root, axis))
  );
  hear(HOST_SAYS.where, detail => {
    if (typeof detail === 'object' && detail) Object.assign(detail, whereOf(desk, root, lately));
  });
}
