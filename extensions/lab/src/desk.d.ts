/** The front-end module of extensions/widget, copied beside the compiled files. */
import type { Model } from './commModel';

declare const desk: {
  render(context: {
    model: Model;
    el: HTMLElement;
  }): (() => void) | Promise<() => void> | undefined;
};
export default desk;
