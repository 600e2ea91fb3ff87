"""Many-facet Rasch: items, reviewers and steps of the scale on one line of logits.

J. M. Linacre, Many-Facet Rasch Measurement (1989), with D. Andrich's rating scale (1978):
log(P(k) / P(k - 1)) = item + reviewer - step k. Items come from a normal distribution that is
integrated out (R. D. Bock and M. Aitkin 1981), so that reviewers are not biased where an item has
two ratings. A reviewer who always gives the same level is held by a weak prior (3 logits).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workbench.calibration.design import groups
from workbench.calibration.estimate import NO_PAIRS, NO_VARIATION
from workbench.calibration.ratings import Floats, Label, Ratings

ROUNDS: Final = 1000
_REACH: Final = 9.0
"""How far from 0 items may be, in logits."""
_PRIOR = 1 / 3.0**2


@dataclass(frozen=True)
class RaschRater:
    """One reviewer in logits: above 0 he scores higher than the others do."""

    rater: str
    severity: float
    error: float


@dataclass(frozen=True)
class Rasch:
    """`steps` are where a level becomes likelier than the one below; `items` the expected place
    of each item and `spread` their standard deviation. Without a fit all is empty and `note` says
    why."""

    raters: tuple[RaschRater, ...] = ()
    steps: tuple[float, ...] = ()
    levels: tuple[Label, ...] = ()
    items: tuple[float, ...] = ()
    spread: float = 0.0
    converged: bool = False
    note: str = ""


def rasch(ratings: Ratings, tolerance: float = 1e-4) -> Rasch:
    """Fit the model, or say why the ratings do not carry it. Levels nobody gave are left out."""
    if not (np.bincount(ratings.item, minlength=1) >= 2).any():
        return Rasch(note=NO_PAIRS)
    used, code = np.unique(ratings.code, return_inverse=True)
    if len(used) < 2:
        return Rasch(note=NO_VARIATION)
    active = np.bincount(ratings.rater, minlength=len(ratings.raters)) > 0
    number = len(np.unique(groups(ratings)[active]))
    if number > 1:
        return Rasch(note=f"undefined: {number} groups of reviewers share no item")
    fit = _Fit(ratings, code, len(used))
    converged = False
    for _ in range(ROUNDS):
        if fit.round() < tolerance:
            converged = True
            break
    errors = fit.errors()
    unused = [str(c) for at, c in enumerate(ratings.categories) if at not in used]
    return Rasch(
        raters=tuple(
            RaschRater(name, float(fit.severity[at]), float(errors[at]))
            for at, name in enumerate(ratings.raters)
            if active[at]
        ),
        steps=tuple(map(float, fit.steps)),
        levels=tuple(ratings.categories[at] for at in used),
        items=tuple(map(float, fit.grid @ fit.posterior)),
        spread=fit.spread,
        converged=converged,
        note=f"levels nobody gave are left out: {', '.join(unused)}" if unused else "",
    )


def _grid(ratings: int, width: int) -> Floats:
    """Points no further apart than an item's posterior is wide, for sums of smooth functions are
    as good as integrals then: a rating's information is at most its variance, (width - 1)^2 / 4."""
    finest = 2.0 / ((width - 1) * ratings**0.5)
    return np.linspace(-_REACH, _REACH, 2 * int(np.ceil(_REACH / min(0.4, finest))) + 1)


