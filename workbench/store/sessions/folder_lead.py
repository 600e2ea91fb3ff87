"""A lead's view of a session in a shared folder."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from workbench.errors import Conflict, InputError, NotFound
from workbench.model.base import content_hash
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
)
from workbench.model.run import Run
from workbench.model.session import (
    Adjudication,
    Assignment,
    Brief,
    Feedback,
    Progress,
    Session,
    SessionState,
    Submission,
)
from workbench.store.files import dump_document, load_document, write_atomic
from workbench.store.reviews import now
from workbench.store.runs import RunFolder
from workbench.store.sessions import rules
from workbench.store.sessions.folder_access import doubts_of
from workbench.store.sessions.folder_collect import Collector
from workbench.store.sessions.folder_inbox import Inboxes, item_of
from workbench.store.sessions.folder_items import as_it_stands
from workbench.store.sessions.folder_kept import Kept
from workbench.store.sessions.folder_log import Log
from workbench.store.sessions.folder_places import EVERYBODYS, Access, Places
from workbench.store.sessions.folder_theirs import Theirs
from workbench.store.sessions.folder_work import Known

_LOOK_S = 0.25


class FolderLead:
    """See `contract.Lead`. Every look takes what reviewers submitted meanwhile and hands out what
    is due to those who joined meanwhile."""

    def __init__(self, places: Places, name: str, workspace: Path) -> None:
        self._places = places
        self._name = name
        self._workspace = workspace
        self._kept = Kept(places.kept)
        self._collector = Collector(self._kept)
        self._inboxes = Inboxes(self._kept)
        self._folders: dict[str, Theirs] = {}
        # A process that died between two files left the reviewers' part behind.
        with self._kept.changing():
            self._show(self.session())

    def session(self) -> Session:
        return self._kept.session()

    def update(self, session: Session) -> Session:
        log = self._collect()
        with self._kept.changing():
            rated = frozenset(i for i, past in log.by_assignment.items() if past)
            rules.check_update(self.session(), session, self._kept.assignments(), rated)
            self._replace(session)
        return session

    def assign(self, assignments: Sequence[Assignment]) -> None:
        with self._kept.changing():
            known = self._kept.assignments()
            new = rules.check_assign(self.session(), known, assignments)
            if new:
                self._kept.keep_assignments((*known, *new))
            self._hand_out()

    def admit(self, reviewer: str) -> None:
        with self._kept.changing():
            self._known(reviewer)
            standing = self._kept.standing()
            admitted = tuple(sorted({*standing.admitted, reviewer}))
            self._kept.keep_standing(standing.model_copy(update={"admitted": admitted}))
            self._hand_out()

    def admitted(self) -> frozenset[str]:
        return frozenset(self._kept.standing().admitted)

    def pause(self, reviewer: str, why: str) -> None:
        with self._kept.changing():
            self._known(reviewer)
            standing = self._kept.standing()
            paused = {name: w for name, w in standing.paused.items() if name != reviewer}
            if why.strip():
                paused[reviewer] = why
            self._kept.keep_standing(standing.model_copy(update={"paused": paused}))
            self._hand_out()

    def pauses(self) -> dict[str, str]:
        return dict(self._kept.standing().paused)

    def tell(self, feedback: Feedback) -> None:
        log = self._collect()
        with self._kept.changing():
            found = next((a for a in self._kept.assignments() if a.id == feedback.assignment), None)
            if found is None:
                raise NotFound(f"there is no assignment {feedback.assignment}")
            if found.kind != "onboarding":
                raise InputError("only onboarding is told: anything else would show what is gold")
            if log.newest(found.id) is None:
                raise Conflict("feedback comes after the task is submitted")
            self._kept.keep_told({**self._kept.told(), found.id: feedback})
            self._hand_out()

    def move_on(self, state: SessionState) -> Session:
        with self._kept.changing():
            # What is taken later was made when others' ratings could be read, or so it may be.
            self._collect()
            session = self.session()
            rules.check_move(session.state, state)
            moved = session.model_copy(update={"state": state})
            self._replace(moved)
        return moved

    def adjudicate(self, made: Adjudication) -> Adjudication:
        with self._kept.changing():
            rules.check_adjudication(self.session(), made)
            before = sum(a.task_id == made.task_id for a in self._kept.adjudications())
            update = {"number": before + 1, "by": self._name, "at": made.at or now()}
            final = made.model_copy(update=update)
            self._kept.add_adjudications([final])
        return final

    def adjudications(self) -> tuple[Adjudication, ...]:
        return self._kept.adjudications()

    def submissions(self) -> Iterator[Submission]:
        return iter([part.submission for part in self._collect().parts])

    def progress(self) -> tuple[Progress, ...]:
        log = self._collect()
        with self._kept.changing():
            self._hand_out()
        rows = sorted(self._kept.assignments(), key=lambda a: (a.reviewer, a.position, a.id))
        found = []
        for name, own in itertools.groupby(rows, key=lambda a: a.reviewer):
            known = self._work(name)
            work = known.work(log)
            for assignment in own:
                item = as_it_stands(item_of(assignment), work, known.draft)
                newest = log.newest(assignment.id)
                found.append(Progress(assignment=assignment, item=item, submission=newest))
        return tuple(found)

    def load_run(self, reviewer: str, run_id: str) -> Run | None:
        self._known(reviewer)
        name = RunFolder(self._places.root).path(run_id).name
        return self._work(reviewer).run(run_id, name)

    def doubts(self) -> tuple[str, ...]:
        self._collect()
        session = self.session()
        found = list(doubts_of(self._places, session, self._workspace))
        found += [f"the leads' own record: {problem}" for problem in self._kept.taken().problems]
        for name in session.reviewers:
            theirs = self._theirs(name)
            theirs.joined()
            found += sorted(theirs.problems.values())
            found += self._collector.problems.get(name, [])
        return tuple(dict.fromkeys(found))

    def changed(self, since: str, wait_s: float) -> str:
        end = time.monotonic() + wait_s
        while True:
            token = self._token()
            left = end - time.monotonic()
            if token != since or left <= 0:
                return token
            time.sleep(min(_LOOK_S, left))

    def _token(self) -> str:
        reviewers = [(n, self._theirs(n).stamps()) for n in self.session().reviewers]
        return content_hash([self._kept.stamp(), reviewers])[:32]

    def everything(self) -> Iterator[Part]:
        log = self._collect()
        yield SessionPart(session=self.session())
        assignments = self._kept.assignments()
        for assignment in assignments:
            yield AssignmentPart(assignment=assignment)
        yield from log.parts
        works = {name: self._work(name) for name in self.session().reviewers}
        for row in self.progress():
            if row.item.state == "skipped":
                yield SkipPart(assignment=row.assignment.id, reason=row.item.skip_reason)
            draft = works[row.assignment.reviewer].draft(row.assignment.id)
            done = row.submission.review.sequence if row.submission else 0
            if draft is not None and draft.sequence > done:
                yield DraftPart(assignment=row.assignment.id, review=draft)
        for feedback in self._kept.told().values():
            yield FeedbackPart(feedback=feedback)
        standing = self._kept.standing()
        for name in self.session().reviewers:
            admitted, paused = name in standing.admitted, standing.paused.get(name, "")
            if admitted or paused:
                yield StandingPart(reviewer=name, admitted=admitted, paused=paused)
        for made in self._kept.adjudications():
            yield AdjudicationPart(adjudication=made)
        for name, work in works.items():
            for run in work.runs():
                yield RunPart(reviewer=name, run=run)

    # Reviewers' work

    def _theirs(self, reviewer: str) -> Theirs:
        if reviewer not in self._folders:
            self._folders[reviewer] = Theirs(self._places.reviewers / reviewer, reviewer)
        return self._folders[reviewer]

    def _known(self, reviewer: str) -> None:
        if reviewer not in self.session().reviewers:
            raise InputError(f"{reviewer} is no reviewer of session {self._places.root.name}")

    def _collect(self) -> Log:
        session = self.session()
        theirs = {name: self._theirs(name) for name in session.reviewers}
        seen = session.state in ("revealed", "closed")
        return self._collector.collect(theirs, self._kept.assignments(), seen=seen)

    def _work(self, reviewer: str) -> Known:
        return Known(self._theirs(reviewer), self._kept, self._inboxes)

    # What reviewers see

    def _replace(self, session: Session) -> None:
        """The leads' file first: what reviewers see is made of it, again if need be."""
        self._kept.keep_session(session)
        self._show(session)
        self._hand_out()

    def _show(self, session: Session) -> None:
        """Only what changed: the time of a file that everybody can list says that leads were at
        work, and what they changed may be the gold."""
        for path, cls, value in (
            (self._places.brief, Brief, session.brief()),
            (self._places.access, Access, Access(reviewers=session.reviewers)),
        ):
            if load_document(path, cls) != value:
                write_atomic(path, dump_document(value), mode=EVERYBODYS)

    def _hand_out(self) -> None:
        session = self.session()
        folders = [self._theirs(name) for name in session.reviewers]
        joined = [theirs for theirs in folders if theirs.joined()]
        self._inboxes.fill(joined, session, self._kept.taken())
