"""Where the review of one desk is kept: among the workspace's reviews, or in a session's store."""

from __future__ import annotations

import contextlib
import secrets
from typing import Protocol

from workbench.errors import NotFound
from workbench.model.review import Review
from workbench.model.rubric import Rubric
from workbench.model.run import Run
from workbench.model.session import Item
from workbench.model.task import Task
from workbench.store.reviews import Chain, ReviewFolder
from workbench.store.runs import RunKeeper
from workbench.store.sessions.chain import chain_of
from workbench.store.sessions.contract import Reviewer
from workbench.store.workspace import Workspace
from workbench.toolchains.place import cache_root


class Home(Protocol):
    """One reviewer's review of one task. Every change is durable before a call returns."""

    @property
    def rubric(self) -> Rubric:
        """What the review is made of."""
        ...

    @property
    def runs(self) -> RunKeeper:
        """Where its runs are."""
        ...

    def evidence_run(self, run_id: str) -> Run | None:
        """A run that a chip may name: its own, or one an assessment of the task made."""
        ...

    def load(self) -> Review | None:
        """The review as it is kept, or None."""
        ...

    def new(self) -> Review:
        """An empty one; not kept until it is saved."""
        ...

    def save(self, review: Review, *, based_on: int) -> Review:
        """Keep the next state. Raises Conflict when somebody saved since, SaveFailed."""
        ...

    def keep_conflict(self, review: Review) -> str:
        """Keep the version that lost; says where it is."""
        ...

    def submit(self, review: Review) -> tuple[int, Review]:
        """Submit; the number of the submission. Raises InputError naming what is missing,
        Conflict, SaveFailed."""
        ...

    def reopen(self, review: Review) -> Review:
        """A submitted review becomes a draft again; what was submitted stays on record."""
        ...

    def chain(self) -> Chain:
        """Every submission, and where the chain of them breaks."""
        ...

    def rebase(self, task: Task) -> None:
        """The task was read again."""
        ...

    def refresh(self) -> None:
        """Read the rubric again."""
        ...

    def stamp(self) -> object:
        """Equal as long as nobody else saved, as far as that can be told without reading it."""
        ...


class InWorkspace:
    """`reviews/<task-id>/<reviewer>.review.json`."""

    def __init__(self, workspace: Workspace, task: Task, reviewer: str) -> None:
        self.rubric = _rubric(workspace, task, reviewer)
        self.runs: RunKeeper = workspace.runs
        self._workspace = workspace
        self._task = task
        self._reviewer = reviewer

    def evidence_run(self, run_id: str) -> Run | None:
        """See `Home`."""
        return self.runs.load(run_id)

    def load(self) -> Review | None:
        """See `Home`."""
        return self._workspace.load_review(self._task.id, self._reviewer)

    def new(self) -> Review:
        """See `Home`."""
        return self._workspace.new_review(self._task, self._reviewer)

    def save(self, review: Review, *, based_on: int) -> Review:
        """See `Home`."""
        return self._workspace.save_review(review, based_on=based_on)

    def keep_conflict(self, review: Review) -> str:
        """See `Home`."""
        return self._workspace.keep_conflict(review).name

    def submit(self, review: Review) -> tuple[int, Review]:
        """See `Home`."""
        revision, saved = self._workspace.submit(review)
        return revision.number, saved

    def reopen(self, review: Review) -> Review:
        """See `Home`."""
        return self._workspace.reopen(review)

    def chain(self) -> Chain:
        """See `Home`."""
        return self._workspace.reviews.chain(self._task.id, self._reviewer)

    def rebase(self, task: Task) -> None:
        """See `Home`."""
        self._task = task

    def refresh(self) -> None:
        """See `Home`."""
        self.rubric = self._workspace.rubric()

    def stamp(self) -> object:
        """See `Home`."""
        try:
            status = self._workspace.reviews.path(self._task.id, self._reviewer).stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino


def _rubric(workspace: Workspace, task: Task, reviewer: str) -> Rubric:
    """A review goes on with the rubric it was begun with, as long as there is one of its id."""
    begun = workspace.load_review(task.id, reviewer)
    if begun is not None:
        with contextlib.suppress(NotFound):
            return workspace.rubric(begun.rubric)
    return workspace.rubric_of(task.id)


class InSession:
    """An assignment of a calibration session. Nothing of it is among the workspace's reviews and
    runs, where other reviewers could read it: probes and edits tell what somebody suspects."""

    def __init__(self, workspace: Workspace, task: Task, reviewer: Reviewer, item: Item) -> None:
        self.rubric = workspace.rubric(reviewer.brief().rubric)
        self.runs: RunKeeper = _SessionRuns(reviewer)
        self._workspace = workspace
        self._task = task
        self._reviewer = reviewer
        self._assignment = item.id
        # Names the attempt until the store acknowledged it: sent again it is still one submission.
        self._request = secrets.token_hex(16)

    def evidence_run(self, run_id: str) -> Run | None:
        """See `Home`. Assessments are the workspace's: what they ran is no reviewer's secret."""
        return self.runs.load(run_id) or self._workspace.load_run(run_id)

    def load(self) -> Review | None:
        """See `Home`."""
        return self._reviewer.load(self._assignment)

    def new(self) -> Review:
        """See `Home`."""
        return Review(
            task_id=self._task.id,
            task_digest=self._task.digest,
            reviewer=self._reviewer.name,
            rubric=self.rubric.id,
            rubric_version=self.rubric.version,
        )

    def save(self, review: Review, *, based_on: int) -> Review:
        """See `Home`."""
        return self._reviewer.save(self._assignment, review, based_on=based_on)

    def keep_conflict(self, review: Review) -> str:
        """See `Home`. The store keeps one draft: the loser stays on this machine, where only its
        writer can read it."""
        folder = cache_root() / "conflicts" / self._assignment
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        return str(ReviewFolder(folder).keep_conflict(review))

    def submit(self, review: Review) -> tuple[int, Review]:
        """See `Home`. The store judges by the runs it holds: those of an assessment are brought."""
        for run_id in _named_runs(review):
            if self.runs.load(run_id) is None:
                found = self._workspace.load_run(run_id)
                if found is not None and found.task_id == self._task.id:
                    self.runs.save(found)
        made = self._reviewer.submit(
            self._assignment, review, based_on=review.sequence, request=self._request
        )
        self._request = secrets.token_hex(16)
        return made.number, made.review

    def reopen(self, review: Review) -> Review:
        """See `Home`."""
        return self._reviewer.reopen(self._assignment)

    def chain(self) -> Chain:
        """See `Home`."""
        return chain_of(self._reviewer.submissions(self._assignment))

    def rebase(self, task: Task) -> None:
        """See `Home`."""
        self._task = task

    def refresh(self) -> None:
        """See `Home`."""
        self.rubric = self._workspace.rubric(self._reviewer.brief().rubric)

    def stamp(self) -> object:
        """See `Home`. A store has no cheaper answer than the review itself."""
        found = self.load()
        return None if found is None else (found.sequence, found.state)


def _named_runs(review: Review) -> set[str]:
    return {
        chip.ref
        for rating in review.ratings.values()
        for chip in rating.evidence
        if chip.kind == "run"
    }


class _SessionRuns:
    """A session's store as a judge sees it: the caller's own runs."""

    def __init__(self, reviewer: Reviewer) -> None:
        self._reviewer = reviewer

    def load(self, run_id: str) -> Run | None:
        """See `RunKeeper`."""
        return self._reviewer.load_run(run_id)

    def save(self, run: Run) -> Run:
        """See `RunKeeper`."""
        return self._reviewer.save_run(run)
