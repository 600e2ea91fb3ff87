/** Draws the lead's board of one session into `el`; returns what takes it away. */

import type { Scope } from '../core/scope';
import { adoptStyles } from '../styles';
import { fill, h, show } from '../view/h';
import { isTyping } from '../view/keys';
import { Board } from './board';
import boardCss from './board.css';
import caseCss from './case.css';
import type { BoardModel } from './protocol';
import { agreementView } from './view/agreement';
import { caseView } from './view/case';
import { disagreementsView } from './view/disagreements';
import { driftView } from './view/drift';
import { findingsView } from './view/findings';
import { boardBanners, boardHeader } from './view/header';
import { reviewersView } from './view/reviewers';

interface RenderArguments {
  model: BoardModel;
  el: HTMLElement;
}

const NARROW = 860;
const MEDIUM = 1200;

export function renderBoard({ model, el }: RenderArguments): () => void {
  adoptStyles(el);
  adoptStyles(el, `${boardCss}\n${caseCss}`, 'board');
  const board = new Board(model, el);
  const { scope } = board;
  const root = h('div.wb-desk.wb-board', { 'data-testid': 'board', tabindex: -1 });
  const overview = h(
    'div.wb-panes',
    {},
    h(
      'div.wb-pane',
      { tabindex: 0, role: 'region', 'aria-label': 'Agreement and drift' },
      agreementView(board, scope),
      driftView(board, scope)
    ),
    h(
      'div.wb-pane',
      { tabindex: 0, role: 'region', 'aria-label': 'Findings, reviewers, disagreements' },
      findingsView(board, scope),
      reviewersView(board, scope),
      disagreementsView(board, scope)
    )
  );
  const adjudication = caseView(board, scope);
  root.append(boardHeader(board, scope), boardBanners(board, scope), overview, adjudication);
  let before = '';
  board.watch(
    scope,
    state => state.view.task,
    task => {
      show(overview, !task);
      show(adjudication, task !== '');
      if (!task && before) focusRow(root, before);
      before = task;
    }
  );
  board.watch(
    scope,
    state => state.session !== null,
    loaded => root.classList.toggle('wb-loaded', loaded)
  );
  keys(board, scope, root);
  fit(scope, root);
  fill(el, root);
  return () => {
    board.close();
    root.remove();
  };
}

/** Whoever comes back from a case stands where it was opened. */
function focusRow(root: HTMLElement, task: string): void {
  const rows = [...root.querySelectorAll<HTMLElement>('[data-task]')];
  rows
    .find(row => row.dataset['task'] === task)
    ?.querySelector('button')
    ?.focus();
}

function keys(board: Board, scope: Scope, root: HTMLElement): void {
  scope.on(root, 'keydown', event => {
    if (event.defaultPrevented || !board.state.view.task) return;
    const mod = event.ctrlKey || event.metaKey;
    let act: (() => void) | null = null;
    if (mod && event.key === 'Enter') act = () => board.adjudicate();
    else if (event.altKey && event.code === 'KeyJ') act = () => board.step(1);
    else if (event.altKey && event.code === 'KeyK') act = () => board.step(-1);
    else if (event.key === 'Escape' && !isTyping(event.target)) act = () => board.open('');
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function fit(scope: Scope, root: HTMLElement): void {
  if (typeof ResizeObserver === 'undefined') return;
  const observer = new ResizeObserver(() => {
    const width = root.clientWidth;
    if (!width) return;
    root.dataset['board'] = width < NARROW ? 'narrow' : width < MEDIUM ? 'medium' : 'wide';
  });
  observer.observe(root);
  scope.add(() => observer.disconnect());
}
