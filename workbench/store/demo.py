"""Packs the demo folders, which people edit, into tasks, which the workbench reads.

    task.toml                      id, title, language, entry points, framework, solutions
    prompt.md                      the prompt
    solutions/<name>/...           one folder a solution, each declared in task.toml
    suites/given/...               the suite that is judged
    suites/given.support/...       fixtures and helpers it reads (optional)
    truth.toml                     what is planted and what must come out; never packed

The two read separately on purpose: `pack` does not open truth.toml, so nothing of it can leak
into a task a reviewer sees.
"""

from __future__ import annotations

import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from pydantic import Field, ValidationError, model_validator

from workbench import resources
from workbench.errors import InvalidFile
from workbench.model.base import Files, Id, Text, Value
from workbench.model.run import Verdict
from workbench.model.task import (
    Expected,
    Framework,
    LanguageName,
    Limits,
    Provenance,
    Solution,
    SolutionRole,
    Suite,
    Task,
)

_GIVEN = "given"
_SUPPORT = "given.support"

_V = TypeVar("_V", bound=Value)


class Defect(StrEnum):
    """What is wrong with a demo task, by intent."""

    NONE = "none"
    ACCEPTS_WRONG = "tests-accept-wrong"
    REJECTS_VALID = "tests-reject-valid"
    WRONG_SOLUTION = "wrong-solution"
    AMBIGUOUS_PROMPT = "ambiguous-prompt"
    NEVER_RUN = "tests-never-run"
    ASSERTS_NOTHING = "tests-assert-nothing"
    FLAKY = "flaky"
    SKIPPED = "skipped-tests"
    EXACT_MESSAGE = "over-specified-message"


class Levels(Value):
    """The level a careful reviewer gives on each axis of `coding-task-v1`."""

    specification: int = Field(ge=0, le=3)
    solution: int = Field(ge=0, le=3)
    tests_reject_valid: int = Field(ge=0, le=3)
    tests_accept_wrong: int = Field(ge=0, le=3)
    reproducible: int = Field(ge=0, le=1)
    other_major: int = Field(ge=0, le=1)

    @property
    def blocking(self) -> bool:
        """Whether one of the axes keeps the task out."""
        graded = (
            self.specification,
            self.solution,
            self.tests_reject_valid,
            self.tests_accept_wrong,
        )
        return max(graded) >= 2 or self.reproducible == 1 or self.other_major == 1


Verdicts = Annotated[tuple[Verdict, ...], Field(min_length=1)]
"""One verdict, or all that a varying outcome may show."""


class Outcomes(Value):
    """Solution name -> the verdicts that may come out. TOML may give one word or a list."""

    by_solution: dict[Id, Verdicts] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _from_table(cls, table: Any) -> Any:
        if not isinstance(table, dict):
            return table
        return {"by_solution": {k: v if isinstance(v, list) else [v] for k, v in table.items()}}

    def of(self, solution: str) -> tuple[Verdict, ...]:
        """What may come out for a solution; empty when nothing is stated."""
        return self.by_solution.get(solution, ())


class Probe(Value):
    """A suite that brings the defect to light, and what each solution does on it."""

    name: Id
    framework: Framework = Framework.AUTO
    files: Files = Field(min_length=1)
    verdicts: Outcomes


