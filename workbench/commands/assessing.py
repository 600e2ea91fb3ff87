"""`workbench assess`: what suites are worth, one task file after the other, by whoever works."""

from __future__ import annotations

import atexit
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from workbench.adequacy.assess import Assessor
from workbench.adequacy.wish import Wish, answers
from workbench.commands.crews import Crew, each, own_cancel, tell
from workbench.errors import Cancelled, InfrastructureError, NotFound, WorkbenchError
from workbench.judge.judge import judge_in
from workbench.model.assessment import Assessment
from workbench.model.task import Task
from workbench.sandboxes.base import Cancel, Sandbox
from workbench.sandboxes.select import BackendKind, get_sandbox
from workbench.store.assessments import AssessmentFolder
from workbench.store.files import load_document
from workbench.store.workspace import Workspace
from workbench.toolchains.place import cache_root


@dataclass(frozen=True)
class Assessed:
    """What became of one task file. `whole` False: it was stopped, and goes on when asked again.
    `known`: it was there already, whole, and nothing was measured."""

    path: Path
    assessment: Assessment | None
    whole: bool
    error: WorkbenchError | None = None
    known: bool = False


def assess_file(path: Path, wish: Wish, kind: BackendKind) -> Assessed:
    """One task, to its end, to the end of its budget, or until the audit is stopped. Whoever works
    opens a sandbox once, and none where everything is known already."""
    found: Assessment | None = None
    try:
        if not path.is_file():
            raise NotFound(f"{path} is not found where the work is done",
                           mend="let all machines share the folder, at the same path")  # fmt: skip
        task = load_document(path, Task, name=str(path))
        workspace = Workspace.find(path.parent)
        folder = AssessmentFolder(workspace.root / "assessments") if workspace else None
        before = folder.load(task.id) if folder and wish.use_cache else None
        if before is not None and answers(before, task, wish):
            return Assessed(path, before, whole=True, known=True)
        assessor = Assessor(
            judge_in(workspace, sandbox(kind)), task, wish, folder, own_cancel(),
            progress=lambda what: tell(f"{task.id}: {what}"),
        )  # fmt: skip
        for step in assessor.steps():
            found = step
    except Cancelled:
        return Assessed(path, found, whole=False)
    except WorkbenchError as error:
        return Assessed(path, found, whole=False, error=error)
    return Assessed(path, found, whole=not (found and _stopped(found)))


def assess_all(
    crew: Crew, paths: Iterable[Path], wish: Wish, kind: BackendKind, cancel: Cancel
) -> Iterator[Assessed]:
    """All of them, each as it ends. Raises NoSandbox before anything is begun."""
    for path, found, error in each(crew, paths, partial(assess_file, wish=wish, kind=kind), cancel):
        if found is None:
            said = InfrastructureError(f"{path.name}: it takes its worker down: {error}",
                                       mend="assess it alone, with a smaller --budget")  # fmt: skip
            found = Assessed(path, None, whole=False, error=said)
        yield found


@cache
def sandbox(kind: BackendKind) -> Sandbox:
    """This process's own. Raises NoSandbox."""
    opened = get_sandbox(kind, state_dir=cache_root() / "state")
    atexit.register(opened.close)
    return opened


def _stopped(found: Assessment) -> bool:
    return any("budget" in problem for problem in found.problems)
