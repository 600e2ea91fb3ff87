"""A session out of a database, and into one: whole, as one transaction saw it."""

from __future__ import annotations

import contextlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from workbench.errors import InputError, InvalidFile
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
from workbench.model.review import Review
from workbench.model.rubric import Rubric
from workbench.model.run import Run
from workbench.model.session import Adjudication, Assignment, Feedback, Session, Submission
from workbench.store.sessions import rules
from workbench.store.sessions.chain import follows
from workbench.store.sessions.postgres_connection import Call, Database, snapshot
from workbench.store.sessions.postgres_documents import (
    as_body,
    blocks_of,
    from_body,
    plain,
    readable,
    submission_body,
)

_PAGE = 500


def everything(database: Database, session: str) -> Iterator[Part]:
    """See `contract.Lead.everything`."""
    with snapshot(database.place, database.name) as call:
        body, state = call("lead_session", session)[0]
        whole = from_body(Session, body, "the session in the database")
        whole = whole.model_copy(update={"state": state})
        yield SessionPart(session=whole)
        for id, reviewer, task_id, kind, position, _rated in call("lead_submitted", session):
            yield AssignmentPart(
                assignment=Assignment(
                    id=id, reviewer=reviewer, task_id=task_id, kind=kind, position=position
                )
            )
        yield from _submissions(call, session)
        for assignment, review in call("lead_drafts", session):
            with contextlib.suppress(InvalidFile):
                draft = from_body(Review, review, "a draft")
                yield DraftPart(assignment=assignment, review=draft)
        for assignment, reason in call("lead_skips", session):
            yield SkipPart(assignment=assignment, reason=reason)
        for (feedback,) in call("lead_feedback", session):
            yield FeedbackPart(feedback=from_body(Feedback, feedback, "a feedback"))
        pauses = dict(call("lead_pauses", session))
        admitted = {row[0] for row in call("lead_admitted", session)}
        for reviewer in whole.reviewers:
            if reviewer in pauses or reviewer in admitted:
                yield StandingPart(
                    reviewer=reviewer,
                    admitted=reviewer in admitted,
                    paused=pauses.get(reviewer, ""),
                )
        for (made,) in call("lead_adjudications", session):
            yield AdjudicationPart(adjudication=from_body(Adjudication, made, "a decision"))
        for reviewer, run in call("lead_runs", session):
            with contextlib.suppress(InvalidFile):
                yield RunPart(reviewer=reviewer, run=from_body(Run, run, "a run"))


def _submissions(call: Call, session: str) -> Iterator[Part]:
    after = 0
    while rows := call("lead_submissions", session, after, _PAGE):
        for order, seen, request, digest, body in rows:
            made = readable(body, digest, seen=seen, order=order)
            if made is not None:
                yield SubmissionPart(submission=made, request=request)
        after = rows[-1][0]


def restore(database: Database, parts: Iterable[Part], rubrics: Callable[[str], Rubric]) -> Session:
    """See `contract.SessionStore.restore`."""
    rest = iter(parts)
    first = next(rest, None)
    if not isinstance(first, SessionPart):
        raise InputError("these are not the parts of a session: the session itself comes first")
    session = first.session
    found = _Parts(session)
    for part in rest:
        found.add(part)

    def steps(call: Call) -> Session:
        blocks = blocks_of(rubrics(session.rubric))
        call("lead_create", as_body(session), blocks)
        for page in _paged([a.model_dump(mode="json") for a in found.assignments.values()]):
            call("lead_assign", session.id, json.dumps(page))
        for table, rows in found.rows().items():
            for page in _paged(rows) if isinstance(rows, list) else [rows]:
                call("lead_restore", session.id, table, json.dumps(page))
        call("lead_restored", session.id)
        return session

    return database.work(steps, again=False)


def _paged(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), _PAGE):
        yield rows[start : start + _PAGE]


