"""Several builds in one job, where starting the compiler costs more than most of them.

A build executes nothing of a task, so trees that are compiled side by side learn nothing of each
other; what they are run with afterwards is a job of its own each, as ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from workbench.sandboxes.base import Job, Outcome


class Builds(Protocol):
    """How a language does that. Stateless, like `base.Language`."""

    def together(self, jobs: Sequence[Job]) -> Job | None:
        """One job for all of `jobs`, which are build jobs of that language. None: they have not
        enough in common."""
        ...

    def parted(self, outcome: Outcome, count: int) -> list[Outcome | None]:
        """What each of the `count` jobs would have shown alone; None where nothing is known, and
        then it is to be run. Never raises."""
        ...
