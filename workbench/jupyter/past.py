"""One desk's eye on what changed: the task's file, the evidence that rests on what is gone, and
what a page asks of the past."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from workbench.jupyter.freshness import Facts, Freshness, facts_of
from workbench.jupyter.homes import Home
from workbench.jupyter.lookback import Lookback
from workbench.jupyter.messages import Message
from workbench.jupyter.run_notes import RunNotes
from workbench.jupyter.running import Changed, unchanged
from workbench.jupyter.task_file import TaskFile
from workbench.model.assessment import Assessment
from workbench.model.review import Review
from workbench.model.rubric import Rubric
from workbench.model.run import Run
from workbench.model.task import Task
from workbench.store.workspace import Workspace

NOTHING: Message = {"file": [], "task": [], "runs": {}, "chips": [], "assessment": []}
"""What a page takes to be so until it is told otherwise."""


class Past:
    """For one task as it was read; a desk that reads its task again makes a new one."""

    def __init__(
        self,
        workspace: Workspace,
        task: Task,
        home: Home,
        *,
        assessed: Callable[[], Assessment | None],
        facts: Facts = facts_of,
        changed: Changed = unchanged,
    ) -> None:
        """`assessed` gives the kept assessment of the task."""
        self._assessed = assessed
        self._file = TaskFile(workspace, task)
        self._notes = RunNotes(task, home.runs)
        self._freshness = Freshness(task, self._notes, facts=facts, changed=changed)
        self._lookback = Lookback(task, home, self._notes)
        # Protects `_file` and `_told`: the watcher, handlers and worker threads look.
        self._lock = threading.Lock()
        self._told: Message = dict(NOTHING)

    def fresh(self, review: Review, rubric: Rubric) -> Message:
        """What is stale: `Freshness.of`, and `file`, how the task's file differs from what is on
        the screen."""
        with self._lock:
            self._file.look()
            words = list(self._file.words)
        return {"file": words, **self._freshness.of(review, rubric, self._assessed())}

    def news(self, review: Review, rubric: Rubric) -> Message | None:
        """The message that says so, or None when it was said already."""
        found = self.fresh(review, rubric)
        stale = {name: found[name] for name in NOTHING}
        with self._lock:
            if stale == self._told:
                return None
            self._told = stale
        return {"type": "fresh", "fresh": found}

    def there(self) -> Task | None:
        """The task as it is on disk; None while it cannot be read."""
        with self._lock:
            self._file.look()
            return self._file.there

    def run_kept(self, run: Run) -> None:
        """A run was made (again)."""
        self._notes.forget(run.id)

    def answer(self, message: Message, review: Review, rubric: Rubric, info: Any) -> Message:
        """See `Lookback.answer`."""
        fresh = self.fresh(review, rubric)
        return self._lookback.answer(message, review, rubric, fresh, info)

    def submitted(self, number: int) -> Review:
        """See `Lookback.submitted`."""
        return self._lookback.submitted(number)


def holds_up(fresh: Message, review: Review) -> bool:
    """Whether something stale keeps the review from being submitted: nothing may be kept silently.
    Whoever cannot judge a task rests on no evidence."""
    chips = [] if review.cannot_judge.strip() else fresh["chips"]
    return bool(fresh["file"] or fresh["task"] or chips)
