"""Run requests of one desk: each on a worker thread, never in a message handler."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import NamedTuple

from workbench.errors import Cancelled, InfrastructureError, InputError, SaveFailed, WorkbenchError
from workbench.judge import Judge
from workbench.jupyter import view
from workbench.jupyter.chosen import (
    Changed,
    chosen_solutions,
    chosen_suite,
    still_current,
    unchanged,
)
from workbench.jupyter.messages import Message, failed
from workbench.model.review import Review
from workbench.model.run import Run
from workbench.model.task import Solution, Suite, Task
from workbench.sandboxes.base import Cancel

_REMEMBERED = 8


class Asked(NamedTuple):
    """A run request as the page sent it, checked."""

    request: str
    suite: str
    solution: str
    tests: tuple[str, ...]
    cache: bool

    @classmethod
    def read(cls, message: Message) -> Asked:
        """Raises InputError on anything a page would not send."""
        tests = message.get("tests") or []
        if not isinstance(tests, list) or not all(isinstance(t, str) for t in tests):
            raise InputError("tests: a list of test ids is needed")
        return cls(
            request=str(message.get("request", "")),
            suite=str(message.get("suite") or "given"),
            solution=str(message.get("solution") or ""),
            tests=tuple(tests),
            cache=bool(message.get("cache", True)),
        )


class Plan(NamedTuple):
    """What a request comes down to on the review as it stands now."""

    key: str
    suite: Suite
    edited: bool
    solutions: tuple[Solution, ...]


@dataclass
class Underway:
    """A request being worked on."""

    asked: Asked
    sender: str
    cancel: Cancel = field(default_factory=Cancel)
    began: float = field(default_factory=time.monotonic)
    solution: str = ""
    phase: str = "queued"
    told: list[Message] = field(default_factory=list)
    """What came of it: told again to a page that was away."""
    turn: Future[None] | None = None

    def shown(self) -> Message:
        """As part of `state.running`, for a page that was loaded meanwhile."""
        return {
            "request": self.asked.request,
            "suite": self.asked.suite,
            "solution": self.solution or self.asked.solution,
            "phase": self.phase,
            "elapsed_s": round(time.monotonic() - self.began, 2),
        }


class Runner:
    """Works run requests off. `keep` puts a run's id into the review on disk; only then is
    `run_done` said, so that whatever the page showed comes back after a crash. When the disk
    refuses, the result is shown all the same, and `run_done` says that it will not come back."""

    def __init__(
        self,
        task: Task,
        *,
        judge: Callable[[], Judge | WorkbenchError],
        executor: Executor,
        keep: Callable[[Run], None],
        tell: Callable[[str, Message], None],
        review: Callable[[], Review],
        unkept: Callable[[Run], None],
        changed: Changed = unchanged,
    ) -> None:
        self._task = task
        self._changed = changed
        self._judge = judge
        self._executor = executor
        self._keep = keep
        self._tell = tell
        self._review = review
        self._unkept = unkept
        # Protects the two below: handlers add and cancel, worker threads end.
        self._lock = threading.Lock()
        self._underway: dict[str, Underway] = {}
        self._over: dict[str, Underway] = {}

    def start(self, sender: str, asked: Asked, review: Review) -> None:
        """Queue a request; a repeat of one under way is no second run."""
        suite, edited = chosen_suite(self._task, review, asked.suite)
        solutions = chosen_solutions(self._task, review, asked.solution, self._changed)
        work = Underway(asked, sender)
        with self._lock:
            if asked.request in self._underway:
                return
            self._underway[asked.request] = work
        self._progress(work, "queued")
        key = "given" if edited else asked.suite
        work.turn = self._executor.submit(self._work, work, Plan(key, suite, edited, solutions))

    def cancel(self, request: str) -> bool:
        """Stop a request; False when it is not under way. One whose turn has not come is over at
        once: it may stand behind runs that take a minute."""
        with self._lock:
            work = self._underway.get(request)
        if work is None:
            return False
        work.cancel.set()
        if work.turn is not None and work.turn.cancel():
            self._failed(work, Cancelled("cancelled"))
        return True

    def again(self, requests: Iterable[str]) -> list[Message]:
        """What came of requests that are over, for a page that was away when they ended."""
        with self._lock:
            over = [self._over[request] for request in requests if request in self._over]
        return [message for work in over for message in work.told]

    def cancel_all(self) -> None:
        """Stop everything: the process ends."""
        with self._lock:
            underway = tuple(self._underway.values())
        for work in underway:
            work.cancel.set()

    def shown(self) -> list[Message]:
        """Requests under way, oldest first."""
        with self._lock:
            return [work.shown() for work in self._underway.values()]

    @property
    def busy(self) -> bool:
        """Whether any request is under way."""
        with self._lock:
            return bool(self._underway)

    def _work(self, work: Underway, plan: Plan) -> None:
        try:
            judge = self._judge()
            if isinstance(judge, WorkbenchError):
                raise judge
            for number, solution in enumerate(plan.solutions, start=1):
                self._one(judge, work, plan, solution, last=number == len(plan.solutions))
        except WorkbenchError as error:
            self._failed(work, error)
        except Exception as error:  # noqa: BLE001
            # A thread's exception would vanish and the page would wait for ever.
            self._failed(work, InfrastructureError(f"the run broke off: {error!r}"))

    def _one(
        self,
        judge: Judge,
        work: Underway,
        plan: Plan,
        solution: Solution,
        *,
        last: bool,
    ) -> None:
        if work.cancel.is_set():
            raise Cancelled("cancelled")
        request = work.asked.request
        work.solution = solution.name
        self._tell(
            work.sender,
            {
                "type": "run_started",
                "request": request,
                "solution": solution.name,
                "suite": plan.key,
            },
        )
        judged = judge.run(
            self._task,
            solution,
            plan.suite,
            selected=work.asked.tests,
            use_cache=work.asked.cache,
            cancel=work.cancel,
            progress=lambda phase: self._progress(work, phase),
        )
        unsaved = judged.unsaved or self._kept(judged.run)
        if unsaved:
            self._unkept(judged.run)
        done: Message = {
            "type": "run_done",
            "request": request,
            "run": view.shown_run(judged.run),
            "cached": judged.cached,
            "suite_key": plan.key,
            "edited": plan.edited,
            "current": still_current(
                self._task, self._review(), plan.key, judged.run, self._changed
            ),
            "last": last,
            "unsaved": unsaved,
        }
        work.told.append(done)
        if last:
            self._forget(work)
        self._tell(work.sender, done)

    def _kept(self, run: Run) -> str:
        """Why the review on disk does not name the run; empty when it does."""
        try:
            self._keep(run)
        except SaveFailed as error:
            return str(error)
        return ""

    def _progress(self, work: Underway, phase: str) -> None:
        work.phase = phase
        self._tell(
            work.sender,
            {
                "type": "run_progress",
                "request": work.asked.request,
                "phase": phase,
                "elapsed_s": round(time.monotonic() - work.began, 2),
            },
        )

    def _failed(self, work: Underway, error: WorkbenchError) -> None:
        told = failed(work.asked.request, error)
        work.told.append(told)
        self._forget(work)
        self._tell(work.sender, told)

    def _forget(self, work: Underway) -> None:
        with self._lock:
            self._underway.pop(work.asked.request, None)
            self._over[work.asked.request] = work
            while len(self._over) > _REMEMBERED:
                del self._over[next(iter(self._over))]
