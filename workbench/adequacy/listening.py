"""A job whose results are read while it runs."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue

from workbench.errors import Cancelled
from workbench.sandboxes.base import Cancel, Event, Job, Outcome, Sandbox


class Listening:
    """`job` in a thread of its own. `outcome` is there when `pieces` has come to its end."""

    outcome: Outcome

    def __init__(self, sandbox: Sandbox, job: Job, cancel: Cancel) -> None:
        self._sandbox, self._job, self._cancel = sandbox, job, cancel

    def pieces(self) -> Iterator[bytes]:
        """The results as they come, each byte once. Raises Cancelled behind what was heard,
        InfrastructureError; the job is over when this returns, raises or is closed."""
        if self._cancel.is_set():
            raise Cancelled("cancelled")
        heard: SimpleQueue[bytes | Future[Outcome]] = SimpleQueue()
        # The job's own: it also ends when nobody listens any more.
        stop = Cancel()
        self._cancel.on_set(stop.set)
        size = 0
        with ThreadPoolExecutor(1, thread_name_prefix="listening") as thread:
            try:
                thread.submit(self._sandbox.run, self._job, stop, heard.put).add_done_callback(
                    heard.put
                )
                while isinstance(said := heard.get(), bytes):
                    size += len(said)
                    yield said
                outcome = said.result()
                # What a backend did not tell while the job ran.
                yield outcome.results[size:]
            finally:
                stop.set()
        if Event.CANCELLED in outcome.events:
            raise Cancelled("cancelled")
        self.outcome = outcome
