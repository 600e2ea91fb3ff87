"""Write `notebooks/data/demo-session.jsonl`: a simulated session as a store exports it.

    PYTHONPATH=. .venv/bin/python scripts/write_demo_session.py

Ten reviewers and 240 tasks over twenty days. One reviewer drifts, one is careless, one axis is
ambiguous; halfway the guidelines were revised, and some tasks are adjudicated.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.sessions.simulated import Month, World
from workbench.model.moving import AdjudicationPart, Part
from workbench.model.session import Adjudication, Cause
from workbench.sessions.adjudicating import Case, adjudicated, case_of, waiting
from workbench.sessions.measures import measure_record
from workbench.store.sessions.moving import write_parts

PATH = Path(__file__).resolve().parent.parent / "notebooks" / "data" / "demo-session.jsonl"
WORLD = World(
    reviewers=10, tasks=240, gold=20, drifting="r07", careless="r09",
    ambiguous="tests_reject_valid", revised_on=10,
    settings={
        "overlap": 0.8, "ratings_each": 2, "most_ratings": 3, "onboarding": 4, "gold": 0.12,
        "repeats": 0.08, "onboarding_pass": 0.0,
    },
)  # fmt: skip
SEED = 11
DECIDED = 40
"""tasks adjudicated, of those that wait"""
_CAUSES: tuple[Cause, ...] = ("slip", "guideline_gap", "slip", "taste", "specification_gap")


def parts() -> Iterator[Part]:
    """The session's parts, the decisions last."""
    month = Month(WORLD, SEED)
    month.session = month.session.model_copy(update={"id": "demo", "title": "Demo calibration",
                                                     "state": "revealed"})  # fmt: skip
    yield from month.parts()
    record = month.record()
    for number, task in enumerate(waiting(record)[:DECIDED]):
        yield AdjudicationPart(adjudication=_decided(case_of(record, task), _CAUSES[number % 5]))


def _decided(case: Case, cause: Cause) -> Adjudication:
    """The more severe score, for a reason as short as one can be."""
    chosen = {
        row.axis.id: row.proposed.model_copy(
            update={"score": max(row.split.given), "cause": cause, "reason": "The evidence holds."}
        )
        for row in case.rows if row.status == "decide"
    }  # fmt: skip
    return adjudicated(case, chosen, by="lead")


if __name__ == "__main__":
    PATH.parent.mkdir(parents=True, exist_ok=True)
    print(f"{write_parts(parts(), PATH)} parts, {PATH.stat().st_size / 1e6:.1f} MB")
    for finding in measure_record(Month(WORLD, SEED).record()).findings:
        print(finding.text)