class _Parts:
    """Checked parts of one session. Raises InputError where they do not fit."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.assignments: dict[str, Assignment] = {}
        self._chains: dict[str, list[Submission]] = defaultdict(list)
        self._orders: set[int] = set()
        self._submissions: list[SubmissionPart] = []
        self._drafts: dict[str, Review] = {}
        self._skips: dict[str, str] = {}
        self._feedback: dict[str, Feedback] = {}
        self._standing: dict[str, StandingPart] = {}
        self._decisions: list[Adjudication] = []
        self._runs: list[RunPart] = []

    def add(self, part: Part) -> None:
        """One more."""
        if isinstance(part, AssignmentPart):
            # A closed session takes no assignments but those it had.
            open_ = self._session.model_copy(update={"state": "planned"})
            rules.check_assign(open_, (), [part.assignment])
            self.assignments.setdefault(part.assignment.id, part.assignment)
        elif isinstance(part, SubmissionPart):
            self._add_submission(part)
        elif isinstance(part, DraftPart):
            mine = self._assignment(part.assignment)
            rules.check_own(part.review, mine.task_id, mine.reviewer)
            self._drafts[part.assignment] = part.review
        elif isinstance(part, SkipPart):
            self._assignment(part.assignment)
            self._skips[part.assignment] = part.reason
        elif isinstance(part, FeedbackPart):
            self._assignment(part.feedback.assignment)
            self._feedback[part.feedback.assignment] = part.feedback
        elif isinstance(part, StandingPart):
            self._reviewer(part.reviewer)
            self._standing[part.reviewer] = part
        elif isinstance(part, AdjudicationPart):
            if part.adjudication.session != self._session.id:
                raise InputError(f"a decision is of session {part.adjudication.session}")
            self._decisions.append(part.adjudication)
        elif isinstance(part, RunPart):
            self._reviewer(part.reviewer)
            self._runs.append(part)
        else:
            raise InputError("the session itself comes once, and first")

    def _add_submission(self, part: SubmissionPart) -> None:
        made = part.submission
        mine = self._assignment(made.assignment)
        rules.check_own(made.review, mine.task_id, mine.reviewer)
        past = self._chains[made.assignment]
        if made.reviewer != mine.reviewer or not follows(made, past):
            raise InputError(
                f"submission {made.number} of {made.assignment} does not follow the one before: "
                "it was edited or cut",
                mend="export the session again",
            )
        if made.order in self._orders or made.order < 1:
            raise InputError(f"order {made.order} of a submission stands twice or is none")
        self._orders.add(made.order)
        past.append(made)
        self._submissions.append(part)

    def _assignment(self, id: str) -> Assignment:
        try:
            return self.assignments[id]
        except KeyError:
            raise InputError(f"there is no assignment {id} before what was done with it") from None

    def _reviewer(self, name: str) -> None:
        if name not in self._session.reviewers:
            raise InputError(f"{name} is no reviewer of session {self._session.id}")

    def rows(self) -> dict[str, Any]:
        """What `lead_restore` takes, table by table."""
        newest = {id: past[-1].review for id, past in self._chains.items() if past}
        reviews = {**newest, **self._drafts}
        states = {id: r.state for id, r in reviews.items()} | dict.fromkeys(self._skips, "skipped")
        standing = self._standing.values()
        return {
            "submissions": [
                {
                    "assignment": p.submission.assignment,
                    "ordered": p.submission.order,
                    "seen": p.submission.seen,
                    "request": p.request,
                    "body": submission_body(p.submission),
                }
                for p in self._submissions
            ],
            "reviews": [{"assignment": id, "body": as_body(r)} for id, r in reviews.items()],
            "states": [
                {"assignment": id, "state": state, "reason": plain(self._skips.get(id, ""))}
                for id, state in states.items()
            ],
            "feedback": [
                {"assignment": id, "body": as_body(f)} for id, f in self._feedback.items()
            ],
            "admitted": [s.reviewer for s in standing if s.admitted],
            "pauses": {s.reviewer: plain(s.paused) for s in standing if s.paused},
            "adjudications": [
                {"number": d.number, "task_id": d.task_id, "body": as_body(d)}
                for d in self._decisions
            ],
            "runs": [
                {"reviewer": p.reviewer, "id": p.run.id, "body": as_body(p.run)} for p in self._runs
            ],
        }
