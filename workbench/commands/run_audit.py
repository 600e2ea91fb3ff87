"""`workbench run` over many tasks, by whoever works."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from workbench.commands import console, crews, running
from workbench.commands.progress import RunProgress
from workbench.errors import InfrastructureError, SaveFailed, WorkbenchError
from workbench.sandboxes.base import Cancel
from workbench.sandboxes.select import BackendKind


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

    problems: int = 0
    """tasks of which no run could be made; they were told"""
    fell_short: bool = False
    unsaved: int = 0
    """runs that were told and are not on disk, which refused them"""
    stopped: bool = False


def run(files: Sequence[Path], asked: Asked, shown: RunProgress) -> Ended:
    """Make the runs, showing each as it ends. Raises NoSandbox, MissingTool, InputError."""
    cancel, ended = Cancel(), Ended()
    with console.interruptible(cancel):
        for line in _lines(files, asked, cancel, ended, shown):
            shown.ended(known=line["cached"], failed=line["verdict"] == "infrastructure")
            shown.show(line)
            ended.fell_short |= line["verdict"] != "pass"
            ended.unsaved += bool(line["unsaved"])
    ended.stopped = cancel.is_set()
    return ended


def not_kept(runs: int) -> SaveFailed:
    """What is said at the end of runs that the disk refused."""
    which = "a run was" if runs == 1 else f"{runs} runs were"
    return SaveFailed(
        f"{which} told but not kept: the disk refused",
        mend="see above why; when that is mended, the same command makes them again",
    )


def _lines(
    files: Sequence[Path], asked: Asked, cancel: Cancel, ended: Ended, shown: RunProgress
) -> Iterator[dict[str, Any]]:
    prepare = partial(running.own_sandbox, asked.kind, asked.unlimited)
    work = partial(
        running.run_file, solution=asked.solution, suite=asked.suite, kind=asked.kind,
        use_cache=asked.use_cache, unlimited=asked.unlimited,
    )  # fmt: skip

    def known(path: Path) -> list[dict[str, Any]] | None:
        # A run is named by its sandbox, too; that of a cluster's workers is not here. And what
        # works in this process need not look twice.
        if asked.scheduler or asked.jobs == 1 or not asked.use_cache:
            return None
        return running.kept_lines(
            path, solution=asked.solution, suite=asked.suite, kind=asked.kind,
            unlimited=asked.unlimited,
        )  # fmt: skip

    with crews.crew_of(asked.scheduler, asked.jobs, prepare, cancel, shown.say) as crew:
        for path, told, error in crews.each(crew, files, work, cancel, known):
            if isinstance(error, WorkbenchError):
                ended.problems += 1
                console.fail(error)
            elif told is None:
                ended.problems += 1
                said = f"{path.name}: {crews.loss(error)}"
                console.fail(InfrastructureError(said, mend="run it alone"))
            else:
                yield from told
