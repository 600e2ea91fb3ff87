"""A reviewer's folder as leads see it: everything in it may be wrong, and none of it is obeyed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from workbench.errors import InvalidFile, NotFound, SaveFailed
from workbench.model.review import Review
from workbench.model.run import Run
from workbench.store.files import parse_json, validate, validate_value
from workbench.store.sessions.folder_files import Beneath
from workbench.store.sessions.folder_places import IN_INBOX, Desk
from workbench.store.sessions.identity import name_of, uid_of

_LOG_LIMIT = 1 << 30
_SUFFIX = ".review.json"
Stamp = tuple[int, ...]


@dataclass
class Theirs:
    """One reviewer's folder. What is wrong with it is kept in `problems`, by file."""

    path: Path
    reviewer: str
    problems: dict[str, str] = field(default_factory=dict)

    @contextlib.contextmanager
    def _inside(self, below: str) -> Iterator[Beneath]:
        shown = f"reviewers/{self.reviewer}"
        with Beneath.open(self.path, shown) as own:
            account = uid_of(self.reviewer)
            # Without such an account it is a name of whoever made the session: see `identity`.
            expected = self.path.parent.stat().st_uid if account is None else account
            if own.uid not in (expected, self.path.parent.stat().st_uid):
                raise InvalidFile(f"{shown} was made by {name_of(own.uid)}, who is somebody else")
            with own.inside(below) as folder:
                yield folder

    def joined(self) -> bool:
        """Whether the folder is there and usable."""
        try:
            with self._inside("inbox"):
                self.problems.pop("", None)
                return True
        except NotFound:
            return False
        except InvalidFile as error:
            self.problems[""] = error.message
            return False

    def log_stamp(self) -> Stamp | None:
        """Tells whether the chain changed, without reading it; None when there is none."""
        return self._stamp("desk", "submissions.jsonl")

    def stamps(self) -> tuple[Stamp | None, ...]:
        """Tells whether anything changed that a board shows."""
        return (
            self.log_stamp(),
            self._stamp("desk", "state.json"),
            self._stamp("drafts", "."),
        )

    def _stamp(self, below: str, name: str) -> Stamp | None:
        with contextlib.suppress(NotFound, InvalidFile), self._inside(below) as folder:
            found = folder.stat(name)
            if found is not None:
                return (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        return None

    def inbox_stamp(self) -> tuple[Stamp | None, ...]:
        """Tells whether anybody touched what was handed out."""
        names = ("items.json", "feedback.json", "others.json", "restored.jsonl")
        return tuple(self._stamp("inbox", name) for name in names)

    def log(self) -> bytes:
        """The chain of submissions. Raises NotFound or InvalidFile."""
        with self._inside("desk") as folder:
            return folder.read("submissions.jsonl", limit=_LOG_LIMIT)

    def desk(self) -> Desk:
        """Leases and skips; none where they cannot be read."""
        name = "state.json"
        try:
            with self._inside("desk") as folder:
                shown = f"reviewers/{self.reviewer}/desk/{name}"
                found = validate_value(Desk, parse_json(folder.read(name), shown), shown)
        except NotFound:
            found = Desk()
        except InvalidFile as error:
            self.problems[name] = error.message
            return Desk()
        self.problems.pop(name, None)
        return found

    def drafts(self, most: int) -> frozenset[str]:
        """Ids of assignments with a draft."""
        with contextlib.suppress(NotFound, InvalidFile), self._inside("drafts") as folder:
            names = folder.names(most)
            return frozenset(n.removesuffix(_SUFFIX) for n in names if n.endswith(_SUFFIX))
        return frozenset()

    def draft(self, assignment: str) -> Review | None:
        """A draft, or None when there is none that can be read."""
        name = f"{assignment}{_SUFFIX}"
        try:
            with self._inside("drafts") as folder:
                shown = f"reviewers/{self.reviewer}/drafts/{name}"
                found = validate(Review, parse_json(folder.read(name), shown), shown)
        except NotFound:
            return None
        except InvalidFile as error:
            self.problems[name] = error.message
            return None
        return found if found.reviewer == self.reviewer else None

    def run(self, name: str) -> Run | None:
        """A run by its file's name, or None."""
        try:
            with self._inside("runs") as folder:
                return validate(Run, parse_json(folder.read(name), name), name)
        except (NotFound, InvalidFile):
            return None

    def runs(self, most: int) -> tuple[str, ...]:
        """File names of runs."""
        with contextlib.suppress(NotFound, InvalidFile), self._inside("runs") as folder:
            return tuple(sorted(n for n in folder.names(most) if n.endswith(".run.json")))
        return ()

    def put(self, name: str, data: bytes) -> None:
        """Write a file of the inbox unless it is there already. A folder its owner made unusable
        is told, never an error: the reviewer harms nobody else."""
        try:
            with self._inside("inbox") as folder:
                with contextlib.suppress(NotFound, InvalidFile):
                    if folder.read(name) == data:
                        self.problems.pop(f"inbox/{name}", None)
                        return
                folder.write(name, data, mode=IN_INBOX)
                self.problems.pop(f"inbox/{name}", None)
        except NotFound:
            return
        except (InvalidFile, SaveFailed) as error:
            self.problems[f"inbox/{name}"] = f"nothing reaches {self.reviewer}: {error.message}"