class Truth(Value):
    """truth.toml: for tests and trainers, never for reviewers."""

    sound: bool
    defect: Defect
    explanation: Text = Field(min_length=40)
    levels: Levels
    verdicts: Outcomes
    probe: tuple[Probe, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.sound != (self.defect is Defect.NONE):
            raise ValueError(f"sound = {self.sound} does not go with defect {self.defect.value!r}")
        if self.sound == self.levels.blocking:
            raise ValueError("a sound task has no blocking level, an unsound one has at least one")
        return self


class _SolutionEntry(Value):
    name: Id
    role: SolutionRole
    expected: Expected | None = None
    note: Text = ""


class _SuiteEntry(Value):
    framework: Framework


class _Manifest(Value):
    """task.toml."""

    id: Id
    title: Text
    language: LanguageName
    entry_points: tuple[Text, ...] = ()
    tags: tuple[Text, ...] = ()
    limits: Limits = Limits()
    suite: _SuiteEntry
    solution: tuple[_SolutionEntry, ...] = Field(min_length=1)


def demo_folders() -> list[Path]:
    """Every demo task's folder, in order of name."""
    return sorted(
        p
        for p in resources.demo_tasks().iterdir()
        if p.is_dir() and not p.name.startswith((".", "_"))
    )


def pack(folder: Path) -> Task:
    """The task of a folder. Raises InvalidFile naming the file and the reason."""
    manifest = _read(folder / "task.toml", _Manifest)
    if manifest.id != folder.name:
        raise InvalidFile(
            f"{folder / 'task.toml'}: id {manifest.id!r} is not the folder's name",
            mend=f"write id = {folder.name!r} or rename the folder",
        )
    _check_declared(folder, manifest)
    support = folder / "suites" / _SUPPORT
    try:
        return Task(
            id=manifest.id,
            title=manifest.title,
            language=manifest.language,
            prompt=_text(folder / "prompt.md"),
            solutions=tuple(
                Solution(
                    name=entry.name,
                    role=entry.role,
                    files=_files(folder / "solutions" / entry.name),
                    expected=entry.expected,
                    note=entry.note,
                )
                for entry in manifest.solution
            ),
            suites=(
                Suite(
                    name=_GIVEN,
                    role="given",
                    framework=manifest.suite.framework,
                    files=_files(folder / "suites" / _GIVEN),
                    support=_files(support) if support.is_dir() else {},
                ),
            ),
            entry_points=manifest.entry_points,
            limits=manifest.limits,
            tags=manifest.tags,
            provenance=Provenance(source="demo", source_id=manifest.id, licence="BSD-3-Clause"),
        )
    except ValidationError as error:
        raise InvalidFile(f"{folder}: {_reasons(error)}") from None


def truth(folder: Path) -> Truth:
    """What is planted in a folder's task. Raises InvalidFile naming the file and the reason."""
    return _read(folder / "truth.toml", Truth)


def _check_declared(folder: Path, manifest: _Manifest) -> None:
    """A solution folder nobody declared would vanish silently; so would a stray suite."""
    declared = {entry.name for entry in manifest.solution}
    _same_names(folder / "solutions", declared, folder / "task.toml")
    suites = {_GIVEN, _SUPPORT} if (folder / "suites" / _SUPPORT).is_dir() else {_GIVEN}
    _same_names(folder / "suites", suites, folder / "task.toml")


def _same_names(place: Path, declared: set[str], manifest: Path) -> None:
    if not place.is_dir():
        raise InvalidFile(f"{place}: no such folder", mend="create it with the files it must hold")
    present = {p.name for p in place.iterdir()}
    for name in sorted(present - declared):
        raise InvalidFile(
            f"{place / name}: not declared in {manifest}", mend="declare it or remove it"
        )
    for name in sorted(declared - present):
        raise InvalidFile(
            f"{manifest}: declares {name!r}, but {place / name} is not there",
            mend="add the folder or remove the entry",
        )


def _files(place: Path) -> dict[str, str]:
    found = {
        p.relative_to(place).as_posix(): _text(p)
        for p in sorted(place.rglob("*"))
        if p.is_symlink() or p.is_file()
    }
    if not found:
        raise InvalidFile(f"{place}: holds no files", mend="add its files or remove the folder")
    return found


def _text(path: Path) -> str:
    if path.is_symlink():
        raise InvalidFile(f"{path}: is a symbolic link", mend="put the file itself there")
    try:
        # Bytes first: text mode would turn CRLF into LF, and a fixture may need its CRLF.
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise InvalidFile(f"{path}: no such file", mend="create it") from None
    except UnicodeDecodeError as error:
        raise InvalidFile(
            f"{path}: byte {error.start} is not UTF-8", mend="save it as UTF-8 or remove it"
        ) from None


def _read(path: Path, kind: type[_V]) -> _V:
    try:
        return kind.model_validate(tomllib.loads(_text(path)))
    except tomllib.TOMLDecodeError as error:
        raise InvalidFile(f"{path}: not valid TOML: {error}") from None
    except ValidationError as error:
        raise InvalidFile(f"{path}: {_reasons(error)}") from None


def _reasons(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(str(step) for step in e['loc']) or 'whole file'}: {e['msg']}"
        for e in error.errors()
    )
