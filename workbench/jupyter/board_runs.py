"""Evidence runs of a case: shown as they were made, and made again to see whether it holds."""

from __future__ import annotations

from collections.abc import Callable

from workbench.errors import InputError, NotFound
from workbench.judge import Judge
from workbench.jupyter import view
from workbench.jupyter.chosen import chosen_solutions, chosen_suite
from workbench.jupyter.messages import Message
from workbench.model.run import Run, Status
from workbench.model.task import Task
from workbench.sessions.record import Rated, Record
from workbench.store.sessions.contract import Lead
from workbench.store.workspace import Workspace


def rated_of(record: Record, task_id: str, digest: str) -> Rated:
    """The rating a case's column stands for. Raises NotFound."""
    found = (r for r in record.live.get(task_id, ()) if r.submission.digest == digest)
    rated = next(found, None)
    if rated is None:
        raise NotFound("that rating has been submitted anew", mend="open the case again")
    return rated


def evidence_run(lead: Lead, workspace: Workspace, rated: Rated, ref: str) -> Run:
    """The run a chip of this rating names. Raises InputError when none does, NotFound when it is
    not kept any more."""
    named = {
        chip.ref
        for rating in rated.review.ratings.values()
        for chip in rating.evidence
        if chip.kind == "run"
    }
    if ref not in named:
        raise InputError("this rating names no such run")
    run = lead.load_run(rated.assignment.reviewer, ref) or workspace.load_run(ref)
    if run is None or run.task_id != rated.assignment.task_id:
        raise NotFound("the run is not kept any more", mend="the rating's words are all there is")
    return run


def again(
    judge: Judge, task: Task, rated: Rated, before: Run, progress: Callable[[str], None]
) -> Message:
    """Run the same solution on the same suite in the sandbox, whatever was answered before."""
    key, _ = view.suite_key(before, task)
    suite, _ = chosen_suite(task, rated.review, key)
    (solution,) = chosen_solutions(task, rated.review, before.solution)
    run = judge.run(
        task, solution, suite, selected=before.selected, use_cache=False, progress=progress
    ).run
    changed = (run.suite_hash, run.solution_hash) != (before.suite_hash, before.solution_hash)
    same = None if changed else outcome(run) == outcome(before)
    words = in_words(run)
    if changed:
        words = f"the text was changed after that run; as submitted: {words}"
    elif not same:
        words = f"{words}, then {in_words(before)}"
    return {
        "verdict": run.verdict.value,
        "same": same,
        "words": words,
        "run": view.shown_run(run),
    }


def outcome(run: Run) -> tuple[str, dict[str, str]]:
    """What has to be the same: the verdict, and each test's status."""
    return run.verdict.value, {test.id: test.status.value for test in run.tests}


def in_words(run: Run) -> str:
    """`fail, 8 of 9 passed`."""
    passed = sum(test.status is Status.PASSED for test in run.tests)
    verdict = run.verdict.value.replace("_", " ")
    return f"{verdict}, {passed} of {len(run.tests)} passed" if run.tests else verdict
