"""A whole session in a database, for its leads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from workbench.model.moving import Part
from workbench.model.rubric import Rubric
from workbench.model.run import Run
from workbench.model.session import (
    Adjudication,
    Assignment,
    Feedback,
    Progress,
    Session,
    SessionState,
    Submission,
)
from workbench.store.reviews import now
from workbench.store.sessions import rules
from workbench.store.sessions.chain import digest_of
from workbench.store.sessions.postgres_connection import Call, Database, Row
from workbench.store.sessions.postgres_documents import (
    as_body,
    blocks_of,
    from_body,
    item_of,
    plain,
    readable,
)
from workbench.store.sessions.postgres_moving import everything
from workbench.store.sessions.postgres_watch import Watch

Rubrics = Callable[[str], Rubric]
_PAGE = 500
_POWERS = {
    "superuser": "is a superuser of the database and can read everything",
    "bypassrls": "may bypass row security",
    "createrole": "may create roles and so become any other",
    "lead": "also leads this session and sees all of it",
}


class PostgresLead:
    """See `contract.Lead`."""

    def __init__(self, database: Database, session: str, rubrics: Rubrics) -> None:
        self._database = database
        self._session = session
        self._rubrics = rubrics
        self._watch = Watch(database, session)
        self._looked_at = 0
        self._newest: dict[str, str] = {}
        self._broken: list[str] = []

    def session(self) -> Session:
        """See the contract."""
        return _session_of(self._database.call("lead_session", self._session))

    def update(self, session: Session) -> Session:
        """See the contract."""

        def steps(call: Call) -> Session:
            old = _session_of(call("lead_locked", self._session))
            rows = call("lead_submitted", self._session)
            assignments = [_assignment_of(row) for row in rows]
            rules.check_update(old, session, assignments, {row[0] for row in rows if row[5]})
            blocks = blocks_of(self._rubrics(session.rubric))
            call("lead_update", self._session, as_body(session), blocks)
            return session

        return self._database.work(steps, again=True)

    def assign(self, assignments: Sequence[Assignment]) -> None:
        """See the contract."""

        def steps(call: Call) -> None:
            session = _session_of(call("lead_locked", self._session))
            more = rules.check_assign(session, (), assignments)
            rows = [assignment.model_dump(mode="json") for assignment in more]
            call("lead_assign", self._session, json.dumps(rows))

        self._database.work(steps, again=True)

    def admit(self, reviewer: str) -> None:
        """See the contract."""
        self._database.call("lead_admit", self._session, reviewer)

    def admitted(self) -> frozenset[str]:
        """See the contract."""
        return frozenset(row[0] for row in self._database.call("lead_admitted", self._session))

    def progress(self) -> tuple[Progress, ...]:
        """See the contract."""
        return tuple(_progress_of(r) for r in self._database.call("lead_progress", self._session))

    def submissions(self) -> Iterator[Submission]:
        """See the contract."""
        for order, seen, _request, digest, body in self._pages():
            made = readable(body, digest, seen=seen, order=order)
            if made is not None:
                yield made

    def _pages(self, after: int = 0) -> Iterator[Row]:
        while True:
            rows = self._database.call("lead_submissions", self._session, after, _PAGE)
            yield from rows
            if len(rows) < _PAGE:
                return
            after = rows[-1][0]

    def pause(self, reviewer: str, why: str) -> None:
        """See the contract."""
        self._database.call("lead_pause", self._session, reviewer, plain(why))

    def pauses(self) -> dict[str, str]:
        """See the contract."""
        return {row[0]: row[1] for row in self._database.call("lead_pauses", self._session)}

    def tell(self, feedback: Feedback) -> None:
        """See the contract."""
        self._database.call("lead_tell", self._session, feedback.assignment, as_body(feedback))

    def move_on(self, state: SessionState) -> Session:
        """See the contract."""
        self._database.call_once("lead_move_on", self._session, state)
        return self.session()

    def adjudicate(self, made: Adjudication) -> Adjudication:
        """See the contract."""

        def steps(call: Call) -> Adjudication:
            rules.check_adjudication(_session_of(call("lead_session", self._session)), made)
            number = call("lead_next_adjudication", self._session)[0][0]
            kept = made.model_copy(
                update={"number": number, "by": self._database.name, "at": made.at or now()}
            )
            call("lead_adjudicate", self._session, as_body(kept))
            return kept

        return self._database.work(steps, again=False)

    def adjudications(self) -> tuple[Adjudication, ...]:
        """See the contract."""
        return tuple(
            from_body(Adjudication, row[0], "a decision in the database")
            for row in self._database.call("lead_adjudications", self._session)
        )

    def load_run(self, reviewer: str, run_id: str) -> Run | None:
        """See the contract."""
        body = self._database.call("lead_load_run", self._session, reviewer, run_id)[0][0]
        return from_body(Run, body, "a run in the database") if body else None

    def doubts(self) -> tuple[str, ...]:
        """See the contract. Whoever keeps the database can change what is in it, which breaks a
        digest or a chain, and a reviewer can submit by hand what is no review. Each submission is
        looked at once: opened anew, the session is looked through again."""
        found = [
            f"{person} {_POWERS.get(power, f'is in the role {power}')}: "
            "blindness is not enforced for this reviewer"
            for person, power in self._database.call("lead_doubts", self._session)
            if power
        ]
        for order, seen, _request, digest, body in self._pages(self._looked_at):
            self._looked_at = order
            made = readable(body, digest, seen=seen, order=order)
            if made is None:
                who = json.loads(body).get("reviewer")
                self._broken.append(f"submission {order} by {who} is no review and left out")
                continue
            before = self._newest.get(made.assignment, "")
            if digest_of(made) != digest or made.previous != before:
                self._broken.append(
                    f"submission {order} by {made.reviewer} was edited after it was taken, or not "
                    "made by the workbench"
                )
            self._newest[made.assignment] = digest
        return (*found, *self._broken)

    def everything(self) -> Iterator[Part]:
        """See the contract."""
        return everything(self._database, self._session)

    def changed(self, since: str, wait_s: float) -> str:
        """See the contract."""
        return self._watch.changed(since, wait_s)


def _session_of(rows: Sequence[Row]) -> Session:
    body, state = rows[0]
    found = from_body(Session, body, "the session in the database")
    return found.model_copy(update={"state": state})


def _assignment_of(row: Row) -> Assignment:
    return Assignment(id=row[0], reviewer=row[1], task_id=row[2], kind=row[3], position=row[4])


def _progress_of(row: Row) -> Progress:
    reviewer, kind, order, seen, digest, body = row[7:]
    item = item_of(row[:7])
    return Progress(
        assignment=Assignment(
            id=item.id, reviewer=reviewer, task_id=item.task_id, kind=kind, position=item.position
        ),
        item=item,
        submission=readable(body, digest, seen=seen, order=order) if body else None,
    )
