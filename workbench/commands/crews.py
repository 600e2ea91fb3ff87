"""Who does an audit's work: processes of this machine, or the workers of a cluster.

    with here(jobs, cancel, say) as crew:
        for path, result, error in each(crew, paths, work, cancel): ...

Work is a function of a path that can be pickled. Only so many paths are under way at a time, and a
result is forgotten when it was told, so that memory does not grow with the data set.
"""

from __future__ import annotations

import contextlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Future,
    ThreadPoolExecutor,
    wait,
)
from itertools import chain
from pathlib import Path
from typing import Any, Protocol, TypeVar

from workbench.commands import console
from workbench.commands.cluster import Forgotten, cluster
from workbench.commands.processes import Say, in_this_process, processes
from workbench.errors import WorkbenchError
from workbench.sandboxes.base import Cancel

R = TypeVar("R")
Told = tuple[Path, R | None, Exception | None]
"""the path, what its work gave, or what it raised, or an executor when the worker died of it"""

_LOOK_S = 0.5
_SMALL_BYTES = 4 << 20
_TRUST = 20
"""unknown ones in a row, after which no more is looked for what is known"""


class Crew(Protocol):
    """Those who work."""

    @property
    def at_once(self) -> int:
        """How many paths they work on at a time, as it stands."""
        ...

    def submit(self, work: Callable[[Path], Any], path: Path) -> Future[Any]:
        """Have one of them do it. A future that raises `Forgotten` was not done, and nobody is to
        blame; one that raises anything but a WorkbenchError was lost with whoever did it."""
        ...

    def look(self) -> None:
        """See whether they are still there; called often. Raises WorkbenchError when nothing more
        can come of it."""
        ...


class _Thread:
    """A thread of this process."""

    at_once = 1

    def __init__(self, thread: ThreadPoolExecutor) -> None:
        self._thread = thread

    def submit(self, work: Callable[[Path], Any], path: Path) -> Future[Any]:
        return self._thread.submit(work, path)

    def look(self) -> None:
        """It is there as long as this process."""


@contextlib.contextmanager
def here(jobs: int, cancel: Cancel, say: Say) -> Iterator[Crew]:
    """`jobs` processes of this machine, so that they share no interpreter's lock; for one job a
    thread of this process is enough. They end with the audit, whatever they are doing."""
    if jobs > 1:
        with processes(jobs, cancel, say) as crew:
            yield crew
        return
    with in_this_process(cancel, say), ThreadPoolExecutor(1) as thread:
        yield _Thread(thread)


@contextlib.contextmanager
def there(
    scheduler: str, prepare: Callable[[], object], cancel: Cancel, say: Say
) -> Iterator[Crew]:
    """The workers of a dask scheduler in which `prepare` succeeds. Raises MissingTool, InputError,
    and what `prepare` raised when it succeeds in none."""
    with cluster(scheduler, prepare, cancel, say) as crew:
        yield crew


@contextlib.contextmanager
def crew_of(
    scheduler: str, jobs: int, prepare: Callable[[], object], cancel: Cancel, doing: Say
) -> Iterator[Crew]:
    """Those of `scheduler`, or without one `jobs` of this machine; `prepare` was called where they
    work, and raises what keeps them from it. `doing` hears what is being done."""
    if scheduler:
        with there(scheduler, prepare, cancel, console.say) as crew:
            yield crew
        return
    # In this process, too: what no process here can do is told before anything is begun.
    prepare()
    with here(jobs, cancel, doing) as crew:
        yield crew


def each(
    crew: Crew,
    paths: Iterable[Path],
    work: Callable[[Path], R],
    cancel: Cancel,
    known: Callable[[Path], R | None] = lambda path: None,
) -> Iterator[Told[R]]:
    """`work` on all paths, each told as it ends; what has not begun when `cancel` is set never
    does. What is `known` here is handed to nobody, so that an audit of what was done before starts
    no process. Raises WorkbenchError when those who work are gone for good.

    A task may take its worker down, and a cluster then blames whatever waited there. Those that
    were lost are tried again at the end, one at a time: the one to blame is then alone with it.
    """
    window = _Window(crew, work, iter(paths), known)
    yield from window.told(cancel)
    for path, _ in window.lost:
        alone = _Window(crew, work, iter([path]), lambda path: None)
        yield from alone.told(cancel)
        for again, error in alone.lost:
            yield again, None, error


class _Window:
    """What is under way, what is to come, and what a worker's death took along."""

    def __init__(
        self,
        crew: Crew,
        work: Callable[[Path], Any],
        paths: Iterator[Path],
        known: Callable[[Path], Any],
    ) -> None:
        self.lost: list[tuple[Path, Exception]] = []
        self._crew = crew
        self._work = work
        self._forgotten: deque[Path] = deque()
        self._paths = paths
        self._known = known
        self._unknown = 0
        """so many in a row were not known"""
        self._under_way: dict[Future[Any], Path] = {}

    def told(self, cancel: Cancel) -> Iterator[Told[Any]]:
        """Each as it ends, until nothing is left, or nothing under way after `cancel`."""
        while True:
            self._crew.look()
            if not cancel.is_set() and len(self._under_way) < self._crew.at_once:
                yield from self._fill(cancel)
            if not self._under_way:
                return
            yield from self._ended()
            if cancel.is_set():
                for future in list(self._under_way):
                    if future.cancel():
                        del self._under_way[future]

    def _fill(self, cancel: Cancel) -> Iterator[Told[Any]]:
        for path in chain(_drained(self._forgotten), self._paths):
            # Whoever works looks, too: here it only saves them what a long row of known ones costs.
            found = self._look(path) if self._unknown < _TRUST else None
            if found is not None:
                self._unknown = 0
                yield path, found, None
            else:
                self._unknown += 1
                self._under_way[self._crew.submit(self._work, path)] = path
            if len(self._under_way) >= self._crew.at_once or cancel.is_set():
                return

    def _look(self, path: Path) -> Any:
        """What is known of it. A file that is large or breaks whoever reads it may take a worker
        down, but not the audit itself."""
        try:
            return self._known(path) if path.stat().st_size <= _SMALL_BYTES else None
        except Exception:  # noqa: BLE001
            return None

    def _ended(self) -> Iterator[Told[Any]]:
        ended, _ = wait(self._under_way, timeout=_LOOK_S, return_when=FIRST_COMPLETED)
        for future in ended:
            path = self._under_way.pop(future)
            try:
                yield path, future.result(), None
            except CancelledError:
                continue
            except Forgotten:
                self._forgotten.append(path)
            except WorkbenchError as error:
                yield path, None, error
            except Exception as error:  # noqa: BLE001
                # Whatever an executor raises when a worker died.
                self.lost.append((path, error))


def loss(error: Exception | None) -> str:
    """What became of a task that nobody brought to its end, in words."""
    # The cluster's own word for it, by name: dask is an extra.
    if isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker":
        return f"it takes its worker down: {error}"
    return f"the workbench broke off at it: {error!r}"


def _drained(paths: deque[Path]) -> Iterator[Path]:
    while paths:
        yield paths.popleft()
