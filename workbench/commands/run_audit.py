"""`workbench run` over many tasks: threads around one sandbox here, or a cluster's workers."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from workbench.commands import console, crews, running
from workbench.commands.progress import RunProgress
from workbench.errors import InfrastructureError, WorkbenchError
from workbench.judge.batch import run_all
from workbench.sandboxes.base import Cancel
from workbench.sandboxes.select import BackendKind, get_sandbox
from workbench.toolchains.place import cache_root


@dataclass(frozen=True)
class Asked:
    """Which runs, and who makes them."""

    solution: str
    suite: str
    kind: BackendKind
    jobs: int
    scheduler: str
    use_cache: bool
    unlimited: bool


@dataclass
class Ended:
    """What is left to say when all is over."""

    problems: list[WorkbenchError] = field(default_factory=list)
    fell_short: bool = False
    stopped: bool = False


def run(files: list[Path], asked: Asked, shown: RunProgress) -> Ended:
    """Make the runs, showing each as it ends. Raises NoSandbox, MissingTool, InputError."""
    cancel, ended = Cancel(), Ended()
    lines = _there if asked.scheduler else _here
    with console.interruptible(cancel):
        for line in lines(files, asked, cancel, ended):
            shown.ended(known=line["cached"], failed=line["verdict"] == "infrastructure")
            shown.show(line)
            ended.fell_short |= line["verdict"] != "pass"
    ended.stopped = cancel.is_set()
    return ended


def _here(
    files: list[Path], asked: Asked, cancel: Cancel, ended: Ended
) -> Iterator[dict[str, Any]]:
    work = running.Work(files, solution=asked.solution, suite=asked.suite)
    sandbox = get_sandbox(
        asked.kind, state_dir=cache_root() / "state", allow_unenforced_memory=asked.unlimited
    )
    try:
        with ThreadPoolExecutor(asked.jobs) as executor:
            for done in run_all(
                work.items(sandbox), executor, at_once=asked.jobs, use_cache=asked.use_cache,
                cancel=cancel,
            ):  # fmt: skip
                yield running.as_dict(done)
    finally:
        sandbox.close()
    ended.problems += work.problems


def _there(
    files: list[Path], asked: Asked, cancel: Cancel, ended: Ended
) -> Iterator[dict[str, Any]]:
    work = partial(
        running.run_file, solution=asked.solution, suite=asked.suite, kind=asked.kind,
        use_cache=asked.use_cache, unlimited=asked.unlimited,
    )  # fmt: skip
    with crews.there(asked.scheduler) as crew:
        for path, told, error in crews.each(crew, files, work, cancel):
            if isinstance(error, WorkbenchError):
                ended.problems.append(error)
            elif told is None:
                ended.problems.append(
                    InfrastructureError(f"{path.name}: it takes its worker down: {error}",
                                        mend="run it alone")
                )  # fmt: skip
            else:
                yield from told
