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

    def __call__(self, run_id: str) -> Run | None:
        """The run as it is kept, its texts left out; None when it is not kept."""
        with self._lock:
            if run_id in self._known:
                return self._known[run_id]
        run = self._kept(run_id)
        return None if run is None else self.learn(run)

    def learn(self, run: Run) -> Run:
        """A run was made; what is remembered of it."""
        bare = run.model_copy(
            update={
                "stdout": "",
                "stderr": "",
                "build_output": "",
                "tests": tuple(
                    test.model_copy(update={"message": "", "output": "", "children": ()})
                    for test in run.tests
                ),
            }
        )
        with self._lock:
            self._known.pop(run.id, None)
            self._known[run.id] = bare
            while len(self._known) > _MOST:
                del self._known[next(iter(self._known))]
        return bare

    def forget(self) -> None:
        """Another process changed something: read anew."""
        with self._lock:
            self._known.clear()
