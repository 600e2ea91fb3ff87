"""A simulated session: reviewers whose severity, drift and care are known, over real plans.

A task has a place on each axis; a reviewer sees it with noise of the axis's own and reads a score
off the rubric's limits. Nothing here knows how measures are computed.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import yaml

from workbench import resources
from workbench.model.moving import (
    AssignmentPart,
    FeedbackPart,
    Part,
    SessionPart,
    StandingPart,
    SubmissionPart,
)
from workbench.model.review import Rating, Review, decision
from workbench.model.rubric import Axis, Rubric
from workbench.model.session import (
    Assignment,
    Gold,
    Item,
    Progress,
    Session,
    Settings,
    Submission,
)
from workbench.sessions.planning import plan
from workbench.sessions.record import Record
from workbench.sessions.tending import wanted
from workbench.store.sessions.chain import sealed

CUTS = (0.3, 1.1, 2.0)
"""Where scores 1, 2 and 3 begin on an axis on which tasks are spread by 1: 62, 24, 11 and 2 %."""
_REASON = (
    "The rationale of a simulated reviewer, who has nothing to say but says it at length. " * 2
)


def rubric_of(rubric_id: str) -> Rubric:
    """A built-in rubric."""
    path = resources.rubrics() / f"{rubric_id}.rubric.yaml"
    return Rubric.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class World:
    """Who is how. Amounts are on the scale of CUTS: about one level."""

    reviewers: int = 20
    tasks: int = 2000
    gold: int = 40
    days: int = 20
    drifting: str = ""
    drift: float = 1.0
    """how far the drifting one has moved by the last day, evenly from `drift_from` on"""
    drift_from: float = 0.4
    careless: str = ""
    careless_share: float = 0.7
    """of the careless one's scores that are drawn and not read off"""
    ambiguous: str = ""
    noise: float = 0.35
    ambiguous_noise: float = 1.2
    severity: float = 0.12
    """standard deviation of reviewers"""
    revised_on: int = 0
    """the day from which reviews are made by version 2 of the rubric; 0: never"""
    slip: float = 0.01
    """of axes with two levels"""
    settings: dict[str, float] = field(
        default_factory=lambda: {
            "overlap": 0.25, "ratings_each": 2, "onboarding": 5, "gold": 0.06, "repeats": 0.04,
            "most_ratings": 4, "onboarding_pass": 0.0,
        }
    )  # fmt: skip


def three_to_find(**other: float) -> World:
    """The month with a drifting reviewer, a careless one and an ambiguous axis."""
    return World(drifting="r07", careless="r12", ambiguous="tests_reject_valid", **other)  # type: ignore[arg-type]


