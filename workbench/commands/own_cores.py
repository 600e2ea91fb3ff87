"""`-j N` is N cores: what an audit takes of a machine, and what one more job adds to it."""

from __future__ import annotations

import contextlib
import os
import random
from collections.abc import Iterator


@contextlib.contextmanager
def kept_to(jobs: int | None) -> Iterator[None]:
    """Whatever is started here runs on `jobs` of the cores this process may use; None: on all of
    them. Which ones is drawn, so that two audits of one machine rarely meet.

    A run alone gives its proof a second core where one is free; many jobs have none to give.
    """
    if jobs is None or not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    if jobs >= len(allowed):
        yield
        return
    os.sched_setaffinity(0, random.sample(sorted(allowed), jobs))
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)
