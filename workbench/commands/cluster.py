"""Workers of a dask cluster. The only module that knows dask.

    with cluster("tcp://scheduler:8786", prepare, cancel, say) as crew: ...

What is submitted runs in worker processes on other machines: it is given paths, and finds them in a
folder that all machines share. A worker is asked to prepare before it is given anything: one that
cannot is told and left out, because it would fail faster than others work, and so get all the rest.
Those that can are marked by a resource of dask's, and only they are given tasks.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench import __version__
from workbench.errors import InfrastructureError, InputError, MissingTool, WorkbenchError
from workbench.sandboxes.base import Cancel

if TYPE_CHECKING:  # an extra, and heavy
    from distributed import Client

Prepare = Callable[[], object]
Say = Callable[[str], None]
_ANSWER_S = 10
_WORKER_S = 60
"""A worker that was lost comes back by itself; on a busy machine that takes a while."""
_GONE_S = 5.0
"""One that is started anew is away for a moment; that is no news."""
_LOOK_S = 1.0
_FIT = "workbench"
"""the resource of a worker that is prepared: as many as it has threads"""

_UNANSWERED = (OSError, TimeoutError, CancelledError, RuntimeError)
"""what asking a scheduler raises that is not there: RuntimeError when the client, which gave it up,
shut its connections in between"""


class Forgotten(Exception):
    """A scheduler that was started anew knows nothing of what it was asked."""


class Cluster:
    """The workers behind one scheduler, watched as they come and go."""

    def __init__(self, client: Client, address: str, prepare: Prepare, say: Say) -> None:
        self._client = client
        self._address = address
        self._prepare = prepare
        self._say = say
        self._asked: dict[str, Future[WorkbenchError | None]] = {}
        """worker -> what kept it from being prepared"""
        self._open: set[Any] = set()
        """dask's futures of what is under way"""
        self._fit: dict[str, int] = {}
        """worker -> its threads"""
        self._refusals: dict[str, WorkbenchError] = {}
        self._next_look = 0.0
        self._seen = time.monotonic()
        """when somebody was there last"""
        self._said = ""

    @property
    def at_once(self) -> int:
        """Each worker has the next one at hand when it ends one."""
        return 2 * max(1, sum(self._fit.values()))

    def submit(self, work: Callable[[Path], Any], path: Path) -> Future[Any]:
        """Have a worker do it that is prepared, now or as soon as there is one."""
        told, asked = self._ask(work, path, resources={_FIT: 1})
        self._open.add(asked)
        told.add_done_callback(lambda _: self._open.discard(asked))
        return told

    def _ask(
        self, work: Callable[..., Any], *about: object, **where: object
    ) -> tuple[Future[Any], Any]:
        try:
            asked = self._client.submit(work, *about, pure=False, retries=0, **where)
        except Exception:
            self._alive()
            raise
        told: Future[Any] = Future()
        # Whatever comes of it, the scheduler may forget it then.
        told.add_done_callback(lambda _: asked.release())
        loop = self._client.loop
        assert loop is not None, "a client that was connected has one"
        loop.add_callback(self._follow, asked, told)
        return told, asked

    async def _follow(self, asked: Any, told: Future[Any]) -> None:
        value: Any = None
        trouble: Exception | None = None
        try:
            value = await self._client.gather(asked, asynchronous=True)
        except CancelledError:
            trouble = Forgotten()
        except Exception as error:  # noqa: BLE001
            trouble = error
        if not told.set_running_or_notify_cancel():
            return
        if trouble is None:
            told.set_result(value)
        else:
            told.set_exception(trouble)

    def look(self) -> None:
        """Prepare those who came, and say when nobody is there. Raises InputError when the
        scheduler is gone."""
        self._alive()
        if time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + _LOOK_S
        threads = self._threads()
        if threads is None:
            self._alive()
            self._tell(f"the scheduler at {self._address} does not answer; waiting for it")
            return
        for address in [a for a in self._asked if a not in threads]:
            self._asked.pop(address).cancel()
        for address in threads:
            if address not in self._asked:
                self._asked[address], _ = self._ask(
                    _prepared, self._prepare, __version__, workers=[address]
                )
        before = set(self._fit)
        self._fit = {a: threads[a] for a, asked in self._asked.items() if self._is_fit(a, asked)}
        if self._fit and not before & set(self._fit):
            # What a scheduler finds nobody for it gives to who comes, but not to who is marked
            # later: it is asked anew.
            for asked in list(self._open):
                with contextlib.suppress(*_UNANSWERED):
                    asked.cancel()
        if self._fit or any(not asked.done() for asked in self._asked.values()):
            self._seen = time.monotonic()
            self._tell("")
        elif time.monotonic() - self._seen > _GONE_S:
            self._tell(f"no worker is there; waiting for one: {_worker(self._address)}")

    def first(self, cancel: Cancel) -> None:
        """Wait for a worker that is prepared. Raises InputError when there is none at all, and what
        the first said when none can be prepared."""
        until = time.monotonic() + _WORKER_S
        while not cancel.is_set():
            self._next_look = 0.0
            self.look()
            if self._fit:
                return
            if self._asked and all(a in self._refusals for a in self._asked):
                raise next(iter(self._refusals.values()))
            if not self._asked and time.monotonic() > until:
                raise InputError(
                    f"the scheduler at {self._address} has no worker",
                    mend=f"start some: {_worker(self._address)}",
                )
            time.sleep(0.05)

    def _is_fit(self, address: str, asked: Future[WorkbenchError | None]) -> bool:
        if address in self._fit or address in self._refusals or not asked.done():
            return address in self._fit
        try:
            refusal = asked.result()
        except Exception as error:  # noqa: BLE001
            refusal = InfrastructureError(
                f"it cannot be prepared: {error!r}",
                mend="install the same reviewer-workbench[cluster] on every worker",
            )
        if refusal is None:
            return True
        self._refusals[address] = refusal
        self._say(f"worker {address} is not used: {refusal}")
        return False

    def _threads(self) -> dict[str, int] | None:
        """The workers that are there; None when the scheduler does not answer."""
        scheduler = self._client.scheduler
        if scheduler is None:
            return None
        try:
            found = self._client.sync(scheduler.ncores, callback_timeout=_ANSWER_S)
        except _UNANSWERED:
            return None
        return dict(found)

    def _alive(self) -> None:
        if self._client.status in ("closing", "closed"):
            raise InputError(
                f"the scheduler at {self._address} is gone",
                mend="start it and its workers again, then the same command: what is done is kept",
            )

    def _tell(self, what: str) -> None:
        """Once, until there is something else to say."""
        if what and what != self._said:
            self._say(what)
        self._said = what


