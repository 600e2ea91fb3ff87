/** `render` draws the desk of one task into `el` and returns what takes it away. */

import { Desk } from './core/desk';
import { keepView } from './core/kept_view';
import { shownEntry, solutionLabel } from './core/select';
import type { Model } from './protocol';
import { adoptStyles } from './styles';
import { banners } from './view/banners';
import { h, fill } from './view/h';
import { header } from './view/header';
import { openHelp } from './view/help';
import { jobsStrip } from './view/jobs';
import { deeds } from './view/deeds';
import { hostLine } from './view/host_line';
import { listenForKeys } from './view/keys';
import { columns } from './view/layout';
import { downloads } from './view/past/download';
import { focusUnfilled, rubricColumn } from './view/rubric_column';
import { suiteColumn } from './view/suite_column';
import { taskColumn } from './view/task_column';
import { verdictWord } from './view/words';
import { suiteLabel } from './core/select';
import { plain } from './text/special';

interface RenderArguments {
  model: Model;
  el: HTMLElement;
}

function render({ model, el }: RenderArguments): () => void {
  adoptStyles(el);
  const desk = new Desk(model, el);
  const { scope } = desk;
  const root = h('div.wb-desk', { 'data-testid': 'desk', tabindex: -1 });
  const help = (): void => openHelp(desk, root);
  keepView(desk, scope);
  const left = taskColumn(desk, scope);
  const middle = suiteColumn(desk, scope);
  const right = rubricColumn(desk, scope);
  const live = h('div.wb-live', { 'aria-live': 'polite', 'data-testid': 'live' });
  root.append(
    header(desk, scope, help),
    banners(desk, scope),
    jobsStrip(desk, scope),
    columns(scope, root, left, middle.dom, right),
    live
  );
  downloads(desk, scope, root);
  const act = deeds(desk, root, {
    run: () => middle.run.run(),
    runOne: () => middle.run.runOne(),
    help
  });
  listenForKeys(desk, scope, root, act);
  hostLine(desk, scope, el, root, act);
  desk.watch(scope, shownEntry, entry => {
    if (!entry) return;
    const words = `${verdictWord(entry.verdict)}: ${suiteLabel(entry.suiteKey)} on ${solutionLabel(desk.state, entry.solution)}`;
    live.textContent = plain(words);
  });
  desk.watch(
    scope,
    state => state.refused,
    refused => {
      if (refused) focusUnfilled(desk, root);
    }
  );
  desk.watch(
    scope,
    state => state.task !== null,
    loaded => root.classList.toggle('wb-loaded', loaded)
  );
  fill(el, root);
  return () => {
    desk.close();
    root.remove();
  };
}

export default { render };
export * from './parts';
