"""Drift is named at the rate that is promised, and not for other reasons."""

from __future__ import annotations

import math

import numpy as np
import pytest

from workbench.sessions.comparing import Beside, Compared
from workbench.sessions.drifting import FEWEST, measure_drift, width_for


def a_session(
    random: np.random.Generator, reviewers: int = 20, tasks: int = 70, noise: float = 0.5
) -> dict[str, tuple[Compared, ...]]:
    """Errors of four axes beside one other reviewer, in whom nothing moves."""
    errors = random.normal(0, noise, (reviewers, tasks, 4))
    return {f"r{r:02}": rows_of(f"r{r:02}", errors[r]) for r in range(reviewers)}


def rows_of(name: str, errors: np.ndarray) -> tuple[Compared, ...]:  # type: ignore[type-arg]
    return tuple(
        Compared(f"t{at}", name, at + 1,
                 tuple(Beside(f"axis {a}", 0, -float(e), 1.0) for a, e in enumerate(row)))
        for at, row in enumerate(errors)
    )  # fmt: skip


def named(found: dict[str, tuple[Compared, ...]]) -> set[str]:
    return {name for name, drift in measure_drift(found).items() if drift.drifting}


def test_of_sixty_sessions_without_drift_hardly_one_names_somebody() -> None:
    random = np.random.default_rng(3)
    alarms = sum(bool(named(a_session(random))) for _ in range(60))
    assert alarms <= 3


def test_a_severe_reviewer_does_not_drift() -> None:
    random = np.random.default_rng(1)
    found = a_session(random)
    found["r03"] = rows_of("r03", random.normal(1.5, 0.5, (70, 4)))
    assert named(found) == set()


def test_a_step_is_seen_whichever_way_it_goes_and_where_it_was() -> None:
    random = np.random.default_rng(2)
    found = a_session(random)
    for name, way in (("r05", 1.0), ("r06", -1.0)):
        errors = random.normal(0, 0.5, (70, 4))
        errors[40:] += way
        found[name] = rows_of(name, errors)
    assert named(found) == {"r05", "r06"}
    up, down = (measure_drift(found)[name] for name in ("r05", "r06"))
    assert up.since in (9, 10)
    assert up.moved.value == pytest.approx(1, abs=0.4)
    assert down.moved.value == pytest.approx(-1, abs=0.4)
    assert down.points[-1].average < down.points[-1].low


def test_somebody_noisier_than_the_rest_is_not_named_for_it() -> None:
    random = np.random.default_rng(4)
    alarms = 0
    for _ in range(30):
        found = a_session(random, reviewers=8)
        found["r01"] = rows_of("r01", random.normal(0, 1.2, (70, 4)))
        alarms += "r01" in named(found)
    assert alarms <= 2


def test_gold_counts_for_more_than_another_reviewer() -> None:
    row = Compared("t", "r", 1, (Beside("a", 2, 1.0, math.inf),))
    other = Compared("t", "r", 1, (Beside("a", 2, 1.0, 1.0),))
    assert (row.trust, other.trust) == (1.0, 0.5)


def test_too_few_tasks_and_errors_that_never_vary_are_said() -> None:
    found = {"ann": rows_of("ann", np.zeros((FEWEST - 1, 4))),
             "ben": rows_of("ben", np.zeros((FEWEST, 4)))}  # fmt: skip
    drift = measure_drift(found)
    assert drift["ann"].drifting is None
    assert "too few" in drift["ann"].note
    assert drift["ben"].drifting is None
    assert "never vary" in drift["ben"].note


def test_limits_grow_with_who_is_judged() -> None:
    assert width_for(20) > width_for(5) > width_for(1)
