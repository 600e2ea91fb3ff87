"""A reviewer's own part of a session in a database."""

from __future__ import annotations

from collections.abc import Callable

from workbench.errors import Conflict
from workbench.model.review import Review, as_draft
from workbench.model.rubric import Rubric
from workbench.model.run import Run
from workbench.model.session import Brief, Feedback, Item, Submission
from workbench.store.files import validate_value
from workbench.store.reviews import now
from workbench.store.runs import with_earlier
from workbench.store.sessions import rules
from workbench.store.sessions.postgres_connection import Call, Database
from workbench.store.sessions.postgres_documents import (
    as_body,
    from_body,
    item_of,
    plain,
    submission_body,
    submission_of,
)

Rubrics = Callable[[str], Rubric]


class PostgresReviewer:
    """See `contract.Reviewer`. Everything it asks for, the database checks again."""

    def __init__(self, database: Database, session: str, rubrics: Rubrics) -> None:
        self._database = database
        self._session = session
        self._rubrics = rubrics

    @property
    def name(self) -> str:
        """The login."""
        return self._database.name

    def brief(self) -> Brief:
        """See the contract."""
        value = self._database.call("brief", self._session)[0][0]
        return validate_value(Brief, value, "the brief in the database")

    # The queue

    def queue(self) -> tuple[Item, ...]:
        """See the contract."""
        return tuple(item_of(row) for row in self._database.call("queue", self._session))

    def paused(self) -> str:
        """See the contract."""
        return str(self._database.call("paused", self._session)[0][0])

    def claim(self, assignment: str = "") -> Item | None:
        """See the contract."""
        rows = self._database.call_once("claim", self._session, assignment)
        return item_of(rows[0]) if rows else None

    def renew(self, assignment: str) -> Item:
        """See the contract."""
        return item_of(self._database.call("renew", self._session, assignment)[0])

    def release(self, assignment: str) -> None:
        """See the contract."""
        self._database.call("release", self._session, assignment)

    def skip(self, assignment: str, reason: str) -> Item:
        """See the contract."""
        return item_of(self._database.call("skip", self._session, assignment, plain(reason))[0])

    # Reviews

    def load(self, assignment: str) -> Review | None:
        """See the contract."""
        body = self._database.call("load", self._session, assignment)[0][0]
        return from_body(Review, body, "the review in the database") if body else None

    def save(self, assignment: str, review: Review, *, based_on: int) -> Review:
        """See the contract."""
        update = {"sequence": based_on + 1, "updated_at": now(), "state": "draft"}
        kept = review.model_copy(update=update)
        self._database.call("save", self._session, assignment, as_body(kept), based_on)
        return kept

    def submit(self, assignment: str, review: Review, *, based_on: int, request: str) -> Submission:
        """See the contract."""

        def steps(call: Call) -> Submission:
            made, digest, known, number, previous, at, seen = call(
                "prepare", self._session, assignment, request
            )[0]
            if made is not None:
                return submission_of(made, digest, seen=known)
            based = review.model_copy(update={"sequence": based_on})

            def kept_run(run_id: str) -> Run | None:
                found = call("load_run", self._session, run_id)[0][0]
                return from_body(Run, found, "the run in the database") if found else None

            rubric = self._rubrics(review.rubric)
            final, decision = rules.finished(based, rubric, kept_run, at=at)
            bare = Submission(
                assignment=assignment, reviewer=self.name, number=number, previous=previous,
                digest="", decision=decision, review=final, at=at, seen=seen,
            )  # fmt: skip
            body, text = submission_body(bare), as_body(final)
            rows = call("submit", self._session, assignment, body, text, based_on, request)
            return bare.model_copy(update={"digest": rows[0][0]})

        # Without a request a second attempt could not be told from a second submission.
        return self._database.work(steps, again=bool(request))

    def reopen(self, assignment: str) -> Review:
        """See the contract."""

        def steps(call: Call) -> Review:
            body = call("load", self._session, assignment)[0][0]
            if body is None:
                raise Conflict("this task is not submitted", mend="go on with it")
            was = from_body(Review, body, "the review in the database")
            draft = as_draft(was).model_copy(
                update={"updated_at": now(), "sequence": was.sequence + 1}
            )
            call("reopen", self._session, assignment, as_body(draft), was.sequence)
            return draft

        return self._database.work(steps, again=False)

    def submissions(self, assignment: str) -> tuple[Submission, ...]:
        """See the contract."""
        rows = self._database.call("submissions_of", self._session, assignment)
        return tuple(submission_of(body, digest, seen=seen) for body, digest, seen in rows)

    def feedback(self, assignment: str) -> Feedback | None:
        """See the contract."""
        body = self._database.call("feedback_of", self._session, assignment)[0][0]
        return from_body(Feedback, body, "the feedback in the database") if body else None

    def others(self, assignment: str) -> tuple[Submission, ...]:
        """See the contract. The database has taken out whatever leads to a name."""
        return tuple(
            Submission(
                assignment=assignment, reviewer=f"reviewer-{place}", number=1, digest="",
                decision=decision, review=Review.model_validate(review),
            )
            for place, decision, review in self._database.call("others", self._session, assignment)
        )  # fmt: skip

    # Runs

    def save_run(self, run: Run) -> Run:
        """See the contract."""

        def steps(call: Call) -> Run:
            before = call("load_run", self._session, run.id)[0][0]
            known = from_body(Run, before, "the run in the database") if before else None
            kept = with_earlier(run, known)
            call("save_run", self._session, run.id, as_body(kept))
            return kept

        return self._database.work(steps, again=False)

    def load_run(self, run_id: str) -> Run | None:
        """See the contract."""
        body = self._database.call("load_run", self._session, run_id)[0][0]
        return from_body(Run, body, "the run in the database") if body else None
