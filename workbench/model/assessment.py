"""An assessment: what a suite is worth, with the evidence for every claim."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from workbench.model.base import Document, Text, Value


class Fate(StrEnum):
    """What became of a mutant. `killed`: a test failed. `fuel`: it took far more steps than the
    original; `timeout`, `memory`, `crashed`: it ended the trial; all four count as detected.
    `no_coverage`: no test reaches it. `invalid`: it does not build, so it counts nowhere.
    `equivalent`: it cannot be told from the original, so it counts nowhere."""

    KILLED = "killed"
    SURVIVED = "survived"
    NO_COVERAGE = "no_coverage"
    FUEL = "fuel"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    INVALID = "invalid"
    EQUIVALENT = "equivalent"


DETECTED = frozenset({Fate.KILLED, Fate.FUEL, Fate.TIMEOUT, Fate.MEMORY, Fate.CRASHED})
MISSED = frozenset({Fate.SURVIVED, Fate.NO_COVERAGE})


class Witness(Value):
    """An input on which a mutant differs from the original, as the task's language writes it.
    `probe` is a ready test in the suite's framework, empty when none could be written."""

    input: Text
    original: Text
    mutated: Text
    inside: bool | None = None
    """whether the input lies in the prompt's stated domain; None when that cannot be said"""
    probe: Text = ""


class MutantResult(Value):
    """One mutant and its fate. `killed_by` holds the first test that failed, or with the whole
    matrix all of them; `covered_by` the tests that reach it, by their place in
    `Assessment.tests`."""

    id: Text
    file: Text
    line: int
    column: int
    start: int
    end: int
    operator: Text
    before: Text
    after: Text
    function: Text = ""
    fate: Fate
    killed_by: tuple[Text, ...] = ()
    covered_by: tuple[int, ...] = ()
    static: bool = False
    reason: Text = ""
    witness: Witness | None = None
    searched: Text = ""
    """why there is no witness, in words; empty where there is one or none was looked for"""


class Gate(Value):
    """One thing that must hold. `ok` None: it could not be tried, and `detail` says why."""

    name: Text
    ok: bool | None
    detail: Text
    runs: tuple[Text, ...] = ()
    """ids of the runs behind it"""


class Row(Value):
    """One solution against every test of a suite: the tests it fails. `verdict` is of the whole."""

    solution: Text
    kind: Literal["candidate", "reference", "stub", "variant", "mutant", "what-if"]
    suite: Text
    expected: Literal["pass", "fail"] | None = None
    verdict: Text
    failed: tuple[Text, ...] = ()
    run: Text = ""
    """id of the run behind it, empty where there is none"""


class Flakiness(Value):
    """One test over repeated runs. `high` is the upper bound of its failure rate at 95 %."""

    id: Text
    failures: int = Field(ge=0)
    runs: int = Field(ge=1)
    high: float = Field(ge=0, le=1)
    note: Text = ""


class FileCoverage(Value):
    """Lines and branch outcomes of one file: how many tests reached each. A branch key is
    `line:true` or `line:false`; the same line may hold several conditions, counted together."""

    file: Text
    lines: dict[int, int] = Field(default_factory=dict)
    branches: dict[str, int] = Field(default_factory=dict)


class Counterexample(Value):
    """An input on which two solutions differ. `inside` True: it lies in the stated domain and
    speaks against `solution`; None: it lies there, but who is wrong is not known; False: it lies
    outside. `why` has the reason."""

    solution: Text
    other: Text
    input: Text
    expected: Text
    actual: Text
    inside: bool | None = None
    why: Text = ""
    """what speaks for or against the input being in the stated domain"""
    probe: Text = ""


class Split(Value):
    """An input inside the stated domain on which solutions that pass the suite differ. `answers`:
    what was answered and by whom, most first. `first_alone`: all others agree, and differ from the
    solution they were compared with."""

    input: Text
    answers: tuple[tuple[Text, tuple[Text, ...]], ...]
    first_alone: bool = False
    why: Text = ""


class SuspectAssertion(Value):
    """A test that fails under an edit the prompt leaves free."""

    test: Text
    edit: Text
    file: Text = ""
    line: int | None = None
    message: Text = ""


class ByHeart(Value):
    """How far a solution comes that is right for the calls the suite itself makes, `calls` of them,
    and for nothing else. `passed` are the tests it passes, `others` the rest, where the suite makes
    calls that change from run to run. `why`: why that cannot be said; `calls` are then those that
    two runs of the suite made alike, 0 where not even that is known."""

    calls: int = Field(default=0, ge=0)
    passed: tuple[Text, ...] = ()
    others: tuple[Text, ...] = ()
    why: Text = ""


Severity = Literal["high", "medium", "low"]


class Flag(Value):
    """What a reviewer should look at first, and the evidence behind it."""

    kind: Text
    severity: Severity
    message: Text
    evidence: tuple[Text, ...] = ()


class Assessment(Document):
    """Everything measured about one suite, on one solution. Stored by `id`, the hash of what went
    in. `done` names the phases that ended; what is not in it was not measured."""

    id: str = Field(pattern=r"^[0-9a-f]{64}$")
    task_id: Text
    language: Text
    solution: Text
    suite: Text
    tests: tuple[Text, ...] = ()
    """the suite's inventory"""
    basis: dict[Text, Text] = Field(default_factory=dict)
    """what it was measured on (`workbench.model.basis`); empty in older ones"""
    done: tuple[Text, ...] = ()
    tried: dict[Text, int] = Field(default_factory=dict)
    """how far a phase came in whose middle the budget ended: it goes on behind so many"""
    problems: tuple[Text, ...] = ()
    """sentences: what could not be measured, and why"""
    gates: tuple[Gate, ...] = ()
    matrix: tuple[Row, ...] = ()
    mutants: tuple[MutantResult, ...] = ()
    full: bool = False
    """every mutant against every covering test"""
    asleep: tuple[Text, ...] = ()
    """tests that pass although every place of the solution they reach throws"""
    idle: tuple[Text, ...] = ()
    """tests that reach nothing of the solution"""
    unchecked: tuple[Text, ...] = ()
    """tests in which nothing is found that checks anything"""
    unheard: tuple[Text, ...] = ()
    """checks that can fail nobody, as `file:line` and why"""
    flakes: tuple[Flakiness, ...] = ()
    reruns: int = 0
    """how often the suite was repeated"""
    reruns_wished: int = 0
    """how often it was to be; 0 in older ones"""
    coverage: tuple[FileCoverage, ...] = ()
    counterexamples: tuple[Counterexample, ...] = ()
    splits: tuple[Split, ...] = ()
    compared: int = 0
    """solutions that pass the suite and were compared with each other"""
    suspects: tuple[SuspectAssertion, ...] = ()
    by_heart: ByHeart | None = None
    """whether the suite can be known by heart; information, and no defect"""
    flags: tuple[Flag, ...] = ()
    strength: float | None = Field(default=None, ge=0, le=1)
    duration_s: float = Field(default=0.0, ge=0)
