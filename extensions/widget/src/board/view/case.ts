/** The adjudication of one task: one column a reviewer, axes as rows, a decision where it needs one. */

import { sameList, type Scope } from '../../core/scope';
import { safe, safeNodes } from '../../text/safe';
import { plain } from '../../text/special';
import { button, fill, h, setAttribute, show } from '../../view/h';
import type { Board } from '../board';
import { askedAxes, derived, missing } from '../decide';
import type { Case, Column } from '../protocol';
import { listed } from '../state';
import { count } from '../words';
import { caseAxis } from './axis';
import { sourcePanel } from './source';

export function caseView(board: Board, scope: Scope): HTMLElement {
  const sheet = h('div.wb-sheet', { 'data-testid': 'sheet' });
  let inner: Scope | null = null;
  let shown = '';
  board.watch(
    scope,
    state => [state.case, state.rubric] as const,
    ([found, rubric]) => {
      inner?.close();
      inner = scope.child();
      const held = inner;
      const back = place(sheet);
      if (!found || !rubric) {
        shown = '';
        fill(sheet, h('p.wb-hint.wb-pad', { role: 'status' }, 'Reading the case…'));
        return;
      }
      sheet.style.setProperty('--wb-columns', String(Math.max(1, found.columns.length)));
      const rows = rubric.axes.map(axis => caseAxis(board, held, found, axis));
      const isOpen = (row: HTMLElement): boolean => row.dataset['needs'] === 'true';
      fill(
        sheet,
        earlierLine(found),
        columnHeads(found.columns),
        ...rows.filter(isOpen),
        ...rows.filter(row => !isOpen(row))
      );
      // A rating came in, say: whoever works on the case stays where they were.
      if (shown === found.task_id) {
        back();
        return;
      }
      shown = found.task_id;
      sheet.scrollTop = 0;
      rows.find(isOpen)?.focus({ preventScroll: true });
    },
    sameList
  );
  return h(
    'div.wb-case',
    { 'data-testid': 'case' },
    caseBar(board, scope),
    h(
      'div.wb-casebody',
      {},
      sourcePanel(board, scope),
      h('div.wb-fill', {}, sheet, foot(board, scope))
    )
  );
}

/** Remembers the control that has the focus; what it returns gives the focus to the one in its
 * place once the sheet was drawn anew. */
function place(sheet: HTMLElement): () => void {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || !sheet.contains(active)) return () => undefined;
  const name = active.dataset['testid'];
  const like = (): HTMLElement[] =>
    [...sheet.querySelectorAll<HTMLElement>('[data-testid]')].filter(
      control => control.dataset['testid'] === name
    );
  const at = like().indexOf(active);
  const caret = active instanceof HTMLTextAreaElement ? active.selectionStart : null;
  const { scrollTop } = sheet;
  return () => {
    sheet.scrollTop = scrollTop;
    const heir = like()[at];
    heir?.focus({ preventScroll: true });
    if (caret !== null && heir instanceof HTMLTextAreaElement) heir.setSelectionRange(caret, caret);
  };
}

function caseBar(board: Board, scope: Scope): HTMLElement {
  const title = h('h2', { 'data-testid': 'case-title' });
  const place = h('span.wb-meta');
  const back = button('‹ Board', () => board.open(''), { 'data-testid': 'back' });
  const previous = button('Previous', () => board.step(-1), { 'data-testid': 'previous' });
  previous.append(h('kbd', {}, 'Alt K'));
  const next = button('Next', () => board.step(1), { 'data-testid': 'next' });
  next.append(h('kbd', {}, 'Alt J'));
  const toggle = (source: 'prompt' | 'solution', label: string): HTMLButtonElement =>
    button(label, () => board.showSource(board.state.view.source === source ? '' : source), {
      'data-testid': `show-${source}`
    });
  const prompt = toggle('prompt', 'Prompt');
  const solution = toggle('solution', 'Solution');
  board.watch(
    scope,
    state => [state.case, state.view.task, state.measures, state.view.filter] as const,
    ([found, task]) => {
      const list = listed(board.state);
      const at = list.findIndex(item => item.task_id === task);
      fill(title, safe(found?.title ?? task));
      const position = at < 0 ? '' : ` · ${at + 1} of ${list.length}`;
      fill(
        place,
        h('span.wb-lang', {}, ...safeNodes(found?.language ?? '')),
        ' ',
        safe(task),
        position
      );
      setAttribute(previous, 'disabled', board.neighbour(-1) === undefined);
      setAttribute(next, 'disabled', board.neighbour(1) === undefined);
    },
    sameList
  );
  board.watch(
    scope,
    state => state.view.source,
    source => {
      setAttribute(prompt, 'aria-pressed', source === 'prompt');
      setAttribute(solution, 'aria-pressed', source === 'solution');
    }
  );
  return h(
    'div.wb-casebar',
    { role: 'group', 'aria-label': 'Case' },
    back,
    title,
    place,
    h('span.wb-space'),
    h('span.wb-meta.wb-aside', {}, 'columns shuffled, names hidden'),
    prompt,
    solution,
    previous,
    next
  );
}

