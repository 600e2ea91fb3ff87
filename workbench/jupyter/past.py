"""One desk's eye on what changed: the task's file, the evidence that rests on what is gone, and
what a page asks of the past."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any

from workbench.errors import WorkbenchError
from workbench.jupyter.chosen import Changed, unchanged
from workbench.jupyter.freshness import Facts, Freshness, facts_of
from workbench.jupyter.homes import Home
from workbench.jupyter.lookback import ASKED, Lookback
from workbench.jupyter.messages import Client, Message, review_changed, said
from workbench.jupyter.record import Record
from workbench.jupyter.run_notes import RunNotes
from workbench.jupyter.task_file import TaskFile
from workbench.model.assessment import Assessment
from workbench.model.run import Run
from workbench.model.task import Task
from workbench.store.workspace import Workspace

TAKE_UP = "take_up"
HEARS = ASKED | {TAKE_UP}
NOTHING: Message = {"file": [], "task": [], "runs": {}, "chips": [], "assessment": []}
"""What a page takes to be so until it is told otherwise."""


class Past:
    """For one task as it was read; a desk that reads its task again makes a new one. `everyone`
    tells all pages."""

    def __init__(
        self,
        workspace: Workspace,
        task: Task,
        record: Record,
        home: Home,
        *,
        everyone: Callable[[Message], None],
        assessed: Callable[[], Assessment | None],
        facts: Facts = facts_of,
        changed: Changed = unchanged,
    ) -> None:
        """`assessed` gives the kept assessment of the task."""
        self._record = record
        self._everyone = everyone
        self._assessed = assessed
        self._file = TaskFile(workspace, task)
        self._notes = RunNotes(task, home.runs)
        self._freshness = Freshness(task, self._notes, facts=facts, changed=changed)
        self._lookback = Lookback(task, home, self._notes)
        # Protects `_file` and `_told`: the watcher, handlers and worker threads look.
        self._lock = threading.Lock()
        self._told: Message = dict(NOTHING)

    def fresh(self) -> Message:
        """What is stale: `Freshness.of`, and `file`, how the task's file differs from what is on
        the screen. Pages are told when that is news."""
        review, rubric = self._record.review, self._record.rubric
        with self._lock:
            self._file.look()
            words = list(self._file.words)
        found = {"file": words, **self._freshness.of(review, rubric, self._assessed())}
        stale = {name: found[name] for name in NOTHING}
        with self._lock:
            is_news, self._told = stale != self._told, stale
        if is_news:
            self._everyone({"type": "fresh", "fresh": found})
        return found

    def holds_up(self) -> bool:
        """Whether something stale keeps the review from being submitted: nothing may be kept
        silently. Whoever cannot judge a task rests on no evidence."""
        found = self.fresh()
        chips = [] if self._record.review.cannot_judge.strip() else found["chips"]
        return bool(found["file"] or found["task"] or chips)

    def there(self) -> Task | None:
        """The task as it is on disk; None while it cannot be read."""
        with self._lock:
            self._file.look()
            return self._file.there

    def load_run(self, run_id: str) -> Run | None:
        """A run of this task; what is needed of it here is then not read again."""
        return self._notes.load(run_id)

    def run_kept(self, run: Run) -> None:
        """A run was made (again)."""
        self._notes.forget(run.id)
        with contextlib.suppress(WorkbenchError):
            # The run is kept, whatever a store says now; the next look tells what is stale.
            self.fresh()

    def handle(self, client: Client, message: Message, info: Any) -> None:
        """Answer one of `HEARS`. `info` is the sandbox of now. Raises NotFound, InputError,
        SaveFailed."""
        record = self._record
        if message["type"] == TAKE_UP:
            record.take_up()
            self._everyone(review_changed(record))
            self.fresh()
            return
        client.send(
            self._lookback.answer(message, record.review, record.rubric, self.fresh(), info)
        )

    def reopen(self, message: Message) -> None:
        """Make the review a draft again, as it is or as a submission said. Raises NotFound."""
        number = message.get("revision")
        past = self._lookback.submitted(number) if isinstance(number, int) else None
        kept = self._record.reopen(past)
        if kept:
            self._everyone(said("info", f"The draft that was here is kept in {kept}"))
        self.fresh()
