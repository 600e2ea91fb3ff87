"""A month of 20 reviewers and 2,000 tasks: who drifts, who is careless and what is ambiguous is
named, and nobody else. How often, over many months: `python -m benchmarks.session_findings`."""

from __future__ import annotations

import pytest

from tests.sessions.simulated import Month, World, rubric_of, three_to_find
from workbench.model.measures import Measures
from workbench.sessions.labels import labels
from workbench.sessions.measures import measure_record
from workbench.sessions.record import Record

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def month() -> Month:
    return Month(three_to_find(), seed=4)


@pytest.fixture(scope="module")
def measures(month: Month) -> Measures:
    return measure_record(month.record())


def test_all_three_are_named_and_nobody_else(measures: Measures) -> None:
    assert {(f.kind, f.subject) for f in measures.findings} == {
        ("drift", "r07"), ("careless", "r12"), ("ambiguous_axis", "tests_reject_valid"),
    }  # fmt: skip
    told = {f.kind: f for f in measures.findings}
    assert "r07 drifts upwards since window" in told["drift"].text
    assert all(named.figure.value is not None for f in measures.findings for named in f.figures)
    weights = [f.weight for f in measures.findings]
    assert weights == sorted(weights, reverse=True)
    assert min(weights) >= 1


def test_the_drift_is_found_where_it_began(month: Month, measures: Measures) -> None:
    drift = next(r.drift for r in measures.reviewers if r.reviewer == "r07")
    assert drift.since is not None
    # It began at two fifths of the month, and the average lags behind.
    assert 0.4 * len(drift.points) < drift.since
    assert drift.moved.low is not None
    assert drift.moved.low > 0
    assert [p.until for p in drift.points] == sorted(p.until for p in drift.points)


def test_figures_of_a_month_are_whole(month: Month, measures: Measures) -> None:
    assert measures.submitted == measures.assigned == len(month.submissions)
    assert len(measures.tasks) == 2000
    assert sum(r.done for r in measures.reviewers) == measures.submitted
    assert all(axis.tasks == 500 and len(axis.windows) == 25 for axis in measures.axes)
    assert all(r.gold.tasks and r.repeats.n for r in measures.reviewers)
    assert len(measures.pairs) == 190
    assert measures.notes == ()


def test_extra_ratings_went_where_ratings_part(month: Month, measures: Measures) -> None:
    parted = {t.task_id for t in measures.tasks if len(t.votes) > 2}
    apart = {t.task_id for t in measures.tasks if t.gap > 1 or t.crosses}
    assert parted == apart
    assert max(len(t.votes) for t in measures.tasks) <= 4


def test_labels_by_votes_agree_with_what_the_tasks_are(month: Month) -> None:
    """Dawid and Skene's label is right at least as often as a first rating is."""
    found = [x for x in labels(month.record()) if x.axis == "solution" and len(x.votes) > 1]
    truth = month.truth("solution")
    likely = [max(range(4), key=lambda k: x.posterior[k]) for x in found]
    right = sum(a == truth[x.task_id] for a, x in zip(likely, found, strict=True))
    first = sum(x.votes[0] == truth[x.task_id] for x in found)
    assert right >= first


def test_a_month_as_it_is_exported_measures_the_same(month: Month, measures: Measures) -> None:
    assert measure_record(Record.of_parts(month.parts(), rubric_of)) == measures


def test_an_ordinary_month_names_nobody() -> None:
    assert measure_record(Month(World(), seed=4).record()).findings == ()
