"""Calibration sessions in a shared folder, where the operating system says who is who."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from workbench.errors import Conflict, Forbidden, InputError, InvalidFile, NotFound, UnsafePath
from workbench.model.base import check_id
from workbench.model.moving import Part
from workbench.model.rubric import Rubric
from workbench.model.session import Session
from workbench.store.files import dump_document, load_document, save_failed, write_atomic
from workbench.store.reviews import now
from workbench.store.sessions.folder_kept import Kept
from workbench.store.sessions.folder_lead import FolderLead
from workbench.store.sessions.folder_places import (
    CLOSED,
    DROP,
    EVERYBODYS,
    SESSION,
    Access,
    Places,
)
from workbench.store.sessions.folder_restore import keep_parts
from workbench.store.sessions.folder_reviewer import FolderReviewer
from workbench.store.sessions.identity import caller, unbelieved

Fill = Callable[[Kept], Session]


class FolderStore:
    """See `contract.SessionStore`. The leads' group is that of `sessions/`."""

    def __init__(self, workspace: Path, rubrics: Callable[[str], Rubric]) -> None:
        self._workspace = workspace
        self._folder = workspace / "sessions"
        self._rubrics = rubrics

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def name(self) -> str:
        """The caller's account."""
        return caller(os.geteuid())

    def create(self, session: Session) -> Session:
        made = session.model_copy(update={"created_at": session.created_at or now()})

        def fill(kept: Kept) -> Session:
            kept.keep_session(made)
            return made

        return self._make(made, fill)

    def restore(self, parts: Iterable[Part]) -> Session:
        remaining = iter(parts)
        first = next(remaining, None)
        if first is None or first.part != "session":
            raise InputError("the session itself is not the first of its parts")
        return self._make(first.session, lambda kept: keep_parts(kept, first, remaining))

    def ids(self) -> tuple[str, ...]:
        try:
            names = sorted(os.listdir(self._folder))
        except FileNotFoundError:
            return ()
        return tuple(name for name in names if not name.startswith(".") and self._has_part(name))

    def lead(self, session: str) -> FolderLead:
        places = self._places(session)
        name = caller(self._owner(places))
        refused = Forbidden(f"{name} is no lead of session {session}", mend=unbelieved(name))
        # Asked for first: a folder that may not be entered looks like one that is not there.
        if not os.access(places.lead, os.R_OK | os.W_OK | os.X_OK, effective_ids=True):
            raise refused
        if name not in Kept(places.kept).session().leads:
            raise refused
        return FolderLead(places, name, self._workspace)

    def reviewer(self, session: str) -> FolderReviewer:
        places = self._places(session)
        name = caller(self._owner(places))
        if name not in load_document(places.access, Access).reviewers:
            raise Forbidden(f"{name} is no reviewer of session {session}", mend=unbelieved(name))
        return FolderReviewer(places, name, self._rubrics)

    def close(self) -> None:
        return None

    def _places(self, session: str) -> Places:
        try:
            places = Places(self._folder / check_id(session))
        except ValueError as error:
            raise UnsafePath(str(error)) from None
        if not places.brief.is_file():
            raise NotFound(f"there is no session {session}", mend="workbench session create")
        return places

    def _owner(self, places: Places) -> int:
        return places.root.lstat().st_uid

    def _has_part(self, name: str) -> bool:
        try:
            places = self._places(name)
            who = caller(self._owner(places))
            if who in load_document(places.access, Access).reviewers:
                return True
            return who in Kept(places.kept).session().leads
        except (NotFound, InvalidFile, UnsafePath, PermissionError):
            return False

    def _make(self, session: Session, fill: Fill) -> Session:
        """Whole under its name, or not there: made beside it, then renamed."""
        name = caller(os.geteuid())
        if name not in session.leads:
            raise Forbidden(f"{name} is no lead of session {session.id}", mend=unbelieved(name))
        try:
            return self._made(session.id, fill)
        except OSError as error:
            raise save_failed(self._folder / session.id, error) from error

    def _made(self, session_id: str, fill: Fill) -> Session:
        if not self._folder.exists():
            self._folder.mkdir(exist_ok=True)
            self._set_mode(self._folder, SESSION)  # whatever the umask
        final = self._folder / session_id
        temporary = self._folder / f".{session_id}.{secrets.token_hex(8)}"
        os.mkdir(temporary, 0o700)
        try:
            places = Places(temporary)
            for folder, mode in ((places.lead, CLOSED), (places.kept, CLOSED)):
                folder.mkdir()
                self._set_mode(folder, mode)
            places.reviewers.mkdir()
            self._set_mode(places.reviewers, DROP)
            kept = Kept(places.kept)
            kept.keep_secret()
            session = fill(kept)
            write_atomic(places.brief, dump_document(session.brief()), mode=EVERYBODYS)
            access = Access(reviewers=session.reviewers)
            write_atomic(places.access, dump_document(access), mode=EVERYBODYS)
            self._set_mode(temporary, SESSION)
            if final.exists():
                raise Conflict(f"there is a session {session_id} already")
            try:
                os.rename(temporary, final)
            except OSError as error:
                if final.exists():
                    raise Conflict(f"there is a session {session_id} already") from None
                raise save_failed(final, error) from error
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        return session

    def _set_mode(self, folder: Path, mode: int) -> None:
        """The group of `sessions/` where it hands it down; it must be one of the caller's, for the
        kernel takes the setgid bit from anybody else's folder."""
        os.chmod(folder, mode)
        if folder.stat().st_mode & 0o7777 != mode:
            raise InputError(
                f"{self._folder} has a group you are not in: the leads' group is needed",
                mend=f"chgrp GROUP {self._folder} && chmod 2775 {self._folder}",
            )
