"""The table of README.md names, for every case, tests that exist."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.adversarial.catalogue import HERE, cheats

ROOT = HERE.parent.parent
ROW = re.compile(r"^\| (\d+) \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
CATALOGUE = "the catalogue"
TABLE = {int(number): tests for number, tests in ROW.findall((HERE / "README.md").read_text())}


@cache
def named_in(path: Path) -> frozenset[str]:
    """Names of the test functions of a file."""
    return frozenset(
        node.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def test_every_case_has_a_row() -> None:
    assert sorted(TABLE) == list(range(1, 74))


@pytest.mark.parametrize("case", TABLE)
def test_every_test_that_is_named_exists(case: int) -> None:
    named = TABLE[case].split("<br>")
    assert named
    for words in named:
        if words == CATALOGUE:
            continue
        file, _, name = words.strip("`").partition("::")
        assert name in named_in(ROOT / file), words


@pytest.mark.parametrize("case", [c for c, tests in TABLE.items() if CATALOGUE in tests])
def test_every_case_of_the_catalogue_has_a_cheat(case: int) -> None:
    assert any(case in cheat.cases for cheat in cheats())
