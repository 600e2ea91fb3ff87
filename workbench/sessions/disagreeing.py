"""Where the ratings of one task part, and whether somebody has to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from workbench.model.rubric import Axis
from workbench.sessions.record import Rated

DECIDE_GAP = 2
"""Scores so far apart need a decision, and so do scores on both sides of what blocks."""


@dataclass(frozen=True)
class Split:
    """The scores of one axis of one task, in the order of its ratings. `not_asked` are the places
    in that order of reviewers to whom the axis was not shown: they said nothing about it."""

    axis: Axis
    scores: tuple[int | None, ...]
    not_asked: tuple[int, ...] = ()

    @cached_property
    def given(self) -> tuple[int, ...]:
        """Without who could not judge."""
        return tuple(s for s in self.scores if s is not None)

    @cached_property
    def gap(self) -> int:
        """Between the highest and the lowest."""
        return max(self.given) - min(self.given) if self.given else 0

    @cached_property
    def crosses(self) -> bool:
        """Whether one score blocks and another does not."""
        return len({score >= self.axis.blocks_from for score in self.given}) > 1

    @property
    def unanimous(self) -> bool:
        """Whether two or more scored it, all the same, and nobody could not judge."""
        cannot = len(self.scores) - len(self.given) - len(self.not_asked)
        return len(self.given) > 1 and self.gap == 0 and not cannot

    def needs_decision(self, gap: int = DECIDE_GAP) -> bool:
        """Whether it is so far apart."""
        return self.gap >= gap or self.crosses

    @property
    def settled(self) -> bool:
        """Whether more than half are within one level of each other and on one side of what
        blocks: one more rating would hardly change what is decided."""
        for score in set(self.given):
            with_it = sum(
                abs(other - score) <= 1
                and (other >= self.axis.blocks_from) == (score >= self.axis.blocks_from)
                for other in self.given
            )
            if 2 * with_it > len(self.given):
                return True
        return False


def splits(axes: Sequence[Axis], ratings: Sequence[Rated]) -> tuple[Split, ...]:
    """Every axis of a task."""
    return tuple(
        Split(
            axis,
            tuple(r.score(axis.id) for r in ratings),
            tuple(at for at, r in enumerate(ratings) if not r.asked(axis.id)),
        )
        for axis in axes
    )
