"""Where a workspace's rubrics are: by id, by path, and which one a task is reviewed with."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from workbench import resources
from workbench.errors import InvalidFile, NotFound, WorkbenchError
from workbench.model.base import check_id, check_path
from workbench.model.rubric import Rubric
from workbench.store.rubric_files import read_rubric

_SUFFIXES = (".yaml", ".yml")
_OLD_VERSION = re.compile(r"\.v[0-9]+\.rubric\.ya?ml\Z")


class Rubrics:
    """`rubric` and `rubrics` of a `workspace.toml`, and the files they lead to. A name that ends in
    `.yaml` is a path in the workspace; any other is the id of a rubric in `rubrics/`, or of one
    that ships with the workbench."""

    def __init__(self, root: Path, default: str, by_task: Mapping[str, str]) -> None:
        self._root = root
        self._default = default
        self._by_task = by_task

    def of_task(self, task_id: str) -> Rubric:
        """What a new review of this task is made of: the first pattern that fits decides."""
        fitting = (name for glob, name in self._by_task.items() if fnmatch.fnmatch(task_id, glob))
        return self.named(next(fitting, self._default))

    def named(self, name: str = "") -> Rubric:
        """By id or path, by default the workspace's own. Raises NotFound, InvalidFile."""
        path = self.path(name or self._default)
        shown = str(path.relative_to(self._root)) if self._root in path.parents else path.name
        try:
            return read_rubric(path, shown)
        except NotFound:
            there = ", ".join(dict.fromkeys((*self._ids(), *_built_in()))) or "none"
            raise NotFound(
                f"there is no rubric {name or self._default}",
                mend=f"name one in workspace.toml; there are {there}",
            ) from None

    def path(self, name: str) -> Path:
        """The file a name leads to, whether or not it is there."""
        if name.endswith(_SUFFIXES):
            return self._inside(name)
        own = self._root / "rubrics" / f"{check_id(name)}.rubric.yaml"
        if own.is_file():
            return own
        return next(
            (path for path in self._files() if _id_of(path) == name),
            resources.rubrics() / own.name,
        )

    def _inside(self, name: str) -> Path:
        try:
            path = (self._root / check_path(name)).resolve()
        except ValueError as error:
            raise InvalidFile(
                f"workspace.toml: {error}",
                mend="a rubric lies in the workspace: name it from there",
            ) from None
        if self._root.resolve() not in path.parents:
            raise InvalidFile(
                f"workspace.toml: rubric {name} leads out of the workspace",
                mend="copy the file into the workspace",
            )
        return path

    def _files(self) -> Iterator[Path]:
        """Those the configuration names, then whatever lies in `rubrics/`."""
        for name in (self._default, *self._by_task.values()):
            if name.endswith(_SUFFIXES):
                yield self._inside(name)
        for path in sorted((self._root / "rubrics").glob("*.y*ml")):
            if not _OLD_VERSION.search(path.name):
                yield path

    def _ids(self) -> Iterator[str]:
        return (found for found in map(_id_of, self._files()) if found)


def _built_in() -> list[str]:
    return sorted(p.name.removesuffix(".rubric.yaml") for p in resources.rubrics().glob("*.yaml"))


def _id_of(path: Path) -> str:
    """The id a file gives its rubric; '' where it cannot be read."""
    try:
        return read_rubric(path, path.name).id
    except WorkbenchError:
        return ""
