"""What a session store promises, whoever keeps it.

    store.lead(session)      -> Lead      everything; refused to whoever is no lead of it
    store.reviewer(session)  -> Reviewer  the caller's own queue and nothing else

Blindness is a property of the store: `Reviewer` has no call that gives another's rating or tells
gold from other tasks, and what a reviewer can read beneath the calls (files, tables) holds neither.
Who the caller is, the operating system or the database says, never an argument.

Every change is durable before the call returns. A submission that was acknowledged is kept once,
whatever dies; one that was not may be sent again with the same `request` and is still kept once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from workbench.model.review import Review
from workbench.model.session import (
    Adjudication,
    Assignment,
    Brief,
    Feedback,
    Item,
    Progress,
    Session,
    SessionState,
    Submission,
)


class Reviewer(Protocol):
    """A reviewer's own part of one session."""

    @property
    def name(self) -> str:
        """Who this is, as the store knows the caller."""
        ...

    def brief(self) -> Brief:
        """The session as reviewers see it."""
        ...

    def queue(self) -> tuple[Item, ...]:
        """The caller's items in order. Live ones come once onboarding is passed."""
        ...

    def paused(self) -> str:
        """Why nothing is handed out, in words for the reviewer; '' when it is."""
        ...

    def claim(self, assignment: str = "") -> Item | None:
        """Take the next item that is open, or the named one, and hold it for the session's
        `lease_s`; None when nothing is left. Raises Paused; Conflict when the item is not open."""
        ...

    def renew(self, assignment: str) -> Item:
        """Hold it for as long again. Raises Conflict when the lease has passed on."""
        ...

    def release(self, assignment: str) -> None:
        """Give it back; a draft stays."""
        ...

    def skip(self, assignment: str, reason: str) -> Item:
        """Leave it, with a reason. Raises InputError without one where one is needed."""
        ...

    def load(self, assignment: str) -> Review | None:
        """The draft or what was submitted, or None."""
        ...

    def save(self, assignment: str, review: Review, *, based_on: int) -> Review:
        """Keep a draft. Raises Conflict as `ReviewFolder.save` does, and when submitted."""
        ...

    def submit(self, assignment: str, review: Review, *, based_on: int, request: str) -> Submission:
        """Submit: one transaction. `request` names this attempt; the same one again gives the same
        submission. Raises InputError naming what is missing, Conflict, Paused."""
        ...

    def reopen(self, assignment: str) -> Review:
        """A submitted review becomes a draft again; what was submitted stays on record. Raises
        Conflict once the session is closed."""
        ...

    def submissions(self, assignment: str) -> tuple[Submission, ...]:
        """The caller's own, oldest first."""
        ...

    def feedback(self, assignment: str) -> Feedback | None:
        """Of an onboarding item that was submitted; None for everything else."""
        ...

    def others(self, assignment: str) -> tuple[Submission, ...]:
        """What others said of the same task, with pseudonyms in an order of its own for each task.
        Raises Blind until the session is revealed."""
        ...


class Lead(Protocol):
    """Everything of one session."""

    def session(self) -> Session:
        """As it is."""
        ...

    def update(self, session: Session) -> Session:
        """Replace title, reviewers, leads, tasks, gold, settings. Raises InputError where
        assignments or ratings already rest on what would change."""
        ...

    def assign(self, assignments: Sequence[Assignment]) -> None:
        """Add assignments. The same id twice is one. Raises InputError for a reviewer or a task
        the session does not have."""
        ...

    def progress(self) -> tuple[Progress, ...]:
        """Every assignment with its item and newest submission, by reviewer and position."""
        ...

    def submissions(self) -> Iterator[Submission]:
        """All, oldest first, superseded ones too: raw votes are never lost."""
        ...

    def pause(self, reviewer: str, why: str) -> None:
        """Hand out nothing more; `why` '' ends it."""
        ...

    def pauses(self) -> dict[str, str]:
        """Who is paused, and why."""
        ...

    def tell(self, feedback: Feedback) -> None:
        """Let the reviewer of an onboarding assignment see what is known. A store that does this
        by itself when the reviewer submits may find it there already."""
        ...

    def move_on(self, state: SessionState) -> Session:
        """planned -> blind -> revealed -> closed; forward only, else Conflict."""
        ...

    def adjudicate(self, made: Adjudication) -> Adjudication:
        """Keep a decision; `number` is the store's. Raises Conflict while blind."""
        ...

    def adjudications(self) -> tuple[Adjudication, ...]:
        """All, oldest first."""
        ...

    def changed(self, since: str, wait_s: float) -> str:
        """A token of what is there now; returns early when it differs from `since`, else after
        `wait_s`. For boards that show what comes in."""
        ...


class SessionStore(Protocol):
    """Sessions of one workspace or database, as the caller may see them."""

    def create(self, session: Session) -> Session:
        """A new one. Raises Conflict when the id is taken, Forbidden when the caller is no lead
        of it."""
        ...

    def ids(self) -> tuple[str, ...]:
        """Those the caller has a part in."""
        ...

    def lead(self, session: str) -> Lead:
        """Raises Forbidden when the caller is no lead of it, NotFound."""
        ...

    def reviewer(self, session: str) -> Reviewer:
        """Raises Forbidden when the caller is no reviewer of it, NotFound."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...


Opened = AbstractContextManager[SessionStore]
