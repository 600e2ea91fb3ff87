"""A reviewer's own part of a session in a shared folder."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from workbench.errors import Blind, Conflict, Forbidden, InputError, InvalidFile, NotFound, Paused
from workbench.model.base import check_id
from workbench.model.moving import DraftPart, RunPart, SkipPart, SubmissionPart
from workbench.model.review import Review
from workbench.model.rubric import Rubric
from workbench.model.run import Run
from workbench.model.session import Brief, Feedback, Item, SessionState, Submission
from workbench.store.files import (
    append_line,
    dump_document,
    load_document,
    locked,
    parse_json,
    read_bytes,
    validate_value,
    write_atomic,
)
from workbench.store.reviews import now
from workbench.store.runs import RunFolder
from workbench.store.sessions import rules
from workbench.store.sessions.chain import sealed
from workbench.store.sessions.folder_items import Work, as_it_stands
from workbench.store.sessions.folder_log import Log, line_of, whole_lines
from workbench.store.sessions.folder_parts import read_feedback, read_parts
from workbench.store.sessions.folder_places import (
    BELOW,
    CLOSED,
    OWN,
    Desk,
    Inbox,
    Others,
    Places,
    make_folder,
)
from workbench.store.sessions.identity import name_of

Rubrics = Callable[[str], Rubric]


class OwnRuns(RunFolder):
    """Runs in one flat folder: a fresh one below would lose the group that lets leads read."""

    def path(self, run_id: str) -> Path:
        return self._folder / super().path(run_id).name


class FolderReviewer:
    """See `contract.Reviewer`. Opening it makes the reviewer's folder: that is how one joins."""

    def __init__(self, places: Places, name: str, rubrics: Rubrics) -> None:
        self._places = places
        self._name = name
        self._rubrics = rubrics
        self._own = places.reviewers / name
        self._state_path = self._own / "desk" / "state.json"
        self._log_path = self._own / "desk" / "submissions.jsonl"
        self._runs = OwnRuns(self._own / "runs", mode=OWN)
        self._log: tuple[tuple[int, ...], Log] | None = None
        self._join()

    def _join(self) -> None:
        make_folder(self._own, CLOSED)
        owner = os.lstat(self._own).st_uid
        if owner != os.geteuid():
            raise Forbidden(
                f"reviewers/{self._name} was made by {name_of(owner)}, not by you",
                mend="tell the lead, who can move it out of the way",
            )
        for below in BELOW:
            make_folder(self._own / below, CLOSED)

    @property
    def name(self) -> str:
        return self._name

    def brief(self) -> Brief:
        return load_document(self._places.brief, Brief)

    # The queue

    def queue(self) -> tuple[Item, ...]:
        return self._as_they_stand(self._inbox().items)

    def paused(self) -> str:
        return self._inbox().paused

    def claim(self, assignment: str = "") -> Item | None:
        with self._changing():
            self._refuse_paused()
            items = {item.id: item for item in self.queue()}
            if assignment and assignment not in items:
                raise rules.no_item(assignment)
            free = [i for i in items.values() if i.held_until is None]
            if assignment:
                item = items[assignment]
                if item.state in ("submitted", "cannot_judge"):
                    raise Conflict("this task is submitted", mend="reopen it to change it")
                if item not in free:
                    raise Conflict("this task is held already", mend="go on where it is open")
            else:
                ready = [i for i in free if i.state in ("open", "draft")]
                if not ready:
                    return None
                item = ready[0]
            desk = self._desk()
            skipped = {i: why for i, why in desk.skipped.items() if i != item.id}
            until = self._clock() + self.brief().lease_s
            self._keep(desk, held={**desk.held, item.id: until}, skipped=skipped)
            return self._one(item.id)

    def renew(self, assignment: str) -> Item:
        with self._changing():
            item, desk = self._one(assignment), self._desk()
            if item.held_until is None:
                raise Conflict("this task is not held any more", mend="claim it again")
            until = self._clock() + self.brief().lease_s
            self._keep(desk, held={**desk.held, assignment: until})
            return item.model_copy(update={"held_until": until})

    def release(self, assignment: str) -> None:
        with self._changing():
            self._one(assignment)
            self._let_go(assignment)

    def skip(self, assignment: str, reason: str) -> Item:
        with self._changing():
            item = self._one(assignment)
            if item.state in ("submitted", "cannot_judge"):
                raise Conflict("this task is submitted and cannot be skipped")
            if self.brief().skip_needs_reason and not reason.strip():
                raise InputError("say why you leave this task")
            desk = self._desk()
            held = {i: until for i, until in desk.held.items() if i != assignment}
            self._keep(desk, held=held, skipped={**desk.skipped, assignment: reason})
            return self._one(assignment)

    # Reviews

    def load(self, assignment: str) -> Review | None:
        self._one(assignment)
        return self._current(assignment)

    def save(self, assignment: str, review: Review, *, based_on: int) -> Review:
        with self._changing():
            item = self._one(assignment)
            rules.check_own(review, item.task_id, self._name)
            self._refuse_closed()
            if item.state in ("submitted", "cannot_judge"):
                raise Conflict("this task is submitted", mend="reopen it to change it")
            current = self._current(assignment)
            rules.check_based_on(review, current.sequence if current else 0, based_on)
            update = {"sequence": based_on + 1, "updated_at": now(), "state": "draft"}
            return self._write_draft(assignment, review.model_copy(update=update))

    def submit(self, assignment: str, review: Review, *, based_on: int, request: str) -> Submission:
        with self._changing():
            item = self._one(assignment)
            rules.check_own(review, item.task_id, self._name)
            log = self._submitted()
            done = log.by_request.get(request) if request else None
            if done is not None:
                if done.assignment != assignment:
                    raise InputError("this request already submitted another task")
                return done
            self._refuse_paused()
            state = self._refuse_closed()
            if item.state in ("submitted", "cannot_judge"):
                raise Conflict("this task is submitted already", mend="reopen it to change it")
            current = self._current(assignment)
            rules.check_based_on(review, current.sequence if current else 0, based_on)
            at = now()
            based = review.model_copy(update={"sequence": based_on})
            final, decision = rules.finished(based, self._rubrics(review.rubric), at=at)
            past = self._chain(assignment)
            made = sealed(assignment, final, decision, past, at=at, seen=state != "blind")
            # This line is the submission. What follows only tidies up, and is done again by
            # whoever comes next if this process dies here.
            append_line(
                self._log_path, line_of(SubmissionPart(submission=made, request=request)), mode=OWN
            )
            self._draft_path(assignment).unlink(missing_ok=True)
            self._let_go(assignment)
            return made

    def reopen(self, assignment: str) -> Review:
        with self._changing():
            item = self._one(assignment)
            self._refuse_closed()
            current = self._current(assignment)
            if current is None or item.state not in ("submitted", "cannot_judge"):
                raise Conflict("this task is not submitted")
            update = {
                "state": "draft", "submitted_at": "", "updated_at": now(),
                "sequence": current.sequence + 1,
            }  # fmt: skip
            return self._write_draft(assignment, current.model_copy(update=update))

    def submissions(self, assignment: str) -> tuple[Submission, ...]:
        self._one(assignment)
        return self._chain(assignment)

    def feedback(self, assignment: str) -> Feedback | None:
        item = self._one(assignment)
        if not item.practice or self._submitted().newest(assignment) is None:
            return None
        told = read_feedback(self._own / "inbox" / "feedback.json")
        return told.get(assignment)

    def others(self, assignment: str) -> tuple[Submission, ...]:
        self._one(assignment)
        if self.brief().state not in ("revealed", "closed"):
            raise Blind("the session is blind: what others said comes when the lead reveals it")
        try:
            name = "others.json"
            raw = parse_json(read_bytes(self._own / "inbox" / name), name)
        except NotFound:
            return ()
        return validate_value(Others, raw, name).said.get(assignment, ())

    # Runs

    def save_run(self, run: Run) -> Run:
        return self._runs.save(run)

    def load_run(self, run_id: str) -> Run | None:
        return self._runs.load(run_id)

    # What is on disk

    @contextlib.contextmanager
    def _changing(self) -> Iterator[None]:
        """One change at a time, across windows and processes of this reviewer."""
        with locked(self._state_path):
            yield

    def _clock(self) -> float:
        """The file server's clock: machines that share a folder need not agree on the time."""
        path = self._own / "desk" / ".clock"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, OWN)
        try:
            os.utime(handle)
            return os.fstat(handle).st_mtime
        finally:
            os.close(handle)

    def _inbox(self) -> Inbox:
        try:
            raw = parse_json(read_bytes(self._own / "inbox" / "items.json"), "items.json")
        except NotFound:
            return Inbox()
        inbox = validate_value(Inbox, raw, "items.json")
        if inbox.restored and self._desk().absorbed != inbox.restored:
            # Not the lock of `_changing`, which may be held here already.
            with locked(self._own / "desk" / "absorbed"):
                if self._desk().absorbed != inbox.restored:
                    self._absorb(inbox.restored)
        return inbox

    def _absorb(self, restored: str) -> None:
        """Take over what this reviewer did before the session was moved here. Each step may be
        done twice: a process that dies in between leaves it to the next."""
        log = self._submitted()
        desk = self._desk()
        skipped = dict(desk.skipped)
        for part in read_parts(self._own / "inbox" / "restored.jsonl"):
            if isinstance(part, SubmissionPart):
                known = log.by_assignment.get(part.submission.assignment, [])
                if part.submission.number > len(known):
                    append_line(self._log_path, line_of(part), mode=OWN)
                    log = self._submitted()
            elif isinstance(part, DraftPart):
                current = self._current(part.assignment)
                if current is None or current.sequence < part.review.sequence:
                    self._write_draft(part.assignment, part.review)
            elif isinstance(part, SkipPart):
                skipped.setdefault(part.assignment, part.reason)
            elif isinstance(part, RunPart) and self._runs.load(part.run.id) is None:
                self._runs.save(part.run)
        self._keep(desk, skipped=skipped, absorbed=restored)

    def _desk(self) -> Desk:
        try:
            raw = parse_json(read_bytes(self._state_path), "state.json")
        except NotFound:
            return Desk()
        return validate_value(Desk, raw, "state.json")

    def _keep(self, desk: Desk, **changes: object) -> None:
        data = desk.model_copy(update=changes).model_dump_json().encode()
        write_atomic(self._state_path, data, mode=OWN)

    def _let_go(self, assignment: str) -> None:
        desk = self._desk()
        if assignment in desk.held or assignment in desk.skipped:
            held = {i: until for i, until in desk.held.items() if i != assignment}
            skipped = {i: why for i, why in desk.skipped.items() if i != assignment}
            self._keep(desk, held=held, skipped=skipped)

    def _submitted(self) -> Log:
        """The chain as it is on disk; read again only when the file changed."""
        try:
            status = self._log_path.stat()
        except OSError:
            return Log(self._log_path.name)
        stamp = (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        if self._log is None or self._log[0] != stamp:
            log = Log(self._log_path.name)
            log.add(whole_lines(read_bytes(self._log_path)))
            self._log = (stamp, log)
        return self._log[1]

    def _chain(self, assignment: str) -> tuple[Submission, ...]:
        log = self._submitted()
        if log.problems:
            raise InvalidFile(log.problems[0], mend="restore the file from a backup")
        return tuple(log.by_assignment.get(assignment, ()))

    def _draft_path(self, assignment: str) -> Path:
        return self._own / "drafts" / f"{check_id(assignment)}.review.json"

    def _drafts(self) -> frozenset[str]:
        names = os.listdir(self._own / "drafts")
        return frozenset(n.removesuffix(".review.json") for n in names if n[0] != ".")

    def _write_draft(self, assignment: str, review: Review) -> Review:
        write_atomic(self._draft_path(assignment), dump_document(review), mode=OWN)
        return review

    def _current(self, assignment: str) -> Review | None:
        """The draft, or what was submitted: whichever was saved later."""
        newest = self._submitted().newest(assignment)
        try:
            draft = load_document(self._draft_path(assignment), Review)
        except NotFound:
            return newest.review if newest else None
        if newest and newest.review.sequence >= draft.sequence:
            return newest.review
        return draft

    def _one(self, assignment: str) -> Item:
        for item in self._inbox().items:
            if item.id == assignment:
                return self._as_they_stand([item])[0]
        raise rules.no_item(assignment)

    def _as_they_stand(self, items: Sequence[Item]) -> tuple[Item, ...]:
        """Items of the inbox with what the reviewer made of them."""
        work = Work(self._desk(), self._submitted(), self._drafts(), self._clock())
        return tuple(as_it_stands(item, work, self._current) for item in items)

    def _refuse_paused(self) -> None:
        why = self._inbox().paused
        if why:
            raise Paused(f"nothing is handed out to you: {why}", mend="talk to the lead")

    def _refuse_closed(self) -> SessionState:
        state = self.brief().state
        if state == "closed":
            raise Conflict("the session is closed: nothing changes any more")
        return state
