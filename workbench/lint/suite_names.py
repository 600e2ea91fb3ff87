"""Tests that are named but not there, there but never run, or hidden by one of the same name."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.errors import WorkbenchError
from workbench.languages.python_uncollected import hidden
from workbench.languages.registry import language
from workbench.lint.never_run import never_run
from workbench.model.assessment import Flag, Severity
from workbench.model.counting import many
from workbench.model.task import LanguageName, Task

_SHOWN = 12


def suite_names(task: Task) -> Iterator[Flag]:
    """By the suite's own inventory, as a run would see it. A task that runs in an image of its own
    lists its tests elsewhere: there only what is plainly off is told."""
    try:
        found = language(task.language).inventory(task.given, task.candidate)
    except WorkbenchError as error:
        if not task.image:
            yield _flag("medium", f"the tests cannot be listed: {error}", ())
        return
    if task.image:
        pass
    elif not found.tests:
        yield _flag("high", "the suite holds no test", tuple(found.problems))
    elif found.problems:
        yield _flag("medium", "the tests were not understood as a whole", tuple(found.problems))
    if found.skipped:
        message = many(len(found.skipped), "test is skipped", "tests are skipped")
        yield _flag("high", message, tuple(found.skipped))
    if found.tests and (idle := never_run(task, (last_name(ref.id) for ref in found.tests))):
        message = many(len(idle), "function is named as a test and never runs",
                       "functions are named as tests and never run")  # fmt: skip
        yield _flag("medium", message, idle)
    if task.language is LanguageName.PYTHON and (earlier := hidden(task.given)):
        message = many(len(earlier), "test never runs: a later one has its name",
                       "tests never run: a later one has their name")  # fmt: skip
        named = tuple(f"{ref.file}: {ref.id}" for ref in earlier)
        yield _flag("high", message, named)


def missing(listed: tuple[str, ...], task: Task) -> tuple[str, ...]:
    """Of the tests a data set lists, those the suite does not hold, by their last name: how test
    ids are written differs, what a test is called does not."""
    try:
        found = language(task.language).inventory(task.given, task.candidate)
    except WorkbenchError:
        return ()
    there = {last_name(ref.id) for ref in found.tests}
    return tuple(name for name in listed if last_name(name) not in there)


def last_name(name: str) -> str:
    """What a test is called, whatever stands before it: file, class, package, parameters."""
    return name.replace("::", ".").replace("/", ".").split("[")[0].rstrip("()").split(".")[-1]


def _flag(severity: Severity, message: str, evidence: tuple[str, ...]) -> Flag:
    return Flag(kind="test_names", severity=severity, message=message,
                evidence=evidence[:_SHOWN])  # fmt: skip
