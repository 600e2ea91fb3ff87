"""A session as it stands, read once: what tending, measures and adjudication start from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from workbench.model.moving import (
    AdjudicationPart,
    AssignmentPart,
    Part,
    SessionPart,
    SkipPart,
    StandingPart,
    SubmissionPart,
)
from workbench.model.review import Review
from workbench.model.rubric import Axis, Rubric
from workbench.model.session import (
    Adjudication,
    Assignment,
    Item,
    Kind,
    Progress,
    Session,
    Submission,
)
from workbench.store.sessions.contract import Lead

LIVE: Final[frozenset[Kind]] = frozenset({"single", "overlap", "extra"})
"""Ratings of live tasks."""
PLANNED: Final[frozenset[Kind]] = frozenset({"single", "overlap"})
"""Those that were not asked for because others disagreed: agreement is measured over them."""
APART: Final[frozenset[Kind]] = LIVE | {"gold"}
"""First looks at a task nobody was told about: what reviewers are compared by."""


@dataclass(frozen=True)
class Rated:
    """A submitted review with the assignment it answers."""

    assignment: Assignment
    submission: Submission

    @property
    def review(self) -> Review:
        """What was submitted."""
        return self.submission.review

    @cached_property
    def judged(self) -> bool:
        """Whether the task could be judged at all."""
        return not self.review.cannot_judge

    @cached_property
    def scores(self) -> dict[str, int | None]:
        """Each rated axis's score; None where it was not judged. Empty where the task was not."""
        if not self.judged:
            return {}
        return {axis: rating.score for axis, rating in self.review.ratings.items()}

    def asked(self, axis: str) -> bool:
        """Whether the reviewer was asked: not under a rubric that had no such axis, nor where its
        condition did not hold. Of a task that could not be judged, everything was asked."""
        return not self.judged or axis in self.scores

    def score(self, axis: str) -> int | None:
        """The score of an axis; None where it was not judged."""
        return self.scores.get(axis)


@dataclass(frozen=True)
class Record:
    """Everything a lead may read of a session, at one moment."""

    session: Session
    rubric: Rubric
    progress: tuple[Progress, ...]
    submissions: tuple[Submission, ...]
    adjudications: tuple[Adjudication, ...] = ()
    pauses: Mapping[str, str] = field(default_factory=dict)
    admitted: frozenset[str] = frozenset()
    doubts: tuple[str, ...] = ()

    @classmethod
    def of(cls, lead: Lead, rubric_of: Callable[[str], Rubric]) -> Record:
        """As the store has it. `rubric_of` gives a rubric by its id."""
        session = lead.session()
        return cls(
            session, rubric_of(session.rubric), lead.progress(), tuple(lead.submissions()),
            lead.adjudications(), lead.pauses(), lead.admitted(), lead.doubts(),
        )  # fmt: skip

    @classmethod
    def of_parts(cls, parts: Iterable[Part], rubric_of: Callable[[str], Rubric]) -> Record:
        """As an exported file has it."""
        found: dict[type, list[Part]] = {}
        for part in parts:
            found.setdefault(type(part), []).append(part)
        session = next(p.session for p in found[SessionPart] if isinstance(p, SessionPart))
        submissions = sorted(
            (p.submission for p in found.get(SubmissionPart, ()) if isinstance(p, SubmissionPart)),
            key=lambda s: s.order,
        )
        newest = {s.assignment: s for s in submissions}
        skipped = {p.assignment: p.reason for p in found.get(SkipPart, ())
                   if isinstance(p, SkipPart)}  # fmt: skip
        standing = [p for p in found.get(StandingPart, ()) if isinstance(p, StandingPart)]
        return cls(
            session,
            rubric_of(session.rubric),
            tuple(
                _progress(p.assignment, newest.get(p.assignment.id), skipped)
                for p in found.get(AssignmentPart, ()) if isinstance(p, AssignmentPart)
            ),
            tuple(submissions),
            tuple(p.adjudication for p in found.get(AdjudicationPart, ())
                  if isinstance(p, AdjudicationPart)),
            {p.reviewer: p.paused for p in standing if p.paused},
            frozenset(p.reviewer for p in standing if p.admitted),
        )  # fmt: skip

    @cached_property
    def assignments(self) -> dict[str, Assignment]:
        """By id."""
        return {p.assignment.id: p.assignment for p in self.progress}

    @cached_property
    def first(self) -> tuple[Rated, ...]:
        """Each assignment's first submission, in the order they came: what was known without
        feedback."""
        found: dict[str, Rated] = {}
        for submission in self.submissions:
            assignment = self.assignments.get(submission.assignment)
            if assignment is not None and assignment.id not in found and not submission.seen:
                found[assignment.id] = Rated(assignment, submission)
        return tuple(found.values())

    @cached_property
    def blind(self) -> tuple[Rated, ...]:
        """Each assignment's last submission made before others' ratings could be seen, in the
        order they came."""
        found: dict[str, Rated] = {}
        for submission in self.submissions:
            assignment = self.assignments.get(submission.assignment)
            if assignment is not None and not submission.seen:
                found.pop(assignment.id, None)
                found[assignment.id] = Rated(assignment, submission)
        return tuple(found.values())

    def rated(self, kinds: frozenset[Kind]) -> tuple[Rated, ...]:
        """The blind ones of these kinds."""
        return tuple(r for r in self.blind if r.assignment.kind in kinds)

    @cached_property
    def live(self) -> dict[str, list[Rated]]:
        """Task -> its ratings, of live tasks that have any."""
        found: dict[str, list[Rated]] = {}
        for rated in self.rated(LIVE):
            found.setdefault(rated.assignment.task_id, []).append(rated)
        return found

    @cached_property
    def graded(self) -> tuple[Axis, ...]:
        """Axes with more than two levels, whose levels may be averaged; all where there is none."""
        return tuple(a for a in self.rubric.axes if len(a.levels) > 2) or self.rubric.axes


def _progress(
    assignment: Assignment, newest: Submission | None, skipped: Mapping[str, str]
) -> Progress:
    state = "open"
    if newest is not None:
        state = "cannot_judge" if newest.review.cannot_judge else "submitted"
    elif assignment.id in skipped:
        state = "skipped"
    item = Item.model_validate(
        {
            "id": assignment.id, "task_id": assignment.task_id, "position": assignment.position,
            "practice": assignment.kind == "onboarding", "state": state,
            "skip_reason": skipped.get(assignment.id, ""),
        }
    )  # fmt: skip
    return Progress(assignment=assignment, item=item, submission=newest)
