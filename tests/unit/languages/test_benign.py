"""Edits that right code may differ by touch only what the prompt leaves free."""

from __future__ import annotations

import pytest

from workbench.languages.benign import Benign, benign_edits
from workbench.model.task import LanguageName, Solution, Suite

SUITE = Suite(name="given", role="given", files={"test_it": "x"})


def edits(name: LanguageName, path: str, text: str, prompt: str = "Write it.") -> list[Benign]:
    solution = Solution(name="s", role="candidate", files={path: text})
    return benign_edits(solution, SUITE, name, prompt)


def applied(text: str, edit: Benign) -> str:
    data = text.encode()
    return (data[: edit.start] + edit.after.encode() + data[edit.end :]).decode()


@pytest.mark.parametrize(
    ("name", "path", "text"),
    [
        (LanguageName.PYTHON, "a.py", 'def f():\n    raise ValueError("bad value here")\n'),
        (LanguageName.JAVASCRIPT, "a.js", 'function f() { throw new Error("bad value here") }\n'),
        (LanguageName.GO, "a.go", 'package a\nvar E = errors.New("bad value here")\n'),
        (LanguageName.RUST, "a.rs", 'fn f() -> R { Err("bad value here".into()) }\n'),
        (
            LanguageName.JAVA,
            "A.java",
            'class A { void f() { throw new IllegalStateException("bad value here"); } }\n',
        ),
    ],
)
def test_a_message_the_prompt_does_not_give_may_be_worded_otherwise(
    name: LanguageName, path: str, text: str
) -> None:
    (wording,) = [e for e in edits(name, path, text) if e.kind == "wording"]
    assert "bad value here (reworded)" in applied(text, wording)


def test_a_message_the_prompt_quotes_stays() -> None:
    text = 'def f():\n    raise ValueError("bad value here")\n'
    found = edits(LanguageName.PYTHON, "a.py", text, 'Raise ValueError("Bad value here!").')
    assert [e for e in found if e.kind == "wording"] == []


def test_a_message_in_an_error_type_is_one_too() -> None:
    text = (
        "impl fmt::Display for ParseError {\n    fn fmt(&self, f: &mut F) -> R {\n"
        '        write!(f, "no such thing")\n    }\n}\n'
    )
    kinds = [e.kind for e in edits(LanguageName.RUST, "a.rs", text)]
    assert kinds.count("wording") == 1


def test_a_line_is_logged_after_the_docstring() -> None:
    text = 'def f(a):\n    """Doc."""\n    return a\n'
    (logging,) = [e for e in edits(LanguageName.PYTHON, "a.py", text) if e.kind == "logging"]
    assert applied(text, logging).splitlines()[2].startswith('    __import__("sys")')
    compile(applied(text, logging), "a.py", "exec")


def test_an_order_the_prompt_speaks_of_stays() -> None:
    text = "def f(a):\n    return set(a)\n"
    free = {e.kind for e in edits(LanguageName.PYTHON, "a.py", text)}
    bound = {e.kind for e in edits(LanguageName.PYTHON, "a.py", text, "Sort them ascending.")}
    assert "order" in free
    assert "order" not in bound


def test_every_python_swap_is_python() -> None:
    text = "def f(a):\n    return a\n"
    for edit in edits(LanguageName.PYTHON, "a.py", text):
        scope: dict[str, object] = {}
        exec(compile(applied(text, edit), "a.py", "exec"), scope)


def test_several_returned_values_are_one() -> None:
    text = "def f(a):\n    return a // 2, a % 2\n"
    for edit in edits(LanguageName.PYTHON, "a.py", text):
        scope: dict[str, object] = {}
        exec(compile(applied(text, edit), "a.py", "exec"), scope)
        found = scope["f"](5)  # type: ignore[operator]
        assert tuple(found) == (2, 1), edit.after


TALLY = "module.exports.tally = tally\nfunction tally(votes) {\n  return count(votes)\n}\n"
COUNT = "const count = (votes) => {\n  const sums = {}\n  return sums\n}\n"


def orders(prompt: str, text: str = TALLY + COUNT) -> list[int]:
    found = edits(LanguageName.JAVASCRIPT, "a.js", text, prompt)
    return [e.line for e in found if e.kind == "order"]


def test_keys_have_no_order_where_the_prompt_orders_a_list() -> None:
    assert orders("The first name of a list gets 3 points. The result is an object.") == [3]


@pytest.mark.parametrize(
    "prompt",
    ["The keys of the object are sorted.", "An object, in the order of its entries.",
     "The first comes first, as JSON."],
)  # fmt: skip
def test_keys_have_an_order_where_the_prompt_may_ask_for_one(prompt: str) -> None:
    assert orders(prompt) == []


def test_what_is_rounded_keeps_its_last_digit() -> None:
    text = "exports.f = (x) => {\n  return x / 3\n}\n"
    kept = "v !== Number(v.toFixed(6))"
    for prompt, rounded in (("Rounded to cents.", True), ("Divides.", False)):
        (one,) = (e for e in edits(LanguageName.JAVASCRIPT, "a.js", text, prompt)
                  if e.kind == "float")  # fmt: skip
        assert (kept in one.after) == rounded


def test_a_sum_of_powers_of_two_has_no_last_digit() -> None:
    text = "exports.f = (x) => x / 4\n"
    (one,) = (e for e in edits(LanguageName.JAVASCRIPT, "a.js", text) if e.kind == "float")
    assert "!Number.isInteger(v * 1024)" in one.after
