"""Simulated reviewers whose severity and errors are known are found out."""

from __future__ import annotations

import numpy as np
import pytest

from tests.calibration.helpers import simulated
from workbench.calibration.dawid_skene import dawid_skene
from workbench.calibration.rasch import rasch
from workbench.calibration.raters import severities
from workbench.calibration.ratings import Collector, Floats, from_matrix

CUTS = (-1.0, 0.3, 1.2)


def centred(random: np.random.Generator, number: int, spread: float) -> Floats:
    drawn: Floats = random.normal(0, spread, number)
    return drawn - drawn.mean()


def test_rasch_recovers_severities_steps_and_spread() -> None:
    random = np.random.default_rng(11)
    severity = centred(random, 10, 0.8)
    ratings = simulated(
        random, items=700, severity=severity, per_item=3, levels=(0, 1, 2, 3), cuts=CUTS
    )
    fit = rasch(ratings)
    assert fit.converged
    found = {r.rater: r for r in fit.raters}
    misses = [(found[f"rater {r:02}"].severity - s) / found[f"rater {r:02}"].error
              for r, s in enumerate(severity)]  # fmt: skip
    assert np.abs(misses).max() < 3
    assert np.array(fit.steps) == pytest.approx(np.array(CUTS), abs=0.25)
    assert fit.spread == pytest.approx(1.5, abs=0.15)


def test_rasch_is_not_biased_where_items_have_two_ratings() -> None:
    severity = np.array([-1.5, -0.5, 0.0, 0.5, 1.5])
    slopes = []
    for seed in range(3):
        random = np.random.default_rng(seed)
        ratings = simulated(
            random, items=500, severity=severity, per_item=2, levels=(0, 1, 2, 3), cuts=CUTS
        )
        found = sorted((r.rater, r.severity) for r in rasch(ratings).raters)
        slopes.append(np.polyfit(severity, [value for _, value in found], 1)[0])
    # Joint maximum likelihood would give about 2.
    assert np.mean(slopes) == pytest.approx(1.0, abs=0.15)


def test_errors_of_rasch_are_as_large_as_its_misses() -> None:
    random = np.random.default_rng(13)
    misses = []
    for _ in range(6):
        severity = centred(random, 6, 0.8)
        fit = rasch(
            simulated(
                random, items=150, severity=severity, per_item=2, levels=(0, 1, 2), cuts=CUTS[:2]
            )
        )
        found = {r.rater: r for r in fit.raters}
        misses += [(found[f"rater {r:02}"].severity - s) / found[f"rater {r:02}"].error
                   for r, s in enumerate(severity)]  # fmt: skip
    assert 0.7 < np.std(misses) < 1.35


def test_rasch_leaves_out_levels_nobody_gave() -> None:
    ratings = from_matrix([[0, 3], [3, 3], [0, 0], [3, 0], [3, 3]], [0, 1, 2, 3])
    fit = rasch(ratings)
    assert fit.levels == (0, 3)
    assert fit.note == "levels nobody gave are left out: 1, 2"


def test_a_reviewer_who_never_varies_has_a_finite_severity() -> None:
    random = np.random.default_rng(14)
    table = [[int(v), int(v), 3] for v in random.integers(0, 4, 40)]
    fit = rasch(from_matrix(table, [0, 1, 2, 3]))
    highest = max(fit.raters, key=lambda r: r.severity)
    assert highest.rater == "rater 2"
    assert np.isfinite(highest.severity)


def additive(
    random: np.random.Generator, severity: Floats, *, items: int, per_item: int
) -> Collector:
    collector = Collector()
    for number in range(items):
        place = random.normal(1.5, 1)
        for rater in random.choice(len(severity), per_item, replace=False):
            drawn = place + severity[rater] + random.normal(0, 0.5)
            collector.add(f"item {number}", f"rater {rater:02}", round(float(drawn) * 10) / 10)
    return collector


