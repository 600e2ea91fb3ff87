/** Beside the lines of a solution: whether some given test reaches them, by symbol and by colour;
 * behind them: how many changes of the line go unnoticed. */

import { Prec, RangeSet, type Extension } from '@codemirror/state';
import { Decoration, EditorView, gutter, GutterMarker, WidgetType } from '@codemirror/view';
import type { FileCoverage } from '../assessment';
import { button, h } from '../view/h';

export type Reach = 'reached' | 'partly' | 'not';

const LOOKS: Record<Reach, { mark: string; words: string }> = {
  reached: { mark: '', words: 'reached by the given tests' },
  partly: { mark: '◐', words: 'reached, but a condition only ever with one outcome' },
  not: { mark: '○', words: 'not reached by the given tests' }
};

/** Of each line that something runs on. */
export function reachOf(coverage: FileCoverage): Map<number, { reach: Reach; words: string }> {
  const found = new Map<number, { reach: Reach; words: string }>();
  for (const [key, count] of Object.entries(coverage.lines)) {
    const line = Number(key);
    const never = ['true', 'false'].filter(side => coverage.branches[`${line}:${side}`] === 0);
    const reach: Reach = count === 0 ? 'not' : never.length ? 'partly' : 'reached';
    const more =
      reach === 'partly'
        ? `: never ${never.join(', never ')}`
        : count > 0
          ? ` (${count} ${count === 1 ? 'test' : 'tests'})`
          : '';
    found.set(line, { reach, words: LOOKS[reach].words + more });
  }
  return found;
}

/** What the gutter shows, in words. */
export function coverageWords(coverage: FileCoverage | undefined): string {
  if (!coverage) return '';
  const lines = (wanted: Reach): string =>
    [...reachOf(coverage)]
      .filter(([, { reach }]) => reach === wanted)
      .map(([line]) => line)
      .join(', ') || 'none';
  return ` Lines not reached: ${lines('not')}. With one outcome: ${lines('partly')}.`;
}

class Mark extends GutterMarker {
  constructor(
    private readonly reach: Reach,
    private readonly words: string
  ) {
    super();
    this.elementClass = `wb-reach-${reach}`;
  }

  override eq(other: Mark): boolean {
    return other.reach === this.reach && other.words === this.words;
  }

  override toDOM(): HTMLElement {
    const node = document.createElement('span');
    node.className = 'wb-reach';
    node.dataset['reach'] = this.reach;
    node.textContent = LOOKS[this.reach].mark;
    node.title = this.words;
    node.setAttribute('role', 'img');
    node.setAttribute('aria-label', this.words);
    return node;
  }
}

class Unnoticed extends WidgetType {
  constructor(
    private readonly count: number,
    private readonly open: () => void
  ) {
    super();
  }

  override eq(other: Unnoticed): boolean {
    return other.count === this.count;
  }

  override toDOM(): HTMLElement {
    const words = `${this.count} ${this.count === 1 ? 'survivor' : 'survivors'}`;
    return button(words, this.open, {
      class: 'wb-unnoticed',
      title: 'Changes of this line that no given test notices'
    });
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

class Uncalled extends WidgetType {
  override eq(): boolean {
    return true;
  }

  override toDOM(): HTMLElement {
    return h('span.wb-uncalled', {}, 'never called by a test');
  }
}

export interface LineNotes {
  /** Changes a line that no test notices, as far as they are known here. */
  unnoticed: ReadonlyMap<number, number>;
  /** Lines of functions no test calls. */
  uncalled: readonly number[];
  /** Shows the changes of a line. */
  open: (line: number) => void;
}

export function coverageMarks(coverage: FileCoverage | undefined, notes: LineNotes): Extension {
  const reach = coverage ? reachOf(coverage) : new Map<number, { reach: Reach; words: string }>();
  const widgets: [number, WidgetType][] = [
    ...notes.uncalled.map(line => [line, new Uncalled()] as [number, WidgetType]),
    ...[...notes.unnoticed].map(
      ([line, count]) =>
        [line, new Unnoticed(count, () => notes.open(line))] as [number, WidgetType]
    )
  ];
  return [
    // Before the numbers, as a rim of the page.
    Prec.high(
      gutter({
        class: 'wb-reachgutter',
        lineMarker(view, line) {
          const place = reach.get(view.state.doc.lineAt(line.from).number);
          return place ? new Mark(place.reach, place.words) : null;
        },
        initialSpacer: () => new Mark('reached', '')
      })
    ),
    EditorView.decorations.compute([], state =>
      RangeSet.of(
        widgets
          .filter(([line]) => line >= 1 && line <= state.doc.lines)
          .sort(([a], [b]) => a - b)
          .map(([line, widget]) =>
            Decoration.widget({ widget, side: 1 }).range(state.doc.line(line).to)
          )
      )
    )
  ];
}
