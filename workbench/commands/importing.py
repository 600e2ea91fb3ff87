"""`workbench import`: foreign records into a workspace's tasks, and how it went."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from workbench.errors import FutureVersion, InputError, InvalidFile, NotFound
from workbench.exchange.base import Ask, Imported
from workbench.exchange.plain_layout import language_named
from workbench.exchange.registry import FORMATS
from workbench.exchange.seen import Seen
from workbench.model.task import LanguageName, Task
from workbench.sandboxes.base import Cancel
from workbench.store.imports import Kept
from workbench.store.workspace import CONFIG, Workspace

_NOTED = 200
"""records between two notes of how far the import came"""
_KINDS = 1000
"""different reasons that are counted; beyond, they are counted together"""
_SHOWN = 12
_MANY = 5_000
"""saved tasks from which on the index is not held in memory"""


@dataclass
class Counts:
    """How an import went. Reasons are told apart without the numbers and names in them."""

    imported: int = 0
    refused: int = 0
    reasons: dict[str, tuple[int, str]] = field(default_factory=dict)

    def add(self, result: Imported) -> None:
        """Count one record."""
        if result.task is not None:
            self.imported += 1
            return
        self.refused += 1
        kind = re.sub(r"'[^']*'|\d+", "…", result.reason)
        if kind not in self.reasons and len(self.reasons) >= _KINDS:
            kind = "other reasons"
        count, first = self.reasons.get(
            kind, (0, f"{result.source}:{result.line}: {result.reason}")
        )
        self.reasons[kind] = (count + 1, first)

    def __str__(self) -> str:
        return f"{self.imported} tasks imported, {self.refused} records refused"

    def report(self) -> list[str]:
        """The reasons for refusals, the most frequent first, each with its first record."""
        by_count = sorted(self.reasons.values(), key=lambda found: -found[0])
        lines = [f"{count} refused like {first}" for count, first in by_count[:_SHOWN]]
        if len(by_count) > _SHOWN:
            lines.append(f"and for {len(by_count) - _SHOWN} other reasons")
        return lines


def columns(given: Sequence[str]) -> dict[str, str]:
    """`part=column` words as a map. Raises InputError."""
    found: dict[str, str] = {}
    for word in given:
        part, equals, column = word.partition("=")
        if not equals or not part or not column:
            raise InputError(f"--map {word!r}", mend="write part=column, as in prompt=question")
        found[part] = column
    return found


def language(name: str) -> LanguageName | None:
    """The language of `--language`; None when it was not given. Raises InputError."""
    try:
        return language_named(name) if name else None
    except ValueError as error:
        raise InputError(
            f"--language: {error}", mend=f"use {', '.join(one.value for one in LanguageName)}"
        ) from None


def run(
    format_name: str,
    sources: list[Path],
    into: Path,
    wanted: Callable[[str], bool],
    *,
    ask: Ask | None = None,
    cancel: Cancel | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> Iterator[Imported]:
    """Import every record whose task id is wanted, in order, saving as it goes.

    An import that was stopped goes on where it was, as long as the source is the same. A record
    whose id another record of this import already took is refused: silently replacing it would
    lose a task. Raises InputError for an unknown format or source, SaveFailed.
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
    asked = replace(ask or Ask(), seen=Seen())
    saved = 0
    for source in sources:
        after = workspace.imports.progress(format_name, source)
        if after:
            say(f"{source}: going on after record {after}")
        results = reader(source, replace(asked, after=after))
        for result in _one(workspace, format_name, source, after, results, wanted, cancel):
            saved += result.task is not None
            yield result
        if cancel is not None and cancel.is_set():
            break
    if saved < _MANY:
        workspace.refresh()
    else:
        workspace.index.write_afresh()


def _one(
    workspace: Workspace,
    format_name: str,
    source: Path,
    after: int,
    results: Iterator[Imported],
    wanted: Callable[[str], bool],
    cancel: Cancel | None,
) -> Iterator[Imported]:
    imports = workspace.imports
    count = done = 0
    whole = False
    try:
        for result in results:
            if result.task is None or wanted(result.task.id):
                if after and result.task is not None:
                    result = _against_earlier(workspace, result, after)
                if result.task is not None:
                    result = _saved(workspace, format_name, result)
                yield result
            done, count = result.line, count + 1
            if count % _NOTED == 0:
                imports.came_to(format_name, source, done)
            if cancel is not None and cancel.is_set():
                return
        whole = True
    finally:
        if whole:
            imports.ended(format_name, source)
        elif done:
            imports.came_to(format_name, source, done)


def _against_earlier(workspace: Workspace, result: Imported, after: int) -> Imported:
    """Refused, when a record of this source before the interruption has the same id."""
    assert result.task is not None
    kept = workspace.imports.kept(result.task.id)
    if kept is None or kept.source != result.source or not 0 < kept.line <= after:
        return result
    reason = f"task id {kept.task_id} stands twice: already used on line {kept.line}"
    return replace(result, task=None, record=None, reason=reason)


def _saved(workspace: Workspace, format_name: str, result: Imported) -> Imported:
    """Save the task, or refuse it where it would replace something that is not its own import."""
    task = result.task
    assert task is not None
    kept = workspace.imports.kept(task.id)
    try:
        old = workspace.task(task.id)
    except FutureVersion as error:
        return replace(result, task=None, record=None, reason=str(error))
    except (NotFound, InvalidFile):
        old = None  # a damaged file is made whole by importing it again
    if old is not None:
        why = _in_the_way(old, task, kept)
        if why:
            return replace(result, task=None, record=None, reason=why)
    if old is None or old.digest != task.digest:
        workspace.save_task(task)
    workspace.imports.keep(
        task.id, task.digest, format_name, result.source, result.line, result.record or {}
    )
    return result


def _in_the_way(old: Task, new: Task, kept: Kept | None) -> str:
    """Why a task that is there may not be replaced by one of the same id, or ''."""
    source = (new.provenance.importer, new.provenance.source_id)
    if (old.provenance.importer, old.provenance.source_id) != source:
        return f"the workspace has another task {new.id}; mend: rename or delete that one"
    if kept is not None and kept.digest != old.digest and old.digest != new.digest:
        return f"task {new.id} was edited since its import; mend: delete it to import it anew"
    return ""


def maps(given: Mapping[str, str], format_name: str) -> None:
    """Refuse a map for a format that has none."""
    if given and format_name not in ("columns", "git"):
        raise InputError(
            "--map is for the formats columns and git", mend="use: workbench import columns"
        )
