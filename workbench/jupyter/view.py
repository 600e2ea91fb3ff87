"""What the page is shown of tasks, runs and sandboxes, as plain JSON values."""

from __future__ import annotations

from typing import Any

from workbench.errors import WorkbenchError
from workbench.judge import Judge
from workbench.judge.judge import inventory as read_inventory
from workbench.model.evidence import Runs, edited_name
from workbench.model.review import Review, decision, derivation, what_is_missing
from workbench.model.rubric import Rubric
from workbench.model.run import Run
from workbench.model.task import Solution, Suite, Task

# A server drops what a kernel says beyond about a megabyte a second, silently. A run is sent
# with its texts shortened; the whole of it is one `get_run` away.
_TEXT = 16_000
_TEST_TEXT = 4_000
_RUN_BUDGET = 300_000
_FLOOR = 200


def shown_task(task: Task, inventories: dict[str, Any]) -> dict[str, Any]:
    """The task without what would give the answer away: the candidate's recorded outcome and
    note, and what an importer changed."""
    value = task.model_dump(mode="json")
    for solution in value["solutions"]:
        if solution["role"] == "candidate":
            del solution["expected"]
            solution["note"] = ""
    value["provenance"]["changes"] = []
    for suite in value["suites"]:
        key = "given" if suite["role"] == "given" else f"probe:{suite['name']}"
        suite["inventory"] = inventories.get(key)
    return value


def shown_inventory(task: Task, solution: Solution, suite: Suite) -> dict[str, Any]:
    """Tests of a suite by id, file and line. What cannot be read becomes a problem in words: an
    editor holds half-written code most of the time."""
    try:
        found = read_inventory(task, solution, suite)
    except WorkbenchError as error:
        return {"tests": [], "skipped": [], "problems": [str(error)]}
    return {
        "tests": [{"id": t.id, "file": t.file, "line": t.line} for t in found.tests],
        "skipped": sorted(found.skipped),
        "problems": list(found.problems),
    }


def standing(review: Review, rubric: Rubric, runs: Runs) -> dict[str, Any]:
    """Where a review stands: what is missing, what it decides, and why."""
    derived, why = derivation(review, rubric)
    return {
        "missing": list(what_is_missing(review, rubric, runs)),
        "decision": decision(review, rubric),
        "derived": derived,
        "why": list(why),
    }


def stale(review: Review, task: Task, rubric: Rubric) -> list[str]:
    """Why the review may speak about something that has changed since, a sentence each."""
    found = []
    if review.task_digest != task.digest:
        found.append(
            "The task was changed after this review was begun: look at the runs again "
            "before relying on them."
        )
    if (review.rubric, review.rubric_version) != (rubric.id, rubric.version):
        found.append(
            f"The review was begun with rubric {review.rubric} version {review.rubric_version}; "
            f"the workspace now has {rubric.id} version {rubric.version}."
        )
    return found


def shown_run(run: Run) -> dict[str, Any]:
    """A run with long texts shortened so that a big one still arrives; `trimmed` says so."""
    value = run.model_dump(mode="json")
    whole = _shorten(value, _TEXT, _TEST_TEXT)
    texts = _size(value)
    if texts > _RUN_BUDGET:
        share = max(_FLOOR, int(_TEST_TEXT * _RUN_BUDGET / texts / 2))
        whole = _shorten(value, _TEXT // 4, share) and whole
    return {**value, "trimmed": not whole}


def _shorten(value: dict[str, Any], text: int, test_text: int) -> bool:
    whole = True
    for name in ("stdout", "stderr", "build_output", "reason"):
        value[name], kept = _cut(value[name], text)
        whole = whole and kept
    for test in value["tests"]:
        for name in ("message", "output"):
            test[name], kept = _cut(test[name], test_text)
            whole = whole and kept
    return whole


def _cut(text: str, limit: int) -> tuple[str, bool]:
    if len(text) <= limit:
        return text, True
    return f"{text[:limit]}\n[... {len(text) - limit} characters more]", False


def _size(value: dict[str, Any]) -> int:
    return sum(len(test["message"]) + len(test["output"]) for test in value["tests"])


def shown_sandbox(judge: Judge | WorkbenchError) -> dict[str, Any]:
    """The badge: what contains a run and which limits bind, or why nothing may run."""
    if isinstance(judge, WorkbenchError):
        return {
            "ok": False,
            "backend": "",
            "enforced": [],
            "unenforced": [],
            "reason": judge.message,
            "mend": judge.mend,
        }
    info = judge.sandbox_info
    return {
        "ok": True,
        "backend": info.backend,
        "enforced": list(info.enforced),
        "unenforced": list(info.unenforced),
        "reason": "",
        "mend": "",
    }


def suite_key(run: Run, task: Task) -> tuple[str, bool]:
    """Which of the page's suites a stored run belongs to, and whether the given tests were
    edited when it was made."""
    if run.suite == task.given.name:
        return "given", False
    if run.suite == edited_name(task.given.name):
        return "given", True
    return f"probe:{run.suite}", False
