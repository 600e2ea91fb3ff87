"""What the kill matrix says of the tests: a test that fails on a mutant *kills* it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.model.assessment import MutantResult


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
