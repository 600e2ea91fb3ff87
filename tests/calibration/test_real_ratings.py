"""Real ratings of code and of tasks: figures computed by others come out the same."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from workbench.calibration.agreement import axis_rows
from workbench.calibration.alpha import Level, krippendorff_alpha
from workbench.calibration.ratings import Collector, Ratings

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def grades(data_folder: Path) -> dict[str, Ratings]:
    """Grades of generated code by data set."""
    found: dict[str, Collector] = {}
    with (data_folder / "codegen-metrics" / "codegen_metrics_long.csv").open() as file:
        for row in csv.DictReader(file):
            collector = found.setdefault(row["dataset"], Collector(range(5)))
            collector.add(row["unit"], row["rater"], int(row["grade"]))
    return {name: collector.ratings() for name, collector in found.items()}


@pytest.mark.parametrize(
    ("name", "level", "value"),
    [
        ("conala", "nominal", 0.3358),
        ("conala", "ordinal", 0.6919),
        ("conala", "interval", 0.7006),
        ("hs", "nominal", 0.2925),
        ("hs", "ordinal", 0.6900),
        ("hs", "interval", 0.6541),
    ],
)
def test_alpha_of_graded_code(
    grades: dict[str, Ratings], name: str, level: Level, value: float
) -> None:
    assert krippendorff_alpha(grades[name], level).value == pytest.approx(value, abs=5e-5)


def test_severity_in_java_tasks_agrees_by_prevalence(data_folder: Path) -> None:
    collector = Collector([0, 1])
    source = data_folder / "multi-swe-bench" / "multi_swe_bench_ratings_long.csv"
    with source.open() as file:
        for row in csv.DictReader(file):
            if (row["language"], row["item"]) == ("java", "severe"):
                collector.add(row["instance_id"], row["rater_slot"], float(row["value"]))
    rows = {(r.statistic, r.level): r for r in axis_rows("severe", collector.ratings())}
    assert rows["percent_agreement", ""].value == pytest.approx(0.949, abs=5e-4)
    assert rows["cohen_kappa", "nominal"].value == pytest.approx(0.319, abs=5e-4)
    assert rows["prevalence", "1"].value == pytest.approx(0.0385, abs=5e-4)
    assert "reach 0.920" in rows["gwet_ac1", "nominal"].note
    assert json.dumps([row.as_dict() for row in rows.values()], allow_nan=False)
