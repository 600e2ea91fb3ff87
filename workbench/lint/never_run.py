"""Functions that are named as tests and that no run would ever call: phantoms of a suite.

A name that stands anywhere else in the suite is a helper's. What a suite holds is asked of the
language's own inventory; names that are made while it runs are not known to either.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from workbench.languages.go_suites import GoSuites
from workbench.languages.syntax import Node, line_of, text_of, walk
from workbench.lint.reading import FUNCTIONS, language_files, tree_of
from workbench.model.task import LanguageName, Task

_TEST = re.compile(r"[tT]est(?:[_A-Z0-9].*|)")
_WORD = re.compile(r"\w+")


def never_run(task: Task, there: Iterable[str]) -> tuple[str, ...]:
    """`file:line name` of each; `there` are the last names of the tests a run would call."""
    known = set(there)
    files = language_files(task.given.files, task.language)
    run_as_rows = _rows(task, files, known)
    words = Counter(word for text in files.values() for word in _WORD.findall(text))
    return tuple(
        f"{path}:{line_of(node)} {name}"
        for path, text in sorted(files.items())
        for node, name in _named(path, text)
        if _TEST.fullmatch(name) and words[name] == 1 and name not in known
        and (path, line_of(node)) not in run_as_rows
    )  # fmt: skip


def _rows(task: Task, files: dict[str, str], known: set[str]) -> set[tuple[str, int]]:
    """Methods of Go's suites, which the tests of the inventory run as their rows."""
    if task.language is not LanguageName.GO:
        return set()
    suites = GoSuites(files, known)
    return {place for place in suites.methods if suites.runs(*place)}


def _named(path: str, text: str) -> Iterator[tuple[Node, str]]:
    root = tree_of(path, text)
    for node in walk(root) if root is not None else ():
        if node.type in FUNCTIONS and (name := text_of(node.child_by_field_name("name"))):
            yield node, name
