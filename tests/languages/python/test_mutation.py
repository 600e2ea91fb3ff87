"""Python mutants and their schemata, read and executed without a sandbox."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from itertools import chain, repeat

import pytest

from workbench.languages.mutation import Mutant, Schemata
from workbench.languages.python_mutation import PythonMutation
from workbench.model.task import Solution, Suite

MUTATION = PythonMutation()
SUITE = Suite(name="g", role="given", files={"test_sol.py": "from sol import *\n"})

ODD = '''#!/usr/bin/env python3
"""The module."""
from __future__ import annotations
import asyncio, enum
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from nowhere import Thing
LIMIT = 10; OTHER = 20
class Colour(enum.Enum):
    """Docs."""
    RED = 1
    BLUE = 2
class Point:
    __slots__ = ("x", "y")
    def __init__(self, x: int, y: "int" = 0) -> None: self.x = x; self.y = y
    @property
    def size(self) -> int: return abs(self.x) + abs(self.y)
def one_line(a): return a if a > 3 else -a
def chain(a: int) -> str:
    if a < 0: return "negative"
    elif a == 0 or a == 7 \\
            and a is not None:
        return "special"
    else:
        pass
    for i in range(a):
        if i % 2: continue
        if i > LIMIT: break
    else: return f"{a + 1:>{LIMIT}}"
    return "big"
def walrus(text):
    if (n := len(text)) > 3: return n
    return [y for x in text if (y := x.upper()) != "A"]
def nested(rows):
    return {k: [(lambda q, s=1: q * s)(v) for v in vs if v not in (1,)] for k, vs in rows.items()}
def matched(value):
    match value:
        case {"a": [first, *_]} if first > 1: return first
        case 1 | 2: return "few"
        case str(text) if not text: return "empty"
        case _: return -1
def counted():
    total = 0
    def add(n):
        nonlocal total
        total += n; return total
    return add
def generated(n):
    yield from range(n)
    x = yield n
    while True:
        if n > 3: break
        n += 1
    return x
async def waited(n):
    await asyncio.sleep(0)
    async def each():
        for i in range(n): yield i
    return [i async for i in each() if i]
def caught(d, k):
    try: return d[k]
    except (KeyError, IndexError) as error:
        raise ValueError("no", k) from error
    finally: d = None
def sliced(xs, n): return xs[n:], xs[:n], xs[::-1], xs[1:n][0]
def comment(a, b):
    return (a  # the left
            < b  # the right
            and (a or b))
if __name__ == "__main__":
    print(LIMIT + 1)
'''


def solution(text: str) -> Solution:
    return Solution(name="s", role="candidate", files={"sol.py": text})


def found(text: str) -> tuple[Mutant, ...]:
    return MUTATION.mutants(solution(text), SUITE)


def held(text: str) -> Schemata:
    return MUTATION.schemata(solution(text), found(text))


def edits(text: str) -> set[tuple[str, str, str]]:
    return {(m.operator, m.before, m.after) for m in found(text)}


@pytest.fixture(autouse=True)
def _no_builtins_stay() -> Iterator[None]:
    yield
    for name in ("__mu_a__", "__mu_f__"):
        vars(builtins).pop(name, None)


def execute(text: str, active: object = 0) -> dict[str, object]:
    vars(builtins)["__mu_a__"] = active
    vars(builtins)["__mu_f__"] = repeat(None).__next__
    scope: dict[str, object] = {"__name__": "sol"}
    exec(compile(text, "sol.py", "exec", dont_inherit=True), scope)
    return scope


def behaviour(scope: dict[str, object]) -> list[str]:
    """What calls of the odd module's functions give, as text."""
    import asyncio

    point, chain, counted = scope["Point"], scope["chain"], scope["counted"]
    calls = [
        *(lambda n=n: chain(n) for n in (-1, 0, 5, 7, 40)),
        lambda: (scope["one_line"](5), scope["one_line"](2)),
        lambda: (scope["walrus"]("abcd"), scope["walrus"]("Ab")),
        lambda: scope["nested"]({"a": [1, 2, 3]}),
        lambda: [scope["matched"](v) for v in ({"a": [3]}, {"a": [1]}, 1, "", "x")],
        lambda: [counted()(n) for n in (1, 2)],
        lambda: list(scope["generated"](2)),
        lambda: asyncio.run(scope["waited"](3)),
        lambda: scope["caught"]({1: 2}, 1),
        lambda: scope["caught"]({1: 2}, 3),
        lambda: scope["sliced"]([1, 2, 3, 4], 3),
        lambda: [scope["comment"](a, b) for a, b in ((1, 2), (2, 1), (0, 0), (0, 1))],
        lambda: (point(1, -2).size, point(-3).size, [c.value for c in scope["Colour"]]),
        lambda: vars(point(1)),
    ]
    said = []
    for call in calls:
        try:
            said.append(repr(call()))
        except Exception as error:  # noqa: BLE001
            said.append(f"{type(error).__name__}: {error}")
    return said


def test_every_mutant_of_an_odd_module_is_held_and_is_a_sound_edit_alone() -> None:
    mutants = found(ODD)
    schemata = held(ODD)
    assert len(mutants) > 120
    assert set(schemata.mutants) == set(mutants)
    for mutant in mutants:
        text = mutant.applied(solution(ODD)).files["sol.py"]
        compile(text, mutant.id, "exec", dont_inherit=True)
        assert text != ODD


def test_schemata_with_nothing_active_behave_like_the_solution() -> None:
    text = held(ODD).solution.files["sol.py"]
    assert behaviour(execute(text)) == behaviour(execute(ODD))
    assert execute(text)["__doc__"] == "The module."


