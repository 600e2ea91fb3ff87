/** A rubric as `workbench.model.rubric` has it. What came later may be missing. */

export type Answer = string | number;

/** Holds when an axis has one of the scores or tags, or a choice one of the answers. */
export interface Condition {
  axis: string | null;
  field: string | null;
  scores: number[];
  tags: string[];
  answers: string[];
}

export interface Level {
  score: number;
  anchor: string;
  description: string;
  needs: string[];
  phrases?: string[];
}

export interface FormField {
  id: string;
  title: string;
  question: string;
  kind: 'choice' | 'text' | 'number';
  options?: string[];
  required: boolean;
  shown_when?: Condition[];
}

export interface Axis {
  id: string;
  title: string;
  question: string;
  levels: Level[];
  blocks_from: number;
  tags: string[];
  /** The score from which on the tags are asked. */
  tags_from?: number;
  shown_when?: Condition[];
}

export interface Rubric {
  title: string;
  rationale_min: number;
  axes: Axis[];
  difficulty: { title: string; options: string[] };
  confidence_max: number;
  fields?: FormField[];
}

/** A sentence of the reviewer's own for rationales. */
export interface OwnPhrase {
  axis: string;
  score: number;
  text: string;
}
