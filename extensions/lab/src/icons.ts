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

export const reviewIcon = new LabIcon({
  name: 'reviewer-workbench:review',
  svgstr: svg(
    '<path d="M3 1.500h10V14.500H3zM4.200 2.700V13.300H11.800V2.700z"/>' +
      '<path d="M5.500 4.500h5v1.200H5.500zM5.500 7h5v1.200H5.500zM5.500 10.300l.8-.8 1.100 1.100 2.300-2.300.8.8-3.100 3.100z"/>'
  )
});

export const rubricIcon = new LabIcon({
  name: 'reviewer-workbench:rubric',
  svgstr: svg(
    '<path d="M1.500 3h13v10H1.500zM2.700 4.200v7.600h10.600V4.200z"/>' +
      '<path d="M2 6.200h12v1H2zM5.700 4h1v8h-1zM9.700 4h1v8h-1z"/>'
  )
});

export const draftIcon = new LabIcon({
  name: 'reviewer-workbench:draft',
  svgstr: svg(
    '<path d="M2 11.200L10.300 2.900l2.800 2.800L4.800 14H2zM3.200 11.700v1.100h1.100l7.100-7.100-1.100-1.100z"/>' +
      '<path d="M8 12.800h6V14H8z"/>'
  )
});

export const boardIcon = new LabIcon({
  name: 'reviewer-workbench:board',
  svgstr: svg(
    '<path d="M1.500 2h13v10h-13zM2.700 3.200v7.600h10.600V3.200zM5 13h6v1.200H5z"/>' +
      '<path d="M4.300 7.500h1.400v2H4.300zM7.300 5h1.400v4.500H7.300zM10.300 6.300h1.400v3.200h-1.400z"/>'
  )
});
