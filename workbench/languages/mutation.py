"""What adequacy asks of a language: mutants of a solution, and many trials of one suite in one job.

    mutants(solution, suite)       -> every single-edit mutant, from the syntax tree alone
    schemata(solution, mutants)    -> one program that holds them all, each behind a guard
    breakers(outcome, schemata)    -> which mutants a failed build must blame
    trial_job(...)                 -> a job that runs the suite many times, a mutant active in each
    code_job(...)                  -> compiled code, to tell equivalent mutants

A mutant is one text edit of one file, so that it can always be shown as a difference and rebuilt
alone. The schemata are a matter of speed: the suite is built and loaded once, and a *guard* asks at
run time which mutant is active. Mutants have numbers from 1 in their schemata; `NOTHING` and
`CANARY` are not mutants. Guards are also the probes that coverage is made of, and loops carry fuel,
so that an endless mutant ends at the same step on every machine.

A trial is one run of some tests, in the order given, with one number active. Trials know nothing of
each other: whatever a mutant leaves behind (module state, files in the working folder) is gone
before the next. The harness reports on fd 3, one signed JSON object a line:

    {"n": nonce, "k": "begin", "t": index}
    {"n": nonce, "k": "trial", "t": index, "end": an end, "results": [[test id, status, message]],
     "fuel": steps, "probes": [...], "duration_s": s,
     "tests": [test id]}                           of a `covering` trial: those that were chosen
    {"n": nonce, "k": "error", "message": ...}     the suite could not be loaded
    {"n": nonce, "k": "end", "count": trials}

A test that a stopped trial did not get to has no result. A trial that was begun and has no record
took the harness down with it: whoever drives it names that and sends the rest again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Literal, Protocol

from workbench.languages.base import Inventory
from workbench.languages.days import shift_s
from workbench.model.run import Status
from workbench.model.task import Limits, Solution, Suite
from workbench.sandboxes.base import Job, Outcome
from workbench.toolchains.base import Toolbox

AS_EVER: Mapping[str, str] = MappingProxyType({})
"""a build for trials sees what every other build sees"""

NOTHING = 0
CANARY = -1
"""Active: every guard that is reached throws or ends the process. A suite that survives it cannot
be told apart from one whose mutants are never switched on."""


def fuel_limit(steps: int) -> int:
    """How many steps a mutant may take where the original takes `steps`: twenty times as many and a
    few, but no more than seven times and two million where the original is long itself."""
    return steps + min(19 * steps, 6 * steps + 2_000_000) + 2_000


Operator = Literal[
    "boundary",  # < and <=, ranges and slices one off
    "negate",  # a condition turned round, == and !=, in and not in
    "condition",  # a condition that is always true, always false
    "logical",  # and and or exchanged, an operand dropped
    "arithmetic",  # + and -, * and /, shifts and bits, also in compound assignments
    "unary",  # - or ! or ~ removed
    "boolean",  # a literal turned round
    "integer",  # a literal one more, 0 and 1 exchanged
    "float",  # a literal moved
    "return",  # a typed default, an empty value, nil for an error
    "stub",  # a whole function body
    "delete",  # a statement: a call, an assignment to what exists, defer
    "jump",  # break and continue
    "call",  # a method's sibling: min and max, some and every, starts and ends
    "exception",  # another type raised or caught, a handler emptied
    "optional",  # None and Some, null, ?? and ?.
    "text",  # "" and another string; the least telling
]


@dataclass(frozen=True)
class Mutant:
    """One edit of one file: bytes `start` to `end` (UTF-8) become `after`. `id` is stable: it
    depends on the file's text alone. `before` is what stood there."""

    id: str
    file: str
    line: int
    column: int
    start: int
    end: int
    operator: Operator
    before: str
    after: str
    function: str = ""
    """qualified name of the function it is in, empty at module level"""
    static: bool = False
    """runs while the module is loaded, before any test"""

    def applied(self, solution: Solution) -> Solution:
        """The solution with this edit and nothing else."""
        data = solution.files[self.file].encode()
        edited = data[: self.start] + self.after.encode() + data[self.end :]
        return solution.model_copy(update={"files": {**solution.files, self.file: edited.decode()}})


@dataclass(frozen=True)
class Probe:
    """A place that reports when it is reached. Kind `line`: statement on `line`; `true` and
    `false`: the condition on `line` came out so; `guard`: a mutant's place."""

    file: str
    line: int
    kind: Literal["line", "true", "false", "guard"]


@dataclass(frozen=True)
class Schemata:
    """A solution that holds mutants behind guards. `mutants[n - 1]` has number n; `probes[p]` is
    what a trial reports as p; `reach[n - 1]` is the probe that says whether n was reached."""

    solution: Solution
    mutants: tuple[Mutant, ...]
    probes: tuple[Probe, ...]
    reach: tuple[int, ...]
    places: Mapping[str, tuple[tuple[int, int, int], ...]] = field(default_factory=dict)
    """Per file of `solution`: (start, end, number) of each mutant's text, in bytes; `breakers`
    finds there whom a diagnostic means. Empty where nothing is compiled."""


