"""Figures read from the report of finding power are those the report was made of."""

from __future__ import annotations

import pytest

from benchmarks.labels_data import RIGHT, STRONG, WEAK, WRONG
from benchmarks.labels_figures import Suite, Verdict, report
from benchmarks.labels_told import told
from benchmarks.promises import group


def test_each_figure_of_the_report_is_read_and_promised(
    capsys: pytest.CaptureFixture[str],
) -> None:
    verdicts = [
        Verdict(str(n), "m", WRONG if n < 8 else RIGHT, None, n < 6, float(n)) for n in range(20)
    ]
    suites = [Suite(str(n), WEAK if n < 8 else STRONG, n / 20, 0.5) for n in range(20)]
    report("humaneval", verdicts, suites)
    report("unheard of", verdicts, suites)
    report("together", verdicts, [])
    found = {one.name: one for one in told(capsys.readouterr().out.splitlines())}
    assert (found["shown humaneval"].value, found["shown humaneval"].n) == (75.0, 8)
    assert found["shown humaneval"].note == "6 of 8"
    assert found["right accused together"].value == 0
    assert (found["took humaneval"].value, found["took humaneval"].high) == (19.0, 19.0)
    assert (found["auroc humaneval"].value, found["auroc humaneval"].n) == (1.0, 20)
    assert len(found) == 7 + 6
    assert set(found) <= {one.name for one in group("labels").promises}
