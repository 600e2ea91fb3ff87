/** Drawn icons: what says a task file, the queue, and the states of a review. */
import { LabIcon } from '@jupyterlab/ui-components';

const svg = (body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">` +
  `<g class="jp-icon3" fill="#616161">${body}</g></svg>`;

export const taskIcon = new LabIcon({
  name: 'reviewer-workbench:task',
  svgstr: svg(
    '<path d="M3 1.5h7L13 4.500V14.500H3zM4.200 2.700V13.300H11.800V5.200H9.300V2.700z"/>' +
      '<path d="M5.300 9.200l.85-.85 1.350 1.350 2.600-2.600.85.85-3.450 3.450z"/>'
  )
});

export const queueIcon = new LabIcon({
  name: 'reviewer-workbench:queue',
  svgstr: svg(
    '<path d="M6 3h8.500v1.400H6zM6 7.300h8.500v1.400H6zM6 11.600h8.500V13H6z"/>' +
      '<path d="M1 3.500l.8-.8.8.8L4.300 1.800l.8.8-2.500 2.500z"/>' +
      '<circle cx="2.700" cy="8" r="1.200"/><circle cx="2.700" cy="12.300" r="1.200"/>'
  )
});
