"""What the runs showed that a review names as evidence: read once rather than at every edit."""

from __future__ import annotations

import threading

from workbench.model.evidence import Runs
from workbench.model.run import Run

_MOST = 400


class KnownRuns:
    """The runs of a desk without their texts. A run made again replaces what was known of it."""

    def __init__(self, kept: Runs) -> None:
        self._kept = kept
        # Protects the dictionary: edits are judged on one thread, runs come from others.
        self._lock = threading.Lock()
        self._known: dict[str, Run] = {}
        self._changes = 0
        """how often something newer was made known: what was read before is not remembered"""

    def __call__(self, run_id: str) -> Run | None:
        """The run as it is kept, its texts left out; None when it is not kept."""
        with self._lock:
            if run_id in self._known:
                return self._known[run_id]
            changes = self._changes
        run = self._kept(run_id)
        if run is None:
            return None
        bare = _bare(run)
        with self._lock:
            if self._changes == changes:
                self._remember(bare)
            return self._known.get(run_id, bare)

    def learn(self, run: Run) -> Run:
        """A run was made; what is remembered of it."""
        bare = _bare(run)
        with self._lock:
            self._changes += 1
            self._remember(bare)
        return bare

    def forget(self) -> None:
        """Another process changed something: read anew."""
        with self._lock:
            self._changes += 1
            self._known.clear()

    def _remember(self, bare: Run) -> None:
        self._known.pop(bare.id, None)
        self._known[bare.id] = bare
        while len(self._known) > _MOST:
            del self._known[next(iter(self._known))]


def _bare(run: Run) -> Run:
    tests = tuple(
        test.model_copy(update={"message": "", "output": "", "children": ()}) for test in run.tests
    )
    texts = {"stdout": "", "stderr": "", "build_output": ""}
    return run.model_copy(update={**texts, "tests": tests})
