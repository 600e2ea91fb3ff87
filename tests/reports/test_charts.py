"""Charts hold the figures they show; tables say what is not known in words."""

from __future__ import annotations

import re

import pytest

from workbench.jupyter.calibration import Seen
from workbench.model.measures import Figure, Measures
from workbench.reports import charts, drawing, tables
from workbench.sessions.confusing import confusions


def _texts(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_the_confusion_chart_shows_every_count_of_gold(demo: Seen) -> None:
    counts = tables.confusion(confusions(demo.record))
    shown = _texts(drawing.svg(charts.confusion(counts)))
    cells = counts.groupby(["gold", "given"])["count"].sum()
    assert counts["count"].sum() == cells.sum() > 100
    for cell in cells:
        assert str(cell) in shown


def test_the_drift_chart_marks_the_windows_that_are_outside(demo: Seen) -> None:
    points = {r.reviewer: r.drift.points for r in demo.measures.reviewers}
    spec = charts.drift(demo.measures, "r07").to_dict()
    rows = next(iter(spec["datasets"].values()))
    assert [r["outside"] for r in rows] == [p.outside for p in points["r07"]]
    assert any(p.outside for p in points["r07"])
    assert f"v{demo.measures.marks[0].version}" in str(spec)


def test_agreement_over_time_has_intervals(demo: Seen) -> None:
    windows = tables.windows(demo.measures).dropna(subset=["alpha"])
    known = windows.dropna(subset=["low", "high"])
    assert len(known) > len(windows) / 2
    assert (known["low"] <= known["alpha"]).all()
    assert (known["alpha"] <= known["high"]).all()


def test_disagreements_come_widest_first_with_pseudonyms(demo: Seen) -> None:
    found = tables.disagreements(demo.measures)
    assert list(found["gap"]) == sorted(found["gap"], reverse=True)
    assert not any(r.reviewer in s for r in demo.measures.reviewers for s in found["scores"])
    assert found["scores"].str.contains("Reviewer A: ").all()


def test_findings_name_the_three_that_were_planted(demo: Seen) -> None:
    assert set(tables.findings(demo.measures)["about"]) == {"r07", "r09", "tests_reject_valid"}


def test_what_is_not_known_is_said_in_words() -> None:
    assert tables.told(Figure(note="too few tasks")) == "too few tasks"
    assert tables.told(Figure()) == "not measured"
    assert tables.told(Figure(value=0.5, low=0.25, high=0.75)) == "0.50 (0.25 to 0.75)"


def _empty(demo: Seen) -> Measures:
    bare = {"tasks": (), "axes": (), "reviewers": (), "pairs": (), "marks": (), "findings": ()}
    return demo.measures.model_copy(update=bare)


def test_a_session_nobody_has_worked_on_has_no_charts_and_says_why(
    demo: Seen, capsys: pytest.CaptureFixture[str]
) -> None:
    nothing = _empty(demo)
    assert charts.agreement(nothing) is None
    assert charts.severity(nothing) is None
    assert charts.pairs(nothing) is None
    assert charts.gaps(nothing) is None
    seen = Seen(demo.record)
    seen.__dict__["measures"] = nothing
    seen.draw("drift", "r07")
    assert "too few tasks were compared" in capsys.readouterr().out


def test_a_name_with_control_characters_is_drawn_with_them_written_out(demo: Seen) -> None:
    tasks = tuple(t.model_copy(update={"task_id": f"\0{t.task_id}"}) for t in demo.measures.tasks)
    svg = drawing.svg(charts.gaps(demo.measures.model_copy(update={"tasks": tasks})))
    assert f"[U+0000]{demo.measures.tasks[0].task_id}" in " ".join(_texts(svg))


def test_hostile_names_stay_text_in_a_chart(demo: Seen) -> None:
    name = "</text><script>alert(1)</script><b>"
    tasks = tuple(t.model_copy(update={"task_id": name + t.task_id}) for t in demo.measures.tasks)
    svg = drawing.svg(charts.gaps(demo.measures.model_copy(update={"tasks": tasks})))
    assert "<script" not in svg
    assert "&lt;/text&gt;&lt;script" in svg
