"""What imports leave in a workspace: each task's original record, and how far an import came.

imports/records/<task-id>.record.json     what the task was made from, for exports
imports/<format>-<hash>.progress.json     how far an import came that did not end
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, JsonValue

from workbench.errors import InvalidFile, NotFound
from workbench.model.base import Document, Id, Text, check_id
from workbench.store.files import dump_document, load_document, write_atomic

D = TypeVar("D", bound=Document)


class Kept(Document):
    """The record a task was made from. `digest` is the task's at that time: another one now means
    that somebody changed the task since."""

    task_id: Id
    format: Text
    source: Text
    line: int = Field(ge=0)
    digest: Text
    record: dict[str, JsonValue]


class Progress(Document):
    """How far an import of one source came; `size` and `modified_ns` tell whether it is still the
    same source."""

    format: Text
    source: Text
    size: int
    modified_ns: int
    line: int = Field(ge=0)


class ImportFolder:
    """`imports/` of a workspace."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def keep(
        self,
        task_id: str,
        digest: str,
        format: str,
        source: str,
        line: int,
        record: Mapping[str, Any],
    ) -> None:
        """Keep a record beside its task. It can be made again from the source, so no disk is
        waited for."""
        value = {
            "schema_version": 1, "task_id": task_id, "format": format, "source": source,
            "line": line, "digest": digest, "record": dict(record),
        }  # fmt: skip
        path = self._record(task_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        fresh.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        fresh.replace(path)

    def kept(self, task_id: str) -> Kept | None:
        """The record of that task, or None."""
        return _load(self._record(task_id), Kept)

    def progress(self, format: str, source: Path) -> int:
        """The last record of an import of that very source that did not end; 0 when there is
        none."""
        found = _load(self._progress(format, source), Progress)
        now = source.stat()
        same = found is not None and (found.size, found.modified_ns) == (
            now.st_size,
            now.st_mtime_ns,
        )
        return found.line if found is not None and same else 0

    def came_to(self, format: str, source: Path, line: int) -> None:
        """Note that records up to `line` are done. Raises SaveFailed."""
        now = source.stat()
        name = str(source.resolve()).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        note = Progress(
            format=format, source=name, size=now.st_size,
            modified_ns=now.st_mtime_ns, line=line,
        )  # fmt: skip
        write_atomic(self._progress(format, source), dump_document(note))

    def ended(self, format: str, source: Path) -> None:
        """The import came to its end: there is nothing to go on with."""
        self._progress(format, source).unlink(missing_ok=True)

    def _record(self, task_id: str) -> Path:
        return self._root / "records" / f"{check_id(task_id)}.record.json"

    def _progress(self, format: str, source: Path) -> Path:
        name = hashlib.sha256(str(source.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
        return self._root / f"{check_id(format)}-{name[:16]}.progress.json"


def _load(path: Path, kind: type[D]) -> D | None:
    try:
        return load_document(path, kind)
    except (NotFound, InvalidFile):
        return None