class Month:
    """One session from the first day to the last, as its store would hold it."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.rubric = world, rubric_of("coding-task-v1")
        self._random = np.random.default_rng(seed)
        names = tuple(f"r{n:02}" for n in range(1, world.reviewers + 1))
        tasks = tuple(f"task-{n:04}" for n in range(1, world.tasks + 1))
        known = tuple(f"gold-{n:02}" for n in range(1, world.gold + 1))
        self._places = {task: self._place() for task in (*tasks, *known)}
        self._lean = dict(
            zip(names, self._random.normal(0, world.severity, len(names)), strict=True)
        )
        self.session = Session(
            id="november", title="November calibration", state="blind", leads=("lead",),
            reviewers=names, tasks=tasks, rubric=self.rubric.id,
            rubric_version=2 if world.revised_on else 1,
            revisions_of_rubric=((2, "solution: an unstated limit is no defect"),)
            if world.revised_on else (),
            gold=tuple(self._gold(task) for task in known),
            settings=Settings.model_validate({**world.settings, "seed": seed}),
        )  # fmt: skip
        self.assignments: dict[str, Assignment] = {}
        self.submissions: list[Submission] = []
        self._progress: dict[str, Progress] = {}
        for assignment in plan(self.session).assignments:
            self._note(assignment)
        self._live()

    def record(self) -> Record:
        """The session as a lead reads it."""
        return Record(
            self.session, self.rubric,
            tuple(self._progress[a] for a in self.assignments),
            tuple(self.submissions), admitted=frozenset(self.session.reviewers),
        )  # fmt: skip

    def truth(self, axis_id: str) -> dict[str, int]:
        """What each task's score on an axis is."""
        axis = self.rubric.axis(axis_id)
        assert axis is not None
        return {task: _read(axis, places[axis_id]) for task, places in self._places.items()}

    def parts(self) -> Iterator[Part]:
        """The session as a store exports it."""
        yield SessionPart(session=self.session)
        for assignment in self.assignments.values():
            yield AssignmentPart(assignment=assignment)
        for submission in self.submissions:
            yield SubmissionPart(submission=submission, request=f"request-{submission.order}")
        before = Record(self.session, self.rubric, self.record().progress, tuple(self.submissions))
        for feedback in wanted(before).feedback:
            yield FeedbackPart(feedback=feedback)
        for name in self.session.reviewers:
            yield StandingPart(reviewer=name, admitted=True)

    def _place(self) -> dict[str, float]:
        common = self._random.normal(0, 0.5)
        return {axis.id: common + self._random.normal(0, 0.75**0.5) for axis in self.rubric.axes}

    def _gold(self, task: str) -> Gold:
        return Gold(
            task_id=task, why="Agreed by three leads.",
            scores={axis.id: _read(axis, self._places[task][axis.id]) for axis in self.rubric.axes},
        )  # fmt: skip

    def _note(self, assignment: Assignment, submission: Submission | None = None) -> None:
        self.assignments[assignment.id] = assignment
        item = Item(
            id=assignment.id, task_id=assignment.task_id, position=assignment.position,
            practice=assignment.kind == "onboarding",
            state="submitted" if submission else "open",
        )  # fmt: skip
        self._progress[assignment.id] = Progress(
            assignment=assignment, item=item, submission=submission
        )

    def _live(self) -> None:
        """Day by day everybody does a share of what is open; extras are given in the evening."""
        for day in range(self.world.days + 2):
            open_ = defaultdict(list)
            for a in self.assignments.values():
                if self._progress[a.id].submission is None:
                    open_[a.reviewer].append(a)
            today = []
            for queue in open_.values():
                queue.sort(key=lambda a: (a.kind != "onboarding", a.position, a.id))
                left = max(self.world.days - day, 1)
                today += queue[: -(-len(queue) // left)]
            places = self._random.permutation(len(today))
            # Everybody in the own order, and mixed among each other as they come.
            queues = defaultdict(list)
            for a in today:
                queues[a.reviewer].append(a)
            for at in places:
                name = today[at].reviewer
                self._submit(queues[name].pop(0), day)
            for extra in wanted(self.record()).extras:
                self._note(extra)

    def _submit(self, assignment: Assignment, day: int) -> None:
        review = self._review(assignment, day)
        order = len(self.submissions) + 1
        sealed_one = sealed(
            assignment.id, review, decision(review, self.rubric), (), at=review.submitted_at
        )
        submission = sealed_one.model_copy(update={"order": order})
        self.submissions.append(submission)
        self._note(assignment, submission)

    def _review(self, assignment: Assignment, day: int) -> Review:
        name, careless = assignment.reviewer, assignment.reviewer == self.world.careless
        scores = {axis.id: self._score(name, axis, assignment.task_id, day, careless)
                  for axis in self.rubric.axes}  # fmt: skip
        seconds = float(self._random.gamma(6, 240)) * (0.3 if careless else 1.0)
        start = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
        at = start + dt.timedelta(days=day, minutes=len(self.submissions) % 480)
        return Review(
            task_id=assignment.task_id, task_digest="0" * 64, reviewer=name,
            rubric=self.rubric.id, state="submitted", sequence=2,
            rubric_version=2 if 0 < self.world.revised_on <= day else 1,
            ratings={
                axis: Rating(score=score, rationale=_REASON if score else "")
                for axis, score in scores.items()
            },
            difficulty=self.rubric.difficulty.options[1], confidence=4,
            active_s=round(seconds, 1), submitted_at=at.isoformat().replace("+00:00", "Z"),
        )  # fmt: skip

    def _score(self, name: str, axis: Axis, task: str, day: int, careless: bool) -> int:
        world = self.world
        if careless and self._random.random() < world.careless_share:
            return _read(axis, self._random.normal(0, 1))
        if len(axis.levels) == 2:
            true = _read(axis, self._places[task][axis.id])
            return 1 - true if self._random.random() < world.slip else true
        lean = self._lean[name]
        if name == world.drifting:
            gone = (day / world.days - world.drift_from) / (1 - world.drift_from)
            lean += world.drift * min(max(gone, 0.0), 1.0)
        noise = world.ambiguous_noise if axis.id == world.ambiguous else world.noise
        return _read(axis, self._places[task][axis.id] + lean + self._random.normal(0, noise))


def _read(axis: Axis, place: float) -> int:
    """A score off the limits of an axis."""
    if len(axis.levels) == 2:
        return int(place > 1.8)
    return sum(place > cut for cut in CUTS[: len(axis.levels) - 1])
