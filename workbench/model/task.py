"""A task as it stands in `<id>.task.json`: prompt, solutions, suites, limits, provenance."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, Self

from pydantic import Field, model_validator

from workbench.model.base import Document, Files, Id, RelPath, Text, Value, content_hash


class LanguageName(StrEnum):
    """The six languages."""

    PYTHON = "python"
    JAVASCRIPT = "javascript"
    TYPESCRIPT = "typescript"
    GO = "go"
    RUST = "rust"
    JAVA = "java"


class Framework(StrEnum):
    """What runs a suite. `auto` lets the language look at the files."""

    AUTO = "auto"
    PYTEST = "pytest"
    UNITTEST = "unittest"
    SCRIPT = "script"  # plain assertions, console.assert, Java `main`
    NODE_TEST = "node:test"
    VITEST = "vitest"
    JEST = "jest"
    MOCHA = "mocha"
    GO_TEST = "go test"
    LIBTEST = "libtest"
    JUNIT5 = "junit5"
    JUNIT4 = "junit4"


SolutionRole = Literal["candidate", "reference", "stub", "variant"]
SuiteRole = Literal["given", "probe"]
Expected = Literal["pass", "fail"]


class Solution(Value):
    """Files that answer the prompt. `expected` is the recorded outcome on the given suite."""

    name: Id
    role: SolutionRole
    files: Files = Field(min_length=1)
    expected: Expected | None = None
    note: Text = ""

    @property
    def digest(self) -> str:
        """Content hash of what is run."""
        return content_hash(self.files)


class Suite(Value):
    """Test files. They are laid over the solution's files: same tree, tests win."""

    name: Id
    role: SuiteRole
    framework: Framework = Framework.AUTO
    files: Files = Field(min_length=1)
    support: Files = Field(default_factory=dict)
    """Fixtures and helpers the tests read; laid like `files` but holding no tests."""

    @property
    def digest(self) -> str:
        """Content hash of what is run."""
        return content_hash([self.framework, self.files, self.support])


class Limits(Value):
    """What one test process may use. Building has its own clock."""

    wall_s: float = Field(default=10.0, gt=0, le=600)
    build_wall_s: float = Field(default=60.0, gt=0, le=600)
    memory_mb: int = Field(default=1024, ge=64, le=16384)
    pids: int = Field(default=128, ge=8, le=1024)
    output_kb: int = Field(default=1024, ge=16, le=16384)
    file_mb: int = Field(default=64, ge=1, le=1024)


class Provenance(Value):
    """Where a task came from and what was changed on the way in."""

    source: Text = ""
    source_id: Text = ""
    licence: Text = ""
    importer: Text = ""
    changes: tuple[Text, ...] = ()


class Task(Document):
    """One coding task. Self-contained: nothing outside this file is needed to judge it."""

    id: Id
    title: Text = Field(min_length=1, max_length=300)
    language: LanguageName
    prompt: Text
    solutions: tuple[Solution, ...] = Field(min_length=1)
    suites: tuple[Suite, ...] = Field(min_length=1)
    entry_points: tuple[Text, ...] = ()
    limits: Limits = Limits()
    tags: tuple[Text, ...] = ()
    provenance: Provenance = Provenance()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for kind, names in (
            ("solution", [s.name for s in self.solutions]),
            ("suite", [s.name for s in self.suites]),
        ):
            twice = sorted({n for n in names if names.count(n) > 1})
            if twice:
                raise ValueError(f"{kind} name used twice: {', '.join(twice)}")
        if sum(s.role == "candidate" for s in self.solutions) != 1:
            raise ValueError("a task needs exactly one solution with role 'candidate'")
        if sum(s.role == "given" for s in self.suites) != 1:
            raise ValueError("a task needs exactly one suite with role 'given'")
        return self

    @property
    def candidate(self) -> Solution:
        """The solution that is judged."""
        return next(s for s in self.solutions if s.role == "candidate")

    @property
    def given(self) -> Suite:
        """The suite that is judged."""
        return next(s for s in self.suites if s.role == "given")

    def solution(self, name: str) -> Solution | None:
        """The solution of that name, or None."""
        return next((s for s in self.solutions if s.name == name), None)

    def suite(self, name: str) -> Suite | None:
        """The suite of that name, or None."""
        return next((s for s in self.suites if s.name == name), None)

    @property
    def image(self) -> str:
        """The image a task on a whole repository runs in; '' for one that runs here."""
        marks = (tag.removeprefix("image:") for tag in self.tags if tag.startswith("image:"))
        return next(marks, "")

    def vouches_for(self, solution: Solution) -> bool:
        """Whether the task carries `vouched:NAME` for it: somebody answers for its being right, so
        that whoever differs from it inside the stated domain is wrong."""
        return f"vouched:{solution.name}" in self.tags

    @property
    def digest(self) -> str:
        """Content hash of the task: a review names the one it was made on."""
        return content_hash(self.model_dump(mode="json"))


__all__ = [
    "Expected",
    "Framework",
    "LanguageName",
    "Limits",
    "Provenance",
    "RelPath",
    "Solution",
    "SolutionRole",
    "Suite",
    "SuiteRole",
    "Task",
]
