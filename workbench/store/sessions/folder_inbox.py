"""What leads put into reviewers' inboxes: queues without kinds, feedback, others' words at the end.

Everything here follows from what leads keep, so that it can be written again at any time; nothing
in it comes from another reviewer before the session is revealed.
"""

from __future__ import annotations

import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping

from workbench.model.base import Value
from workbench.model.moving import SubmissionPart
from workbench.model.session import Assignment, Item, Session, Submission
from workbench.store.sessions.folder_kept import Kept
from workbench.store.sessions.folder_log import Log, sha_of
from workbench.store.sessions.folder_parts import Told, part_of
from workbench.store.sessions.folder_places import Desk, Inbox, Others
from workbench.store.sessions.folder_theirs import Theirs
from workbench.store.sessions.rules import live_is_shown


def item_of(assignment: Assignment) -> Item:
    """All that is told of an assignment."""
    return Item(
        id=assignment.id,
        task_id=assignment.task_id,
        position=assignment.position,
        practice=assignment.kind == "onboarding",
    )


class Inboxes:
    """Fills inboxes, and leaves alone those in which nothing would change."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._filled: dict[str, object] = {}

    def restored(self, reviewer: str) -> str:
        """The digest of what was moved here with the session; '' when nothing was."""
        raw = self._kept.restored_raw(reviewer)
        return sha_of(raw) if raw else ""

    def absorbed(self, reviewer: str, desk: Desk) -> bool:
        """Whether the reviewer's own files hold all there is."""
        return desk.absorbed == self.restored(reviewer)

    def fill(self, folders: Iterable[Theirs], session: Session, log: Log) -> None:
        """Bring the inboxes of these reviewers up to date."""
        revealed = session.state in ("revealed", "closed")
        stamp = (self._kept.stamp(), len(log.parts) if revealed else 0)
        due = [f for f in folders if self._filled.get(f.reviewer) != (stamp, f.inbox_stamp())]
        if not due:
            return
        own: dict[str, list[Assignment]] = defaultdict(list)
        for assignment in self._kept.assignments():
            own[assignment.reviewer].append(assignment)
        said = self._said(own, log) if revealed else {}
        for theirs in due:
            self._fill(theirs, session, own[theirs.reviewer], said)
            self._filled[theirs.reviewer] = (stamp, theirs.inbox_stamp())

    def _fill(
        self,
        theirs: Theirs,
        session: Session,
        own: list[Assignment],
        said: Mapping[str, list[Submission]],
    ) -> None:
        name = theirs.reviewer
        standing = self._kept.standing()
        live = live_is_shown(session, own, name in standing.admitted)
        shown = [a for a in own if live or a.kind == "onboarding"]
        if session.state == "planned":
            shown = []
        shown.sort(key=lambda a: (a.position, a.id))
        restored = self._kept.restored_raw(name)
        if restored:
            theirs.put("restored.jsonl", _without_order(restored))
        ids = {a.id for a in own if a.kind == "onboarding"}
        told = {i: f for i, f in self._kept.told().items() if i in ids}
        if told:
            theirs.put("feedback.json", _bytes(Told(told=told)))
        if said:
            theirs.put("others.json", _bytes(_for(name, own, said)))
        # Last: who reads it finds the rest there.
        inbox = Inbox(
            items=tuple(item_of(a) for a in shown),
            paused=standing.paused.get(name, ""),
            restored=sha_of(restored) if restored else "",
        )
        theirs.put("items.json", _bytes(inbox))

    def _said(self, own: Mapping[str, list[Assignment]], log: Log) -> dict[str, list[Submission]]:
        """Newest submissions by task, each reviewer once, in an order only the leads' key gives."""
        newest: dict[str, dict[str, Submission]] = defaultdict(dict)
        for assignments in own.values():
            for assignment in sorted(assignments, key=lambda a: a.position):
                submission = log.newest(assignment.id)
                if submission is not None:
                    newest[assignment.task_id].setdefault(assignment.reviewer, submission)
        key = self._kept.secret()

        def drawn(task_id: str, reviewer: str) -> bytes:
            return hmac.digest(key, f"{task_id}/{reviewer}".encode(), "sha256")

        return {
            task_id: [found[name] for name in sorted(found, key=lambda n: drawn(task_id, n))]
            for task_id, found in newest.items()
        }


def _for(name: str, own: list[Assignment], said: Mapping[str, list[Submission]]) -> Others:
    return Others(
        said={
            a.id: tuple(
                _nameless(submission, f"reviewer-{number}", a.id)
                for number, submission in enumerate(said.get(a.task_id, ()), start=1)
                if submission.reviewer != name
            )
            for a in own
        }
    )


def _nameless(submission: Submission, pseudonym: str, assignment: str) -> Submission:
    """What was said, without what tells who: name, ids, times, how often it was saved."""
    review = submission.review.model_copy(
        update={
            "reviewer": pseudonym,
            "sequence": 0,
            "runs": (),
            "active_s": 0.0,
            "updated_at": "",
            "submitted_at": "",
        }
    )
    return Submission(
        assignment=assignment,
        reviewer=pseudonym,
        number=1,
        digest="",
        decision=submission.decision,
        review=review,
    )


def _without_order(raw: bytes) -> bytes:
    """How many others submitted before is nobody's business while the session is blind."""
    lines = []
    for line in raw.split(b"\n")[:-1]:
        part = part_of(line, "restored.jsonl")
        if isinstance(part, SubmissionPart):
            bare = part.submission.model_copy(update={"order": 0})
            part = part.model_copy(update={"submission": bare})
        lines.append(part.model_dump_json().encode("utf-8") + b"\n")
    return b"".join(lines)


def _bytes(value: Value) -> bytes:
    return value.model_dump_json().encode("utf-8")
