"""`queue/<reviewer>.states.json`: how far one reviewer is with each task, without opening reviews.

Derived: whoever removes it loses nothing but the time to make it again. What is looked at is the
time of each task's folder below `reviews/`, which changes whenever a file in it is replaced; a
thorough look also asks each of the reviewer's own files.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
import threading
from collections.abc import Iterator
from pathlib import Path
from time import time_ns
from typing import Any, NamedTuple

from workbench.errors import InputError, InvalidFile, NotFound
from workbench.model.base import canonical_json, check_id
from workbench.store.files import NO_LIMIT, parse_json, read_bytes, write_atomic
from workbench.store.reviews import ReviewFolder
from workbench.store.skips import SkipFolder

# As in `index.py`: a folder this young may change once more without a later time.
_YOUNG_NS = 2_000_000_000


class OwnRow(NamedTuple):
    """One task the reviewer has begun or left. `state`: draft, submitted, cannot_judge, skipped,
    damaged. Times are seconds since 1970, `submitted` 0 when it is not; `active_s` active time."""

    task_id: str
    state: str
    touched: int
    submitted: int
    active_s: float
    stamp: str


class OwnStates:
    """Of one reviewer in one workspace."""

    def __init__(self, root: Path, reviewer: str, reviews: ReviewFolder, skips: SkipFolder) -> None:
        self.path = root / "queue" / f"{check_id(reviewer)}.states.json"
        self._reviewer = reviewer
        self._folder = root / "reviews"
        self._reviews = reviews
        self._skips = skips
        # Protects `_folders`, and the order of looks: nobody who asks waits for one.
        self._looking = threading.Lock()
        self._folders: dict[str, int] = {}
        # Protects all below.
        self._lock = threading.Lock()
        self._rows: dict[str, OwnRow] | None = None
        self._mark = ""
        self._written: dict[str, OwnRow] = {}

    def known(self) -> dict[str, OwnRow]:
        """The rows as they were last seen here, or as the file has them: no look at reviews."""
        with self._lock:
            return dict(self._load())

    def look(self, *, thorough: bool = False) -> tuple[OwnRow, ...]:
        """Bring the rows up to date with `reviews/`; those that changed. The first look of a
        process is thorough. A row whose task was taken up anew comes as `new`."""
        with self._looking:
            known, first = self.known(), not self._folders
            seen = dict(self._task_folders())
            fresh: dict[str, OwnRow | None] = {}
            for name, time in seen.items():
                if first or thorough or self._folders.get(name) != time:
                    row = self._fresh(name, known.get(name))
                    if row is not known.get(name):
                        fresh[name] = row
            fresh.update(dict.fromkeys(known.keys() - seen.keys()))
            self._folders = seen
            return tuple(self._accept(known, fresh))

    def _accept(
        self, known: dict[str, OwnRow], fresh: dict[str, OwnRow | None]
    ) -> Iterator[OwnRow]:
        with self._lock:
            rows = self._load()
            for name, row in fresh.items():
                if rows.get(name) is not known.get(name):
                    # Noted while this look was under way, and newer: looked at once more.
                    self._folders.pop(name, None)
                    continue
                _put(rows, name, row)
                yield row or _gone(name)

    def note(self, task_id: str) -> OwnRow:
        """This process changed the review of a task: read it now."""
        with self._lock:
            rows = self._load()
            row = self._fresh(task_id, None)
            _put(rows, task_id, row)
            return row or _gone(task_id)

    def write(self) -> str:
        """Bring the file up to date; a mark that names what it holds, which is in it too. Raises
        SaveFailed where nothing can be written."""
        with self._lock:
            rows = self._load()
            if rows != self._written or not self._mark or not self.path.exists():
                mark = secrets.token_hex(8)
                value = {"mark": mark, "reviewer": self._reviewer, "rows": list(rows.values())}
                write_atomic(self.path, canonical_json(value))
                self._mark, self._written = mark, dict(rows)
            return self._mark

    def _load(self) -> dict[str, OwnRow]:
        if self._rows is None:
            self._rows = self._read()
            self._written = dict(self._rows)
        return self._rows

    def _read(self) -> dict[str, OwnRow]:
        try:
            value: Any = parse_json(read_bytes(self.path, limit=NO_LIMIT), self.path.name)
            rows = {row[0]: OwnRow(*row) for row in value["rows"]}
            kinds = {tuple(map(type, row)) for row in rows.values()}
        except (InvalidFile, NotFound, ValueError, KeyError, TypeError, IndexError):
            return {}
        sound = {(str, str, int, int, float, str), (str, str, int, int, int, str)}
        if not kinds <= sound or not isinstance(value.get("mark"), str):
            return {}
        self._mark = value["mark"]
        return rows

    def _task_folders(self) -> list[tuple[str, int]]:
        """(task id, time of its folder), a time that cannot be trusted yet as 0."""
        if not self._folder.is_dir():
            return []
        trusted = time_ns() - _YOUNG_NS
        found = []
        with os.scandir(self._folder) as entries:
            for entry in entries:
                if not entry.is_dir(follow_symlinks=False):
                    continue
                time = entry.stat(follow_symlinks=False).st_mtime_ns
                found.append((entry.name, time if time < trusted else -time_ns()))
        return found

    def _fresh(self, task_id: str, known: OwnRow | None) -> OwnRow | None:
        folder = self._folder / task_id
        stamps = [
            _stamp(folder / f"{self._reviewer}{end}") for end in (".review.json", ".skips.json")
        ]
        if not any(stamps):
            return None
        stamp = "/".join(stamps)
        if known is not None and known.stamp == stamp:
            return known
        try:
            skip = self._skips.load(task_id, self._reviewer).open
            review = self._reviews.load(task_id, self._reviewer)
        except InputError:  # damaged, or a folder that is no task's
            return OwnRow(task_id, "damaged", 0, 0, 0.0, stamp)
        if review is None and skip is None:
            return OwnRow(task_id, "new", 0, 0, 0.0, stamp)
        touched = max(
            _seconds(review.updated_at if review else ""), _seconds(skip.at if skip else "")
        )
        submitted = _seconds(review.submitted_at) if review else 0
        state = "skipped" if skip else review.state if review else "new"
        active = round(review.active_s, 1) if review else 0.0
        return OwnRow(task_id, state, touched, submitted, active, stamp)


def _gone(task_id: str) -> OwnRow:
    return OwnRow(task_id, "new", 0, 0, 0.0, "")


def _put(rows: dict[str, OwnRow], task_id: str, row: OwnRow | None) -> None:
    if row is None:
        rows.pop(task_id, None)
    else:
        rows[task_id] = row


def _stamp(path: Path) -> str:
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{status.st_mtime_ns}-{status.st_size}-{status.st_ino}"


def _seconds(text: str) -> int:
    try:
        return int(dt.datetime.fromisoformat(text).timestamp()) if text else 0
    except ValueError:
        return 0  # written by hand: it sorts last
