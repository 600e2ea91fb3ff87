"""What of a task's kept runs and of its assessment speaks of now: one rule for all who tell it."""

from __future__ import annotations

from workbench.adequacy.wish import is_current
from workbench.errors import WorkbenchError
from workbench.model.assessment import Assessment
from workbench.model.report import Outcome
from workbench.model.task import Solution, Task
from workbench.reports.made_again import Now
from workbench.reports.newest_runs import Runs, honest

UNSURE = "whether the assessment is of this toolchain"
OLD = "the suite was assessed before the task or the toolchain changed"


def outcome_of(task: Task, solution: Solution, runs: Runs, now: Now) -> Outcome:
    """How the solution does on the given suite: by the newest run that would be this very one if
    made now; where there is none, how the newest ended then, and what changed since."""
    kept = runs.get((task.id, solution.digest, task.given.digest), ())
    known = {"solution": solution.name, "role": solution.role, "expected": solution.expected or ""}
    if not kept:
        return Outcome(**known)
    changed = ""
    for run in kept:
        why = now.changed(run, task, solution)
        if not why:
            break
        changed = changed or why
    else:
        run = honest(kept[0], kept)
        return Outcome(**known, reason=run.reason, run=run.id, then=run.verdict, changed=changed)
    run = honest(run, kept)
    return Outcome(**known, verdict=run.verdict, grade=run.grade, reason=run.reason, run=run.id)


def assessment_of_now(
    found: Assessment, task: Task, now: Now, unsaid: list[str]
) -> Assessment | None:
    """The assessment, unless it is of another task or toolchain. `unsaid` gets what that, or not
    knowing it, leaves open."""
    try:
        current = is_current(found, task, now.facts(task.language))
    except WorkbenchError as error:
        # It may be right, but nothing here can tell; it is shown, and that is said.
        unsaid.append(f"{UNSURE}: {error}")
        return found
    if current:
        return found
    unsaid.append(OLD)
    return None