def test_severities_are_recovered_with_honest_intervals() -> None:
    random = np.random.default_rng(21)
    inside, spreads = [], []
    for _ in range(30):
        severity = random.normal(0, 0.4, 10)
        fit = severities(additive(random, severity, items=120, per_item=2).ratings())
        found = {r.rater: r for r in fit.raters}
        for number, value in enumerate(severity - severity.mean()):
            row = found[f"rater {number:02}"]
            inside.append(row.low <= value <= row.high)
        spreads.append(fit.spread)
    assert 0.90 < np.mean(inside) < 0.99
    assert np.mean(spreads) == pytest.approx(0.4, abs=0.05)


def test_little_is_known_little_is_said() -> None:
    random = np.random.default_rng(22)
    severity = np.array([0.5, -0.5, 0.3, -0.3, 0.0, 0.0])
    ratings = additive(random, severity, items=200, per_item=2)
    ratings.add("item 0", "newcomer", 1.5)
    fit = severities(ratings.ratings())
    new = next(r for r in fit.raters if r.rater == "newcomer")
    assert abs(new.value) < abs(new.raw) / 2
    others = [r for r in fit.raters if r.rater != "newcomer"]
    assert np.ptp([r.value for r in others]) > 0.9 * np.ptp([r.raw for r in others])
    assert new.high - new.low > max(r.high - r.low for r in others)


def test_reviewers_who_differ_by_chance_alone_are_not_told_apart() -> None:
    random = np.random.default_rng(23)
    fit = severities(additive(random, np.zeros(8), items=300, per_item=2).ratings())
    assert fit.spread < 0.08
    assert max(abs(r.value) for r in fit.raters) < 0.1


def confused(
    random: np.random.Generator, errors: Floats, *, items: int, per_item: int
) -> tuple[Collector, list[int]]:
    collector, truth = Collector([0, 1, 2]), []
    for number in range(items):
        true = int(random.choice(3, p=[0.5, 0.3, 0.2]))
        truth.append(true)
        for rater in random.choice(len(errors), per_item, replace=False):
            said = int(random.choice(3, p=errors[rater][true]))
            collector.add(f"item {number}", f"rater {rater:02}", said)
    return collector, truth


def test_dawid_skene_recovers_errors_and_beats_the_majority() -> None:
    random = np.random.default_rng(31)
    good = np.array([[0.9, 0.08, 0.02], [0.1, 0.8, 0.1], [0.02, 0.08, 0.9]])
    poor = np.array([[0.5, 0.3, 0.2], [0.3, 0.4, 0.3], [0.3, 0.4, 0.3]])
    errors = np.array([good, good, good, poor, poor, poor])
    collector, truth = confused(random, errors, items=1500, per_item=5)
    ratings = collector.ratings()
    fit = dawid_skene(ratings)
    order = [ratings.raters.index(f"rater {r:02}") for r in range(6)]
    assert np.abs(fit.errors[order] - errors).max() < 0.12
    assert fit.prevalence == pytest.approx(np.array([0.5, 0.3, 0.2]), abs=0.05)
    right = (fit.labels == np.array(truth)).mean()
    majority = (ratings.counts().argmax(axis=1) == np.array(truth)).mean()
    assert right > majority + 0.03


def test_the_prior_keeps_a_reviewer_of_one_rating_from_certainty() -> None:
    random = np.random.default_rng(32)
    good = np.array([[0.9, 0.08, 0.02], [0.1, 0.8, 0.1], [0.02, 0.08, 0.9]])
    collector, _ = confused(random, np.array([good] * 4), items=100, per_item=3)
    collector.add("item 0", "newcomer", 2)
    ratings = collector.ratings()
    new = ratings.raters.index("newcomer")
    assert dawid_skene(ratings).errors[new].max() < 0.9
    assert dawid_skene(ratings, prior=0).errors[new].max() > 0.9


def test_an_item_without_ratings_has_the_prevalence() -> None:
    ratings = from_matrix([[0, 0], [1, 1], [0, 0], [None, None]])
    fit = dawid_skene(ratings)
    assert fit.posterior[3] == pytest.approx(fit.prevalence)
    assert len(dawid_skene(from_matrix([[None]], [0, 1])).posterior) == 1
