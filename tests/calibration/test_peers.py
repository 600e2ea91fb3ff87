"""What public packages say of the same tables (`python -m benchmarks.peers` asks them anew)."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from tests.calibration.helpers import SAMPLES
from workbench.calibration.alpha import LEVELS, krippendorff_alpha
from workbench.calibration.gwet import Coefficient, coefficient, standard_error
from workbench.calibration.kappa import cohen_errors, cohen_kappa, conger_kappa
from workbench.calibration.proportion import wilson
from workbench.calibration.ratings import from_matrix
from workbench.calibration.sums import Patterns
from workbench.calibration.weights import Weighting, places_of, weights

PEERS = json.loads((SAMPLES / "peers.json").read_text())
CASES = [pytest.param(case, id=f"{len(case['rows'])} items") for case in PEERS["cases"]]
KINDS: tuple[Weighting, ...] = ("identity", "linear", "quadratic", "ordinal")
COEFFICIENTS: tuple[Coefficient, ...] = ("gwet", "fleiss", "brennan_prediger")


@pytest.mark.parametrize("case", CASES)
def test_alpha_is_that_of_the_package_krippendorff(case: dict[str, Any]) -> None:
    ratings = from_matrix(case["rows"], range(case["categories"]))
    for level in LEVELS:
        found = krippendorff_alpha(ratings, level).value
        assert found == pytest.approx(case["said"]["krippendorff"][level], abs=1e-10), level


@pytest.mark.parametrize("case", CASES)
def test_coefficients_and_errors_are_those_of_irrcac(case: dict[str, Any]) -> None:
    ratings = from_matrix(case["rows"], range(case["categories"]))
    patterns = Patterns.of(ratings.counts())
    for kind in KINDS:
        weighed = weights(kind, places_of(ratings.values, case["categories"]))
        said = case["said"]["irrCAC"][kind]
        for name in COEFFICIENTS:
            found = coefficient(name, patterns.total(), weighed).value
            error = standard_error(name, patterns, weighed)
            assert [found, error] == pytest.approx(said[name], abs=1e-9), (kind, name)
        found = conger_kappa(ratings, weighed).value
        assert found == pytest.approx(said["conger"][0], abs=1e-9), kind


@pytest.mark.parametrize("case", CASES)
def test_kappas_are_those_of_scikit_learn_and_statsmodels(case: dict[str, Any]) -> None:
    ratings = from_matrix(case["rows"], range(case["categories"]))
    said, places = case["said"], np.arange(float(case["categories"]))
    if "statsmodels" in said:
        sums = Patterns.of(ratings.counts()).total()
        fleiss = coefficient("fleiss", sums, np.eye(case["categories"])).value
        assert fleiss == pytest.approx(said["statsmodels"]["fleiss"], abs=1e-10)
    if "sklearn" in said:
        table = ratings.pair_table(*ratings.raters)
        for kind, theirs in zip(KINDS[:3], ("None", "linear", "quadratic"), strict=True):
            found = cohen_kappa(table, weights(kind, places)).value
            assert found == pytest.approx(said["sklearn"][theirs], abs=1e-10), kind
        errors = cohen_errors(table, np.eye(len(table)))
        assert errors.about_it == pytest.approx(said["cohens_kappa"]["std_kappa"], abs=1e-10)
        assert errors.if_none == pytest.approx(said["cohens_kappa"]["std_kappa0"], abs=1e-10)


def test_wilson_intervals_are_those_of_statsmodels() -> None:
    for hits, number, low, high in PEERS["wilson"]:
        found = wilson(hits, number, nothing="")
        assert (found.low, found.high) == pytest.approx((low, high), abs=1e-12)
