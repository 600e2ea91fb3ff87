"""A reviewer's own part of a session in a shared folder."""

from __future__ import annotations

from collections.abc import Callable

from workbench.errors import Blind, Conflict, InputError, NotFound, Paused
from workbench.model.moving import SubmissionPart
from workbench.model.review import Review, as_draft
from workbench.model.rubric import Rubric
from workbench.model.run import Run
from workbench.model.session import Brief, Feedback, Item, SessionState, Submission
from workbench.store.files import (
    append_line,
    load_document,
    parse_json,
    read_bytes,
    validate_value,
)
from workbench.store.reviews import now
from workbench.store.sessions import rules
from workbench.store.sessions.chain import sealed
from workbench.store.sessions.folder_log import line_of
from workbench.store.sessions.folder_own import OwnFolder
from workbench.store.sessions.folder_parts import read_feedback
from workbench.store.sessions.folder_places import (
    OWN,
    Others,
    Places,
)

Rubrics = Callable[[str], Rubric]


class FolderReviewer:
    """See `contract.Reviewer`. Opening it makes the reviewer's folder: that is how one joins."""

    def __init__(self, places: Places, name: str, rubrics: Rubrics) -> None:
        self._places = places
        self._name = name
        self._rubrics = rubrics
        self._own = OwnFolder(places, name)

    @property
    def name(self) -> str:
        return self._name

    def brief(self) -> Brief:
        return load_document(self._places.brief, Brief)

    # The queue

    def queue(self) -> tuple[Item, ...]:
        return self._own.as_they_stand(self._own.inbox().items)

    def paused(self) -> str:
        return self._own.inbox().paused

    def claim(self, assignment: str = "") -> Item | None:
        with self._own.changing():
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
            desk = self._own.desk()
            skipped = {i: why for i, why in desk.skipped.items() if i != item.id}
            until = self._own.clock() + self.brief().lease_s
            self._own.keep(desk, held={**desk.held, item.id: until}, skipped=skipped)
            return self._own.one(item.id)

    def renew(self, assignment: str) -> Item:
        with self._own.changing():
            item, desk = self._own.one(assignment), self._own.desk()
            if item.held_until is None:
                raise Conflict("this task is not held any more", mend="claim it again")
            until = self._own.clock() + self.brief().lease_s
            self._own.keep(desk, held={**desk.held, assignment: until})
            return item.model_copy(update={"held_until": until})

    def release(self, assignment: str) -> None:
        with self._own.changing():
            self._own.one(assignment)
            self._own.let_go(assignment)

    def skip(self, assignment: str, reason: str) -> Item:
        with self._own.changing():
            item = self._own.one(assignment)
            if item.state in ("submitted", "cannot_judge"):
                raise Conflict("this task is submitted and cannot be skipped")
            if self.brief().skip_needs_reason and not reason.strip():
                raise InputError("say why you leave this task")
            desk = self._own.desk()
            held = {i: until for i, until in desk.held.items() if i != assignment}
            self._own.keep(desk, held=held, skipped={**desk.skipped, assignment: reason})
            return self._own.one(assignment)

    # Reviews

    def load(self, assignment: str) -> Review | None:
        self._own.one(assignment)
        return self._own.current(assignment)

    def save(self, assignment: str, review: Review, *, based_on: int) -> Review:
        with self._own.changing():
            item = self._own.one(assignment)
            rules.check_own(review, item.task_id, self._name)
            self._refuse_closed()
            if item.state in ("submitted", "cannot_judge"):
                raise Conflict("this task is submitted", mend="reopen it to change it")
            current = self._own.current(assignment)
            rules.check_based_on(review, current.sequence if current else 0, based_on)
            update = {"sequence": based_on + 1, "updated_at": now(), "state": "draft"}
            return self._own.write_draft(assignment, review.model_copy(update=update))

    def submit(self, assignment: str, review: Review, *, based_on: int, request: str) -> Submission:
        with self._own.changing():
            item = self._own.one(assignment)
            rules.check_own(review, item.task_id, self._name)
            log = self._own.submitted()
            done = log.by_request.get(request) if request else None
            if done is not None:
                if done.assignment != assignment:
                    raise InputError("this request already submitted another task")
                return done
            self._refuse_paused()
            state = self._refuse_closed()
            if item.state in ("submitted", "cannot_judge"):
                raise Conflict("this task is submitted already", mend="reopen it to change it")
            current = self._own.current(assignment)
            rules.check_based_on(review, current.sequence if current else 0, based_on)
            at = now()
            based = review.model_copy(update={"sequence": based_on})
            rubric = self._rubrics(review.rubric)
            final, decision = rules.finished(based, rubric, self.load_run, at=at)
            past = self._own.chain(assignment)
            made = sealed(assignment, final, decision, past, at=at, seen=state != "blind")
            # This line is the submission. What follows only tidies up, and is done again by
            # whoever comes next if this process dies here.
            append_line(
                self._own.log_path,
                line_of(SubmissionPart(submission=made, request=request)),
                mode=OWN,
            )
            self._own.draft_path(assignment).unlink(missing_ok=True)
            self._own.let_go(assignment)
            return made

    def reopen(self, assignment: str) -> Review:
        with self._own.changing():
            item = self._own.one(assignment)
            self._refuse_closed()
            current = self._own.current(assignment)
            if current is None or item.state not in ("submitted", "cannot_judge"):
                raise Conflict("this task is not submitted")
            update = {"updated_at": now(), "sequence": current.sequence + 1}
            return self._own.write_draft(assignment, as_draft(current).model_copy(update=update))

    def submissions(self, assignment: str) -> tuple[Submission, ...]:
        self._own.one(assignment)
        return self._own.chain(assignment)

    def feedback(self, assignment: str) -> Feedback | None:
        item = self._own.one(assignment)
        if not item.practice or self._own.submitted().newest(assignment) is None:
            return None
        told = read_feedback(self._own.folder / "inbox" / "feedback.json")
        return told.get(assignment)

    def others(self, assignment: str) -> tuple[Submission, ...]:
        self._own.one(assignment)
        if self.brief().state not in ("revealed", "closed"):
            raise Blind("the session is blind: what others said comes when the lead reveals it")
        try:
            name = "others.json"
            raw = parse_json(read_bytes(self._own.folder / "inbox" / name), name)
        except NotFound:
            return ()
        return validate_value(Others, raw, name).said.get(assignment, ())

    # Runs

    def save_run(self, run: Run) -> Run:
        return self._own.runs.save(run)

    def load_run(self, run_id: str) -> Run | None:
        return self._own.runs.load(run_id)

    def _refuse_paused(self) -> None:
        why = self._own.inbox().paused
        if why:
            raise Paused(f"nothing is handed out to you: {why}", mend="talk to the lead")

    def _refuse_closed(self) -> SessionState:
        state = self.brief().state
        if state == "closed":
            raise Conflict("the session is closed: nothing changes any more")
        return state
