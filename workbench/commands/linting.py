"""`workbench lint`: task files read one by one, then told one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.lint.lint import lint_all
from workbench.model.assessment import Flag
from workbench.model.task import Task
from workbench.store.files import load_document

Told = tuple[str, list[Flag], WorkbenchError | None]


def lint_files(files: Sequence[Path], progress: Callable[[str, int, int], None]) -> Iterator[Told]:
    """Each file's task id with its flags, or why it cannot be read; these come first."""
    problems: list[Told] = []

    def read() -> Iterator[Task]:
        for number, path in enumerate(files, start=1):
            progress("reading", number, len(files))
            try:
                yield load_document(path, Task, name=path.name)
            except WorkbenchError as error:
                problems.append((path.name, [], error))

    found = list(lint_all(read()))
    yield from problems
    for task_id, flags in found:
        yield task_id, flags, None
