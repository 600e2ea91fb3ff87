"""JSON Schemas of every file the workbench writes, for whoever reads them without Python."""

from __future__ import annotations

from typing import Any

from workbench.model.assessment import Assessment
from workbench.model.audit import AuditProgress
from workbench.model.base import SCHEMA_VERSION, Document
from workbench.model.measures import Measures
from workbench.model.report import Report
from workbench.model.review import Review, Revision
from workbench.model.rubric import Rubric
from workbench.model.run import Run
from workbench.model.skip import Skips
from workbench.model.task import Task

_DOCUMENTS: dict[str, type[Document]] = {
    "task": Task,
    "run": Run,
    "rubric": Rubric,
    "review": Review,
    "revision": Revision,
    "assessment": Assessment,
    "skips": Skips,
    "report": Report,
    "measures": Measures,
    "audit": AuditProgress,
}


def schemas() -> dict[str, dict[str, Any]]:
    """File name -> JSON Schema (draft 2020-12)."""
    return {
        f"{name}.v{SCHEMA_VERSION}.schema.json": {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **document.model_json_schema(),
        }
        for name, document in _DOCUMENTS.items()
    }
