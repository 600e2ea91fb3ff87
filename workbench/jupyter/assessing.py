"""Assessments of one desk: one at a time, on a thread of their own, never in a message handler."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.adequacy.assess import Assessor
from workbench.adequacy.wish import Wish, is_current
from workbench.errors import (
    Cancelled,
    InfrastructureError,
    InputError,
    NotFound,
    WorkbenchError,
)
from workbench.judge import Judge
from workbench.jupyter.changes import changed_solution, is_change
from workbench.jupyter.evidence import shown_assessment, shown_mutants
from workbench.jupyter.messages import Message
from workbench.model.assessment import Assessment
from workbench.model.task import Solution, Task
from workbench.sandboxes.base import Cancel
from workbench.store.assessments import AssessmentFolder

_BUDGET_S, _LEAST_S, _MOST_S = 60.0, 5.0, 1_800.0
_WORDS_S = 0.3


@dataclass
class Underway:
    """The assessment being made."""

    request: str
    wish: Wish
    cancel: Cancel = field(default_factory=Cancel)
    began: float = field(default_factory=time.monotonic)
    what: str = "waiting for its turn"
    told: float = 0.0
    turn: Future[None] | None = None

    def shown(self) -> Message:
        """As `state.assessing`, and what `assess_progress` says."""
        elapsed = round(time.monotonic() - self.began, 2)
        return {"request": self.request, "what": self.what, "elapsed_s": elapsed}


class Assessing:
    """What is kept of a task's assessment, and the making of a new one. Every page of the desk
    hears of it: it is of the task, not of a page."""

    def __init__(
        self,
        task: Task,
        folder: Path,
        *,
        judge: Callable[[], Judge | WorkbenchError],
        executor: Executor,
        tell: Callable[[Message], None],
    ) -> None:
        self._task = task
        self._folder = AssessmentFolder(folder)
        self._judge = judge
        self._executor = executor
        self._tell = tell
        # Protects the three below: handlers begin and cancel, a worker thread ends.
        self._lock = threading.Lock()
        self._underway: Underway | None = None
        self._over: Message = {}
        self._read: tuple[object, Assessment | None] | None = None

    def kept(self) -> Assessment | None:
        """What is kept, as it was measured; read again only when its file changed: it may be large,
        and it is asked for after every edit."""
        try:
            status = self._folder.path(self._task.id).stat()
        except OSError:
            return None
        stamp = (status.st_mtime_ns, status.st_ino, status.st_size)
        with self._lock:
            if self._read is not None and self._read[0] == stamp:
                return self._read[1]
        found = self._folder.load(self._task.id)
        with self._lock:
            self._read = (stamp, found)
        return found

    def stored(self) -> Message | None:
        """What is kept, as the page is shown it; None when there is nothing."""
        found = self.kept()
        return None if found is None else self._shown(found)

    def mutants(self, message: Message) -> Message:
        """A page of the mutants that no test notices. Raises NotFound or InputError."""
        offset = message.get("offset", 0)
        if isinstance(offset, bool) or not isinstance(offset, int):
            raise InputError("offset: a number is needed")
        found = self._folder.load(self._task.id)
        if found is None:
            raise NotFound("this task was not assessed yet", mend="assess it first")
        return shown_mutants(found, self._task, offset)

    def changed(self, name: str) -> Solution | None:
        """The solution with one of the changes in it that were tried, by its name."""
        found = self.kept() if is_change(name) else None
        return changed_solution(self._task, found, name)

    def under_way(self) -> Message | None:
        """What is being measured, for a page that was loaded meanwhile."""
        with self._lock:
            return self._underway.shown() if self._underway else None

    @property
    def busy(self) -> bool:
        """Whether an assessment is being made."""
        with self._lock:
            return self._underway is not None

    def start(self, message: Message, answer: Callable[[Message], None]) -> None:
        """Begin one; a repeat of what is under way is no second one."""
        request = str(message.get("request", ""))
        try:
            work = Underway(request, _wish(message))
            with self._lock:
                if self._underway is not None and self._underway.request == request:
                    return
                if self._underway is not None:
                    raise InputError("this task is being assessed already", mend="wait, or cancel")
                self._underway = work
        except InputError as error:
            answer(failed(request, error))
            return
        self._progress(work, work.what)
        work.turn = self._executor.submit(self._work, work)

    def again(self, requests: Iterable[str]) -> list[Message]:
        """How the last one ended, when it is among those a page that was away still waits for."""
        over = self._over
        return [over] if over.get("request") in set(requests) else []

    def cancel(self, request: str | None = None) -> bool:
        """Stop what is under way, whatever it is or only that request; False if it is not."""
        with self._lock:
            work = self._underway
        if work is None or request not in (None, work.request):
            return False
        work.cancel.set()
        if work.turn is not None and work.turn.cancel():
            # It stood behind another task's: nobody would see the flag for minutes.
            self._broke_off(work, Cancelled("cancelled"))
        return True

    def _work(self, work: Underway) -> None:
        try:
            judge = self._judge()
            if isinstance(judge, WorkbenchError):
                raise judge
            assessor = Assessor(
                judge, self._task, work.wish, self._folder, work.cancel,
                progress=lambda what: self._progress(work, what),
            )  # fmt: skip
            if work.cancel.is_set():
                raise Cancelled("cancelled")
            for step in assessor.steps():
                self._part(work, step)
        except WorkbenchError as error:
            self._broke_off(work, error)
        except Exception as error:  # noqa: BLE001
            # A thread's exception would vanish and the page would wait for ever.
            self._broke_off(work, InfrastructureError(f"the assessment broke off: {error!r}"))
        else:
            # What is kept is the whole: nothing was left to do, or the last part was the whole.
            self._end({"type": "assess_done", "request": work.request, "assessment": self.stored()})

    def _broke_off(self, work: Underway, error: WorkbenchError) -> None:
        """What was measured before is kept, and shown."""
        found = self._folder.load(self._task.id)
        if found is not None:
            self._part(work, found)
        self._end(failed(work.request, error))

    def _end(self, told: Message) -> None:
        with self._lock:
            self._underway, self._over = None, told
        self._tell(told)

    def _part(self, work: Underway, found: Assessment) -> None:
        shown = self._shown(found)
        self._tell({"type": "assess_part", "request": work.request, "assessment": shown})

    def _progress(self, work: Underway, what: str) -> None:
        """In words, a few times a second: every message costs the page a drawing. Told from
        several threads; one message too many does no harm."""
        work.what = what
        now = time.monotonic()
        if now - work.told < _WORDS_S:
            return
        work.told = now
        self._tell({"type": "assess_progress", **work.shown()})

    def _shown(self, found: Assessment) -> dict[str, Any]:
        try:
            stale = not is_current(found, self._task)
        except WorkbenchError:
            stale = True  # without a toolchain nothing says that it would come out so again
        return shown_assessment(found, self._task, stale=stale)


def failed(request: str, error: WorkbenchError) -> Message:
    """An assessment came to nothing, or to a part; what to do."""
    return {
        "type": "assess_failed",
        "request": request,
        "reason": error.message,
        "mend": error.mend,
        "cancelled": isinstance(error, Cancelled),
    }


def _wish(message: Message) -> Wish:
    """Raises InputError on a budget that is none."""
    budget = message.get("budget_s")
    if budget is None:
        budget = _BUDGET_S
    number = isinstance(budget, int | float) and not isinstance(budget, bool)
    if not number or not _LEAST_S <= budget <= _MOST_S:
        raise InputError(f"budget_s: {_LEAST_S:g} to {_MOST_S:g} seconds")
    return Wish(budget_s=float(budget), full=message.get("full") is True)