def test_each_mutant_behaves_in_schemata_as_its_edit_does_alone() -> None:
    schemata = held(ODD)
    text = schemata.solution.files["sol.py"]
    for number, mutant in enumerate(schemata.mutants, start=1):
        try:
            guarded = outcome(text, number)
        except OutOfFuel:
            continue  # alone it would never end
        alone = mutant.applied(solution(ODD)).files["sol.py"]
        assert guarded == outcome(alone, 0), mutant


class OutOfFuel(BaseException):
    pass


def stop() -> Iterator[None]:
    raise OutOfFuel
    yield


def outcome(text: str, active: int) -> list[str]:
    try:
        scope = execute(text, active)
    except Exception as error:  # noqa: BLE001
        return [type(error).__name__]
    vars(builtins)["__mu_f__"] = chain(repeat(None, 5_000), stop()).__next__
    return behaviour(scope)


def test_the_same_text_always_has_the_same_mutants() -> None:
    assert found(ODD) == found(ODD)
    assert len({m.id for m in found(ODD)}) == len(found(ODD))


def test_a_file_that_cannot_be_parsed_has_no_mutants_and_stays_as_it_is() -> None:
    assert found("def f(:\n") == ()
    assert held("def f(:\n").solution.files["sol.py"] == "def f(:\n"


def test_files_of_the_suite_and_configurations_are_not_mutated() -> None:
    files = {"sol.py": "A = 1\n", "helper.py": "B = 1\n", "setup.py": "C = 1\n"}
    suite = SUITE.model_copy(update={"support": {"helper.py": "B = 2\n"}})
    subject = Solution(name="s", role="candidate", files=files)
    assert {m.file for m in MUTATION.mutants(subject, suite)} == {"sol.py"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = a < b", {("boundary", "<", "<="), ("negate", "<", ">=")}),
        ("x = a not in b", {("negate", "not in", "in")}),
        ("x = a // b", {("arithmetic", "//", "/"), ("arithmetic", "//", "*")}),
        ("x = 2 ** n", {("arithmetic", "2 ** n", "(2 * n)"), ("integer", "2", "3")}),
        ("x = 'a' + b", {("text", "'a'", '""')}),
        ("x = not y", {("unary", "not y", "y")}),
        ("x = a and b", {("logical", "and", "or"), ("logical", "a and b", "a"),
                         ("logical", "a and b", "b")}),
        ("x = y[1:n]", {("boundary", "1", ""), ("boundary", "n", ""), ("integer", "1", "0"),
                        ("integer", "1", "2"), ("boundary", "n", "(n) + 1")}),
        ("x = min(y)", {("call", "min", "max")}),
        ("x = d.get(k, y)", {("optional", ", y", "")}),
        ("for i in y:\n    break", {("jump", "break", "continue")}),
        ("print(y)", {("delete", "print(y)", "pass")}),
        ("logging.info(y)", set()),
    ],
)  # fmt: skip
def test_an_expression_has_the_edits_of_its_operators(
    text: str, expected: set[tuple[str, str, str]]
) -> None:
    assert edits(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        '"""Docs."""\n',
        "def f():\n    '''Docs.'''\n",
        "x: Literal[1, 'a']\n",
        "def f(a: 'int' = b) -> 'str': ...\n",
        "__all__ = ['f', 'g']\n",
        "class A:\n    __slots__ = ('a',)\n",
        "if TYPE_CHECKING:\n    a = 1\n",
        "if __name__ == '__main__':\n    print(1 + 1)\n",
        "match x:\n    case 1 | 'a': pass\n",
        "T = TypeVar('T')\n",
    ],
)
def test_what_is_for_tools_and_readers_is_never_mutated(text: str) -> None:
    assert edits(text) == set()


def test_what_runs_while_loading_is_static_and_function_bodies_are_not() -> None:
    text = "A = 1\n@d(2)\ndef f(a=3):\n    return a + 4\nclass C:\n    b = 5\n"
    static = {m.before: m.static for m in found(text) if m.operator == "integer"}
    assert static == {"1": True, "2": True, "3": True, "4": False, "5": True}


def test_a_mutant_says_where_it_stands() -> None:
    (mutant,) = (m for m in found("class A:\n    def f(self):\n        é = 1; g(é, 8)\n")
                 if m.before == "8")  # fmt: skip
    assert (mutant.line, mutant.column, mutant.function) == (3, 21, "A.f")


def test_probes_tell_lines_and_both_ways_of_a_condition() -> None:
    text = "def f(a):\n    if a:\n        return 1\n    return 2\n"
    probes = [(p.line, p.kind) for p in held(text).probes if p.kind != "guard"]
    assert sorted(probes) == [
        (1, "line"), (2, "false"), (2, "line"), (2, "true"), (3, "line"), (4, "line")
    ]  # fmt: skip


def test_a_long_sum_is_one_guard_and_not_a_tower_of_parentheses() -> None:
    text = "x = " + " + ".join(f"a{n}" for n in range(150)) + "\n"
    schemata = held(text)
    assert len(schemata.mutants) == len(found(text)) == 149
    assert ast.parse(schemata.solution.files["sol.py"])


def test_what_cannot_be_held_is_left_out_and_the_rest_stays() -> None:
    deep = "f(" * 60 + "1" + ")" * 60
    text = f"def g():\n    return {deep}\ndef h(a):\n    return a + 1\n"
    schemata = held(text)
    assert {m.function for m in schemata.mutants} >= {"h"}
    compile(schemata.solution.files["sol.py"], "sol.py", "exec")
