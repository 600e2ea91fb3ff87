"""Processes of this machine that work for an audit, each replaced by itself when it dies.

A process has an executor of its own: a shared one answers the death of any process by ending all of
them, with what they were doing, and blames every task that was there.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import connection
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from workbench.sandboxes.base import Cancel

Say = Callable[[str], None]
_LINE = 400
"""bytes; POSIX promises 512 at a time"""
_PAUSE_S = 1.0

# What a worker process works with. Its audit sets it; in the audit's own process it stays as it is.
_cancel = Cancel()
_say: Say = lambda what: None  # noqa: E731


def own_cancel() -> Cancel:
    """The flag of the process that works: raised in all when the audit is stopped."""
    return _cancel


def tell(what: str) -> None:
    """Say what is being done, wherever the audit's progress is shown."""
    _say(what)


@contextlib.contextmanager
def in_this_process(cancel: Cancel, say: Say) -> Iterator[None]:
    """What works here hears `cancel` and is heard by `say`."""
    global _cancel, _say
    before, _cancel, _say = (_cancel, _say), cancel, say
    try:
        yield
    finally:
        _cancel, _say = before


class Processes:
    """`at_once` processes, each begun when it is first needed."""

    def __init__(self, count: int, begin: Callable[[], None]) -> None:
        """`begin` is called first in each process."""
        self.at_once = count
        # Not by fork: this process has threads. A spawned one imports what it needs, and no more.
        # No limit of tasks a process: that deadlocks in this Python (cpython 115634).
        self._make = partial(
            ProcessPoolExecutor, 1, mp_context=multiprocessing.get_context("spawn"),
            initializer=begin,
        )  # fmt: skip
        self._pools: set[ProcessPoolExecutor] = set()
        # An executor a place, or None where the place has none. Whoever takes it puts it back.
        self._places: SimpleQueue[ProcessPoolExecutor | None] = SimpleQueue()
        for _ in range(count):
            self._places.put(None)

    def submit(self, work: Callable[[Path], Any], path: Path) -> Future[Any]:
        """Begin at once in a process that has nothing to do; the caller sees to it that there is
        one. A process that died meanwhile is replaced."""
        pool = self._places.get()
        try:
            if pool is None:
                raise BrokenProcessPool
            future = pool.submit(work, path)
        except BrokenProcessPool:
            try:
                pool, future = self._born(work, path)
            except (OSError, RuntimeError) as error:
                self._places.put(None)
                return _unborn(error)
        future.add_done_callback(partial(self._over, pool))
        return future

    def _born(
        self, work: Callable[[Path], Any], path: Path
    ) -> tuple[ProcessPoolExecutor, Future[Any]]:
        pool = self._make()
        # Ctrl-C while a process is being born is the audit's: `_begin` lets it in again.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            future = pool.submit(work, path)
        except BaseException:
            pool.shutdown(wait=False)
            raise
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
        self._pools.add(pool)
        return pool, future

    def look(self) -> None:
        """A process that dies is told by what it worked on."""

    def close(self) -> None:
        """Wait for what is under way, and end."""
        for pool in list(self._pools):
            pool.shutdown(wait=True)

    def _over(self, pool: ProcessPoolExecutor, future: Future[Any]) -> None:
        broken = not future.cancelled() and isinstance(future.exception(), BrokenProcessPool)
        if broken:
            pool.shutdown(wait=False)
            self._pools.discard(pool)
        self._places.put(None if broken else pool)


def _unborn(error: Exception) -> Future[Any]:
    """A machine short of memory, files or processes has none to give: that ends no audit, and the
    moment may pass."""
    time.sleep(_PAUSE_S)
    future: Future[Any] = Future()
    future.set_exception(BrokenProcessPool(f"no process could be started: {error}"))
    return future


@contextlib.contextmanager
def processes(count: int, cancel: Cancel, say: Say) -> Iterator[Processes]:
    """`count` processes; they end with the audit, whatever they are doing, and by themselves when
    it is gone."""
    # Pipes, not events and queues: a worker that dies holds none of their locks.
    stop, stopping = multiprocessing.Pipe(duplex=False)
    hearing, saying = multiprocessing.Pipe(duplex=False)

    def halt() -> None:
        # Nobody reads it: that there is something to read is what every worker sees.
        with contextlib.suppress(OSError):
            stopping.send_bytes(b"stop")

    cancel.on_set(halt)
    listener = threading.Thread(target=_hear, args=(hearing, say), name="audit-progress")
    listener.start()
    crew = Processes(count, partial(_begin, stop, saying))
    try:
        yield crew
    finally:
        halt()
        crew.close()
        for end in (saying, stopping, stop):
            end.close()
        listener.join()
        hearing.close()


def _hear(hearing: Connection, say: Say) -> None:
    """Lines of all workers, until the last of them and the audit itself hung up."""
    with os.fdopen(os.dup(hearing.fileno()), "rb") as lines:
        for line in lines:
            say(line.decode("utf-8", "replace").rstrip("\n"))


def _begin(stop: Connection, saying: Connection) -> None:
    """In a worker: hear the audit's stop, and end when nobody is left who wants a result."""
    # Ctrl-C is the audit's to handle: it tells the workers. A handler, not SIG_IGN, which what is
    # started here would inherit.
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    global _say

    def put(what: str) -> None:
        # So short a line is written whole or not at all, whoever else writes.
        line = " ".join(what.split()).encode("utf-8", "replace")[:_LINE]
        with contextlib.suppress(OSError):
            os.write(saying.fileno(), line + b"\n")

    _say = put
    parent = multiprocessing.parent_process()
    assert parent is not None
    alive = parent.sentinel

    def watch() -> None:
        connection.wait([stop, alive])
        _cancel.set()
        # The other end of `stop` closes a moment before the audit's process is gone, and its id
        # may be asked for too early; this one is there as long as it lives.
        connection.wait([alive])
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="audit-stop").start()
