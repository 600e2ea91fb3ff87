"""`workbench assess`: what suites are worth, as plain dictionaries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.adequacy.assess import Assessor
from workbench.adequacy.coverage import shares
from workbench.adequacy.matrix import worth
from workbench.adequacy.strength import score
from workbench.adequacy.survivors import ranking
from workbench.adequacy.wish import Wish
from workbench.errors import Cancelled, WorkbenchError
from workbench.judge.judge import judge_in
from workbench.model.assessment import DETECTED, Assessment, Fate
from workbench.model.task import Task
from workbench.sandboxes.base import Cancel, Sandbox
from workbench.store.assessments import AssessmentFolder
from workbench.store.files import load_document
from workbench.store.workspace import Workspace

Say = Callable[[str], None]


@dataclass(frozen=True)
class Assessed:
    """What became of one task file. `whole` False: it was stopped, and goes on when asked again."""

    path: Path
    assessment: Assessment | None
    whole: bool
    error: WorkbenchError | None = None


def assess_file(
    path: Path, sandbox: Sandbox, wish: Wish, cancel: Cancel, say: Say = lambda what: None
) -> Assessed:
    """One task, to its end, to the end of its budget, or until `cancel`."""
    found: Assessment | None = None
    try:
        task = load_document(path, Task, name=str(path))
        workspace = Workspace.find(path.parent)
        folder = AssessmentFolder(workspace.root / "assessments") if workspace else None
        assessor = Assessor(
            judge_in(workspace, sandbox), task, wish, folder, cancel,
            progress=lambda what: say(f"{task.id}: {what}"),
        )  # fmt: skip
        for step in assessor.steps():
            found = step
    except Cancelled:
        return Assessed(path, found, whole=False)
    except WorkbenchError as error:
        return Assessed(path, found, whole=False, error=error)
    return Assessed(path, found, whole=not (found and _stopped(found)))


def assess_all(
    paths: list[Path],
    executor: Executor,
    sandbox: Sandbox,
    wish: Wish,
    cancel: Cancel,
    say: Say = lambda what: None,
) -> Iterator[Assessed]:
    """All of them, each as it ends. One that breaks does not stop the rest."""
    futures: list[Future[Assessed]] = [
        executor.submit(assess_file, path, sandbox, wish, cancel, say) for path in paths
    ]
    for future in as_completed(futures):
        yield future.result()


def as_dict(found: Assessment) -> dict[str, Any]:
    """One line of `assess --json`."""
    line, branch = shares(found.coverage)
    share = score(found.mutants)
    count = {fate: sum(m.fate is fate for m in found.mutants) for fate in Fate}
    return {
        "task_id": found.task_id,
        "language": found.language,
        "solution": found.solution,
        "suite": found.suite,
        "gates": {g.name: {"ok": g.ok, "detail": g.detail} for g in found.gates},
        "mutants": {
            "total": len(found.mutants),
            "killed": sum(count[fate] for fate in DETECTED),
            "survived": count[Fate.SURVIVED] + count[Fate.NO_COVERAGE],
            "no_coverage": count[Fate.NO_COVERAGE],
            "equivalent": count[Fate.EQUIVALENT],
            "invalid": count[Fate.INVALID],
            "score": None if share is None else round(share, 4),
        },
        "survivors": [
            {
                "id": m.id, "file": m.file, "line": m.line, "operator": m.operator,
                "before": m.before, "after": m.after, "covered_by": len(m.covered_by),
                "witness": m.witness.model_dump(mode="json") if m.witness else None,
            }
            for m in ranking(found.mutants)
        ],
        "tests": [
            {"id": t.id, "kills": len(t.kills), "alone": len(t.alone), "redundant": t.redundant}
            for t in worth(found.tests, found.mutants)
        ]
        if found.full
        else [],
        "flaky": [f.model_dump(mode="json") for f in found.flakes if 0 < f.failures < f.runs],
        "reruns": found.reruns,
        "coverage": {"line": line, "branch": branch},
        "counterexamples": [c.model_dump(mode="json") for c in found.counterexamples],
        "suspects": [s.model_dump(mode="json") for s in found.suspects],
        "flags": [f.model_dump(mode="json") for f in found.flags],
        "strength": found.strength,
        "done": list(found.done),
        "problems": list(found.problems),
        "duration_s": found.duration_s,
    }  # fmt: skip


def _stopped(found: Assessment) -> bool:
    return any("budget" in problem for problem in found.problems)
