"""Assessments on disk, by content hash: `runs/<aa>/<hash>.assessment.json`, beside the runs."""

from __future__ import annotations

from pathlib import Path

from workbench.errors import InvalidFile, NotFound
from workbench.model.assessment import Assessment
from workbench.store.files import dump_document, load_document, locked, write_atomic


class AssessmentFolder:
    """The assessments of a workspace. One that was stopped half-way is kept and gone on with."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, id: str) -> Path:
        """Where the assessment of that hash is."""
        return self._folder / id[:2] / f"{id}.assessment.json"

    def load(self, id: str) -> Assessment | None:
        """It, or None when there is none or its file is damaged (it can be made again)."""
        try:
            found = load_document(self.path(id), Assessment)
        except (NotFound, InvalidFile):
            return None
        return found if found.id == id else None

    def save(self, assessment: Assessment) -> None:
        """Atomically. Raises SaveFailed."""
        path = self.path(assessment.id)
        with locked(path):
            write_atomic(path, dump_document(assessment))
