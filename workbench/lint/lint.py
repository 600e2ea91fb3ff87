"""Lint of a task, and of a data set: what reading finds, gravest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from workbench.languages.source_size import code_size
from workbench.lint.copies import copies
from workbench.lint.dependencies import dependencies
from workbench.lint.duplicates import Duplicates
from workbench.lint.leaks import leaks
from workbench.lint.network import network
from workbench.lint.provenance import provenance
from workbench.lint.repository import repository
from workbench.lint.suite_names import suite_names
from workbench.lint.underived import underived
from workbench.model.assessment import Flag
from workbench.model.task import Task

RULES: tuple[Callable[[Task], Iterator[Flag]], ...] = (
    suite_names, repository, leaks, copies, underived, network, dependencies, provenance,
)  # fmt: skip
KINDS = (
    "test_names", "leak", "underived", "network", "dependencies", "provenance", "duplicate",
    "near_duplicate",
)  # fmt: skip
_MOST_CODE, _MOST_TEXT = 1_000_000, 8_000_000
"""characters: for more all rules together take longer than anybody expects of one task"""
_ORDER = {"high": 0, "medium": 1, "low": 2}


def lint(task: Task) -> list[Flag]:
    """What can be said of one task alone."""
    if too_much := _too_much(task):
        return ranked([too_much, *provenance(task)])
    return ranked(flag for rule in RULES for flag in rule(task))


def _too_much(task: Task) -> Flag | None:
    """One task must not hold up a data set for minutes."""
    solutions = [s.files for s in task.solutions if s.role in ("candidate", "reference", "stub")]
    trees = [*solutions, task.given.files, task.given.support]
    code, text = code_size(*trees), sum(len(t) for tree in trees for t in tree.values())
    if code <= _MOST_CODE and text + len(task.prompt) <= _MOST_TEXT:
        return None
    message = f"{code / 1e6:.1f} MB of code in {text / 1e6:.1f} MB of text are more than lint reads"
    return Flag(kind="test_names", severity="medium", message=message,
                evidence=("only duplicates, source and licence were looked at",))  # fmt: skip


def lint_all(tasks: Iterable[Task]) -> Iterator[tuple[str, list[Flag]]]:
    """Of every task, in order, and at last what each repeats of others. Tasks are read once and
    forgotten."""
    seen = Duplicates()
    found: dict[str, list[Flag]] = {}
    for task in tasks:
        seen.add(task)
        found[task.id] = lint(task)
    repeated = seen.flags()
    for task_id, flags in found.items():
        yield task_id, ranked([*flags, *repeated.get(task_id, ())])


def ranked(flags: Iterable[Flag]) -> list[Flag]:
    """The gravest first."""
    return sorted(flags, key=lambda flag: _ORDER[flag.severity])
