"""Edits that right code may differ by touch only what the prompt leaves free."""

from __future__ import annotations

import pytest

from workbench.languages.benign import Benign, benign_edits
from workbench.languages.benign_wording import reworded
from workbench.languages.syntax import parse
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
    assert "reworded - reworded - reworded (reworded)" in applied(text, wording)


@pytest.mark.parametrize(
    ("text", "prompt", "other"),
    [
        ("line %d is too long", "Name the line.", "line %d is - reworded - reworded (reworded)"),
        ("{name:?} has no end", "", "{name:?} reworded - no - reworded (reworded)"),
        ("duplicated names", "No duplicates.", "duplicated - reworded (reworded)"),
        ("no dose a day", "The dose of a day.", "no - dose - a day (reworded)"),
        ("a\\nbad ${kind} of %s", "bad", "a\\nbad ${kind} of %s (reworded)"),
    ],
)
def test_what_is_filled_in_and_the_prompts_own_words_stay(
    text: str, prompt: str, other: str
) -> None:
    assert reworded(text, prompt) == other


def test_what_a_rust_assertion_says_is_a_message_and_what_it_compares_is_none() -> None:
    text = (
        'fn f(a: &str) { assert!(a != "not a value", "bad value here"); assert!(a < "not z at"); }'
    )
    (wording,) = [e for e in edits(LanguageName.RUST, "a.rs", text) if e.kind == "wording"]
    assert wording.before == "bad value here"


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


LISTED = """class A {
    List<String> tags(int n) { return all.get(n); }
    int[] sizes() { return sizes; }
}
"""


@pytest.mark.parametrize(
    ("prompt", "turned"),
    [
        ("`tags` lists them, in any order.", ["all.get(n)"]),
        ("`tags` lists them, the newest first. `sizes` gives all; their order does not matter.",
         ["sizes"]),
        ("`tags` lists them, in any order; all when no number is given.", ["all.get(n)"]),
        ("`tags` lists them.", []),
        ("`tags` lists them in alphabetical order.", []),
        ("`tags` takes photos that are given in any order.", []),
    ],
)  # fmt: skip
def test_a_list_is_turned_round_where_the_prompt_leaves_its_order(
    prompt: str, turned: list[str]
) -> None:
    found = edits(LanguageName.JAVA, "A.java", LISTED, prompt)
    assert [e.before for e in found if e.kind == "free"] == turned


def test_any_order_is_no_order_that_is_asked_for() -> None:
    text = "def f(a):\n    return set(a)\n"
    found = edits(LanguageName.PYTHON, "a.py", text, "Return the words in any order.")
    assert "order" in {e.kind for e in found}


@pytest.mark.parametrize("kind", ["double", "Double", "double[]", "List<Double>"])
def test_the_last_digit_of_what_holds_doubles_is_another(kind: str) -> None:
    text = f"class A {{ {kind} f() {{ return found; }} }}\n"
    (found,) = [e for e in edits(LanguageName.JAVA, "A.java", text) if e.kind == "float"]
    assert found.before == "found"
    assert "nextUp" in found.after


def test_the_only_function_that_gives_a_list_is_meant_where_none_is_named() -> None:
    text = "class A { int[] pairs(int n) { return all; } private int[] help() { return all; } }\n"
    found = edits(LanguageName.JAVA, "A.java", text, "The result may have any order.")
    assert len([e for e in found if e.kind == "free"]) == 1
    both = edits(LanguageName.JAVA, "A.java", LISTED, "The result may have any order.")
    assert [e for e in both if e.kind == "free"] == []


def test_what_is_rounded_as_the_prompt_asks_has_no_other_last_digit() -> None:
    text = "class A { double f() { return found; } }\n"
    found = edits(LanguageName.JAVA, "A.java", text, "Rounded to two decimal places.")
    assert [e for e in found if e.kind == "float"] == []


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
    found = [e for e in edits(LanguageName.PYTHON, "a.py", text, prompt) if e.kind == "free"]
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
    assert [e for e in found if e.kind == "free"] == []


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


@pytest.mark.parametrize(
    "code",
    [
        "pool.execute(() -> done.accept(1))",
        "pool.submit(() -> { f(); })",
        "new Thread(() -> f()).start()",
        "CompletableFuture.supplyAsync(() -> f(1), pool)",
        "use(new Runnable() { public void run() { f(); } })",
        "Thread.sleep(pause)",
    ],
)
def test_a_step_in_the_background_begins_later(code: str) -> None:
    text = f"class A {{ void a() throws Exception {{ {code}; }} }}\n"
    (late,) = [e for e in edits(LanguageName.JAVA, "A.java", text) if e.kind == "late"]
    assert not parse("java", applied(text, late)).root_node.has_error
    assert "parkNanos(150_000_000L);" in late.after


