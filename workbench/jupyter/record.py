"""The review of one desk and where it is kept: every change goes through here, one at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from workbench.errors import Conflict, InputError, SaveFailed
from workbench.jupyter import patches
from workbench.jupyter.bases import Apart, Patch, apart
from workbench.jupyter.homes import Home
from workbench.jupyter.known_runs import KnownRuns
from workbench.model.review import Review
from workbench.model.rubric import Rubric
from workbench.model.run import Run
from workbench.model.task import Task

_RUNS_KEPT = 400
_RETRIES = 5


class Record:
    """What its home keeps, held in memory. A change is kept before it is visible here.

    Another process may save the same review. A change that touches other parts of it is laid over
    theirs; one that touches the same part is kept in a file of its own and theirs is shown.
    """

    def __init__(
        self,
        home: Home,
        task: Task,
        *,
        on_state: Callable[[str, str], None] = lambda task_id, state: None,
    ) -> None:
        self.rubric: Rubric = home.rubric
        self.runs = KnownRuns(home.evidence_run)
        self._home = home
        self._task = task
        self._on_state = on_state
        # Protects `_review`, `_seen` and the order of saves: edits come on a subshell thread,
        # results from worker threads, other people's saves from the watcher.
        self._lock = threading.RLock()
        self._seen: object = None
        self._review = home.load() or home.new()

    @property
    def review(self) -> Review:
        """The review as it is on disk, or a new one."""
        with self._lock:
            return self._review

    def edit(self, patch: dict[str, Any], bases: Sequence[Patch] = ()) -> None:
        """Save a patch that was made from `bases` (`workbench.jupyter.bases`). Raises InputError,
        SaveFailed, or Apart when the same part was saved elsewhere: by another page of this desk
        or another process. Both versions are then on disk."""
        with self._lock:
            if self._review.state != "draft":
                if set(patch) <= {"active_s"}:
                    return
                raise InputError(
                    "the review is submitted: it was not changed",
                    mend="reopen it, then edit",
                )
            self._agree(self._review, patch, bases, None)
            for _ in range(_RETRIES):
                mine = patches.apply(self._review, patch, self._task)
                if self._review.sequence == 0 and set(patch) <= {"active_s"}:
                    # Looking at a task is no draft of a review; the time waits for the first edit.
                    self._review = mine
                    return
                if self._save(mine):
                    return
                other = self._theirs()
                self._agree(other, patch, bases, self._review)
                self._accept(other)
        raise _restless()

    def _agree(
        self, there: Review, patch: Patch, bases: Sequence[Patch], before: Review | None
    ) -> None:
        """Raises Apart, with the patch laid over `there` kept in a file of its own."""
        where = apart(there, patch, bases, self._task, before=before)
        if not where:
            return
        mine = patches.apply(there, patch, self._task)
        # Whichever is chosen, the other one is still there.
        kept = [self._home.keep_conflict(version) for version in (mine, there)]
        self._accept(there)
        raise Apart(
            "the same part of the review was saved elsewhere meanwhile",
            mend=f"both versions are kept ({', '.join(kept)}): choose what counts",
            places=where,
        )

    def keep_run(self, run: Run) -> None:
        """Put a run's id into the review on disk. Raises SaveFailed."""
        self.runs.learn(run)
        with self._lock:
            for _ in range(_RETRIES):
                ids = tuple(i for i in self._review.runs if i != run.id)[-_RUNS_KEPT + 1 :]
                if self._save(self._review.model_copy(update={"runs": (*ids, run.id)})):
                    return
                self._accept(self._theirs())
        raise _restless()

    def submit(self) -> tuple[int, Review]:
        """Submit as it stands; the submission's number. Raises InputError, SaveFailed or Conflict
        (theirs is then here)."""
        with self._lock:
            try:
                number, saved = self._home.submit(self._review)
            except Conflict as error:
                self._accept(self._theirs())
                raise Conflict(
                    error.message, mend="look at what changed, then submit again"
                ) from error
            self._accept(saved)
            return number, saved

    def reopen(self, past: Review | None = None) -> str:
        """Make a submitted review a draft again, with what `past` said when one is given. A draft
        that this takes the place of is kept; says where, '' when there was nothing to keep."""
        with self._lock:
            if self._review.state != "draft":
                self._accept(self._home.reopen(self._review))
                kept = ""
            elif past is None or patches.same_content(self._review, past):
                return ""
            else:
                kept = self._home.keep_conflict(self._review)
            if past is not None:
                self._accept(self._home.save(
                    patches.with_content_of(self._review, past), based_on=self._review.sequence
                ))  # fmt: skip
            return kept

    def rebase(self, task: Task) -> None:
        """Go on with the task as it is now; the review is kept as it is."""
        with self._lock:
            self._task = task
            self._home.rebase(task)
            if self._review.sequence == 0:
                # Nothing was said yet about the task as it was.
                self._review = self._home.new()

    def take_up(self) -> None:
        """The reviewer looked again: from here on the review is of this task and this rubric."""
        with self._lock:
            self._home.refresh()
            self.rubric = self._home.rubric
            mine = self._review.model_copy(
                update={
                    "task_digest": self._task.digest,
                    "rubric": self.rubric.id,
                    "rubric_version": self.rubric.version,
                }
            )
            if not self._save(mine):
                self._accept(self._theirs())
                raise Conflict("the review was saved elsewhere meanwhile", mend="look, then again")

    def look(self) -> bool:
        """Take over what another process saved; whether there was anything."""
        with self._lock:
            stamp = self._home.stamp()
            if stamp == self._seen:
                return False
            other = self._home.load()
            self._seen = stamp
            self.runs.forget()
            if other is None or other.sequence <= self._review.sequence:
                return False
            self._accept(other)
            return True

    def _save(self, mine: Review) -> bool:
        """False when somebody else saved first."""
        try:
            self._accept(self._home.save(mine, based_on=self._review.sequence))
        except Conflict:
            return False
        return True

    def _theirs(self) -> Review:
        other = self._home.load()
        # The file was removed: what is held here is all there is, and it is saved anew.
        return other or self._review.model_copy(update={"sequence": 0})

    def _accept(self, review: Review) -> None:
        before, self._review = self._review, review
        if before.state != review.state or before.sequence == 0:
            self._on_state(self._task.id, review.state)


def _restless() -> SaveFailed:
    return SaveFailed("the review keeps changing elsewhere", mend="close the other desk")
