"""What the items most likely are, and how each reviewer errs, from the ratings alone.

A. P. Dawid and A. M. Skene, Maximum Likelihood Estimation of Observer Error-Rates Using the EM
Algorithm (1979), with a Dirichlet prior on every row of every reviewer's table. Advisory only:
it takes reviewers to err independently, and reviewers share blind spots.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from workbench.calibration.ratings import Floats, Ints, Ratings

PRIOR: Final = 0.5
ROUNDS: Final = 1000


@dataclass(frozen=True)
class DawidSkene:
    """`posterior` (items x categories), `prevalence` (categories), `errors` (raters x true
    category x category given), each row summing to 1. An item nobody rated has the prevalence
    for its posterior."""

    posterior: Floats
    prevalence: Floats
    errors: Floats
    log_likelihood: float
    rounds: int
    converged: bool

    @property
    def labels(self) -> Ints:
        """The number of the likeliest category of each item."""
        return np.asarray(self.posterior.argmax(axis=1), dtype=np.int64)


def dawid_skene(ratings: Ratings, prior: float = PRIOR, tolerance: float = 1e-7) -> DawidSkene:
    """Fit by EM, begun from the shares of the votes. `prior` is added to every cell of every
    reviewer's table; 0 gives the paper's estimates. Repeated ratings are welcome. Stops when no
    posterior moves by more than `tolerance`."""
    posterior = ratings.counts().astype(np.float64)
    rated = posterior.sum(axis=1) > 0
    if not rated.any():
        width = len(ratings.categories)
        flat = np.full(width, 1 / max(width, 1))
        even = np.full((len(ratings.raters), width, width), 1 / max(width, 1))
        return DawidSkene(np.tile(flat, (len(rated), 1)), flat, even, 0.0, 0, True)
    posterior[rated] /= posterior[rated].sum(axis=1, keepdims=True)
    rounds, moved = 0, np.inf
    while moved > tolerance and rounds < ROUNDS:
        prevalence = posterior[rated].mean(axis=0)
        errors = _errors(ratings, posterior, prior)
        after, likelihood = _posterior(ratings, prevalence, errors, rated)
        moved = float(np.abs(after - posterior)[rated].max())
        posterior, rounds = after, rounds + 1
    return DawidSkene(posterior, prevalence, errors, likelihood, rounds, moved <= tolerance)


def _errors(ratings: Ratings, posterior: Floats, prior: float) -> Floats:
    width, many = posterior.shape[1], len(ratings.raters)
    cells = ratings.rater.astype(np.int64) * width + ratings.code
    table = np.empty((many, width, width))
    for true in range(width):
        seen = np.bincount(cells, weights=posterior[ratings.item, true], minlength=many * width)
        table[:, true, :] = seen.reshape(many, width) + prior
    total = table.sum(axis=2, keepdims=True)
    np.divide(table, total, out=table, where=total > 0)
    table[np.broadcast_to(total == 0, table.shape)] = 1 / width
    return table


def _posterior(
    ratings: Ratings,
    prevalence: Floats,
    errors: Floats,
    rated: np.ndarray[tuple[int, ...], np.dtype[np.bool_]],
) -> tuple[Floats, float]:
    with np.errstate(divide="ignore"):
        # Below any product of real probabilities, and finite: 0 * -inf would be nan.
        log_errors = np.maximum(np.log(errors), -1e4)
        log_shares = np.maximum(np.log(prevalence), -1e4)
    found = np.empty((len(ratings.items), len(prevalence)))
    for true in range(len(prevalence)):
        each = log_errors[ratings.rater, true, ratings.code]
        found[:, true] = log_shares[true] + np.bincount(
            ratings.item, weights=each, minlength=len(ratings.items)
        )
    highest = found.max(axis=1, keepdims=True)
    odds = np.exp(found - highest)
    total = odds.sum(axis=1, keepdims=True)
    likelihood = float((highest + np.log(total))[rated].sum())
    return odds / total, likelihood
