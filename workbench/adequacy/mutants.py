"""Mutants of one solution against one suite: what each test reaches, and each mutant's fate.

First the suite runs with nothing active: test by test for what it reaches and what it costs, then
as a whole. A canary then shows that switching a mutant on can fail a test at all. Only then mutants
are tried, each on the tests that reach it, the cheapest first. Cost is counted in steps, not in
seconds, so that the order, and with it every result, is the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.adequacy.trials import Built, NotMutable
from workbench.languages.mutation import (
    CANARY,
    NOTHING,
    Mutant,
    Trial,
    TrialResult,
    fuel_limit,
)
from workbench.model.assessment import Fate, MutantResult
from workbench.model.run import Status

_ENDS = {"fuel": Fate.FUEL, "timeout": Fate.TIMEOUT, "memory": Fate.MEMORY,
         "crashed": Fate.CRASHED}  # fmt: skip


@dataclass(frozen=True)
class Baseline:
    """The suite with nothing active. `reached` maps each test that passes to its probes, `fuel` to
    the steps it takes. `alone`: tests that pass alone but not after the others, or the other way
    round: mutants are tried on whole runs then, as choosing tests would change their results."""

    reached: Mapping[str, frozenset[int]]
    fuel: Mapping[str, int]
    alone: tuple[str, ...]
    asleep: tuple[str, ...]
    """tests that reach the solution and pass although every guard throws: nothing they see there
    can fail them"""

    @property
    def tests(self) -> tuple[str, ...]:
        """The tests mutants are tried on."""
        return tuple(self.reached)


def measure(
    built: Built, unsteady: frozenset[str] = frozenset(), *, wall_s: float = 120.0
) -> Baseline:
    """Run the suite with nothing active, and the canary. Tests in `unsteady` (known to fail now and
    then) are left out. Raises NotMutable when no test passes, or when the canary lives."""
    trials = measuring(built, unsteady)
    results = sorted(built.run(trials, wall_s=wall_s), key=lambda t: t.index)
    return baseline(built, trials, results)


def measuring(built: Built, unsteady: frozenset[str]) -> list[Trial]:
    """The trials that measure: each test alone, all together, all with the canary. Raises
    NotMutable when there is no test."""
    ids = tuple(ref.id for ref in built.bench.tests.tests if ref.id not in unsteady)
    if not ids:
        raise NotMutable("every test fails now and then")
    trials = [Trial(NOTHING, (i,), full=True, probes=True) for i in ids]
    return [*trials, Trial(NOTHING, ids, full=True), Trial(CANARY, ids, full=True)]


def baseline(built: Built, trials: list[Trial], results: list[TrialResult]) -> Baseline:
    """What the results of `measuring` trials come to. Raises NotMutable as `measure` does."""
    if len(results) != len(trials):
        raise NotMutable("the harness did not answer for every trial")
    ids = trials[-1].tests
    *each, whole, canary = results
    passing = [
        i for i, trial in zip(ids, each, strict=True)
        if trial.statuses.get(i) is Status.PASSED and trial.end == "done"
    ]  # fmt: skip
    together = {i for i, status in whole.statuses.items() if status is Status.PASSED}
    kept = [i for i in passing if i in together]
    if not kept:
        raise NotMutable(_why_nothing_passes(ids, [*each, whole]))
    trial_of = dict(zip(ids, each, strict=True))
    own = own_probes(built)
    touched = [i for i in kept if trial_of[i].probes & own]
    asleep = [i for i in touched if canary.statuses.get(i) is Status.PASSED]
    if touched and len(asleep) == len(touched) and canary.end == "done":
        raise NotMutable(
            "no test fails although every place it reaches throws: nothing is checked",
            asleep=tuple(asleep),
        )
    return Baseline(
        reached={i: trial_of[i].probes for i in kept},
        fuel={i: trial_of[i].fuel for i in kept},
        alone=tuple(i for i in ids if (i in passing) != (i in together)),
        asleep=tuple(asleep),
    )


def own_probes(built: Built) -> frozenset[int]:
    """The probes of mutants that do not run while the solution is loaded: whoever reaches none of
    them reaches nothing of it."""
    schemata = built.schemata
    reached = zip(schemata.mutants, schemata.reach, strict=True)
    return frozenset(probe for mutant, probe in reached if not mutant.static)


def examine(
    built: Built,
    base: Baseline,
    mutants: Sequence[Mutant] | None = None,
    *,
    full: bool = False,
    wall_s: float = 120.0,
    trial_wall_s: float = 10.0,
) -> Iterator[MutantResult]:
    """The fate of each of `mutants` (all of them by default), as their jobs end. With `full` every
    covering test is run; otherwise a mutant's tests end with the first that fails."""
    wanted = set(built.schemata.mutants if mutants is None else mutants)
    plan: list[tuple[int, Mutant, tuple[str, ...]]] = []
    for number, mutant in enumerate(built.schemata.mutants, start=1):
        if mutant not in wanted:
            continue
        tests = covering(built, base, number)
        if tests:
            plan.append((number, mutant, tests))
        else:
            yield result(mutant, Fate.NO_COVERAGE)
    trials = [
        Trial(
            number, tests, full=full, fresh=mutant.static,
            fuel=tuple(fuel_limit(base.fuel[i]) for i in tests),
        )
        for number, mutant, tests in plan
    ]  # fmt: skip
    for trial in built.run(trials, wall_s=wall_s, trial_wall_s=trial_wall_s):
        _, mutant, tests = plan[trial.index]
        yield fate(built, base, mutant, tests, trial)
    if mutants is None:
        yield from map(unbuildable, built.unbuilt)