@pytest.mark.parametrize(
    "code",
    ["list.forEach(x -> { f(x); })", "pool.submit(() -> f())", "robot.sleep(3)",
     "use(new Robot() { public void run() { f(); } })"],
)  # fmt: skip
def test_what_runs_at_once_is_not_delayed(code: str) -> None:
    text = f"class A {{ void a() throws Exception {{ {code}; }} }}\n"
    assert [e for e in edits(LanguageName.JAVA, "A.java", text) if e.kind == "late"] == []


@pytest.mark.parametrize(
    ("name", "path", "text", "after"),
    [
        (LanguageName.PYTHON, "a.py", "def f(v):\n    v.sort(key=len)\n", "v.reverse(); v.sort("),
        (LanguageName.PYTHON, "a.py", "def f(v):\n    return max(v, key=len)\n", "list(v)[::-1]"),
        (LanguageName.JAVASCRIPT, "a.js", "const f = (v) => [...v].sort((a, b) => a.n - b.n)\n",
         "[...v].reverse().sort("),
        (LanguageName.GO, "a.go", "package a\nfunc f(v []T) {\n\tsort.Slice(v, less)\n}\n",
         "v[zzA] }; sort.Slice("),
        (LanguageName.RUST, "a.rs", "fn f(v: &mut Vec<T>) { v.sort_by_key(|t| t.n); }\n",
         "v.reverse(); v.sort_by_key("),
        (LanguageName.RUST, "a.rs", "fn f(v: V) -> R { v.iter().max_by_key(|t| t.n) }\n",
         ".rev().max_by_key("),
        (LanguageName.JAVA, "A.java", "class A { void f(List<T> v) { v.sort(byPoints); } }\n",
         "java.util.Collections.reverse(v); v.sort("),
    ],
)  # fmt: skip
def test_equal_ones_may_stand_in_another_order_where_the_prompt_is_silent(
    name: LanguageName, path: str, text: str, after: str
) -> None:
    (turned,) = [e for e in edits(name, path, text) if e.kind == "ties"]
    assert after in applied(text, turned)
    assert [
        e for e in edits(name, path, text, "Of equal ones the shorter.") if e.kind == "ties"
    ] == []


@pytest.mark.parametrize(
    ("name", "path", "text"),
    [
        (LanguageName.PYTHON, "a.py", "def f(v):\n    v.sort()\n    return sorted(v)\n"),
        (LanguageName.JAVASCRIPT, "a.js", "const f = (v) => v.sort()\n"),
        (LanguageName.GO, "a.go", "package a\nfunc f(v []int) { sort.Ints(v); slices.Sort(v) }\n"),
        (LanguageName.RUST, "a.rs", "fn f(v: &mut Vec<u8>) { v.sort(); a().sort_by(g); }\n"),
    ],
)
def test_whole_values_have_no_ties(name: LanguageName, path: str, text: str) -> None:
    assert [e for e in edits(name, path, text) if e.kind == "ties"] == []


@pytest.mark.parametrize(
    ("name", "path", "text", "after"),
    [
        (LanguageName.PYTHON, "a.py", "def f(v): return json.dumps(v)\n", "dumps(v, indent=1)"),
        (LanguageName.JAVASCRIPT, "a.js", "const f = (v) => JSON.stringify(v)\n", "(v, null, 1)"),
        (LanguageName.GO, "a.go", "package a\nfunc f(v T) R { return json.Marshal(v) }\n",
         'json.MarshalIndent(v, "", " ")'),
        (LanguageName.RUST, "a.rs", "fn f(v: T) -> R { serde_json::to_string(&v) }\n",
         "serde_json::to_string_pretty(&v)"),
    ],
)  # fmt: skip
def test_a_json_text_may_have_other_white_space_unless_the_prompt_shows_one(
    name: LanguageName, path: str, text: str, after: str
) -> None:
    (wider,) = [e for e in edits(name, path, text) if e.kind == "json"]
    assert after in applied(text, wider)
    signed = edits(name, path, text, "It gives JSON: func f(v T) []byte")
    assert [e.kind for e in signed].count("json") == 1
    told = edits(name, path, text, 'It gives `{"a": 1}`.')
    assert [e for e in told if e.kind == "json"] == []


def test_a_sum_of_powers_of_two_has_no_last_digit() -> None:
    text = "exports.f = (x) => x / 4\n"
    (one,) = (e for e in edits(LanguageName.JAVASCRIPT, "a.js", text) if e.kind == "float")
    assert "!Number.isInteger(v * 1024)" in one.after


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
