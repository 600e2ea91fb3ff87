"""What the judge asks of a language, and the words they share.

A language turns (solution, suite) into jobs and their bytes back into results. It never runs
anything: the judge hands its jobs to a sandbox.

    inventory(suite, solution)  -> which test ids must be reported, from the source alone
    plan(...)                   -> an optional build job and the test job made from its artefact
    shadow(...)                 -> the same suite with every expected value perturbed
    split_jobs(...)             -> tests and solution as two jobs that talk over pipes
    parse_build(outcome)        -> built, or why not
    parse(outcome, inventory)   -> results, end record, flags

The harness inside the sandbox writes one JSON object a line to fd 3; `records.py` reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from workbench.model.run import Diagnostic, TestResult
from workbench.model.task import Framework, LanguageName, Limits, Solution, Suite
from workbench.sandboxes.base import Job, Outcome
from workbench.toolchains.base import Toolbox


@dataclass(frozen=True)
class TestRef:
    """A test that must report, and where it stands."""

    __test__ = False

    id: str
    file: str = ""
    line: int | None = None


def title(test_id: str) -> str:
    """What a test is called in its file: an id without the folders, classes and blocks around."""
    return test_id.rpartition(" > ")[2].rpartition("::")[2]


@dataclass(frozen=True)
class Inventory:
    """The test ids of a suite, read from its source.

    `skipped` names those that are marked to be skipped: they count as tests and cannot pass.
    `problems` are sentences about what could not be read (a syntax error, ids only known at run
    time); with `complete` False the reported ids may be a superset of `tests` (parametrised rows
    computed at run time), never a subset.
    """

    framework: Framework
    tests: tuple[TestRef, ...]
    skipped: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()
    complete: bool = True


@dataclass(frozen=True)
class Built:
    """Result of the build job. `artefact` is opaque: it only ever goes into another sandbox."""

    ok: bool
    artefact: bytes = b""
    output: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class Report:
    """What the harness said, checked against nothing yet.

    `ended`: the end record arrived and the stream closed cleanly after it. `claimed_exit` is the
    exit code the end record announced. `flags` are signs of tampering, as sentences.
    """

    results: tuple[TestResult, ...]
    ended: bool
    claimed_exit: int | None = None
    flags: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    error: str = ""
    """The suite could not be loaded (import error, compile error seen at run time)."""
    uncrossed: tuple[str, ...] = ()
    """Split runs: calls at which a value could not cross, as sentences naming call and line."""
    answered: tuple[str, ...] = ()
    """Split runs: truths the solution's side decided (`==` of one of its objects), as sentences
    naming the place. Such a run needs a shadow as if it were in one process."""


@dataclass(frozen=True)
class Shadow:
    """A suite with every expected value perturbed: same paths, ids, lines and shape, so that an
    honest solution that passes the suite fails every test of its shadow.

    `unperturbed` names the tests for which no sound perturbation was found, and why. `sealed`
    names those made to fail in any case, and why: that they do proves their report, not what they
    compare. `unsure` holds ids whose survival accuses nobody unless a reference fails their
    shadow. `guessed` holds ids of which it is not certain that right code reaches a perturbed
    check; `fallback` is the shadow with those sealed.
    """

    suite: Suite
    unperturbed: Mapping[str, str] = field(default_factory=dict)
    sealed: Mapping[str, str] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()
    guessed: frozenset[str] = frozenset()
    fallback: Suite | None = None


@dataclass(frozen=True)
class SplitJobs:
    """Two jobs for `Sandbox.run_pair`: the unmodified tests lead, the solution follows. `parse`
    reads the outcome of `tests`; nothing the solution's job says is believed."""

    tests: Job
    solution: Job


class Language(Protocol):
    """One language. Stateless; one instance serves all threads."""

    name: LanguageName
    toolchain: str
    """Name of the `workbench.toolchains` toolchain it needs."""

    def frameworks(self) -> tuple[Framework, ...]:
        """Which frameworks it runs."""
        ...

    def detect(self, suite: Suite) -> Framework:
        """The framework of a suite whose own says `auto`; raises InputError if none fits."""
        ...

    def inventory(self, suite: Suite, solution: Solution) -> Inventory:
        """Test ids from the source, never by executing it."""
        ...

    def reject(self, solution: Solution, suite: Suite) -> str:
        """Why this submission may not run at all (a planted conftest.py, build.rs...), or ''."""
        ...

    def build_job(
        self, solution: Solution, suite: Suite, inventory: Inventory, tools: Toolbox, limits: Limits
    ) -> Job | None:
        """The job that compiles, or None when nothing needs compiling."""
        ...

    def parse_build(self, outcome: Outcome) -> Built:
        """What the build job left: an artefact or diagnostics."""
        ...

    def test_job(
        self,
        solution: Solution,
        suite: Suite,
        inventory: Inventory,
        tools: Toolbox,
        limits: Limits,
        *,
        nonce: str,
        artefact: bytes = b"",
        selected: tuple[str, ...] = (),
    ) -> Job:
        """The job that runs the tests; `selected` ids only, or all when empty. The harness gets
        `nonce` before any task code is loaded and signs its records with it."""
        ...

    def parse(self, outcome: Outcome, inventory: Inventory, nonce: str) -> Report:
        """Records from fd 3 to results. Never raises on hostile bytes."""
        ...

    def shadow(self, suite: Suite, solution: Solution, inventory: Inventory, seed: int) -> Shadow:
        """The suite with every expected value perturbed, by `seed` alone. `inventory` of the
        result equals `inventory`; where that or a sound perturbation cannot be had, the test is
        named in `unperturbed`. Perturbs only where an honest solution is certain to fail: a test
        whose shadow passes accuses the solution."""
        ...

    def split_jobs(
        self,
        solution: Solution,
        suite: Suite,
        inventory: Inventory,
        tools: Toolbox,
        limits: Limits,
        *,
        nonce: str,
        artefact: bytes = b"",
    ) -> SplitJobs | str:
        """Tests and solution as two jobs, or a sentence why this suite cannot be split. Seen by
        the tests, the solution's modules are proxies; seen by the solution, nothing of the tests
        is there."""
        ...
