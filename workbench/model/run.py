"""A run: one solution against one suite, what each test did, and the verdict."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from workbench.model.base import Document, Text, Value
from workbench.model.task import Limits


class Verdict(StrEnum):
    """Only `pass` is a pass."""

    PASS = "pass"
    FAIL = "fail"
    BUILD_ERROR = "build_error"
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    OUTPUT_LIMIT = "output_limit"
    INCOMPLETE = "incomplete"
    TAMPERED = "tampered"
    INFRASTRUCTURE = "infrastructure"


class Status(StrEnum):
    """What one test did. `missing`: in the inventory, never reported. `not_run`: not asked for,
    or the run ended (limit, build error) before its turn."""

    PASSED = "passed"
    FAILED = "failed"
    ERRORED = "errored"
    SKIPPED = "skipped"
    MISSING = "missing"
    NOT_RUN = "not_run"


Grade = Literal["A", "B", "C"]


class TestResult(Value):
    """One test id. `message` is why it failed; `output` what it printed, cut by the runner."""

    __test__ = False  # pytest would collect the name

    id: Text
    status: Status
    duration_s: float = Field(default=0.0, ge=0)
    message: Text = ""
    output: Text = ""
    file: Text = ""
    line: int | None = None
    children: tuple[Text, ...] = ()
    """Sub-tests or table rows the framework reported under this id, as `status name`."""


class Diagnostic(Value):
    """A compiler or type-checker message; does not by itself decide the verdict."""

    severity: Literal["error", "warning", "note"] = "error"
    message: Text
    source: Text = ""
    file: Text = ""
    line: int | None = None


class SandboxInfo(Value):
    """What contained the run and which limits were really enforced."""

    backend: Text
    version: Text = ""
    enforced: tuple[Text, ...] = ()
    unenforced: tuple[Text, ...] = ()


class EarlierOutcome(Value):
    """The outcome of an earlier run of the very same inputs."""

    finished_at: Text
    verdict: Verdict


class Run(Document):
    """Solution x suite. Stored by `id`, the hash of everything that went in."""

    id: str = Field(pattern=r"^[0-9a-f]{64}$")
    task_id: Text
    language: Text
    solution: Text
    suite: Text
    solution_hash: Text
    suite_hash: Text
    selected: tuple[Text, ...] = ()
    """Test ids asked for; empty means the whole suite. A partial run is never a `pass`."""
    verdict: Verdict
    grade: Grade
    grade_reason: Text
    unproven: dict[str, Text] = Field(default_factory=dict)
    """Grade C: the tests whose passing nothing but the tests' own process vouches for, and why."""
    reason: Text
    tests: tuple[TestResult, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    stdout: Text = ""
    stderr: Text = ""
    build_output: Text = ""
    started_at: Text
    duration_s: float = Field(ge=0)
    build_s: float = Field(default=0.0, ge=0)
    sandbox: SandboxInfo
    toolchain: dict[str, str] = Field(default_factory=dict)
    limits: Limits | None = None
    """What it might use; None in runs that were kept before it was noted."""
    earlier: tuple[EarlierOutcome, ...] = ()