def _open_to_all(address: str) -> bool:
    """Whether a network lies before a scheduler that lets everybody in."""
    scheme, _, place = address.rpartition("://")
    host = place.rpartition(":")[0].strip("[]")
    return (
        scheme in ("", "tcp")
        and host != "localhost"
        and not host.startswith("127.")
        and host != "::1"
    )


def _worker(address: str) -> str:
    return f"dask worker {address} --nthreads 1 --nworkers auto"


def _prepared(prepare: Prepare, version: str) -> WorkbenchError | None:
    """In a worker: whether it can do this audit's work, or why not."""
    from distributed import get_worker
    from distributed.utils import sync

    worker, refusal = get_worker(), None
    try:
        if version != __version__:
            raise InputError(f"it has reviewer-workbench {__version__}, this one is {version}",
                             mend="install the same version on every worker")  # fmt: skip
        prepare()
    except WorkbenchError as error:
        refusal = error
    fit = 0 if refusal else worker.state.nthreads
    sync(worker.loop, worker.set_resources, **{_FIT: fit})
    return refusal


@contextlib.contextmanager
def cluster(address: str, prepare: Prepare, cancel: Cancel, say: Say) -> Iterator[Cluster]:
    """The workers behind a scheduler's address, `tcp://host:port`, at least one of them prepared.
    Raises MissingTool without dask, InputError when no scheduler answers or it has no worker, and
    what `prepare` raised when it succeeds nowhere."""
    try:
        from distributed import Client
    except ImportError:
        raise MissingTool(
            "dask.distributed is not installed here",
            mend="pip install 'reviewer-workbench[cluster]', here and on every worker",
        ) from None
    # What happens to the cluster is told here, in words.
    for name in ("distributed", "distributed.client", "distributed.core"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=_ANSWER_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(
            f"no dask scheduler answers at {address}: {error}",
            mend="start one with `dask scheduler`, workers with `dask worker tcp://HOST:8786`",
        ) from None
    if _open_to_all(address):
        say(
            f"{address} asks nobody for a key: whoever reaches it runs code there and here; tls:// "
            "asks for one (docs/audit-clusters.md)"
        )
    with client:
        crew = Cluster(client, address, prepare, say)
        crew.first(cancel)
        yield crew
