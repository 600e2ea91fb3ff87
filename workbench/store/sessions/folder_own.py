"""A reviewer's own folder of a session: what is remembered, read and written there."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from workbench.errors import Forbidden, InvalidFile, NotFound
from workbench.model.base import check_id
from workbench.model.moving import DraftPart, RunPart, SkipPart, SubmissionPart
from workbench.model.review import Review
from workbench.model.session import Item, Submission
from workbench.store.files import (
    NO_LIMIT,
    append_line,
    dump_document,
    load_document,
    locked,
    parse_json,
    read_bytes,
    validate_value,
    write_atomic,
)
from workbench.store.runs import RunFolder
from workbench.store.sessions import rules
from workbench.store.sessions.folder_items import Work, as_it_stands
from workbench.store.sessions.folder_log import Log, line_of, whole_lines
from workbench.store.sessions.folder_parts import read_parts
from workbench.store.sessions.folder_places import (
    BELOW,
    CLOSED,
    OWN,
    Desk,
    Inbox,
    Places,
    make_folder,
)
from workbench.store.sessions.identity import name_of


class OwnRuns(RunFolder):
    """Runs in one flat folder: a fresh one below would lose the group that lets leads read."""

    def path(self, run_id: str) -> Path:
        return self._folder / super().path(run_id).name


class OwnFolder:
    """Opening it makes it: that is how a reviewer joins. Raises Forbidden when it is there and
    somebody else's."""

    def __init__(self, places: Places, name: str) -> None:
        self.folder = places.reviewers / name
        self.log_path = self.folder / "desk" / "submissions.jsonl"
        self.runs = OwnRuns(self.folder / "runs", mode=OWN)
        self._state_path = self.folder / "desk" / "state.json"
        # Protects what is remembered of files, which several threads ask for.
        self._lock = threading.RLock()
        self._log = Log(self.log_path.name)
        self._inode = 0
        self._known: tuple[tuple[int, ...], Inbox] | None = None
        make_folder(self.folder, CLOSED)
        owner = os.lstat(self.folder).st_uid
        if owner != os.geteuid():
            raise Forbidden(
                f"reviewers/{name} was made by {name_of(owner)}, not by you",
                mend="tell the lead, who can move it out of the way",
            )
        for below in BELOW:
            make_folder(self.folder / below, CLOSED)

    @contextlib.contextmanager
    def changing(self) -> Iterator[None]:
        """One change at a time, across windows and processes of this reviewer."""
        with locked(self._state_path):
            yield

    def clock(self) -> float:
        """The file server's clock: machines that share a folder need not agree on the time."""
        path = self.folder / "desk" / ".clock"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, OWN)
        try:
            os.utime(handle)
            return os.fstat(handle).st_mtime
        finally:
            os.close(handle)

    def inbox(self) -> Inbox:
        """What leads handed out. Earlier work that came with it is taken over first."""
        path = self.folder / "inbox" / "items.json"
        with self._lock:
            try:
                status = path.stat()
            except OSError:
                return Inbox()
            stamp = (status.st_ino, status.st_size, status.st_mtime_ns)
            if self._known is None or self._known[0] != stamp:
                raw = parse_json(read_bytes(path), path.name)
                self._known = (stamp, validate_value(Inbox, raw, path.name))
            inbox = self._known[1]
        if inbox.restored and self.desk().absorbed != inbox.restored:
            # Not the lock of `changing`, which may be held here already.
            with locked(self.folder / "desk" / "absorbed"):
                if self.desk().absorbed != inbox.restored:
                    self._absorb(inbox.restored)
        return inbox

    def _absorb(self, restored: str) -> None:
        """Take over what this reviewer did before the session was moved here. Each step may be
        done twice: a process that dies in between leaves it to the next."""
        log = self.submitted()
        desk = self.desk()
        skipped = dict(desk.skipped)
        for part in read_parts(self.folder / "inbox" / "restored.jsonl"):
            if isinstance(part, SubmissionPart):
                known = log.by_assignment.get(part.submission.assignment, [])
                if part.submission.number > len(known):
                    append_line(self.log_path, line_of(part), mode=OWN)
                    log = self.submitted()
            elif isinstance(part, DraftPart):
                current = self.current(part.assignment)
                if current is None or current.sequence < part.review.sequence:
                    self.write_draft(part.assignment, part.review)
            elif isinstance(part, SkipPart):
                skipped.setdefault(part.assignment, part.reason)
            elif isinstance(part, RunPart) and self.runs.load(part.run.id) is None:
                self.runs.save(part.run)
        self.keep(desk, skipped=skipped, absorbed=restored)

    def desk(self) -> Desk:
        """Leases and skips."""
        try:
            raw = parse_json(read_bytes(self._state_path), "state.json")
        except NotFound:
            return Desk()
        return validate_value(Desk, raw, "state.json")

    def keep(self, desk: Desk, **changes: object) -> None:
        """Replace leases and skips; the caller holds `changing`."""
        data = desk.model_copy(update=changes).model_dump_json().encode()
        write_atomic(self._state_path, data, mode=OWN)

    def let_go(self, assignment: str) -> None:
        """End a lease and forget that it was skipped."""
        desk = self.desk()
        if assignment in desk.held or assignment in desk.skipped:
            held = {i: until for i, until in desk.held.items() if i != assignment}
            skipped = {i: why for i, why in desk.skipped.items() if i != assignment}
            self.keep(desk, held=held, skipped=skipped)

    def submitted(self) -> Log:
        """The chain as it is on disk; only what came since the last look is read."""
        with self._lock:
            try:
                status = self.log_path.stat()
            except OSError:
                return Log(self.log_path.name)
            if status.st_ino != self._inode or status.st_size < self._log.size:
                self._log, self._inode = Log(self.log_path.name), status.st_ino
            if status.st_size > self._log.size:
                fresh = read_bytes(self.log_path, offset=self._log.size, limit=NO_LIMIT)
                self._log.add(whole_lines(fresh))
            return self._log

    def chain(self, assignment: str) -> tuple[Submission, ...]:
        """Submissions of an assignment, oldest first. Raises InvalidFile for an edited file."""
        log = self.submitted()
        if log.problems:
            raise InvalidFile(log.problems[0], mend="restore the file from a backup")
        return tuple(log.by_assignment.get(assignment, ()))

    def draft_path(self, assignment: str) -> Path:
        """Where a draft is."""
        return self.folder / "drafts" / f"{check_id(assignment)}.review.json"

    def _drafts(self) -> frozenset[str]:
        names = os.listdir(self.folder / "drafts")
        return frozenset(n.removesuffix(".review.json") for n in names if n[0] != ".")

    def write_draft(self, assignment: str, review: Review) -> Review:
        """Keep a draft."""
        write_atomic(self.draft_path(assignment), dump_document(review), mode=OWN)
        return review

    def current(self, assignment: str) -> Review | None:
        """The draft, or what was submitted: whichever was saved later."""
        newest = self.submitted().newest(assignment)
        try:
            draft = load_document(self.draft_path(assignment), Review)
        except NotFound:
            return newest.review if newest else None
        if newest and newest.review.sequence >= draft.sequence:
            return newest.review
        return draft

    def one(self, assignment: str) -> Item:
        """An item as it stands. Raises NotFound."""
        for item in self.inbox().items:
            if item.id == assignment:
                return self.as_they_stand([item])[0]
        raise rules.no_item(assignment)

    def as_they_stand(self, items: Sequence[Item]) -> tuple[Item, ...]:
        """Items of the inbox with what the reviewer made of them."""
        work = Work(self.desk(), self.submitted(), self._drafts(), self.clock())
        return tuple(as_it_stands(item, work, self.current) for item in items)
