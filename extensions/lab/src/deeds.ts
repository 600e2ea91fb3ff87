/** What a desk can be told to do; `extensions/widget/src/core/keymap.ts` knows the same names. */

/** Done by the desk in front: name -> what menus call it. */
export const DESK_DEEDS = {
  run: 'Run the Tests',
  'run-test': 'Run the Test at the Cursor',
  'run-all': 'Run Against All Solutions',
  cancel: 'Cancel the Run',
  'new-probe': 'New Probe',
  'next-failing': 'Go to the Next Failing Test',
  'previous-failing': 'Go to the Previous Failing Test',
  'next-column': 'Go to the Next Column',
  'previous-column': 'Go to the Previous Column',
  'next-axis': 'Go to the Next Unfilled Axis',
  'score-0': 'Score 0 on the Axis in Focus',
  'score-1': 'Score 1 on the Axis in Focus',
  'score-2': 'Score 2 on the Axis in Focus',
  'score-3': 'Score 3 on the Axis in Focus',
  'attach-run': 'Attach the Shown Run as Evidence',
  comment: 'Comment on the Selection',
  'submit-next': 'Submit and Go to the Next Task',
  submit: 'Submit the Review',
  skip: 'Skip the Task…',
  help: 'Show the Desk’s Keys'
} as const;

/** Done by JupyterLab, also when a desk asks for it. */
export const LAB_DEEDS = [
  'queue',
  'filter-queue',
  'continue',
  'next-task',
  'previous-task',
  'copy-link'
] as const;

export const DEEDS: readonly string[] = [...LAB_DEEDS, ...Object.keys(DESK_DEEDS)];

export function deskCommand(name: string): string {
  return `workbench:${name}`;
}
