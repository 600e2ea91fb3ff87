"""`workbench assess`: what suites are worth, one task file after the other, by whoever works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from workbench.adequacy.assess import Assessor
from workbench.adequacy.deadline import ran_out
from workbench.adequacy.wish import Wish, answers
from workbench.commands.crews import Crew, each, loss
from workbench.commands.processes import own_cancel, tell
from workbench.commands.running import own_sandbox
from workbench.errors import Cancelled, InfrastructureError, NotFound, SaveFailed, WorkbenchError
from workbench.judge.judge import judge_in
from workbench.model.assessment import Assessment
from workbench.model.task import Task
from workbench.sandboxes.base import Cancel
from workbench.sandboxes.select import BackendKind
from workbench.store.assessments import AssessmentFolder
from workbench.store.files import load_document
from workbench.store.workspace import Workspace


@dataclass(frozen=True)
class Assessed:
    """What became of one task file. `whole` False: it was stopped, and goes on when asked again.
    `known`: it was there already, whole, and nothing was measured."""

    path: Path
    assessment: Assessment | None
    whole: bool
    error: WorkbenchError | None = None
    known: bool = False


class _Folder(AssessmentFolder):
    """Does not let a disk that refuses end a measurement: it may take the next part, which holds
    all those before."""

    unkept: SaveFailed | None = None
    """why the last part is not on disk"""

    def save(self, assessment: Assessment) -> None:
        try:
            super().save(assessment)
        except SaveFailed as error:
            self.unkept = error
        else:
            self.unkept = None


def assess_file(path: Path, wish: Wish, kind: BackendKind) -> Assessed:
    """One task, to its end, to the end of its budget, or until the audit is stopped. Whoever works
    opens a sandbox once, and none where everything is known already. What the disk does not take is
    told all the same."""
    found: Assessment | None = None
    folder: _Folder | None = None
    try:
        if not path.is_file():
            raise NotFound(f"{path} is not found where the work is done",
                           mend="let all machines share the folder, at the same path")  # fmt: skip
        task = load_document(path, Task, name=str(path))
        workspace = Workspace.find(path.parent)
        folder = _Folder(workspace.root / "assessments") if workspace else None
        before = _answer(folder, task, wish)
        if before is not None:
            return Assessed(path, before, whole=True, known=True)
        assessor = Assessor(
            judge_in(workspace, own_sandbox(kind, False)), task, wish, folder, own_cancel(),
            progress=lambda what: tell(f"{task.id}: {what}"),
        )  # fmt: skip
        for step in assessor.steps():
            found = step
    except Cancelled:
        return Assessed(path, found, whole=False)
    except WorkbenchError as error:
        return Assessed(path, found, whole=False, error=error)
    unkept = folder.unkept if folder else None
    return Assessed(path, found, whole=not (found and ran_out(found.problems)), error=unkept)


def known_assessment(path: Path, wish: Wish) -> Assessed | None:
    """What `assess_file` would answer without measuring anything; None when it would."""
    try:
        workspace = Workspace.find(path.parent)
        if workspace is None or not wish.use_cache:
            return None
        task = load_document(path, Task, name=str(path))
        found = _answer(AssessmentFolder(workspace.root / "assessments"), task, wish)
    except WorkbenchError:
        return None
    return Assessed(path, found, whole=True, known=True) if found else None


def _answer(folder: AssessmentFolder | None, task: Task, wish: Wish) -> Assessment | None:
    before = folder.load(task.id) if folder and wish.use_cache else None
    return before if before is not None and answers(before, task, wish) else None


def assess_all(
    crew: Crew, paths: Iterable[Path], wish: Wish, kind: BackendKind, cancel: Cancel
) -> Iterator[Assessed]:
    """All of them, each as it ends. Raises NoSandbox before anything is begun."""
    work, known = partial(assess_file, wish=wish, kind=kind), partial(known_assessment, wish=wish)
    for path, found, error in each(crew, paths, work, cancel, known):
        if found is None:
            said = InfrastructureError(f"{path.name}: {loss(error)}",
                                       mend="assess it alone, with a smaller --budget")  # fmt: skip
            found = Assessed(path, None, whole=False, error=said)
        yield found
