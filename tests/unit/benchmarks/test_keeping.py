"""What is kept: a later run replaces its own figures and no others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import keeping
from benchmarks.figures import Figure
from benchmarks.keeping import Kept


def test_a_partial_run_replaces_only_its_own_figures(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    first = {
        "desk/next tab": Kept(Figure("next tab", 123.0, 9, 110.0, 129.0), "d1", (0.1, 0.2), 2, "a"),
        "start/true": Kept(Figure("true", 13.0, peer=1.0, ratio=13.0), "d1", None, 2, "a", "quiet"),
    }
    assert keeping.merge(first, path) == first
    again = {"desk/next tab": Kept(Figure("next tab", 99.0), "d2", (2.0, 0.0), 4, "b")}
    assert keeping.merge(again, path) == {**first, **again}
    assert keeping.read(path) == {**first, **again}


def test_nothing_is_kept_before_the_first_run(tmp_path: Path) -> None:
    assert keeping.read(tmp_path / "none.json") == {}


@pytest.mark.parametrize("broken", ["{", '{"desk/next tab": {"value": 1}}', "[]", '{"a/b": 3}'])
def test_a_broken_file_is_named(tmp_path: Path, broken: str) -> None:
    path = tmp_path / "kept.json"
    path.write_text(broken)
    with pytest.raises(ValueError, match=r"kept\.json: .* cannot be read"):
        keeping.read(path)


def test_figures_are_kept_with_day_load_cores_and_commit() -> None:
    (found,) = keeping.kept([("g/f", Figure("f", 1.0))], 0.1, 0.3).values()
    assert found.load == (0.1, 0.3)
    assert found.cores >= 1
    assert len(found.at) == len("2026-11-27")
    assert found.commit


def test_the_load_is_of_others() -> None:
    assert keeping.load(0.0) >= 0


def test_the_kept_file_is_one_figure_after_another_in_order() -> None:
    names = list(json.loads(keeping.KEPT.read_text()))
    assert names == sorted(names)
