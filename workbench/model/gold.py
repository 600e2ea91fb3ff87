"""How a review compares with what its task is known to be: the rules of onboarding and pausing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.model.review import Review
from workbench.model.rubric import Rubric
from workbench.model.session import Gold


@dataclass(frozen=True)
class Compared:
    """One axis of a gold task. `said` is None where the reviewer could not judge it."""

    axis: str
    true: int
    said: int | None
    blocks_from: int

    @property
    def right_side(self) -> bool:
        """Whether both block, or neither does."""
        if self.said is None:
            return False
        return (self.said >= self.blocks_from) == (self.true >= self.blocks_from)

    @property
    def close(self) -> bool:
        """Within one level and on the right side of what blocks: good enough."""
        return self.said is not None and abs(self.said - self.true) <= 1 and self.right_side


def compare(review: Review, gold: Gold, rubric: Rubric) -> tuple[Compared, ...]:
    """The axes that gold knows, in the rubric's order, without those the reviewer was not asked:
    a submission has no rating of them."""
    found = []
    for axis in rubric.axes:
        rating = review.ratings.get(axis.id)
        if axis.id in gold.scores and (rating is not None or review.cannot_judge):
            said = None if rating is None or review.cannot_judge else rating.score
            found.append(Compared(axis.id, gold.scores[axis.id], said, axis.blocks_from))
    return tuple(found)


def missed(compared: Iterable[Compared]) -> bool:
    """Whether a gold task counts towards a pause: an axis was scored and is not close. What could
    not be judged is no miss."""
    return any(c.said is not None and not c.close for c in compared)


def passed(tasks: Iterable[Iterable[Compared]], share: float) -> bool:
    """Whether this much onboarding is enough: that share of all its axes is close."""
    every = [c.close for task in tasks for c in task]
    return bool(every) and sum(every) >= share * len(every) - 1e-9
