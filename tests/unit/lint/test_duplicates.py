"""Tasks and texts that stand twice are found whatever they are called, and only these."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.lint.tasks import LONG, PYTHON, a_task
from workbench.lint.duplicates import Duplicates
from workbench.lint.lint import lint_all
from workbench.lint.shingles import alike, code_phrases, phrases, signature


def test_the_same_prompt_and_nearly_the_same_code_are_found_whatever_the_ids() -> None:
    tests = "from price import price\ndef test_a(): assert price([]) == 0\n"
    prompt = "Write a function that adds up the prices of all items, ten or more at nine tenths."
    tasks = [
        a_task("python", LONG, tests, prompt, id="a"),
        a_task("python", LONG.replace("0.9", "0.8"), tests, f"{prompt}\n", id="b"),
        a_task("python", "def price(items): return sum(items)\n", tests, "Something else", id="c"),
    ]
    told = dict(lint_all(tasks))
    assert {f.kind for f in told["a"]} >= {"duplicate", "near_duplicate"}
    assert not {f.kind for f in told["c"]} & {"duplicate", "near_duplicate"}
    assert next(f for f in told["b"] if f.kind == "duplicate").evidence == ("a",)


def test_the_same_code_under_other_names_is_nearly_a_duplicate_and_told_once() -> None:
    renamed = LONG
    for name, other in (("price", "cost"), ("items", "goods"), ("item", "g"), ("total", "whole")):
        renamed = re.sub(rf"\b{name}\b", other, renamed)
    seen = Duplicates()
    for task_id, code in (("a", LONG), ("b", renamed), ("c", PYTHON), ("d", LONG)):
        seen.add(a_task("python", code, "import price\n", f"Prompt {task_id}.", id=task_id))
    flags = seen.flags()
    assert [(f.kind, f.evidence) for f in flags["b"]] == [("near_duplicate", ("d", "a"))]
    assert "whatever its names are" in flags["b"][0].message
    assert [(f.kind, f.evidence) for f in flags["a"]] == [
        ("duplicate", ("d",)), ("near_duplicate", ("b",)),
    ]  # fmt: skip
    assert "c" not in flags


def test_a_thousand_copies_are_told_in_a_few_words() -> None:
    seen = Duplicates()
    for number in range(1000):
        seen.add(a_task("python", LONG, "import price\n", id=f"t{number}"))
    flags = seen.flags()
    assert len(flags) == 1000
    assert all(len(f.message) < 200 and len(f.evidence) <= 5 for fs in flags.values() for f in fs)


@given(st.sets(st.integers(0, 2**32 - 1), min_size=40, max_size=200), st.floats(0, 1))
def test_signatures_tell_the_share_of_common_phrases(hashes: set[int], share: float) -> None:
    ordered = sorted(hashes)
    cut = int(len(ordered) * share)
    other = set(ordered[cut:]) | {h ^ 0x5A5A5A5A for h in ordered[:cut]}
    one, two = signature(hashes), signature(other)
    assert one is not None
    assert two is not None
    true = len(hashes & other) / len(hashes | other)
    assert abs(alike(one, two) - true) < 0.27  # six standard errors of 128 draws


def test_layout_and_comments_do_not_make_code_another() -> None:
    assert code_phrases("a = b + c  # why\n") == code_phrases("a=b+c")
    assert phrases("One two, three four.") == phrases("one TWO three   four")
