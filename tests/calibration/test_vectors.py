"""Published figures, each to the digits it was published with."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.calibration.helpers import VECTORS, counts_of, ratings_of
from workbench.calibration.alpha import alpha_of, alphas
from workbench.calibration.bootstrap import bootstrap, jackknife
from workbench.calibration.dawid_skene import DawidSkene, dawid_skene
from workbench.calibration.gwet import Coefficient, agreements, coefficient, standard_error
from workbench.calibration.icc import icc
from workbench.calibration.kappa import cohen_errors, cohen_kappa, conger_kappa
from workbench.calibration.ratings import Floats
from workbench.calibration.sums import Patterns, Sums
from workbench.calibration.weights import places_of, weights

COEFFICIENTS: dict[str, Coefficient] = {
    "gwet_ac1": "gwet",
    "gwet_ac2": "gwet",
    "fleiss_kappa": "fleiss",
    "fleiss_kappa_general": "fleiss",
    "scott_pi": "fleiss",
    "brennan_prediger": "brennan_prediger",
    "brennan_prediger_free_marginal": "brennan_prediger",
}
OF_TABLES = [
    (vector, expected)
    for vector in VECTORS.values()
    for expected in vector["expected"]
    if vector["kind"] not in ("analytic", "responses") and expected["stat"] != "icc"
]


def weights_of(vector: dict[str, Any], expected: dict[str, Any]) -> Floats:
    """The weights an expectation names; `_rank` weighs places instead of values."""
    kind = expected.get("weights", "identity")
    categories = vector["categories"]
    words = any(isinstance(c, str) for c in categories) or kind.endswith("_rank")
    places = places_of(None if words else np.array(categories, dtype=float), len(categories))
    return weights(kind.removesuffix("_rank"), places)


def computed(vector: dict[str, Any], expected: dict[str, Any]) -> Any:
    """What the room says."""
    counts, weighed = counts_of(vector), weights_of(vector, expected)
    sums, name = Patterns.of(counts).total(), expected["stat"]
    if name == "krippendorff_alpha":
        words = any(isinstance(c, str) for c in vector["categories"])
        values = None if words else np.array(vector["categories"], dtype=float)
        return alpha_of(sums, expected["level"], values).value
    if name in COEFFICIENTS:
        return coefficient(COEFFICIENTS[name], sums, weighed).value
    if name == "percent_agreement":
        return agreements(sums, weighed)[0]
    if name == "category_totals":
        return counts.sum(axis=0)
    ratings = ratings_of(vector)
    if name == "conger_kappa":
        return conger_kappa(ratings, weighed).value
    assert name == "cohen_kappa"
    return cohen_kappa(ratings.pair_table(*ratings.raters), weighed).value


@pytest.mark.parametrize(
    ("vector", "expected"),
    OF_TABLES,
    ids=lambda v: v.get("id") or f"{v['stat']}-{v.get('level') or v.get('weights', '')}",
)
def test_published_values_are_reproduced(vector: dict[str, Any], expected: dict[str, Any]) -> None:
    found = computed(vector, expected)
    if expected["value"] is None:
        assert found is None
    else:
        assert found == pytest.approx(np.array(expected["value"]), abs=expected["tol"])


def test_no_vector_is_passed_over() -> None:
    elsewhere = {"ac1_chance_trap", "dawid_skene_1979", "icc_shrout_fleiss_1979"}
    assert {vector["id"] for vector, _ in OF_TABLES} | elsewhere == set(VECTORS)
    assert len(VECTORS) == 26


@pytest.mark.parametrize("expected", VECTORS["cohen_sas_3x3"]["expected"])
def test_errors_of_kappa_are_those_of_sas(expected: dict[str, Any]) -> None:
    vector = VECTORS["cohen_sas_3x3"]
    errors = cohen_errors(np.array(vector["data"]), weights_of(vector, expected))
    value = computed(vector, expected)
    assert errors.about_it == pytest.approx(expected["ase"], abs=5e-5)
    assert errors.if_none == pytest.approx(expected["ase_h0"], abs=5e-5)
    assert value / errors.if_none == pytest.approx(expected["z"], abs=5e-5)
    assert [value - 1.96 * errors.about_it, value + 1.96 * errors.about_it] == pytest.approx(
        expected["ci95"], abs=1e-4
    )


# Of alpha's and Conger's published standard errors there is none here: their intervals are
# bootstrapped. Tables of two raters were published with n in place of n - 1.
WITH_ERROR = [
    (vector, expected)
    for vector, expected in OF_TABLES
    if expected.get("se") and expected["stat"] in COEFFICIENTS
]


@pytest.mark.parametrize(("vector", "expected"), WITH_ERROR)
def test_published_standard_errors_are_reproduced(
    vector: dict[str, Any], expected: dict[str, Any]
) -> None:
    patterns = Patterns.of(counts_of(vector))
    found = standard_error(COEFFICIENTS[expected["stat"]], patterns, weights_of(vector, expected))
    if vector["kind"] == "contingency":
        found *= (1 - 1 / patterns.items) ** 0.5
    digits = len(str(expected["se"]).partition(".")[2])
    assert found == pytest.approx(expected["se"], abs=0.6 * 10**-digits)


def test_cohen_error_of_a_table_is_the_published_one() -> None:
    vector = VECTORS["gwet_cont3x3abstractors"]
    errors = cohen_errors(np.array(vector["data"]), np.eye(3))
    assert errors.about_it == pytest.approx(0.05891072, abs=1e-8)


@pytest.mark.parametrize("expected", VECTORS["ac1_chance_trap"]["expected"])
def test_ac1_of_guessing_reviewers_is_high_at_low_prevalence(expected: dict[str, Any]) -> None:
    share = np.array([1 - expected["prevalence"], expected["prevalence"]])
    both = np.outer(share, share)
    sums = Sums(both[None], both[None], share[None], share[None], np.ones(1), np.ones(1))
    found = coefficient("gwet", sums, np.eye(2)).value
    assert found == pytest.approx(expected["value"], abs=expected["tol"])


def test_unused_levels_do_not_move_weighted_kappa() -> None:
    vector = VECTORS["anxiety_20x3_raters23"]
    pairs = ratings_of({**vector, "categories": [1, 2, 3, 4, 5, 6]})
    table = pairs.pair_table(*pairs.raters)
    places = np.arange(1.0, 7.0)
    assert cohen_kappa(table, weights("linear", places)).value == pytest.approx(0.1262136)
    assert cohen_kappa(table, weights("quadratic", places)).value == pytest.approx(0.2297980)
    used = ratings_of(vector)
    same = used.pair_table(*used.raters)
    assert used.values is not None
    assert cohen_kappa(same, weights("linear", used.values)).value == pytest.approx(0.1262136)


@pytest.fixture(scope="module")
def patients() -> DawidSkene:
    return dawid_skene(ratings_of(VECTORS["dawid_skene_1979"]), prior=0)


@pytest.mark.parametrize("expected", VECTORS["dawid_skene_1979"]["expected"])
def test_dawid_and_skenes_own_patients(patients: DawidSkene, expected: dict[str, Any]) -> None:
    found = {
        "class_marginals": patients.prevalence,
        "log_likelihood": patients.log_likelihood,
        "error_rates": patients.errors,
        "hard_labels": patients.labels + 1,
        "posterior_patient_38": patients.posterior[37],
    }[expected["stat"]]
    wanted = np.array(expected["value"])
    assert np.abs(np.asarray(found) - wanted).max() <= expected["tol"]
    assert patients.converged


@pytest.mark.parametrize("expected", VECTORS["icc_shrout_fleiss_1979"]["expected"])
def test_icc_of_shrout_and_fleiss(expected: dict[str, Any]) -> None:
    table = np.array(VECTORS["icc_shrout_fleiss_1979"]["data"], dtype=float)
    assert icc(table, expected["form"]).value == pytest.approx(expected["value"], abs=5e-5)


def test_interval_of_krippendorffs_example_is_the_published_one() -> None:
    ratings = ratings_of(VECTORS["krippendorff_4x12"])
    patterns = Patterns.of(ratings.counts())
    found = bootstrap(patterns, lambda s: alphas(s, "ordinal", ratings.values))
    assert (found.low, found.high) == pytest.approx((0.43, 1.0), abs=0.03)


@pytest.mark.parametrize(
    ("level", "error"), [("nominal", 0.1469), ("ordinal", 0.1487), ("interval", 0.1415)]
)
def test_jackknife_of_krippendorffs_example(level: Any, error: float) -> None:
    ratings = ratings_of(VECTORS["krippendorff_4x12"])
    patterns = Patterns.of(ratings.counts())
    found = jackknife(patterns, lambda s: alphas(s, level, ratings.values))
    assert found == pytest.approx(error, abs=5e-5)
