"""Skips on disk: `reviews/<task-id>/<reviewer>.skips.json`, beside the review."""

from __future__ import annotations

from pathlib import Path

from workbench.errors import InputError, NotFound
from workbench.model.base import check_id
from workbench.model.skip import Skip, Skips
from workbench.store.files import dump_document, load_document, locked, write_atomic
from workbench.store.reviews import now

SUFFIX = ".skips.json"


class SkipFolder:
    """Who left which task of a workspace, and why."""

    def __init__(self, reviews: Path) -> None:
        self._folder = reviews

    def path(self, task_id: str, reviewer: str) -> Path:
        """Where the skips are. Both ids are checked: they become file names."""
        try:
            return self._folder / check_id(task_id) / f"{check_id(reviewer)}{SUFFIX}"
        except ValueError as error:
            raise InputError(str(error)) from None

    def load(self, task_id: str, reviewer: str) -> Skips:
        """All of them; empty when the task was never left. Raises InvalidFile."""
        path = self.path(task_id, reviewer)
        try:
            return load_document(path, Skips, name=f"reviews/{task_id}/{path.name}")
        except NotFound:
            return Skips(task_id=task_id, reviewer=reviewer)

    def skip(self, task_id: str, reviewer: str, reason: str) -> Skips:
        """Leave a task. Raises InputError without a reason, SaveFailed."""
        words = reason.strip()[:2000]
        if not words:
            raise InputError("say why you leave this task", mend="a few words are enough")
        path = self.path(task_id, reviewer)
        with locked(path):
            known = self.load(task_id, reviewer)
            if known.open is not None:
                return known
            return self._write(path, known, (*known.skips, Skip(at=now(), reason=words)))

    def reopen(self, task_id: str, reviewer: str) -> Skips:
        """Take a task up again; what was said when it was left stays. Raises SaveFailed."""
        path = self.path(task_id, reviewer)
        known = self.load(task_id, reviewer)
        if known.open is None:
            return known
        with locked(path):
            known = self.load(task_id, reviewer)
            if known.open is None:
                return known
            ended = known.open.model_copy(update={"reopened_at": now()})
            return self._write(path, known, (*known.skips[:-1], ended))

    def _write(self, path: Path, known: Skips, skips: tuple[Skip, ...]) -> Skips:
        changed = known.model_copy(update={"skips": skips})
        write_atomic(path, dump_document(changed))
        return changed
