"""What is read of solutions, prompts and suites, before anything runs."""

from __future__ import annotations

import json

import pytest

from workbench.languages.calls import Call, Entry, Result, View, parse_calls
from workbench.languages.js_callable import with_recorder, with_steps
from workbench.languages.js_calls import JavaScriptCalls, TypeScriptCalls
from workbench.languages.python_calls import PythonCalls
from workbench.languages.values import NotPlain, Opaque
from workbench.model.task import Framework, Solution, Suite


def _suite(path: str, text: str, framework: Framework = Framework.AUTO) -> Suite:
    return Suite(name="given", role="given", framework=framework, files={path: text})


def _solution(path: str, text: str) -> Solution:
    return Solution(name="s", role="candidate", files={path: text})


def test_entries_are_the_functions_a_suite_calls_in_its_order() -> None:
    text = "def b(x: List[int], y=1) -> str: ...\ndef a(): ...\ndef c(): ...\n"
    suite = _suite("test_s.py", "from s import a, b\nassert b([1]) == '1'\nassert a() is None\n")
    found = PythonCalls().entries(_solution("s.py", text), suite)
    assert [e.name for e in found] == ["a", "b"]
    assert [(p.name, p.annotation, p.optional) for p in found[1].parameters] == [
        ("x", "List[int]", False),
        ("y", "", True),
    ]


@pytest.mark.parametrize(
    "prompt",
    [">>> f([1, 2], 'a')\n3", "f([1, 2], 'a') == 3", "e.g. f([1, 2], 'a') ➞ 3", "`f([1, 2], 'a')`"],
)
def test_calls_in_a_prompt_are_examples(prompt: str) -> None:
    assert PythonCalls().examples(prompt, "f") == (Call(([1, 2], "a")),)


def test_a_signature_is_no_example() -> None:
    assert PythonCalls().examples("def f(numbers: List[int], k: int) -> int:", "f") == ()


def test_docstrings_are_no_constants() -> None:
    text = 'def f(x):\n    """About 42."""\n    return x + 7 if x != "no" else 1.5\n'
    assert set(PythonCalls().constants(text)) == {7, "no", 1.5}


def test_a_probe_has_the_manner_of_its_suite() -> None:
    entry, call, result = Entry("s.py", "f"), Call(([1],)), Result(0, "returned", [2])
    case = (
        "import unittest\nfrom s import f\nclass T(unittest.TestCase):\n    def test_a(s): f(1)\n"
    )
    wanted = {
        "from s import f\nassert f(1) == 2\n": "assert f([1]) == [2]",
        "from s import f\ndef test_a(): assert f(1)\n": "def test_counterexample():",
        case: "self.assertEqual(f([1]), [2])",
    }
    for text, line in wanted.items():
        probe = PythonCalls().probe(_suite("test_s.py", text), entry, call, result, View())
        assert line in probe.files["test_counterexample.py"]
        assert "from s import f" in probe.files["test_counterexample.py"]


def test_a_probe_of_what_has_no_literal_is_refused() -> None:
    suite = _suite("test_s.py", "from s import f\nassert f(1) == 2\n")
    told = Result(0, "returned", Opaque("Thing", "<Thing>"))
    with pytest.raises(NotPlain):
        PythonCalls().probe(suite, Entry("s.py", "f"), Call((1,)), told, View())


def test_records_that_are_not_signed_are_passed_over() -> None:
    rows = [
        {"n": "other", "k": "call", "c": 0, "end": "returned", "value": 1},
        {"n": "mine", "k": "call", "c": 1, "end": "raised", "error": ["KeyError", "x"]},
        {"n": "mine", "k": "call", "c": 2, "end": "returned", "value": ["?"]},
        {"n": "mine", "k": "end", "count": 2},
    ]
    raw = b"".join(json.dumps(r).encode() + b"\n" for r in rows) + b"{"
    report = parse_calls(raw, "mine")
    assert [(r.index, r.end, r.error) for r in report.results] == [(1, "raised", "KeyError")]
    assert report.ended


JS = "'use strict'\nexport function f(n) { while (n) n--\n return n }\nconst g = (a = 1) => a\n"
BOTH = (Entry("s.js", "f"), Entry("s.js", "g"))