def covering(built: Built, base: Baseline, number: int) -> tuple[str, ...]:
    """The tests that reach mutant `number`, cheapest first; all of them where loading the module
    is what it changes, or where tests depend on each other."""
    mutant = built.schemata.mutants[number - 1]
    probe = built.schemata.reach[number - 1]
    reaching = [i for i, probes in base.reached.items() if probe in probes]
    if base.alone:
        return base.tests if reaching or mutant.static else ()
    if mutant.static:
        reaching = list(base.tests)
    place = {i: n for n, i in enumerate(base.tests)}
    return tuple(sorted(reaching, key=lambda i: (base.fuel[i], place[i])))


def result(
    mutant: Mutant,
    fate: Fate,
    *,
    killed_by: tuple[str, ...] = (),
    covered_by: tuple[int, ...] = (),
    reason: str = "",
) -> MutantResult:
    """A mutant as it is stored."""
    return MutantResult(
        id=mutant.id, file=mutant.file, line=mutant.line, column=mutant.column,
        start=mutant.start, end=mutant.end, operator=mutant.operator,
        before=mutant.before, after=mutant.after, function=mutant.function,
        fate=fate, killed_by=killed_by, covered_by=covered_by, reason=reason[:400],
        static=mutant.static,
    )  # fmt: skip


def unbuildable(mutant: Mutant) -> MutantResult:
    """One that does not build: nobody is credited with it."""
    return result(mutant, Fate.INVALID, reason="it does not build")


def fate(
    built: Built, base: Baseline, mutant: Mutant, tests: tuple[str, ...], trial: TrialResult
) -> MutantResult:
    """What the trial of a mutant on its covering `tests` says of it."""
    covered_by = tuple(n for n, ref in enumerate(built.bench.tests.tests) if ref.id in set(tests))
    # A script runs as a whole: an assertion that does not reach the mutant may see what it left.
    failed = tuple(i for i in trial.failed if i in base.reached)
    stopped = _ENDS.get(trial.end)
    silent = tuple(i for i in tests if i not in trial.statuses)[:1]
    if failed:
        reason = trial.messages.get(failed[0], "").strip().split("\n")[0]
        return result(mutant, Fate.KILLED, killed_by=failed, covered_by=covered_by, reason=reason)
    if stopped is not None:
        return result(mutant, stopped, killed_by=silent, covered_by=covered_by)
    if silent:
        return result(mutant, Fate.KILLED, killed_by=silent, covered_by=covered_by,
                      reason="the test did not report")  # fmt: skip
    return result(mutant, Fate.SURVIVED, covered_by=covered_by)


def _why_nothing_passes(ids: tuple[str, ...], trials: list[TrialResult]) -> str:
    for trial in trials:
        for name in ids:
            said = trial.messages.get(name, "").strip()
            if said:
                return f"no test passes with nothing active; {name}: {said.splitlines()[0][:300]}"
    ends = ", ".join(sorted({t.end for t in trials}))
    return f"no test passes with nothing active (trials ended: {ends})"
