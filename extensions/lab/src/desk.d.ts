/** The front-end module of extensions/widget, copied beside the compiled files. */
import type { Model } from './commModel';

type Render = (context: {
  model: Model;
  el: HTMLElement;
}) => (() => void) | Promise<() => void> | undefined;

declare const desk: { render: Render };
export default desk;

/** The lead's board of a calibration session. */
export declare const renderBoard: Render;
