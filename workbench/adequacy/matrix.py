"""The kill matrix: solutions against tests, and what it says of the tests.

Rows are candidate, reference, stubs, variants, mutants and whatever else a reviewer wants to see;
columns are the tests of the given suite and of probe suites. A test that fails on a row *kills* it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.errors import Cancelled, WorkbenchError
from workbench.judge.judge import Judge
from workbench.model.assessment import DETECTED, MISSED, Assessment, MutantResult, Row
from workbench.model.run import Status
from workbench.model.task import Solution, Suite, Task
from workbench.sandboxes.base import Cancel


@dataclass(frozen=True)
class TestWorth:
    """What one test adds. `kills`: the mutants it fails on; `alone`: those no other test does."""

    __test__ = False

    id: str
    kills: tuple[str, ...]
    alone: tuple[str, ...]

    @property
    def redundant(self) -> bool:
        """It kills, and without it as much would be killed."""
        return bool(self.kills) and not self.alone


def rows_of(
    judge: Judge,
    task: Task,
    solutions: Sequence[Solution],
    suites: Sequence[Suite],
    *,
    cancel: Cancel | None = None,
) -> list[Row]:
    """Every solution on every suite, plainly run: a matrix shows what tests say, not what a pass is
    worth. One that cannot be run has its reason as verdict."""
    found: list[Row] = []
    for suite in suites:
        for solution in solutions:
            failed: tuple[str, ...] = ()
            try:
                run = judge.run(task, solution, suite, method="plain", cancel=cancel).run
                verdict = run.verdict.value
                failed = tuple(t.id for t in run.tests if t.status is not Status.PASSED)
            except Cancelled:
                raise
            except WorkbenchError as error:
                verdict = f"not run: {error}"[:300]
            known = task.solution(solution.name) == solution
            found.append(
                Row(
                    solution=solution.name,
                    kind=solution.role if known else "what-if",
                    suite=suite.name,
                    expected=solution.expected,
                    verdict=verdict,
                    failed=failed,
                )
            )
    return found


def mutant_rows(found: Assessment) -> list[Row]:
    """The mutants as rows. Without the full matrix each shows the first test that killed it."""
    return [
        Row(
            solution=m.id, kind="mutant", suite=found.suite, expected="fail",
            verdict=m.fate.value, failed=m.killed_by,
        )
        for m in found.mutants
        if m.fate in DETECTED or m.fate in MISSED
    ]  # fmt: skip


def worth(tests: Sequence[str], mutants: Sequence[MutantResult]) -> list[TestWorth]:
    """What each test adds, in the suite's order. Only of the full matrix: where a mutant's tests
    ended with the first failure nobody knows who else would have failed."""
    killers = {m.id: m.killed_by for m in mutants if m.killed_by}
    return [
        TestWorth(
            id=test,
            kills=tuple(id for id, by in killers.items() if test in by),
            alone=tuple(id for id, by in killers.items() if by == (test,)),
        )
        for test in tests
    ]
