"""What a reviewer did, as leads know it: the reviewer's files over what was moved here earlier."""

from __future__ import annotations

import time
from collections.abc import Iterator

from workbench.model.moving import DraftPart, RunPart, SkipPart
from workbench.model.review import Review
from workbench.model.run import Run
from workbench.store.sessions.folder_inbox import Inboxes
from workbench.store.sessions.folder_items import Work
from workbench.store.sessions.folder_kept import Kept
from workbench.store.sessions.folder_log import Log
from workbench.store.sessions.folder_theirs import Theirs

_MOST_FILES = 100_000


class Known:
    """One reviewer at one time."""

    def __init__(self, theirs: Theirs, kept: Kept, inboxes: Inboxes) -> None:
        self._theirs = theirs
        self._reviewer = theirs.reviewer
        self._kept = kept
        self._desk = theirs.desk()
        self._earlier: dict[str, Review] = {}
        self._skipped: dict[str, str] = {}
        if not inboxes.absorbed(self._reviewer, self._desk):
            for part in kept.restored(self._reviewer):
                if isinstance(part, DraftPart):
                    self._earlier[part.assignment] = part.review
                elif isinstance(part, SkipPart):
                    self._skipped[part.assignment] = part.reason

    def work(self, log: Log) -> Work:
        """Leases, skips and drafts beside what was taken."""
        skipped = {**self._skipped, **self._desk.skipped}
        desk = self._desk.model_copy(update={"skipped": skipped})
        drafts = self._theirs.drafts(_MOST_FILES) | self._earlier.keys()
        return Work(desk, log, drafts, time.time())

    def draft(self, assignment: str) -> Review | None:
        """The draft of an assignment, or None."""
        return self._theirs.draft(assignment) or self._earlier.get(assignment)

    def run(self, run_id: str, file_name: str) -> Run | None:
        """A run, or None."""
        found = self._theirs.run(file_name)
        if found is not None and found.id == run_id:
            return found
        earlier = (p.run for p in self._kept.restored(self._reviewer) if isinstance(p, RunPart))
        return next((run for run in earlier if run.id == run_id), None)

    def runs(self) -> Iterator[Run]:
        """All, each once."""
        seen = set()
        for name in self._theirs.runs(_MOST_FILES):
            run = self._theirs.run(name)
            if run is not None and name == f"{run.id}.run.json":
                seen.add(run.id)
                yield run
        for part in self._kept.restored(self._reviewer):
            if isinstance(part, RunPart) and part.run.id not in seen:
                yield part.run
