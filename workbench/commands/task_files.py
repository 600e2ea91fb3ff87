"""Which task files are meant: kept as names, for there may be a hundred thousand."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import overload

from workbench.errors import InputError, NotFound
from workbench.store.workspace import Workspace

SUFFIX = ".task.json"
_END = b"\0"
"""no file's name holds it"""


class TaskFiles(Sequence[Path]):
    """Paths, each made when it is asked for: one weighs some twenty times its name's bytes, of
    which there is one row a folder. A name by its place is looked for from the beginning."""

    def __init__(self) -> None:
        self._folders: list[tuple[str, bytes, int]] = []

    def add(self, folder: Path, names: list[str]) -> None:
        """These files of a folder, behind those that are there."""
        row = os.fsencode("\0".join((*names, ""))) if names else b""
        self._folders.append((os.fspath(folder), row, len(names)))

    def __len__(self) -> int:
        return sum(count for _, _, count in self._folders)

    def __iter__(self) -> Iterator[Path]:
        for folder, row, _ in self._folders:
            begin = 0
            while (end := row.find(_END, begin)) >= 0:
                yield Path(folder, os.fsdecode(row[begin:end]))
                begin = end + 1

    @overload
    def __getitem__(self, index: int) -> Path: ...
    @overload
    def __getitem__(self, index: slice) -> list[Path]: ...
    def __getitem__(self, index: int | slice) -> Path | list[Path]:
        if isinstance(index, slice):
            return list(self)[index]
        return next(islice(self, range(len(self))[index], None))


def task_files(targets: list[Path]) -> TaskFiles:
    """Task files meant by files, folders, workspaces or task ids; sorted within a folder.

    Raises NotFound or InputError when a target means nothing.
    """
    found = TaskFiles()
    for target in targets:
        if target.is_file():
            found.add(target.parent, [target.name])
        elif target.is_dir():
            folder = target / "tasks" if (target / "tasks").is_dir() else target
            with os.scandir(folder) as entries:
                names = sorted(entry.name for entry in entries if entry.name.endswith(SUFFIX))
            if not names:
                raise InputError(
                    f"{target} holds no {SUFFIX} files",
                    mend=f"workbench import ... --into {target}, or workbench init {target} --demo",
                )
            found.add(folder, names)
        else:
            path = _by_id(str(target))
            found.add(path.parent, [path.name])
    return found


def _by_id(task_id: str) -> Path:
    workspace = Workspace.find(Path())
    if workspace is None or "/" in task_id:
        raise NotFound(f"there is no task file or folder {task_id}")
    path = workspace.task_path(task_id)
    if not path.is_file():
        raise NotFound(f"workspace {workspace.root.name} has no task {task_id}")
    return path
