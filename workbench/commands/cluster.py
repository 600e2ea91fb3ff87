"""Workers of a dask cluster as an executor. The only module that knows dask.

    with workers("tcp://scheduler:8786") as (executor, at_once): ...

What is submitted runs in worker processes on other machines: it is given paths, and finds them in a
folder that all machines share.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import Executor
from typing import cast

from workbench.errors import InputError, MissingTool

_ANSWER_S = 10
_WORKER_S = 60
"""A worker that was lost comes back by itself; on a busy machine that takes a while."""


@contextlib.contextmanager
def workers(address: str) -> Iterator[tuple[Executor, int]]:
    """The cluster behind a scheduler's address, `tcp://host:port`, and how many tasks it works on
    at a time as it stands. Raises MissingTool without dask, InputError when no scheduler answers
    or it has no worker."""
    try:
        from distributed import Client
    except ImportError:
        raise MissingTool(
            "dask.distributed is not installed here",
            mend="pip install 'reviewer-workbench[cluster]', here and on every worker",
        ) from None
    try:
        client = Client(address, timeout=_ANSWER_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(
            f"no dask scheduler answers at {address}: {error}",
            mend="start one with `dask scheduler`, workers with `dask worker tcp://HOST:8786`",
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_WORKER_S)
        except TimeoutError:
            raise InputError(
                f"the scheduler at {address} has no worker",
                mend=f"start some: dask worker {address} --nthreads 1 --nworkers auto",
            ) from None
        at_once = max(1, sum(client.nthreads().values()))
        yield cast(Executor, client.get_executor(pure=False, retries=0)), at_once
