"""The suite and the solutions a page means by their keys, as the review has them now."""

from __future__ import annotations

from collections.abc import Callable

from workbench.errors import InputError
from workbench.model.base import check_id
from workbench.model.evidence import edited_name
from workbench.model.review import Review, edited_given
from workbench.model.run import Run
from workbench.model.task import Solution, Suite, Task

WHAT_IF = "what-if"
_ALL = "all"
_ORIGINAL = "given:original"

Changed = Callable[[str], Solution | None]
"""The solution with one change in it, by its name; None when no such change is known."""


def unchanged(name: str) -> Solution | None:
    """Knows no change."""
    return None


def chosen_suite(task: Task, review: Review, key: str) -> tuple[Suite, bool]:
    """The suite of a key, with the reviewer's edits, and whether it is the given one edited.
    Raises InputError when there is no such suite."""
    if key == _ORIGINAL:
        return task.given, False
    if key == "given":
        suite = edited_given(task, review)
        if suite is task.given:
            return suite, False
        return suite.model_copy(update={"name": edited_name(task.given.name)}), True
    name = key.removeprefix("probe:")
    probe = next((p for p in review.probes if p.name == name), None)
    if not key.startswith("probe:") or (probe is None and task.suite(name) is None):
        raise InputError(f"there is no suite {key[:120]!r}")
    if name in (task.given.name, edited_name(task.given.name)):
        raise InputError(
            f"a probe suite cannot be called {name!r}: its runs would look like runs of the "
            "given tests",
            mend="rename the probe suite",
        )
    if probe is None:
        return next(s for s in task.suites if s.name == name), False
    # A probe may use the fixtures the given tests use.
    return Suite(
        name=probe.name,
        role="probe",
        framework=probe.framework,
        files=probe.files,
        support=task.given.support,
    ), False


def chosen_solutions(
    task: Task, review: Review, name: str, changed: Changed = unchanged
) -> tuple[Solution, ...]:
    """The solutions of a request. Raises InputError when there is none of that name."""
    if name == _ALL:
        return task.solutions
    if name == WHAT_IF:
        files = {**task.candidate.files, **review.what_if}
        return (Solution(name=check_id(WHAT_IF), role="variant", files=files),)
    solution = (task.solution(name) or changed(name)) if name else task.candidate
    if solution is None:
        raise InputError(f"there is no solution {name[:120]!r}")
    return (solution,)


def still_current(
    task: Task, review: Review, key: str, run: Run, changed: Changed = unchanged
) -> bool:
    """Whether the suite and the solution a run judged still read the same: a verdict about text
    that is no longer there must not be shown as one about what is."""
    try:
        suite, _ = chosen_suite(task, review, key)
        (solution,) = chosen_solutions(task, review, run.solution, changed)
    except InputError:
        return False
    return (run.suite_hash, run.solution_hash) == (suite.digest, solution.digest)
