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


@pytest.mark.parametrize(
    "prompt",
    [
        "`pairs` gives all pairs. They may come in any order.",
        "`pairs(n)`: a list.\n\nThe order of the pairs does not matter.",
        "Return the pairs, in no particular order.",
    ],
)
def test_a_list_is_turned_round_where_the_prompt_gives_it_no_order(prompt: str) -> None:
    text = (
        "def pairs(n):\n    if n < 1:\n        return []\n    return [(a, n - a) for a in f(n)]\n"
    )
    found = [e for e in edits(LanguageName.PYTHON, "a.py", text, prompt) if e.kind == "rows"]
    assert [e.line for e in found] == [3, 4]
    assert "v[::-1] if type(v) is list else v)(([]))" in applied(text, found[0])


@pytest.mark.parametrize(
    ("text", "prompt"),
    [
        ("def pairs(n):\n    return [n]\n", "Give the pairs in ascending order."),
        ("def pairs(n):\n    return [n]\n", "Put them in order of size."),
        # Of two functions in one paragraph nobody knows which is meant.
        (
            "def pairs(n):\n    return [n]\n\ndef ranked(n):\n    return [n]\n",
            "`pairs` come in any order, `ranked` by size.",
        ),
        # What the solution itself calls may need its order.
        ("def pairs(n):\n    return [n, *pairs(n - 1)]\n", "`pairs` in any order."),
    ],
)
def test_a_list_stays_as_it_is_where_its_order_may_be_asked_for(text: str, prompt: str) -> None:
    found = edits(LanguageName.PYTHON, "a.py", text, prompt)
    assert [e for e in found if e.kind == "rows"] == []


def test_a_rounded_number_keeps_its_digits_where_the_prompt_asks_to_round() -> None:
    text = "def f(n):\n    return round(n / 3, 2)\n"
    (exact,) = [e for e in edits(LanguageName.PYTHON, "a.py", text) if e.kind == "float"]
    (told,) = [
        e for e in edits(LanguageName.PYTHON, "a.py", text, "Rounded to two decimals.")
        if e.kind == "float"
    ]  # fmt: skip
    assert eval(f"(lambda n: {exact.after})(1)") != 0.33
    assert eval(f"(lambda n: {told.after})(1)") == 0.33
    third = told.after.replace("round(n / 3, 2)", "n / 3")
    assert eval(f"(lambda n: {third})(1)") != 1 / 3


def errors(text: str, prompt: str = "Refuse what is negative.") -> list[str]:
    found = edits(LanguageName.PYTHON, "a.py", text, prompt)
    return [e.before for e in found if e.kind == "error"]


def test_an_error_may_be_of_another_type_where_the_prompt_names_none() -> None:
    text = "def f(n):\n    if n < 0:\n        raise KeyError(n)\n    raise ValueError\n"
    assert errors(text) == ["KeyError", "ValueError"]
    assert errors(text, "Raise `ValueError` for 0.") == ["KeyError"]
    # A KeyError is a LookupError.
    assert errors(text, "Raise a LookupError or a value error.") == []
    assert errors(text, "It throws `ValueErrors` and `KeyErrors`.") == []
    solution = Solution(name="s", role="candidate", files={"a.py": text})
    told = benign_edits(solution, SUITE, LanguageName.PYTHON, "No.", ":raises KeyError: never")
    assert [e.before for e in told if e.kind == "error"] == ["ValueError"]
    first, _ = [e for e in edits(LanguageName.PYTHON, "a.py", text) if e.kind == "error"]
    assert "raise type('OtherError', (Exception,), {})(n)" in applied(text, first)


@pytest.mark.parametrize(
    "text",
    [
        "def f(n):\n    raise OwnError(n)\n",
        "def f(n):\n    raise\n",
        "class A:\n    def __getitem__(self, n):\n        raise KeyError(n)\n",
        "def f(n):\n    raise NotImplementedError\n",
        "def g(n):\n    raise KeyError(n)\ndef f(n):\n    try: g(n)\n    except KeyError: pass\n",
        "def g(n):\n    raise KeyError(n)\ndef f(n):\n    try: g(n)\n    except Exception: pass\n",
        "def g(n):\n    raise KeyError(n)\ndef f(n):\n    try: g(n)\n    except: pass\n",
    ],
)
def test_an_error_keeps_its_type_where_somebody_else_counts_on_it(text: str) -> None:
    assert errors(text) == []


def test_another_error_that_is_caught_does_not_matter() -> None:
    text = "def f(n):\n    try: g(n)\n    except TypeError: pass\n    raise KeyError(n)\n"
    assert errors(text) == ["KeyError"]
