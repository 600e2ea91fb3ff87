"""Puts the parts of a session that was kept elsewhere into the leads' keeping of a folder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from workbench.errors import InputError
from workbench.model.moving import (
    AdjudicationPart,
    AssignmentPart,
    DraftPart,
    FeedbackPart,
    Part,
    RunPart,
    SessionPart,
    SkipPart,
    StandingPart,
    SubmissionPart,
)
from workbench.model.session import Adjudication, Assignment, Feedback, Session, Submission
from workbench.store.sessions.chain import follows
from workbench.store.sessions.folder_kept import Kept, Standing

_REVIEWERS = (DraftPart, SkipPart, SubmissionPart, RunPart)


class _Sorting:
    """Parts as they come, checked against those before them."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.assignments: dict[str, Assignment] = {}
        self.submissions: list[SubmissionPart] = []
        self.past: dict[str, list[Submission]] = defaultdict(list)
        self.work: dict[str, list[Part]] = defaultdict(list)
        self.told: dict[str, Feedback] = {}
        self.admitted: list[str] = []
        self.paused: dict[str, str] = {}
        self.adjudications: list[Adjudication] = []
        self._last = 0

    def add(self, part: Part) -> None:
        """Raises InputError where it does not fit."""
        if isinstance(part, AssignmentPart):
            self._assignment(part.assignment)
        elif isinstance(part, SubmissionPart):
            self._submission(part)
        elif isinstance(part, DraftPart):
            self.work[self._whose(part.assignment, part.review.task_id)].append(part)
        elif isinstance(part, SkipPart):
            self.work[self._whose(part.assignment)].append(part)
        elif isinstance(part, FeedbackPart):
            self._whose(part.feedback.assignment)
            self.told[part.feedback.assignment] = part.feedback
        elif isinstance(part, StandingPart):
            self._reviewer(part.reviewer)
            if part.admitted:
                self.admitted.append(part.reviewer)
            if part.paused:
                self.paused[part.reviewer] = part.paused
        elif isinstance(part, AdjudicationPart):
            self.adjudications.append(part.adjudication)
        elif isinstance(part, RunPart):
            self._reviewer(part.reviewer)
            self.work[part.reviewer].append(part)
        else:
            raise InputError("the session itself comes twice")

    def _assignment(self, assignment: Assignment) -> None:
        self._reviewer(assignment.reviewer)
        if assignment.id in self.assignments:
            raise InputError(f"assignment {assignment.id} comes twice")
        self.assignments[assignment.id] = assignment

    def _submission(self, part: SubmissionPart) -> None:
        submission = part.submission
        whose = self._whose(submission.assignment, submission.review.task_id)
        past = self.past[submission.assignment]
        if submission.reviewer != whose or not follows(submission, past):
            raise InputError(
                f"submission {submission.number} of {submission.assignment} does not follow "
                "the one before it: it was edited or something was cut"
            )
        # A store may leave out numbers, of submissions that came to nothing.
        if submission.order <= self._last:
            raise InputError(f"order {submission.order} of a submission stands twice or too late")
        self._last = submission.order
        past.append(submission)
        self.submissions.append(part)
        self.work[whose].append(part)

    def _whose(self, assignment: str, task_id: str = "") -> str:
        found = self.assignments.get(assignment)
        if found is None or (task_id and found.task_id != task_id):
            raise InputError(f"there is no assignment {assignment} {task_id}".rstrip())
        return found.reviewer

    def _reviewer(self, name: str) -> None:
        if name not in self.session.reviewers:
            raise InputError(f"{name} is no reviewer of session {self.session.id}")


def keep_parts(kept: Kept, first: SessionPart, parts: Iterable[Part]) -> Session:
    """Everything, with submissions as they were. Raises InputError before anything is used."""
    sorting = _Sorting(first.session)
    for part in parts:
        sorting.add(part)
    kept.keep_session(first.session)
    kept.keep_assignments(tuple(sorting.assignments.values()))
    kept.keep_standing(Standing(admitted=tuple(sorting.admitted), paused=sorting.paused))
    kept.keep_told(sorting.told)
    kept.take(sorting.submissions)
    kept.add_adjudications(sorting.adjudications)
    for reviewer, work in sorting.work.items():
        kept.keep_restored(reviewer, work)
    return first.session
