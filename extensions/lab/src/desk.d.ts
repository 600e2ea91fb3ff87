/** The front-end module of extensions/widget, copied beside the compiled files. */
import type { Model } from './commModel';

export type Render = (context: {
  model: Model;
  el: HTMLElement;
}) => (() => void) | Promise<() => void> | undefined;

declare const desk: { render: Render };
export default desk;
