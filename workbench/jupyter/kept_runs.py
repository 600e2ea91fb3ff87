"""The runs a review remembers, as a page that is opened anew is shown them."""

from __future__ import annotations

from collections.abc import Callable

from workbench.jupyter import view
from workbench.jupyter.chosen import Changed, still_current, unchanged
from workbench.jupyter.messages import Message
from workbench.model.review import Review
from workbench.model.run import Run
from workbench.model.task import Task


def newest_runs(
    task: Task,
    review: Review,
    load: Callable[[str], Run | None],
    changed: Changed = unchanged,
) -> list[Message]:
    """Newest run of each suite x solution x choice of tests, oldest first. A damaged or
    removed run is left out: it can be made again."""
    newest: dict[tuple[str, bool, str, bool], Message] = {}
    for run_id in review.runs:
        run = load(run_id)
        if run is None or run.task_id != task.id:
            continue
        key, edited = view.suite_key(run, task)
        place = (key, edited, run.solution, bool(run.selected))
        newest.pop(place, None)
        newest[place] = {
            "run": view.shown_run(run),
            "cached": False,
            "suite_key": key,
            "edited": edited,
            "current": still_current(task, review, key, run, changed),
        }
    return list(newest.values())
