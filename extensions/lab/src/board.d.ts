/** The lead's board of a calibration session, a bundle beside the desk's. */
import type { Render } from './desk.js';

export declare const renderBoard: Render;