def test_javascript_gets_its_steps_without_moving_a_line() -> None:
    made = with_steps("s.js", JS, BOTH)
    assert made.startswith(
        "'use strict'\nexport function f(n) {__wb_tick(); while (n) {__wb_tick();n--"
    )
    assert made.split("\n")[:4] == [*made.split("\n")[:3], "const g = (a = 1) => a"]
    assert made.rstrip().endswith(";__wb_calls({ f, g });")


def test_javascript_functions_are_wrapped_where_they_are_declared() -> None:
    made = with_recorder("s.js", JS, BOTH)
    assert made.startswith("'use strict';f = __wb_made(\"f\", f); \n")
    assert 'const g = __wb_made("g", (a = 1) => a)' in made


def test_typescript_types_are_read_in_pythons_notation() -> None:
    text = (
        "export function f(a: number[], b?: string | null, c: Map<string, number> = x): boolean {}"
    )
    suite = _suite("s.test.ts", "import { f } from './s'\nexpect(f([1])).toBe(true)")
    (entry,) = TypeScriptCalls().entries(_solution("s.ts", text), suite)
    assert [p.annotation for p in entry.parameters] == ["List[int]", "Union[str, None]", ""]
    assert [p.optional for p in entry.parameters] == [False, True, True]
    assert entry.returns == "bool"


def test_javascript_literals_are_examples_and_constants() -> None:
    calling = JavaScriptCalls()
    assert calling.examples("f([1, -2.5], {a: 'x'}) => 3", "f") == (Call(([1, -2.5], {"a": "x"})),)
    assert set(calling.constants("const a = 'x' + 7 + 0x10")) == {"x", 7, 16}


def test_a_javascript_probe_has_the_manner_of_its_suite() -> None:
    text = "import { f } from './s'\nimport { it, expect } from 'vitest'\nit('a', () => {})\n"
    suite = _suite("s.test.js", text, Framework.VITEST)
    result = Result(0, "returned", {"a": [None, True]})
    probe = JavaScriptCalls().probe(suite, Entry("s.js", "f"), Call(("x",)), result, View())
    (made,) = probe.files.values()
    assert made.startswith("import { f } from './s'\nimport { it, expect } from 'vitest'\n")
    assert 'expect(f("x")).toEqual({ "a": [null, true] })' in made


DECLARED = """
export interface Reading extends Base { date: string; "in all"?: number; readonly rows: string[] }
interface Base { base: boolean }
type Both = { from: string } & Base;
type State = "open" | "shut" | null;
interface Live { stop(): void; a: number }
type Table = { [key: string]: number };
interface Tree { left?: Tree; v: State }
"""


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (
            "readonly Reading[]",
            "List[TypedDict({'base': bool, 'date': str, 'in all': NotRequired[int],"
            " 'rows': List[str]})]",
        ),
        ("Both", "TypedDict({'from': str, 'base': bool})"),
        ("Record<string, { u?: boolean }>", "Dict[str, TypedDict({'u': NotRequired[bool]})]"),
        ("State | undefined", "Union[Union[Union[Literal['open'], Literal['shut']], None]]"),
        ("Table", "Dict[str, int]"),
        ("Live", ""),
        ("Unheard", ""),
    ],
)
def test_declared_types_are_told_by_what_they_are_made_of(written: str, meant: str) -> None:
    text = f"{DECLARED}export function f(a: {written}): void {{}}\n"
    suite = _suite("s.test.ts", "import { f } from './s.js'; f(1)")
    (entry,) = TypeScriptCalls().entries(_solution("s.ts", text), suite)
    assert entry.parameters[0].annotation == meant


def test_a_type_that_holds_itself_is_followed_a_few_steps() -> None:
    text = f"{DECLARED}export function f(a: Tree): void {{}}\n"
    suite = _suite("s.test.ts", "import { f } from './s.js'; f(1)")
    (entry,) = TypeScriptCalls().entries(_solution("s.ts", text), suite)
    assert 1 < entry.parameters[0].annotation.count("TypedDict") < 8