function earlierLine(found: Case): HTMLElement | null {
  const { earlier, history } = found;
  if (!earlier) return null;
  const words = `Decided before as ${earlier.decision ?? 'open'}; a new decision stands in its place, and ${
    history > 1 ? `all ${history} are` : 'both are'
  } kept.`;
  return h('p.wb-hint.wb-pad', { 'data-testid': 'earlier' }, words);
}

function columnHeads(columns: readonly Column[]): HTMLElement {
  return h('div.wb-votes.wb-heads', {}, ...columns.map(head));
}

function head(column: Column): HTMLElement {
  const facts = [
    column.decision ?? 'no decision',
    column.confidence !== null && `confidence ${column.confidence}`,
    column.difficulty
  ].filter(Boolean);
  const more = [
    ['Could not judge the task', column.cannot_judge],
    ['Notes', column.notes]
  ].filter(([, text]) => text);
  return h(
    'div.wb-vote',
    { 'data-testid': 'column' },
    h('p.wb-score', {}, h('b', {}, column.name), h('span', {}, ...safeNodes(facts.join(' · ')))),
    ...more.map(([label, text]) =>
      h(
        'details.wb-details',
        {},
        h('summary', {}, label ?? ''),
        h('p.wb-pre', {}, ...safeNodes(text ?? ''))
      )
    )
  );
}

/** What it comes to, what the rubric should say, and the way on. */
function foot(board: Board, scope: Scope): HTMLElement {
  const decision = h('span.wb-nowrap', { 'data-testid': 'decision' });
  const revise = h('select.wb-select', {
    'aria-label': 'Make the note part of the rubric',
    'data-testid': 'revise'
  });
  revise.addEventListener('change', () => {
    if (board.draft) board.redraft({ ...board.draft, revise: revise.value });
  });
  const note = h('textarea.wb-textarea', {
    rows: 1,
    placeholder: 'Guideline note…',
    title: 'What the rubric should say, where the guideline is to blame',
    'aria-label': 'Guideline note',
    'data-testid': 'guideline-note',
    oninput: () => {
      if (board.draft) board.redraft({ ...board.draft, note: note.value });
    }
  });
  const lacks = h('span.wb-lacks', { role: 'status', 'data-testid': 'lacks' });
  const decide = button('Decide and next', () => board.adjudicate(), {
    class: 'wb-btn wb-primary',
    'data-testid': 'decide'
  });
  decide.append(h('kbd', {}, 'Ctrl ↵'));
  const blind = h('span.wb-meta', {}, 'kept once the session is revealed');
  board.watch(
    scope,
    state =>
      [state.case, state.session?.state, state.drafts, state.pending, state.connection] as const,
    ([found, phase]) => {
      const { draft } = board;
      const { rubric } = board.state;
      if (!found || !draft || !rubric) return;
      const shown = askedAxes(rubric, found, draft.axes);
      const word = derived(rubric, draft.axes, shown);
      const said = word ? h('strong.wb-decision', { 'data-word': word }, word) : 'open';
      fill(decision, 'Decision ', said);
      show(revise, draft.note.trim() !== '');
      if (revise.options.length !== rubric.axes.length + 1)
        fill(
          revise,
          option('', 'kept with the decision only'),
          ...rubric.axes.map(axis => option(axis.id, `into the rubric: ${plain(axis.title)}`))
        );
      revise.value = draft.revise;
      if (note.value !== draft.note) note.value = draft.note;
      const left = Object.keys(missing(found, draft, shown)).length;
      fill(lacks, left ? `${count(left, 'axis').replace('axiss', 'axes')} to decide` : '');
      const may = phase === 'revealed';
      show(blind, !may);
      setAttribute(
        decide,
        'disabled',
        !may || board.isPending('adjudicate') || board.state.connection === 'down'
      );
    },
    sameList
  );
  return h(
    'div.wb-casefoot',
    { role: 'group', 'aria-label': 'Decision of the task', 'data-lm-suppress-shortcuts': 'true' },
    decision,
    note,
    revise,
    lacks,
    blind,
    decide
  );
}

function option(value: string, label: string): HTMLOptionElement {
  const node = h('option', {}, label);
  node.value = value;
  return node;
}
