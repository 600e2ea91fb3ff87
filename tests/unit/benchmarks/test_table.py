"""The table: what each state of a figure looks like, and that the page's own is up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import keeping, page
from benchmarks.figures import Figure, Group, Promise
from benchmarks.keeping import Kept
from benchmarks.promises import GROUPS

QUICK = Promise("quick", "a thing", "ms", 150)
BESIDE = Promise("beside", "another", "ms", beside="its peer")
GROUP = Group("g", "Things", "none", 60, (QUICK, BESIDE))


def kept(figure: Figure, load: tuple[float, float] | None = (0.2, 0.4), said: str = "") -> Kept:
    return Kept(figure, "2026-11-27", load, 2, "abc1234", said)


def test_a_measured_figure_says_spread_goal_and_machine() -> None:
    found = page.cells(QUICK, kept(Figure("quick", 123.4, 9, 100.0, 1290.0)))
    assert found == (
        "a thing", "at most 150 ms", "123 ms (100 to 1,290, n 9)", "–", "–", "yes",
        "0.2, 0.4; 2 cores, 2026-11-27, `abc1234`",
    )  # fmt: skip


def test_what_nobody_measured_is_said_and_not_judged() -> None:
    assert page.cells(QUICK, None)[2:] == ("not measured", "–", "–", "–", "–")


@pytest.mark.parametrize("load", [(0.1, 1.6), (1.6, 0.1)])
def test_a_machine_busy_before_or_after_is_labelled(load: tuple[float, float]) -> None:
    assert page.cells(QUICK, kept(Figure("quick", 1.0), load))[-1].startswith("**busy machine**")
    assert "busy" not in page.cells(QUICK, kept(Figure("quick", 1.0), (1.5, 1.5)))[-1]


def test_an_older_figure_says_the_state_of_the_machine_in_words() -> None:
    quiet = kept(Figure("quick", 1.0), None, "quiet machine")
    assert page.machine(quiet).startswith("quiet machine; 2 cores")
    busy = kept(Figure("quick", 1.0), None, "others: thirty processes")
    assert page.machine(busy).startswith("**busy machine**: others: thirty processes;")


def test_a_missed_goal_is_bold() -> None:
    assert page.cells(QUICK, kept(Figure("quick", 151.0)))[5] == "**no**"


def test_a_peer_stands_beside_with_the_ratio() -> None:
    found = page.cells(BESIDE, kept(Figure.of("beside", [2.0], [58.0], "grade A")))
    assert found[2:5] == ("2 ms (grade A)", "its peer: 58 ms", "1 / 29")


def test_a_peer_that_could_not_run_is_said_in_one_line() -> None:
    missing = Figure("beside", 2.0, note="no |network|\nhere")
    assert page.cells(BESIDE, kept(missing))[3] == "its peer (no /network/ here)"


@pytest.mark.parametrize(
    ("value", "words"),
    [(1.104, "1.10"), (0.85, "0.85"), (0.1, "1 / 10"), (1 / 357, "1 / 357"), (55.0, "55")],
)
def test_ratios_read_as_people_say_them(value: float, words: str) -> None:
    assert page.ratio(value) == words


def test_goals_on_ratios_are_told_as_shares_of_what_stands_beside() -> None:
    assert page.promised(Promise("p", "", "s", 0.1, on="ratio")) == "at most 1 / 10 of it"
    assert page.promised(Promise("p", "", "%", 85, 70, "more")) == "at least 85 %, floor 70 %"


def test_each_row_has_as_many_cells_as_there_are_titles() -> None:
    lines = page.table([GROUP], {"g/quick": kept(Figure("quick", 1.0))}).splitlines()
    assert {line.count("|") for line in lines} == {len(page.TITLES) + 1}
    assert lines[2].endswith("| `python -m benchmarks --only g` |")


def test_only_what_is_between_the_markers_is_drawn_anew(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(f"before\n{page.BEGIN}\nold\n{page.END}\nafter\n")
    for _ in range(2):
        page.write([GROUP], {}, path)
        text = path.read_text()
        assert text.startswith(f"before\n{page.BEGIN}\n")
        assert text.endswith(f"\n{page.END}\nafter\n")
        assert "old" not in text
        assert text.count("| a thing |") == 1


def test_a_page_without_markers_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text("prose")
    with pytest.raises(ValueError, match="put them back"):
        page.write([GROUP], {}, path)
    assert path.read_text() == "prose"


def test_the_page_shows_what_is_kept() -> None:
    drawn = page.table(GROUPS, keeping.read())
    assert drawn in page.PAGE.read_text(), "run: python -m benchmarks --only --write"
