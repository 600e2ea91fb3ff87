"""Runs on disk, by content hash: `runs/<aa>/<hash>.run.json`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from workbench.errors import InvalidFile, NotFound
from workbench.model.run import EarlierOutcome, Run
from workbench.store.files import dump_document, load_document, locked, write_atomic

_HASH = re.compile(r"[0-9a-f]{64}\Z")
_KEEP_EARLIER = 50


class RunKeeper(Protocol):
    """Where a judge keeps runs and looks for earlier ones."""

    def load(self, run_id: str) -> Run | None:
        """The run, or None."""
        ...

    def save(self, run: Run) -> Run:
        """Keep it; returns it with `earlier` filled. Raises SaveFailed."""
        ...


class RunFolder:
    """The runs of a workspace. A hash names the inputs, so one file holds the newest run of them
    and remembers how earlier ones ended: a run that once failed cannot quietly become a pass."""

    def __init__(self, folder: Path, *, mode: int = 0o644) -> None:
        self._folder = folder
        self._mode = mode

    def path(self, run_id: str) -> Path:
        """Where the run of that id is. Raises NotFound for anything that is not a hash."""
        if not _HASH.match(run_id):
            raise NotFound(f"{run_id[:80]!r} is not a run id")
        return self._folder / run_id[:2] / f"{run_id}.run.json"

    def load(self, run_id: str) -> Run | None:
        """The run, or None when there is none or its file is damaged (it can be made again)."""
        try:
            run = load_document(self.path(run_id), Run)
        except (NotFound, InvalidFile):
            return None
        return run if run.id == run_id else None

    def each(self) -> Iterator[Run]:
        """Every run that can be read, one at a time, in no order."""
        for path in self._folder.glob("[0-9a-f][0-9a-f]/*.run.json"):
            name = path.name.removesuffix(".run.json")
            if _HASH.match(name) and (run := self.load(name)) is not None:
                yield run

    def save(self, run: Run) -> Run:
        """Store it; returns it with `earlier` filled. Raises SaveFailed."""
        path = self.path(run.id)
        with locked(path):
            run = with_earlier(run, self.load(run.id))
            write_atomic(path, dump_document(run), mode=self._mode)
        return run


def with_earlier(run: Run, before: Run | None) -> Run:
    """The run, remembering how the one it replaces and those before ended."""
    if before is None:
        return run
    ended = EarlierOutcome(finished_at=before.started_at, verdict=before.verdict)
    return run.model_copy(update={"earlier": (*before.earlier, ended)[-_KEEP_EARLIER:]})
