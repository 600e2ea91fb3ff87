"""Who does an audit's work: processes of this machine, or the workers of a cluster.

    with here(jobs, cancel, say) as crew:
        for path, result, error in each(crew, paths, work, cancel): ...

Work is a function of a path that can be pickled. Only so many paths are under way at a time, and a
result is forgotten when it was told, so that memory does not grow with the data set.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

from workbench.commands.cluster import workers
from workbench.errors import WorkbenchError
from workbench.sandboxes.base import Cancel

R = TypeVar("R")
Say = Callable[[str], None]
Told = tuple[Path, R | None, Exception | None]
"""the path, what its work gave, or what it raised, or an executor when the worker died of it"""

_LOOK_S = 0.5
_LINE = 400
"""bytes; POSIX promises 512 at a time"""


@dataclass
class Crew:
    """An executor, how many paths it works on at a time, and how to get one anew when a worker's
    death broke it."""

    executor: Executor
    at_once: int
    again: Callable[[], Executor]
    """gives another executor in place of the broken one; the same where it mends itself"""


# What a worker process works with. The crew sets it; in the crew's own process it stays as it is.
_cancel = Cancel()
_say: Say = lambda what: None  # noqa: E731


def own_cancel() -> Cancel:
    """The flag of the process that works: raised in all when the audit is stopped."""
    return _cancel


def tell(what: str) -> None:
    """Say what is being done, wherever the audit's progress is shown."""
    _say(what)


@contextlib.contextmanager
def here(jobs: int, cancel: Cancel, say: Say) -> Iterator[Crew]:
    """`jobs` processes of this machine, so that they share no interpreter's lock; for one job a
    thread of this process is enough. They end with the audit, whatever they are doing."""
    global _cancel, _say
    if jobs == 1:
        before, _cancel, _say = (_cancel, _say), cancel, say
        try:
            with ThreadPoolExecutor(1) as thread:
                yield Crew(thread, 1, lambda: thread)
        finally:
            _cancel, _say = before
        return
    with _processes(jobs, cancel, say) as crew:
        yield crew


@contextlib.contextmanager
def there(scheduler: str) -> Iterator[Crew]:
    """The workers of a dask scheduler. Raises MissingTool, InputError."""
    with workers(scheduler) as (executor, threads):
        # Each worker has the next one at hand when it ends one.
        yield Crew(executor, 2 * threads, lambda: executor)


@contextlib.contextmanager
def _processes(jobs: int, cancel: Cancel, say: Say) -> Iterator[Crew]:
    # Not by fork: this process has threads. A spawned one imports what it needs, and no more.
    # Pipes, not events and queues: a worker that dies holds none of their locks.
    context = multiprocessing.get_context("spawn")
    stop, stopping = context.Pipe(duplex=False)
    hearing, saying = context.Pipe(duplex=False)
    begin = (stop, saying, os.getpid())
    pools: list[ProcessPoolExecutor] = []

    def make() -> ProcessPoolExecutor:
        for pool in pools:
            pool.shutdown(wait=False, cancel_futures=True)
        # No limit of tasks a process: that deadlocks in this Python (cpython 115634).
        pools[:] = [
            ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=begin)
        ]
        return pools[0]

    def halt() -> None:
        # Nobody reads it: that there is something to read is what every worker sees.
        with contextlib.suppress(OSError):
            stopping.send_bytes(b"stop")

    cancel.on_set(halt)
    listener = threading.Thread(target=_hear, args=(hearing, say), name="audit-progress")
    listener.start()
    try:
        yield Crew(make(), jobs + 1, make)
    finally:
        halt()
        for pool in pools:
            pool.shutdown(wait=True, cancel_futures=True)
        for end in (saying, stopping, stop):
            end.close()
        listener.join()
        hearing.close()


def _hear(hearing: Connection, say: Say) -> None:
    """Lines of all workers, until the last of them and the audit itself hung up."""
    with os.fdopen(os.dup(hearing.fileno()), "rb") as lines:
        for line in lines:
            say(line.decode("utf-8", "replace").rstrip("\n"))


def _begin(stop: Connection, saying: Connection, parent: int) -> None:
    """In a worker: hear the audit's stop, and end when nobody is left who wants a result."""
    # Ctrl-C is the audit's to handle: it tells the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    global _say

    def put(what: str) -> None:
        # So short a line is written whole or not at all, whoever else writes.
        line = " ".join(what.split()).encode("utf-8", "replace")[:_LINE]
        with contextlib.suppress(OSError):
            os.write(saying.fileno(), line + b"\n")

    _say = put

    def watch() -> None:
        stop.poll(None)
        _cancel.set()
        if os.getppid() != parent:
            os._exit(1)

    threading.Thread(target=watch, daemon=True, name="audit-stop").start()


@dataclass
class _Window:
    """What is under way, and what a worker's death took along."""

    crew: Crew
    work: Callable[[Path], Any]
    under_way: dict[Future[Any], Path] = field(default_factory=dict)
    lost: list[tuple[Path, Exception]] = field(default_factory=list)

    def submit(self, path: Path) -> None:
        try:
            future = self.crew.executor.submit(self.work, path)
        except BrokenProcessPool:
            self.crew.executor = self.crew.again()
            future = self.crew.executor.submit(self.work, path)
        self.under_way[future] = path


def each(
    crew: Crew, paths: Iterable[Path], work: Callable[[Path], R], cancel: Cancel
) -> Iterator[Told[R]]:
    """`work` on all paths, each told as it ends; what has not begun when `cancel` is set never
    does.

    A task may take its worker down, and an executor then blames whatever waited there. Those that
    were lost are tried again at the end, one at a time: the one to blame is then alone with it.
    """
    waiting = iter(paths)
    window = _Window(crew, work)
    while True:
        if not cancel.is_set():
            for path in islice(waiting, crew.at_once - len(window.under_way)):
                window.submit(path)
        if not window.under_way:
            break
        yield from _ended(window, cancel)
    for path, _ in window.lost:
        if cancel.is_set():
            return
        try:
            alone = _Window(crew, work)
            alone.submit(path)
            (future,) = alone.under_way
            yield path, future.result(), None
        except CancelledError:
            return
        except Exception as error:  # noqa: BLE001
            yield path, None, error


def _ended(window: _Window, cancel: Cancel) -> Iterator[Told[Any]]:
    ended, _ = wait(window.under_way, timeout=_LOOK_S, return_when=FIRST_COMPLETED)
    for future in ended:
        path = window.under_way.pop(future)
        try:
            yield path, future.result(), None
        except CancelledError:
            continue
        except WorkbenchError as error:
            yield path, None, error
        except Exception as error:  # noqa: BLE001
            # Whatever an executor raises when a worker died.
            window.lost.append((path, error))
    if cancel.is_set():
        for future in list(window.under_way):
            if future.cancel():
                del window.under_way[future]
