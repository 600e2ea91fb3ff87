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

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from workbench.model.moving import Part
from workbench.model.review import Review
from workbench.model.run import Run
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
        """The caller's items in order. Live ones come once the caller is admitted: see
        `Lead.admit`."""
        ...

    def paused(self) -> str:
        """Why nothing is handed out, in words for the reviewer; '' when it is."""
        ...

    def claim(self, assignment: str = "") -> Item | None:
        """Take the next item that is open (or a draft) and not held, or the named one, and hold it
        for the session's `lease_s`; None when nothing is left. A skipped item comes back by its
        name alone. Raises Paused; Conflict when the named item is held or submitted; NotFound when
        the caller has no such item."""
        ...

    def renew(self, assignment: str) -> Item:
        """Hold it for as long again. Raises Conflict when it is not held any more: the lease
        expired or was given back."""
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
        """Keep a draft, held or not: nobody's work is refused for the hour. Raises Conflict as
        `ReviewFolder.save` does, and when submitted."""
        ...

    def submit(self, assignment: str, review: Review, *, based_on: int, request: str) -> Submission:
        """Submit: one transaction. `request` names this attempt; the same one again gives the same
        submission, whatever was done since. It ends the lease and needs none. Raises InputError
        naming what is missing, Conflict (saved elsewhere, submitted already, closed), Paused."""
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

    def save_run(self, run: Run) -> Run:
        """Keep a run where no other reviewer sees it: it tells what the caller probed."""
        ...

    def load_run(self, run_id: str) -> Run | None:
        """One of the caller's own runs in this session, or None."""
        ...


class Lead(Protocol):
    """Everything of one session."""

    def session(self) -> Session:
        """As it is."""
        ...

    def update(self, session: Session) -> Session:
        """Replace title, reviewers, leads, tasks, gold, settings, the rubric's version with its
        revisions, and whom the rule forgave. Raises InputError where
        assignments or ratings already rest on what would change."""
        ...

    def assign(self, assignments: Sequence[Assignment]) -> None:
        """Add assignments. The same id twice is one, and the first stays: two leads that tend at
        once give an extra rating the same id. Raises InputError for a reviewer or a task the
        session does not have."""
        ...

    def admit(self, reviewer: str) -> None:
        """Show the reviewer the live tasks from now on, later ones too; twice is once. Whoever
        has no onboarding, by the settings or by an assignment, is admitted from the start. A store
        that judges onboarding by itself when the reviewer submits (`model.gold.passed`) may have
        done it already."""
        ...

    def progress(self) -> tuple[Progress, ...]:
        """Every assignment with its item and newest submission, by reviewer and position."""
        ...

    def submissions(self) -> Iterator[Submission]:
        """All, oldest first, superseded ones too: raw votes are never lost."""
        ...

    def pause(self, reviewer: str, why: str) -> None:
        """Hand out nothing more; `why` '' ends it (`sessions.tending.resume` also has the rule
        count on from there: `Session.forgiven`)."""
        ...

    def pauses(self) -> dict[str, str]:
        """Who is paused, and why."""
        ...

    def tell(self, feedback: Feedback) -> None:
        """Let the reviewer of an onboarding assignment see what is known. A store that does this
        by itself when the reviewer submits may find it there already."""
        ...

    def admitted(self) -> frozenset[str]:
        """Who was admitted by `admit`."""
        ...

    def move_on(self, state: SessionState) -> Session:
        """planned -> blind -> revealed -> closed; forward only, else Conflict."""
        ...

    def adjudicate(self, made: Adjudication) -> Adjudication:
        """Keep a decision; `number` (from 1 within its task) and `by` are the store's. Raises
        Conflict unless the session is revealed."""
        ...

    def adjudications(self) -> tuple[Adjudication, ...]:
        """All, oldest first."""
        ...

    def load_run(self, reviewer: str, run_id: str) -> Run | None:
        """A run a reviewer made in this session, or None."""
        ...

    def doubts(self) -> tuple[str, ...]:
        """What keeps the store from keeping its promises, a sentence each, naming who: blindness
        that is not enforced, a submission edited after it was taken. () when nothing does. Shown
        to every lead, wherever the session's figures are."""
        ...

    def everything(self) -> Iterator[Part]:
        """The whole session, the `Session` first, for `SessionStore.restore`. Leases are left
        out."""
        ...

    def changed(self, since: str, wait_s: float) -> str:
        """A token of what is there now; returns early when it differs from `since`, else after
        `wait_s`. For boards that show what comes in."""
        ...


class SessionStore(Protocol):
    """Sessions of one workspace or database, as the caller may see them."""

    @property
    def name(self) -> str:
        """What the caller is called in sessions that are made here."""
        ...

    def create(self, session: Session) -> Session:
        """A new one. Raises Conflict when the id is taken, Forbidden when the caller is no lead
        of it."""
        ...

    def restore(self, parts: Iterable[Part]) -> Session:
        """A session as `Lead.everything` gave it: same submissions, numbers, orders, digests and
        requests. Whole or not at all. Raises Conflict when the id is taken, Forbidden when the
        caller is no lead of it, InputError when the parts do not fit."""
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
