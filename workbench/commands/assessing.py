"""`workbench assess`: what suites are worth, as plain dictionaries."""

from __future__ import annotations

import atexit
import contextlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    CancelledError,
    Executor,
    Future,
    ThreadPoolExecutor,
    wait,
)
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from workbench.adequacy.assess import Assessor
from workbench.adequacy.wish import Wish
from workbench.commands.cluster import workers
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

_LOOK_S = 0.5

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


@dataclass(frozen=True)
class Crew:
    """Who assesses: an executor, and what it does with each path."""

    executor: Executor
    work: Callable[[Path], Assessed]


@contextlib.contextmanager
def crew(
    kind: BackendKind, wish: Wish, cancel: Cancel, say: Say, *, jobs: int = 1, scheduler: str = ""
) -> Iterator[Crew]:
    """Threads that share one sandbox here, or the workers of a dask scheduler. Raises NoSandbox,
    MissingTool, InputError."""
    if scheduler:
        with workers(scheduler) as executor:
            yield Crew(executor, partial(assess_there, wish=wish, kind=kind))
        return
    sandbox = get_sandbox(kind, state_dir=cache_root() / "state")
    try:
        with ThreadPoolExecutor(jobs) as threads:
            yield Crew(
                threads, partial(assess_file, sandbox=sandbox, wish=wish, cancel=cancel, say=say)
            )
    finally:
        sandbox.close()


def assess_there(path: Path, wish: Wish, kind: BackendKind) -> Assessed:
    """One task in a worker process, which opens its own sandbox, once."""
    try:
        if not path.is_file():
            raise NotFound(f"a worker does not find {path}",
                           mend="let all machines share the folder, at the same path")  # fmt: skip
        return assess_file(path, _own_sandbox(kind), wish, Cancel())
    except WorkbenchError as error:
        return Assessed(path, None, whole=False, error=error)


@cache
def _own_sandbox(kind: BackendKind) -> Sandbox:
    sandbox = get_sandbox(kind, state_dir=cache_root() / "state")
    atexit.register(sandbox.close)
    return sandbox


def assess_all(
    paths: Iterable[Path], executor: Executor, work: Callable[[Path], Assessed], cancel: Cancel
) -> Iterator[Assessed]:
    """`work` on all of them, each as it ends; what has not begun when `cancel` is set never does.

    A task may take its worker down, and an executor then blames whatever waited there. Those that
    were lost are tried again at the end, one at a time: the one to blame is then alone with it."""
    lost: list[Path] = []
    futures = {executor.submit(work, path): path for path in paths}
    for future in _ended(futures, cancel):
        try:
            yield future.result()
        except CancelledError:
            continue
        except Exception:  # noqa: BLE001
            lost.append(futures[future])
    for path in lost:
        if cancel.is_set():
            return
        try:
            yield executor.submit(work, path).result()
        except Exception as error:  # noqa: BLE001
            # Whatever an executor raises when a worker died: the task is named, the others go on.
            said = InfrastructureError(f"{path.name}: it takes its worker down: {error}",
                                       mend="assess it alone, with a smaller --budget")  # fmt: skip
            yield Assessed(path, None, whole=False, error=said)


def _ended(futures: Iterable[Future[Assessed]], cancel: Cancel) -> Iterator[Future[Assessed]]:
    waiting = set(futures)
    while waiting:
        ended, waiting = wait(waiting, timeout=_LOOK_S, return_when=FIRST_COMPLETED)
        yield from ended
        if cancel.is_set():
            waiting = {future for future in waiting if not future.cancel()}


def _stopped(found: Assessment) -> bool:
    return any("budget" in problem for problem in found.problems)
