"""An assessment as it grows: what each phase found, kept at once, with the flags that follow."""

from __future__ import annotations

import time
from collections.abc import Mapping

from workbench.adequacy.flags import flags
from workbench.adequacy.strength import strength_of
from workbench.adequacy.wish import Wish, identity
from workbench.model.assessment import Assessment
from workbench.model.basis import of_task
from workbench.model.task import Task
from workbench.store.assessments import AssessmentFolder


class Ledger:
    """`found` is the newest state. It begins with what an earlier call kept of the same wish."""

    def __init__(
        self,
        task: Task,
        wish: Wish,
        facts: Mapping[str, str],
        tests: tuple[str, ...],
        folder: AssessmentFolder | None,
    ) -> None:
        self._folder = folder
        self._began = time.monotonic()
        self.until = self._began + wish.budget_s
        """by `time.monotonic()`"""
        self.found = _opened(task, wish, facts, tests, folder)
        self._spent = self.found.duration_s

    def over(self) -> bool:
        """Whether the budget has ended."""
        return time.monotonic() > self.until

    @property
    def left_s(self) -> float:
        """What is left of it, but never too little to begin with."""
        return max(5.0, self.until - time.monotonic())

    def update(self, **measured: object) -> None:
        """Something found in the middle of a phase."""
        self.found = self.found.model_copy(update=measured)

    def keep(
        self, phase: str, *, problem: str = "", cut: str = "", tried: int = 0, **measured: object
    ) -> None:
        """What a phase found. `cut` says how far it came when the budget ended in its middle, and
        `tried` is where it goes on."""
        found = self.found
        update: dict[str, object] = dict(measured)
        if cut:
            problem = f"the budget ended in {phase}: {cut}"
            update["tried"] = {**found.tried, phase: tried}
        elif phase:
            update["done"] = (*found.done, phase)
        if problem and problem not in found.problems:
            update["problems"] = (*found.problems, problem)
        found = found.model_copy(update=update)
        self.found = found.model_copy(
            update={
                "flags": tuple(flags(found)),
                "strength": strength_of(found),
                "duration_s": round(self._spent + time.monotonic() - self._began, 3),
            }
        )
        if self._folder is not None:
            self._folder.save(self.found)


def _opened(
    task: Task,
    wish: Wish,
    facts: Mapping[str, str],
    tests: tuple[str, ...],
    folder: AssessmentFolder | None,
) -> Assessment:
    id = identity(task, facts, wish)
    before = folder.load(task.id) if folder and wish.use_cache else None
    if before is not None and before.id == id:
        # What ran out of time is tried again; what is impossible stays so.
        kept = tuple(p for p in before.problems if "budget" not in p)
        return before.model_copy(update={"problems": kept})
    return Assessment(
        id=id, task_id=task.id, language=task.language.value,
        solution=wish.solution or task.candidate.name, suite=task.given.name,
        tests=tests, basis=of_task(task, facts), reruns_wished=wish.reruns,
    )  # fmt: skip
