"""Assessments on disk: `assessments/<task-id>.assessment.json`, the newest of each task."""

from __future__ import annotations

from pathlib import Path

from workbench.errors import InvalidFile, NotFound
from workbench.model.assessment import Assessment
from workbench.model.base import check_id
from workbench.store.files import dump_document, load_document, locked, write_atomic

SUFFIX = ".assessment.json"


class AssessmentFolder:
    """The assessments of a workspace. One that was stopped half-way is kept and gone on with."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, task_id: str) -> Path:
        """Where the assessment of that task is."""
        return self._folder / f"{check_id(task_id)}{SUFFIX}"

    def load(self, task_id: str) -> Assessment | None:
        """The newest one, or None when there is none or its file is damaged (it can be made
        again). Whether it is of what the task is now, its `id` tells."""
        try:
            return load_document(self.path(task_id), Assessment)
        except (NotFound, InvalidFile):
            return None

    def save(self, assessment: Assessment) -> None:
        """Atomically. Raises SaveFailed."""
        path = self.path(assessment.task_id)
        with locked(path):
            write_atomic(path, dump_document(assessment))
