"""Values in the words of the task's language."""

from __future__ import annotations

import math

import pytest

from workbench.languages.notation import show

VALUE = [{"day": "noM", "a b": None}, (True, 1.5), {2, 1}, -math.inf]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("bell.js", '[{day: "noM", "a b": null}, (true, 1.5), {1, 2}, -Infinity]'),
        ("bell.ts", '[{day: "noM", "a b": null}, (true, 1.5), {1, 2}, -Infinity]'),
        ("bell.go", '[{"day": "noM", "a b": nil}, (true, 1.5), {1, 2}, -Infinity]'),
        ("src/lib.rs", '[{"day": "noM", "a b": None}, (true, 1.5), {1, 2}, -Infinity]'),
        ("bell.py", "[{'day': 'noM', 'a b': None}, (True, 1.5), {1, 2}, -inf]"),
    ],
)
def test_a_value_is_told_in_the_words_of_its_language(file: str, said: str) -> None:
    assert show(VALUE, file) == said


def test_a_long_value_is_cut() -> None:
    assert show("x" * 50, "a.js", 10) == '"xxxxxxxxx...'
