"""`workbench run`: runs of task files as plain dictionaries."""

from __future__ import annotations

import atexit
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, cast

from workbench.commands.processes import own_cancel
from workbench.errors import InputError, WorkbenchError
from workbench.judge.batch import Done, Item, items, run_all
from workbench.judge.history import needs_another
from workbench.judge.judge import Judge, judge_in
from workbench.model.task import Task
from workbench.sandboxes.base import Sandbox
from workbench.sandboxes.select import BackendKind, get_sandbox
from workbench.store.audits import AuditFolder
from workbench.store.files import load_document
from workbench.store.workspace import Workspace
from workbench.toolchains.place import cache_root


def sandbox_kind(name: str) -> BackendKind:
    """Check a `--sandbox` value."""
    if name not in ("auto", "bubblewrap", "docker"):
        raise InputError(f"--sandbox {name!r}", mend="use auto, bubblewrap or docker")
    return cast(BackendKind, name)


def audit_folder(files: Sequence[Path]) -> AuditFolder | None:
    """Where the progress of work on these files is written: in the first one's workspace."""
    workspace = Workspace.find(files[0].parent) if files else None
    return AuditFolder(workspace.root / "audits") if workspace else None


def run_file(
    path: Path, *, solution: str, suite: str, kind: BackendKind, use_cache: bool, unlimited: bool
) -> list[dict[str, Any]]:
    """All that is asked for of one task file, by a worker with a sandbox of its own, as lines of
    `run --json`. Where time ran out for the first time it is run once more. Raises WorkbenchError
    when the file cannot be used."""
    work = Work([path], solution=solution, suite=suite)
    with ThreadPoolExecutor(1) as thread:

        def made(some: Iterable[Item]) -> list[Done]:
            return list(run_all(some, thread, at_once=1, use_cache=use_cache, cancel=own_cancel()))

        first = made(work.items(own_sandbox(kind, unlimited)))
        # Asked twice, a time-out is the code's and not the moment's, and is known from then on.
        late = [n for n, done in enumerate(first) if done.judged and needs_another(done.judged.run)]
        second = made(first[n].item for n in late) if use_cache else []
        for n, done in zip(late, second, strict=False):
            first[n] = done
    if work.problems:
        raise work.problems[0]
    return [as_dict(done) for done in first]


def kept_lines(
    path: Path, *, solution: str, suite: str, kind: BackendKind, unlimited: bool
) -> list[dict[str, Any]] | None:
    """What `run_file` would answer without running anything; None when it would."""
    work = Work([path], solution=solution, suite=suite)
    found = []
    try:
        for item in work.items(own_sandbox(kind, unlimited)):
            judged = item.judge.kept(item.task, item.solution, item.suite)
            if judged is None:
                return None
            found.append(as_dict(Done(item, judged, None)))
    except WorkbenchError:
        return None
    return None if work.problems else found


@cache
def own_sandbox(kind: BackendKind, unlimited: bool) -> Sandbox:
    """This process's own, opened once. Raises NoSandbox."""
    opened = get_sandbox(kind, state_dir=cache_root() / "state", allow_unenforced_memory=unlimited)
    atexit.register(opened.close)
    return opened


class Work:
    """The items of a `run`, made lazily: a folder of 100,000 tasks is never in memory at once."""

    def __init__(self, files: Sequence[Path], *, solution: str, suite: str) -> None:
        self.files = files
        self.problems: list[WorkbenchError] = []
        self._solution = solution
        self._suite = suite

    def items(self, sandbox: Sandbox) -> Iterator[Item]:
        """Load tasks one by one. A file that cannot be read becomes a problem, the rest goes on."""
        judges: dict[Path | None, Judge] = {}
        for path in self.files:
            try:
                task = load_document(path, Task, name=str(path))
                workspace = Workspace.find(path.parent)
                root = workspace.root if workspace else None
                if root not in judges:
                    judges[root] = judge_in(workspace, sandbox)
                yield from items(judges[root], task, solution=self._solution, suite=self._suite)
            except WorkbenchError as error:
                self.problems.append(error)


def as_dict(done: Done) -> dict[str, Any]:
    """One line of `run --json`; an error that prevented the run is an `infrastructure` verdict."""
    task, solution, suite = done.item.task, done.item.solution, done.item.suite
    head = {"task_id": task.id, "language": task.language.value, "solution": solution.name,
            "suite": suite.name}  # fmt: skip
    if done.judged is None:
        return {
            **head, "verdict": "infrastructure", "grade": None, "reason": str(done.error),
            "tests": [], "duration_s": 0.0, "sandbox": None, "run_id": None, "cached": False,
            "unenforced": [], "unsaved": "",
        }  # fmt: skip
    run = done.judged.run
    return {
        **head,
        "verdict": run.verdict.value,
        "grade": run.grade,
        "reason": run.reason,
        "tests": [
            {
                "id": t.id, "status": t.status.value, "duration_s": t.duration_s,
                "message": t.message,
            }
            for t in run.tests
        ],
        "duration_s": run.duration_s,
        "sandbox": run.sandbox.backend,
        "run_id": run.id,
        "cached": done.judged.cached,
        "unenforced": list(run.sandbox.unenforced),
        "unsaved": done.judged.unsaved,
    }  # fmt: skip
