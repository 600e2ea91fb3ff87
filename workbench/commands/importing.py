"""`workbench import`: foreign records into a workspace's tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.errors import InputError, NotFound
from workbench.exchange.base import Imported
from workbench.exchange.registry import FORMATS
from workbench.store.workspace import CONFIG, Workspace


@dataclass
class Counts:
    """How an import went."""

    imported: int = 0
    refused: int = 0

    def add(self, result: Imported) -> None:
        """Count one record."""
        if result.task is None:
            self.refused += 1
        else:
            self.imported += 1

    def __str__(self) -> str:
        return f"{self.imported} tasks imported, {self.refused} records refused"


def run(
    format_name: str, sources: list[Path], into: Path, wanted: Callable[[str], bool]
) -> Iterator[Imported]:
    """Import every record whose task id is wanted, in order, saving as it goes.

    A record whose id another record of this import already took is refused: silently replacing
    it would lose a task. Raises InputError for an unknown format or source, SaveFailed.
    """
    reader = FORMATS.get(format_name)
    if reader is None:
        raise InputError(
            f"there is no import format {format_name!r}", mend=f"use one of {', '.join(FORMATS)}"
        )
    for source in sources:
        if not source.exists():
            raise NotFound(f"there is no {source}")
    workspace = Workspace.open(into) if (into / CONFIG).exists() else Workspace.create(into)
    taken: set[str] = set()
    for source in sources:
        for result in reader(source):
            if result.task is not None and not wanted(result.task.id):
                continue
            if result.task is not None and result.task.id in taken:
                yield replace(
                    result,
                    task=None,
                    reason=f"the id {result.task.id} was already used by an earlier source",
                )
                continue
            if result.task is not None:
                taken.add(result.task.id)
                workspace.save_task(result.task)
            yield result
    workspace.refresh()