class _Fit:
    """The state of the EM algorithm. Places of items are the points of a grid."""

    def __init__(self, ratings: Ratings, code: NDArray[np.int64], width: int) -> None:
        self._item, self._rater = ratings.item.astype(np.int64), ratings.rater.astype(np.int64)
        self._code = code
        self._n_items, self._many, self._width = len(ratings.items), len(ratings.raters), width
        self._cell = ratings.rater.astype(np.int64) * width + code
        self._seen = np.bincount(self._rater, minlength=self._many) > 0
        share = np.bincount(code, minlength=width).astype(np.float64)
        self.severity = np.zeros(self._many)
        self.steps = np.log(share[:-1] / share[1:])
        self.spread = 1.0
        self.grid = _grid(int(np.bincount(ratings.item).max()), width)
        self.posterior = np.empty(
            (len(self.grid), self._n_items)
        )  # points first: whole rows are added

    def round(self) -> float:
        """One round: where the items are, then what that says of the rest. The largest move."""
        before = np.concatenate([self.severity, self.steps, [self.spread]])
        expected = self._expect()
        self._move_raters(expected)
        self._move_steps(expected)
        middle = float(self.severity[self._seen].mean())
        self.severity = np.where(self._seen, self.severity - middle, 0.0)
        self.steps = self.steps - middle
        self.spread = float(np.sqrt((self.grid**2 @ self.posterior).mean()))
        after = np.concatenate([self.severity, self.steps, [self.spread]])
        return float(np.abs(after - before).max())

    def _probabilities(self) -> Floats:
        """raters x levels x grid."""
        levels = np.arange(self._width)
        lean = np.concatenate([[0.0], np.cumsum(self.steps)])
        place = self.severity[:, None] + self.grid[None, :]
        logits = levels[None, :, None] * place[:, None, :] - lean[None, :, None]
        logits -= logits.max(axis=1, keepdims=True)
        odds: Floats = np.exp(logits)
        odds /= odds.sum(axis=1, keepdims=True)
        return odds

    def _expect(self) -> Floats:
        """The posterior of each item; then, for raters x levels x grid, the expected ratings."""
        table = np.log(np.maximum(self._probabilities(), 1e-300))
        table = np.ascontiguousarray(table.reshape(self._many * self._width, -1).T)
        prior = -0.5 * (self.grid / max(self.spread, 0.05)) ** 2
        for at, row in enumerate(table):
            pulled = np.bincount(self._item, weights=row[self._cell], minlength=self._n_items)
            self.posterior[at] = pulled + prior[at]
        self.posterior -= self.posterior.max(axis=0)
        np.exp(self.posterior, out=self.posterior)
        self.posterior /= self.posterior.sum(axis=0)
        for at, likely in enumerate(self.posterior):
            table[at] = np.bincount(
                self._cell, weights=likely[self._item], minlength=table.shape[1]
            )
        return table.T.reshape(self._many, self._width, -1)

    def _move_raters(self, expected: Floats) -> None:
        chance, levels = self._probabilities(), np.arange(self._width)[None, :, None]
        number = expected.sum(axis=1)
        mean = (chance * levels).sum(axis=1)
        spread = (chance * levels**2).sum(axis=1) - mean**2
        slope = (expected * levels).sum(axis=(1, 2)) - (number * mean).sum(axis=1)
        slope -= _PRIOR * self.severity
        curve = (number * spread).sum(axis=1) + _PRIOR
        self.severity = self.severity + np.clip(slope / curve, -1.0, 1.0)

    def _move_steps(self, expected: Floats) -> None:
        # From a level upwards: how often it was reached, and how often that was to be expected.
        reached = np.cumsum(self._probabilities()[:, ::-1], axis=1)[:, ::-1][:, 1:]
        number = expected.sum(axis=1)
        seen = np.cumsum(expected[:, ::-1], axis=1)[:, ::-1][:, 1:].sum(axis=(0, 2))
        slope = (number[:, None] * reached).sum(axis=(0, 2)) - seen
        deeper = np.maximum(np.arange(self._width - 1)[:, None], np.arange(self._width - 1)[None])
        joint = (number[:, None, None] * reached[:, deeper]).sum(axis=(0, 3))
        product = np.einsum("rk,rgk,rhk->gh", number, reached, reached)
        curve = joint - product + 1e-9 * np.eye(self._width - 1)
        self.steps = self.steps + np.clip(np.linalg.solve(curve, slope), -1.0, 1.0)

    def errors(self) -> Floats:
        """Standard errors of the severities, from what each item's ratings pull at them."""
        mean = (self._probabilities() * np.arange(self._width)[None, :, None]).sum(axis=1)
        pull = self._code - self._expected(mean)
        size = self._many
        information = np.diag(np.where(self._seen, _PRIOR, 1.0))
        order = np.argsort(self._item, kind="stable")
        item, rater, pull = self._item[order], self._rater[order], pull[order]
        step = max(1, 4_000_000 // size)
        for start in range(0, self._n_items, step):
            first, last = np.searchsorted(item, [start, start + step])
            part = np.zeros((step, size))
            np.add.at(part, (item[first:last] - start, rater[first:last]), pull[first:last])
            information += part.T @ part
        centre = np.eye(size) - np.outer(np.ones(size), self._seen / self._seen.sum())
        spread = centre @ np.linalg.inv(information) @ centre.T
        return np.sqrt(np.diag(spread))

    def _expected(self, mean: Floats) -> Floats:
        """What level each rating was to be expected at, over the places its item may have."""
        found = np.zeros(len(self._item))
        for likely, level in zip(self.posterior, mean.T, strict=True):
            found += likely[self._item] * level[self._rater]
        return found