@dataclass(frozen=True)
class Trial:
    """Run `tests` in that order with `active` switched on. `full`: go on after a failure.
    `probes`: report what was reached. `fuel`: how many steps each test may take, all alike or one
    by one, so that what never ends in a cheap test does not burn what a long one needs; 0 is as
    much as it takes. What runs between two tests counts to the later one, or to either where the
    framework does not tell whose it is. `seed` not 0: vary what a suite should not depend on (hash
    seed, random seed, clock)."""

    active: int
    tests: tuple[str, ...]
    fuel: int | tuple[int, ...] = 0
    full: bool = False
    probes: bool = False
    seed: int = 0
    fresh: bool = False
    """load everything anew: the mutant is in what runs while loading"""
    covering: bool = False
    """`tests` and `fuel` are left to a harness that `chooses`: the tests that reach `active`, by
    what the trials before it in the same job told"""

    @property
    def fuels(self) -> tuple[int, ...]:
        """How many steps each of `tests` may take."""
        return self.fuel if isinstance(self.fuel, tuple) else (self.fuel,) * len(self.tests)


TrialEnd = Literal["done", "fuel", "timeout", "memory", "crashed"]


@dataclass(frozen=True)
class TrialResult:
    """What trial `index` of its job did. Tests that were not reached are not in `statuses`."""

    index: int
    end: TrialEnd
    statuses: Mapping[str, Status]
    messages: Mapping[str, str]
    fuel: int = 0
    probes: frozenset[int] = frozenset()
    duration_s: float = 0.0
    tests: tuple[str, ...] = ()
    """those the harness chose, where that was left to it"""

    @property
    def failed(self) -> tuple[str, ...]:
        """The tests that did not pass, in the order they ran."""
        return tuple(i for i, status in self.statuses.items() if status is not Status.PASSED)


class Mutation(Protocol):
    """One language's mutants. Stateless, like `base.Language`."""

    chooses: bool
    """whether its harness runs trials that are `covering`"""
    build_env: Mapping[str, str]
    """what a build for trials sees beside what the language's own builds see"""

    def mutants(self, solution: Solution, suite: Suite) -> tuple[Mutant, ...]:
        """Of the solution's own code (never of files the suite brings), in source order: the same
        for the same text, always. Never raises: a file that cannot be parsed has none."""
        ...

    def schemata(self, solution: Solution, mutants: Sequence[Mutant]) -> Schemata:
        """One program that holds `mutants`. With nothing active it behaves like `solution`. Those
        that cannot stand behind a guard are left out of the result's `mutants`."""
        ...

    def clocked(self, schemata: Schemata, suite: Suite) -> tuple[Schemata, Suite]:
        """The same two with a clock that a trial with a seed can move, where that takes an edit of
        the source; the very same where it takes none, or cannot be done."""
        ...

    def breakers(self, outcome: Outcome, schemata: Schemata) -> frozenset[int]:
        """Numbers of the mutants that a failed build's diagnostics point at. Empty: nobody can be
        blamed, and whoever drives it must halve the set."""
        ...

    def trial_job(
        self,
        schemata: Schemata,
        suite: Suite,
        inventory: Inventory,
        tools: Toolbox,
        limits: Limits,
        trials: Sequence[Trial],
        *,
        nonce: str,
        artefact: bytes = b"",
        trial_wall_s: float = 10.0,
    ) -> Job:
        """Runs `trials` one after the other. `trial_wall_s`: what even fuel does not stop is
        killed after so long. `limits` bind each trial where trials are processes, the whole job
        where they share one; the job's own wall is the caller's to set."""
        ...

    def code_job(
        self, solution: Solution, suite: Suite, inventory: Inventory, tools: Toolbox, limits: Limits
    ) -> Job | None:
        """Compiles `solution` alone; the results are its machine or byte code without anything that
        tells of lines and names, so that equal bytes mean equal behaviour. None: this language
        has no compiled code worth comparing."""
        ...


def order_of(trials: Sequence[Trial]) -> list[dict[str, object]]:
    """Trials as the harnesses read them."""
    found = []
    for trial in trials:
        told = asdict(trial) | {"tests": list(trial.tests), "fuel": list(trial.fuels)}
        if not trial.covering:
            del told["covering"]  # harnesses that do not choose need not know the word
        if trial.seed:
            told["clock_s"] = shift_s(trial.seed)
        found.append(told)
    return found


_MEASURING_WALL_S = 10.0


def plain_wall_s(trials: Sequence[Trial], trial_wall_s: float) -> float:
    """The wall of trials that are not `covering`: where others of their job are, they measure, and
    what a mutant may take is no bound for that."""
    measuring = any(trial.covering for trial in trials)
    return max(trial_wall_s, _MEASURING_WALL_S) if measuring else trial_wall_s


def dump_order(trials: Sequence[Trial], nonce: str, **more: object) -> bytes:
    """What a trial harness reads from its stdin."""
    return json.dumps({"nonce": nonce, "trials": order_of(trials), **more}).encode()
