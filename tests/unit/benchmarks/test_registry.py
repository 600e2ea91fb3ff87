"""The registry of promises: every benchmark can be found, and every kept figure is promised."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks import keeping
from benchmarks.figures import Figure, Promise
from benchmarks.promises import GROUPS, group

ROOT = Path(__file__).resolve().parents[3]


def test_no_two_promises_have_one_name() -> None:
    names = [each.full(one) for each in GROUPS for one in each.promises]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("module", sorted({each.module for each in GROUPS}))
def test_each_group_has_a_module_with_figures(module: str) -> None:
    """Read and not imported: some import browsers and servers."""
    tree = ast.parse((ROOT / "benchmarks" / f"{module}.py").read_text())
    (found,) = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "figures"]
    takes = 1 if any(each.argument for each in GROUPS if each.module == module) else 0
    assert [len(found.args.args), [a.arg for a in found.args.kwonlyargs]] == [takes, ["quick"]]


def test_every_figure_that_is_kept_is_promised() -> None:
    promised = {each.full(one) for each in GROUPS for one in each.promises}
    assert set(keeping.read()) <= promised


def test_a_quick_run_of_a_short_group_still_has_five_minutes() -> None:
    assert group("desk").limit(quick=True) == 300
    assert group("labels").limit(quick=True) == group("labels").limit_s / 10
    assert group("labels").limit(quick=False) == group("labels").limit_s


@pytest.mark.parametrize(
    ("promise", "value", "met"),
    [
        (Promise("p", "", "ms", 150), 150.0, "yes"),
        (Promise("p", "", "ms", 150), 150.1, "no"),
        (Promise("p", "", "%", 1, 3), 2.0, "floor"),
        (Promise("p", "", "%", 1, 3), 3.1, "no"),
        (Promise("p", "", "%", 85, 70, "more"), 85.0, "yes"),
        (Promise("p", "", "%", 85, 70, "more"), 84.0, "floor"),
        (Promise("p", "", "%", 85, 70, "more"), 69.0, "no"),
        (Promise("p", "", "ms"), 1.0, ""),
        (Promise("p", "", "ms", 150), float("nan"), "no"),
    ],
)
def test_a_promise_is_kept_at_its_goal_and_not_beyond(
    promise: Promise, value: float, met: str
) -> None:
    assert promise.met(Figure("p", value)) == met


def test_a_promise_on_a_ratio_needs_what_stands_beside() -> None:
    promise = Promise("two", "", "s", 1 / 1.8, on="ratio")
    assert promise.met(Figure.of("two", [5.0], [10.0])) == "yes"
    assert promise.met(Figure.of("two", [6.0], [10.0])) == "no"
    assert promise.met(Figure.of("two", [5.0])) == ""


def test_a_figure_is_the_median_with_its_spread_and_ratio() -> None:
    assert Figure.of("f", [3.0, 1.0, 2.0], [4.0]) == Figure("f", 2.0, 3, 1.0, 3.0, 4.0, 0.5)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_no_figure(value: float) -> None:
    with pytest.raises(ValueError, match="no figure"):
        Figure.read({"name": "f", "value": value})


def test_an_unknown_group_is_refused_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        command.main(["--only", "dsek"])
    assert "no group dsek; there are product, sandbox" in capsys.readouterr().err


def test_a_quick_run_cannot_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command.main(["--quick", "--write"])
    assert "keeps nothing" in capsys.readouterr().err


def test_the_list_measures_nothing_and_names_every_promise(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command.main(["--list", "--only", "desk"]) == 0
    said = capsys.readouterr().out
    assert "next tab: at most 150 ms" in said
    assert "sandbox" not in said
