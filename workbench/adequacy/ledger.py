"""An assessment as it grows: what each phase found, kept at once, with the flags that follow."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from workbench.adequacy.deadline import ENDED, Deadline
from workbench.adequacy.flags import flags
from workbench.adequacy.strength import strength_of
from workbench.adequacy.wish import Wish, identity
from workbench.model.assessment import Assessment
from workbench.model.basis import of_task
from workbench.model.task import Task
from workbench.store.assessments import AssessmentFolder


@dataclass
class Part:
    """What a phase has found so far: kept whenever it ends, and whatever ends it."""

    name: str
    deadline: Deadline
    tried: int = 0
    """how far it came, in steps that need not be done again"""
    wanted: int = 0
    words: str = ""
    resume: int | None = None
    """where it goes on, if not behind `tried`"""
    measured: Callable[[], dict[str, object]] = dict
    problem: str = ""

    def begin(self, tried: int, wanted: int, words: str) -> None:
        """`words` follow `tried of wanted`."""
        self.tried, self.wanted, self.words = tried, wanted, words

    def step(self) -> None:
        """One more is done."""
        self.tried += 1
        self.deadline.got_on()

    @property
    def whole(self) -> bool:
        """Whether nothing is left to do."""
        return self.tried >= self.wanted

    @property
    def where(self) -> str:
        """How far it came, in words."""
        how_far = f"in {self.name}: {self.tried} of {self.wanted} {self.words}"
        return how_far if self.words else f"before: {self.name}"


@dataclass
class Ledger:
    """`found` is the newest state. It begins with what an earlier call kept of the same wish."""

    task: Task
    wish: Wish
    facts: Mapping[str, str]
    tests: tuple[str, ...]
    folder: AssessmentFolder | None
    found: Assessment = field(init=False)

    def __post_init__(self) -> None:
        self._began = time.monotonic()
        self.found = _opened(self.task, self.wish, self.facts, self.tests, self.folder)
        self._spent = self.found.duration_s

    def update(self, **measured: object) -> None:
        """Something found in the middle of a phase."""
        self.found = self.found.model_copy(update=measured)

    def keep(
        self, phase: str, measured: Mapping[str, object] | None = None, *, problem: str = ""
    ) -> None:
        """What a phase found that ended; a remark, when `phase` is empty."""
        done = {"done": (*self.found.done, phase)} if phase else {}
        self._keep(problem, {**(measured or {}), **done})

    def keep_part(self, part: Part) -> None:
        """What a phase found in whose middle time ended, or somebody stopped it."""
        tried = part.tried if part.resume is None else part.resume
        update = {**part.measured(), "tried": {**self.found.tried, part.name: tried}}
        stopped = part.deadline.stop.is_set() and not part.deadline.ended
        self._keep("" if stopped else part.deadline.said(part.where), update)

    def _keep(self, problem: str, update: dict[str, object]) -> None:
        problems = self.found.problems
        if problem and problem not in problems:
            update["problems"] = (*problems, problem)
        found = self.found.model_copy(update=update)
        self.found = found.model_copy(
            update={
                "flags": tuple(flags(found)),
                "strength": strength_of(found),
                "duration_s": round(self._spent + time.monotonic() - self._began, 3),
            }
        )
        if self.folder is not None:
            self.folder.save(self.found)


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
        kept = tuple(p for p in before.problems if not p.startswith(ENDED))
        return before.model_copy(update={"problems": kept})
    return Assessment(
        id=id, task_id=task.id, language=task.language.value,
        solution=wish.solution or task.candidate.name, suite=task.given.name,
        tests=tests, basis=of_task(task, facts), reruns_wished=wish.reruns,
    )  # fmt: skip
