"""What a report says of its findings' worth on other data follows from what was measured there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import report_measured
from benchmarks.report_sets import SHOWS, Chosen
from tests.reports.test_task_reports import Page, made
from tests.reports.worlds import a_task, a_world, add, assess
from workbench.model.assessment import Flag
from workbench.model.report import Outcome, TaskFacts
from workbench.reports import proven
from workbench.reports.gathering import gather
from workbench.reports.proven import AllMeasured, Count, Measured
from workbench.reports.trusting import RULES
from workbench.store.demo import Defect
from workbench.store.workspace import Workspace


def facts(name: str, *flags: tuple[str, str], tests: int | None = 1) -> TaskFacts:
    raised = tuple(Flag(kind=k, severity=s, message="m") for k, s in flags)  # type: ignore[arg-type]
    return TaskFacts(
        task_id=name, title=name, language="python", flags=raised, tests=tests,
        outcomes=(Outcome(solution="candidate", role="candidate"),),
        counts={s: sum(f.severity == s for f in raised) for s in ("high", "medium", "low")},
    )  # fmt: skip


def test_what_ships_was_measured_and_says_on_what() -> None:
    sets = proven.measured().sets
    assert {"humaneval", "humaneval-alone", "mbpp", "mbpp-alone", "demo"} <= set(sets)
    for held in sets.values():
        assert held.data
        assert held.how.startswith("python -m benchmarks.")
        assert held.found
        for count in held.found.values():
            assert count.right <= min(count.flagged, count.defects) <= held.known
    for name in ("humaneval", "mbpp", "demo"):
        assert {rule for rule, _ in RULES} <= set(sets[name].found)


def test_what_is_said_of_single_solutions_follows_from_the_benchmarks() -> None:
    sets = proven.measured().sets
    for name, made_now in report_measured.of_solutions().items():
        assert sets[name] == made_now, "run: python -m benchmarks.report_measured"
    count = sets["solutions"].found["solution, high"]
    assert (count.right, count.defects) == (111, 195)


def test_a_kind_of_flag_is_right_where_it_shows_what_is_wrong() -> None:
    tasks = [
        facts("a", ("tests_accept_wrong", "high")), facts("b", ("tests_reject_valid", "medium")),
        facts("c", ("tests_accept_wrong", "medium")), facts("d"),
        facts("never", ("tests_accept_wrong", "high"), tests=None),
    ]  # fmt: skip
    shown_by = {
        "a": SHOWS[Defect.SKIPPED], "b": SHOWS[Defect.EXACT_MESSAGE], "c": SHOWS[Defect.NONE],
        "d": SHOWS[Defect.FLAKY], "never": SHOWS[Defect.SKIPPED],
    }  # fmt: skip
    found = report_measured.measured(Chosen("demo"), tasks, shown_by)
    assert found.known == 4
    assert found.found["a flag of high severity"] == Count(flagged=1, right=1, defects=3)
    accepts = found.found["tests accept wrong, high or medium"]
    assert accepts == Count(flagged=2, right=1, defects=1)
    assert found.found["reproducible, high"] == Count(flagged=0, right=0, defects=1)
    assert "4 in six languages, 3 with a planted defect" in found.data
    part = Chosen("mbpp", every=8, alone=True)
    assert "one in 8" in part.words(20, 5)
    assert "candidate alone" in part.words(20, 5)
    assert part.command.endswith("--set mbpp --every 8 --alone")


@pytest.fixture
def one_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this had been measured, and nothing else."""
    held = Measured(
        data="ten tasks", known=10, how="python -m benchmarks.x", at="2026-01-01", commit="abc",
        found={
            "a flag of high severity": Count(flagged=4, right=3, defects=5),
            "tests accept wrong, high": Count(flagged=0, right=0, defects=2),
        },
    )  # fmt: skip
    apart = held.model_copy(
        update={
            "data": "hundred solutions", "cases": "solutions", "together": True,
            "found": {"tests accept wrong, high": Count(flagged=8, right=6, defects=9,
                                                        recall=(0.4, 0.8))},
        }
    )  # fmt: skip
    both = AllMeasured(sets={"one": held, "two": apart})
    monkeypatch.setattr(proven, "measured", lambda: both)


@pytest.mark.usefixtures("one_set")
def test_shares_are_of_what_was_counted_and_what_nobody_measured_is_named() -> None:
    told, never = proven.proven([facts("a", ("tests_accept_wrong", "high"), ("leak", "medium"))])
    first, second, third = told
    assert (first.precision.value, first.recall.value) == (0.75, 0.6)
    assert first.precision.low is not None
    assert second.precision.note == "undefined: nothing was flagged"
    assert (third.precision.low, third.recall.low, third.recall.high) == (None, 0.4, 0.8)
    assert "leak, high or medium" in never
    assert "leak, high" not in never  # it is not raised here
    assert "strength below 0.8" in never


@pytest.mark.usefixtures("one_set")
def test_every_form_states_it(tmp_path: Path) -> None:
    world = a_world(tmp_path)
    for asked in ({}, {"tasks": ["weak"]}):
        text = Page(made(world, "r.html", **asked).decode()).text
        assert "On ten tasks" in text
        assert "75 % (30 to 95)" in text
        assert "Never measured where the truth is known" in text
        assert "provenance, high or medium" in text
    words = made(world, "r.md").decode()
    assert "a flag of high severity: precision 75% (30% to 95%), recall 60%" in words
    value = json.loads(made(world, "r.json"))
    assert value["proven"][0]["how"] == "python -m benchmarks.x"
    assert "provenance, high or medium" in value["unproven"]


def test_false_alarms_and_what_was_overlooked_are_named(tmp_path: Path) -> None:
    space = Workspace.create(tmp_path / "ws")
    for number in range(4):
        task = add(space, a_task(f"t{number}"))
        assess(space, task, killed=20, missed=20 if number < 2 else 0)
    space.refresh()
    truth = {"t0": True, "t1": False, "t2": True, "t3": False}
    weak = gather(space, truth=(truth, "somebody")).trust[-1]
    assert (weak.false_alarms, weak.overlooked) == (("t1",), ("t2",))
