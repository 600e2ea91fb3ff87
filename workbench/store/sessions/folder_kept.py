"""What leads keep of a session in a shared folder: `lead/kept/`, which no reviewer can enter."""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import Field

from workbench.errors import NotFound
from workbench.model.base import Id, Text, Value
from workbench.model.moving import Part, SubmissionPart
from workbench.model.session import Adjudication, Assignment, Feedback, Session
from workbench.store.files import (
    NO_LIMIT,
    append_line,
    dump_document,
    load_document,
    locked,
    parse_json,
    read_bytes,
    validate,
    validate_value,
    write_atomic,
)
from workbench.store.sessions.folder_log import Log, line_of, whole_lines
from workbench.store.sessions.folder_parts import Told, lines_of, read_feedback, read_parts
from workbench.store.sessions.folder_places import LEADS

V = TypeVar("V", bound=Value)


class Plan(Value):
    """`assignments.json`."""

    assignments: tuple[Assignment, ...] = ()


class Standing(Value):
    """`standing.json`: who is past onboarding and who is paused."""

    admitted: tuple[Id, ...] = ()
    paused: dict[Id, Text] = Field(default_factory=dict)


class Prefix(Value):
    """So much of a reviewer's chain was taken, and what it hashed to."""

    size: int = 0
    sha: Text = ""


class Seen(Value):
    """`seen.json`: prefixes by reviewer."""

    prefixes: dict[Id, Prefix] = Field(default_factory=dict)


class Kept:
    """Reads and writes; whoever changes more than one file holds `changing`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._log: Log | None = None
        self._inode = 0
        self._plan: tuple[tuple[int, ...], Plan] | None = None
        # Protects all of this object, and `_depth`: how often its thread holds the file's lock.
        self._lock = threading.RLock()
        self._depth = 0

    @contextlib.contextmanager
    def changing(self) -> Iterator[None]:
        """One lead's process and thread at a time; may be held inside itself."""
        with self._lock, contextlib.ExitStack() as stack:
            if not self._depth:
                stack.enter_context(locked(self.folder / "kept", mode=LEADS))
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1

    def session(self) -> Session:
        """The session. Raises NotFound, and OSError's relatives where the caller may not read."""
        return load_document(self.folder / "session.json", Session)

    def keep_session(self, session: Session) -> None:
        """Replace it."""
        write_atomic(self.folder / "session.json", dump_document(session), mode=LEADS)

    def assignments(self) -> tuple[Assignment, ...]:
        """All, in the order they were made."""
        path = self.folder / "assignments.json"
        try:
            status = path.stat()
        except OSError:
            return ()
        stamp = (status.st_ino, status.st_mtime_ns, status.st_size)
        if self._plan is None or self._plan[0] != stamp:
            self._plan = (stamp, self._value("assignments.json", Plan))
        return self._plan[1].assignments

    def keep_assignments(self, assignments: Sequence[Assignment]) -> None:
        """Replace them."""
        self._keep("assignments.json", Plan(assignments=tuple(assignments)))

    def standing(self) -> Standing:
        """Who is admitted, who is paused."""
        return self._value("standing.json", Standing)

    def keep_standing(self, standing: Standing) -> None:
        """Replace it."""
        self._keep("standing.json", standing)

    def told(self) -> dict[str, Feedback]:
        """Feedback by assignment."""
        return read_feedback(self.folder / "feedback.json")

    def keep_told(self, told: dict[str, Feedback]) -> None:
        """Replace it."""
        self._keep("feedback.json", Told(told=told))

    def seen(self) -> Seen:
        """How far chains were taken."""
        return self._value("seen.json", Seen)

    def keep_seen(self, seen: Seen) -> None:
        """Replace it."""
        self._keep("seen.json", seen)

    def adjudications(self) -> tuple[Adjudication, ...]:
        """All, oldest first. Raises InvalidFile."""
        path = self.folder / "adjudications.jsonl"
        try:
            lines = read_bytes(path, limit=NO_LIMIT).split(b"\n")[:-1]
        except NotFound:
            return ()
        names = (f"{path.name} line {n}" for n in range(1, len(lines) + 1))
        return tuple(
            validate(Adjudication, parse_json(line, name), name)
            for line, name in zip(lines, names, strict=True)
        )

    def add_adjudications(self, made: Sequence[Adjudication]) -> None:
        """Append, durably."""
        if made:
            lines = b"\n".join(m.model_dump_json().encode() for m in made)
            append_line(self.folder / "adjudications.jsonl", lines, mode=LEADS)

    def taken(self) -> Log:
        """Submissions as they were first seen; read on from where the last look ended."""
        path = self.folder / "submissions.jsonl"
        with self._lock:
            try:
                inode = path.stat().st_ino
            except OSError:
                self._log = None
                return Log(path.name)
            if self._log is None or inode != self._inode:
                self._log, self._inode = Log(path.name), inode
            self._log.add(whole_lines(read_bytes(path, offset=self._log.size, limit=NO_LIMIT)))
            return self._log

    def take(self, parts: Sequence[SubmissionPart]) -> None:
        """Append submissions, durably. They bear their order."""
        if parts:
            lines = b"\n".join(line_of(part) for part in parts)
            append_line(self.folder / "submissions.jsonl", lines, mode=LEADS)

    def restored(self, reviewer: str) -> Iterator[Part]:
        """What a reviewer did before the session was moved here."""
        return read_parts(self.folder / f"restored-{reviewer}.jsonl")

    def keep_restored(self, reviewer: str, parts: Sequence[Part]) -> None:
        """Once, when the session is moved here."""
        path = self.folder / f"restored-{reviewer}.jsonl"
        write_atomic(path, lines_of(parts), mode=LEADS)

    def restored_raw(self, reviewer: str) -> bytes:
        """The same as it lies there; empty when there is nothing."""
        try:
            return read_bytes(self.folder / f"restored-{reviewer}.jsonl", limit=NO_LIMIT)
        except NotFound:
            return b""

    def secret(self) -> bytes:
        """A key only leads know; made with the session."""
        return read_bytes(self.folder / "secret")

    def keep_secret(self) -> None:
        """Once, when the session is made."""
        write_atomic(self.folder / "secret", secrets.token_bytes(32), mode=LEADS)

    def stamp(self) -> tuple[tuple[str, int, int], ...]:
        """Tells whether anything changed."""
        with os.scandir(self.folder) as entries:
            found = [(e.name, e.stat()) for e in entries if not e.name.startswith(".")]
        return tuple(sorted((n, s.st_mtime_ns, s.st_ino) for n, s in found if n != "seen.json"))

    def _value(self, name: str, cls: type[V]) -> V:
        try:
            return validate_value(cls, parse_json(read_bytes(self.folder / name), name), name)
        except NotFound:
            return cls()

    def _keep(self, name: str, value: Value) -> None:
        write_atomic(self.folder / name, value.model_dump_json(indent=1).encode(), mode=LEADS)
