"""Which tests each suite of a desk holds, read again only when the suite changed."""

from __future__ import annotations

import hashlib
import json
import threading
from typing import Any

from workbench.errors import InputError
from workbench.jupyter.chosen import chosen_suite
from workbench.jupyter.view import shown_inventory
from workbench.model.review import Review
from workbench.model.task import Task


class Inventories:
    """Inventories by suite key, for the page."""

    def __init__(self, task: Task) -> None:
        self._task = task
        # Protects `_known`: edits and new pages ask from different threads.
        self._lock = threading.Lock()
        self._known: dict[str, tuple[str, Any]] = {}

    def of(self, review: Review) -> dict[str, Any]:
        """The inventory of every suite the page can run."""
        keys = ["given", *(f"probe:{p.name}" for p in review.probes)]
        keys += [f"probe:{s.name}" for s in self._task.suites if s.role == "probe"]
        return {key: self._one(key, review) for key in dict.fromkeys(keys)}

    def _one(self, key: str, review: Review) -> Any:
        try:
            suite, _ = chosen_suite(self._task, review, key)
        except InputError as error:
            return {"tests": [], "skipped": [], "problems": [str(error)]}
        stamp = digest(suite.model_dump(mode="json"))
        with self._lock:
            known = self._known.get(key)
        if known is None or known[0] != stamp:
            known = (stamp, shown_inventory(self._task, self._task.candidate, suite))
            with self._lock:
                self._known[key] = known
        return known[1]


def digest(value: Any) -> str:
    """Equal values, equal digest."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
