"""Counterexample search, in the real sandbox."""

from __future__ import annotations

import pytest

from tests.adequacy.conftest import MakeLab
from tests.languages.python.running import run_task
from tests.whole import WHOLE
from workbench.adequacy.disagreement import splits
from workbench.adequacy.evidence import Searching
from workbench.adequacy.findings import Finding
from workbench.adequacy.search import (
    Ground,
    Jury,
    NotSearchable,
    nearer,
    search,
    survey,
    witness,
)
from workbench.adequacy.trials import Bench
from workbench.languages.calls import Call, Entry, Result
from workbench.languages.registry import mutation
from workbench.model.task import LanguageName, Solution, Task

pytestmark = pytest.mark.toolchain

PYTEST = """
from sol import top
def test_one(): assert top([3, 1, 2]) == 3
def test_two():
    found = top([1, 5])
    assert found == 5
"""
RIGHT = "def top(row):\n    return max(row)\n"
SLOW = """
def cube(n):
    found = 0
    for a in range(abs(n)):
        for b in range(abs(n)):
            for c in range(abs(n)):
                found += 1
    return found if n > 0 else -found
"""
ENDS = """
import os, sys
def f(n):
    if n == 1: raise KeyError("one")
    if n == 2:
        while True: pass
    if n == 3: os._exit(3)
    if n == 4: return sum(range(10 ** 12))
    if n == 5: return [float("nan"), 2 ** 70, (1,), {1: {2}}, b"x"]
    if n == 6: return (i for i in range(3))
    return n
"""


def _solution(text: str, path: str = "sol.py") -> Solution:
    return Solution(name="s", role="variant", files={path: text})


def _ground(make: MakeLab, language: str, right: str, path: str, suite: dict[str, str]) -> Ground:
    lab = make(language, suite)
    trusted = _solution(right, path)
    return survey(lab, trusted, lab.speaker.inventory(lab.suite, trusted), most=300)


def test_each_way_a_call_ends_is_named_and_the_rest_goes_on(lab: MakeLab) -> None:
    here = lab("python", {"test_sol.py": "from sol import f\nassert f(0) == 0\n"})
    entry = Entry("sol.py", "f")
    args = [(n,) for n in range(8)]
    found = here.run(_solution(ENDS), entry, args, call_wall_s=1.5)
    ends = [r.end if r else None for r in found]
    assert ends[:5] == ["returned", "raised", "fuel", "crashed", "timeout"]
    assert ends[5:] == ["returned"] * 3
    assert found[1] is not None
    assert (found[1].error, found[1].message) == ("KeyError", "'one'")
    assert found[5] is not None
    assert found[5].value[1:] == [2**70, (1,), {1: {2}}, b"x"]


@pytest.mark.parametrize(
    "suite",
    [
        PYTEST,
        "import unittest, sol\nclass T(unittest.TestCase):\n"
        "    def test_a(self): self.assertEqual(sol.top([3, 1, 2]), 3)\n",
        "assert top([3, 1, 2]) == 3\n",
        "from sol import *\ndef check(other):\n    assert other([3, 1, 2]) == 3\ncheck(top)\n",
    ],
    ids=["pytest", "unittest", "shared scope", "passed on"],
)
def test_calls_of_a_suite_are_recorded_however_it_is_written(lab: MakeLab, suite: str) -> None:
    ground = _ground(lab, "python", RIGHT, "sol.py", {"test_sol.py": suite})
    assert ([3, 1, 2],) in ground.known
    assert ground.made[0].result.value == 3


def test_a_difference_is_found_and_made_small(lab: MakeLab) -> None:
    ground = _ground(lab, "python", RIGHT, "sol.py", {"test_sol.py": PYTEST})
    wrong = _solution("def top(row):\n    return max(row[:3]) if len(row) > 4 else max(row)\n")
    finding = next(search(ground, wrong))
    assert finding.inside
    assert len(finding.args[0]) == 5
    assert "inside the stated domain" in finding.words


def test_the_same_search_finds_the_same(lab: MakeLab) -> None:
    wrong = _solution("def top(row):\n    return row[-1] if row[0] < row[-1] else row[0]\n")
    found = [
        next(search(_ground(lab, "python", RIGHT, "sol.py", {"test_sol.py": PYTEST}), wrong)).args
        for _ in range(2)
    ]
    assert found[0] == found[1]


def test_the_same_code_written_otherwise_is_not_accused(lab: MakeLab) -> None:
    ground = _ground(lab, "python", RIGHT, "sol.py", {"test_sol.py": PYTEST})
    same = _solution("def top(row):\n    return sorted(row)[-1]\n")
    assert not any(f.inside for f in search(ground, same, budget_s=10))


def test_a_solution_that_does_not_load_says_so(lab: MakeLab) -> None:
    ground = _ground(lab, "python", RIGHT, "sol.py", {"test_sol.py": PYTEST})
    with pytest.raises(NotSearchable, match="ModuleNotFoundError"):
        list(search(ground, _solution("import nowhere\ndef top(row): return 1\n")))


def test_other_functions_that_the_suite_calls_are_searched_too(lab: MakeLab) -> None:
    both = "def low(row):\n    return min(row)\n"
    suite = "from sol import low, top\ndef test_low(): assert low([3, 1]) == 1\n" + PYTEST
    right = _solution(both + RIGHT)
    candidate = _solution(
        both + "def top(row):\n    return row[-1] if len(row) > 3 else max(row)\n"
    )
    here = lab("python", {"test_sol.py": suite})
    tests = here.speaker.inventory(here.suite, right)
    task = Task(id="t", title="t", language=LanguageName.PYTHON, prompt="",
                solutions=(candidate.model_copy(update={"role": "candidate"}),),
                suites=(here.suite,))  # fmt: skip
    bench = Bench(here.sandbox, here.speaker, mutation(LanguageName.PYTHON), here.tools,
                  here.limits, here.suite, tests)  # fmt: skip
    searching = Searching.open(task, bench, right)
    assert searching.ground.entry.name == "low"
    ((_, found),) = searching.counterexamples([candidate], Jury(searching.ground, []))
    assert found is not None
    assert found.input.startswith("top(")
    assert found.inside


def test_a_mutant_gets_a_witness(lab: MakeLab) -> None:
    ground = _ground(lab, "python", RIGHT, "sol.py", {"test_sol.py": PYTEST})
    found = witness(ground, _solution("def top(row):\n    return max(row) + (len(row) == 4)\n"))
    assert found is not None
    assert len(found.args[0]) == 4
    assert witness(ground, _solution("def top(row):\n    return max(list(row))\n")) is None


def test_a_probe_fails_the_one_and_passes_the_other(lab: MakeLab) -> None:
    ground = _ground(lab, "python", RIGHT, "sol.py", {"test_sol.py": PYTEST})
    wrong = "def top(row):\n    return row[0]\n"
    finding = next(search(ground, _solution(wrong)))
    probe = ground.lab.calls.probe(
        ground.lab.suite, ground.entry, Call(finding.args), finding.expected, ground.oracle.view
    )
    verdicts = [
        run_task(ground.lab.sandbox, "python", {"sol.py": text}, probe.files, "pytest").verdict
        for text in (RIGHT, wrong)
    ]
    assert verdicts == ["pass", "fail"]


JS_SUITE = """
const { top } = require('./sol')
test('one', () => { expect(top([3, 1, 2])).toBe(3) })
test('two', () => { expect(top([1, 5])).toEqual(5) })
"""
JS_RIGHT = "function top(row) { return Math.max(...row) }\nmodule.exports = { top }\n"
TS_SUITE = JS_SUITE.replace("const { top } = require('./sol')", "import { top } from './sol'")
TS_RIGHT = "export const top = (row: number[]): number => Math.max(...row)\n"


@pytest.mark.parametrize(
    ("language", "path", "right", "suite"),
    [
        ("javascript", "sol.js", JS_RIGHT, {"sol.test.js": JS_SUITE}),
        ("typescript", "sol.ts", TS_RIGHT, {"sol.test.ts": TS_SUITE}),
        (
            "javascript",
            "sol.js",
            "const top = (row) => Math.max(...row)\n",
            {"test.js": "console.assert(top([3, 1, 2]) === 3)\n"},
        ),
    ],
    ids=["required", "typed", "shared scope"],
)
def test_javascript_is_searched_too(
    lab: MakeLab, language: str, path: str, right: str, suite: dict[str, str]
) -> None:
    ground = _ground(lab, language, right, path, suite)
    assert ([3, 1, 2],) in ground.known
    wrong = right.replace("Math.max(...row)", "Math.max(...row.slice(0, 3))")
    finding = next(search(ground, _solution(wrong, path)))
    assert finding.inside
    assert len(finding.args[0]) == 4


def test_javascript_calls_end_in_named_ways(lab: MakeLab) -> None:
    here = lab("javascript", {"sol.test.js": JS_SUITE})
    text = """
    function top(n) {
      if (n === 1) throw new RangeError('one')
      if (n === 2) while (true) {}
      if (n === 3) process.exit(3)
      if (n === 4) return [undefined, NaN, new Map([[1, 2]]), 10n, -0]
      return n
    }
    """
    entry = Entry("sol.js", "top")
    found = here.run(_solution(text, "sol.js"), entry, [(n,) for n in range(6)], call_wall_s=2)
    ends = [r.end if r else None for r in found]
    assert ends == ["returned", "raised", "fuel", "crashed", "returned", "returned"]
    assert found[1] is not None
    assert found[1].error == "RangeError"


def test_a_reference_that_stands_alone_accuses_nobody(lab: MakeLab) -> None:
    alone = "def top(row):\n    return max(row) if len(row) != 4 else 0\n"
    ground = _ground(lab, "python", alone, "sol.py", {"test_sol.py": PYTEST})
    members = [
        _solution(f"def top(row):\n    return {code}\n")
        for code in ("max(row)", "sorted(row)[-1]", "-min(-v for v in row)")
    ]
    assert next(search(ground, members[0])).stands
    (finding,) = search(ground, members[0], jury=Jury(ground, members))
    assert not finding.stands
    assert finding.inside
    assert "2 of 2 other solutions answer so too" in finding.words


def test_votes_that_do_not_bear_the_reference_out_accuse_nobody(lab: MakeLab) -> None:
    ground = _ground(lab, "python", "def top(row):\n    return max(row)\n", "sol.py",
                     {"test_sol.py": PYTEST})  # fmt: skip
    codes = ("max(row) if row[0] else 0", "sorted(row)[-1] if row[0] else 0", "sorted(row)[-1]")
    members = [_solution(f"def top(row):\n    return {code}\n") for code in codes]
    (finding,) = search(ground, members[0], jury=Jury(ground, members))
    assert "1 of 2 other solutions answer so too, 1 as the first does" in finding.words
    assert not finding.stands


def test_others_that_share_what_the_suite_does_not_look_at_do_not_free_anybody(
    lab: MakeLab,
) -> None:
    """Unless the reference is outvoted on inputs like the suite's own."""
    codes = ("max(row) if row else None", "sorted(row)[-1] if row else None")
    members = [_solution(f"def top(row):\n    return {code}\n") for code in codes]
    empty = "def top(row):\n    return max(row) if row else 0\n"
    ground = _ground(lab, "python", empty, "sol.py", {"test_sol.py": PYTEST})
    (finding,) = search(ground, members[0], jury=Jury(ground, members))
    assert finding.args == ([],)
    assert finding.stands
    assert not Jury(ground, members).outvoted()
    unsound = "def top(row):\n    return max(row) if row and len(row) != 4 else 0\n"
    ground = _ground(lab, "python", unsound, "sol.py", {"test_sol.py": PYTEST})
    jury = Jury(ground, members)
    (finding,) = search(ground, members[0], jury=jury)
    assert not finding.stands
    assert jury.outvoted()


if WHOLE:  # endless calls take as long as they may

    def test_who_takes_as_long_for_known_calls_is_not_accused_of_taking_long(lab: MakeLab) -> None:
        suite = "from sol import cube\n"
        suite += "".join(
            f"def test_{n}(): assert cube({n}) == {n**3}\n" for n in (1, 2, 3, 4, 5, 40)
        )
        right = "def cube(n):\n    return n ** 3\n"
        endless = "def cube(n):\n    while n == 41: pass\n    return n ** 3\n"
        ground = _ground(lab, "python", right, "sol.py", {"test_sol.py": suite})
        ground.vouched = True
        told = {}
        for name, code in (("slow", SLOW), ("endless", endless)):
            judged = Solution(name=name, role="variant", files={"sol.py": code})
            (found,) = search(ground, judged, jury=Jury(ground, [judged]))
            told[name] = found
        assert told["slow"].got.end == told["endless"].got.end == "fuel"
        assert "steps for a known call, and passes" in told["slow"].words
        assert not told["slow"].stands
        assert told["endless"].stands


def test_who_shares_the_references_mistake_is_accused_by_a_clear_majority_of_the_others(
    lab: MakeLab,
) -> None:
    wrong = "def top(row):\n    return max(row) if len(row) != 4 else 0\n"
    ground = _ground(lab, "python", wrong, "sol.py", {"test_sol.py": PYTEST})
    sharing = "sorted(row)[-1] if len(row) != 4 else 0"
    codes = (sharing, "max(row)", "sorted(row)[-1]", "-min(-v for v in row)")
    members = [
        Solution(name=name, role="variant", files={"sol.py": f"def top(row):\n    return {code}\n"})
        for name, code in zip("abcd", codes, strict=True)
    ]
    assert not any(found.inside for found in search(ground, members[0]))
    (finding,) = search(ground, members[0], jury=Jury(ground, members))
    assert finding.stands
    assert len(finding.args[0]) == 4
    assert finding.by == "b"
    assert (
        f"3 of 3 other solutions answer as b does, against {ground.trusted.name}" in finding.words
    )
    # The first solution has a voice of its own: two against it decide nothing.
    assert not any(f.stands for f in search(ground, members[0], jury=Jury(ground, members[:3])))
    ground.vouched = True
    assert not any(f.stands for f in search(ground, members[0], jury=Jury(ground, members)))


def test_a_sign_no_known_call_has_accuses_where_others_bear_a_vouched_reference_out(
    lab: MakeLab,
) -> None:
    suite = "from sol import root\n\n\ndef test_root():\n" + "".join(
        f"    assert root({n * n}) == {n}\n" for n in (1, 2, 3, 4, 5)
    )
    codes = ("round(abs(n) ** 0.5)", "round(abs(n) ** (1 / 2))", "int(round(abs(n) ** 0.5))",
             "round(n ** 0.5) if n >= 0 else 0")  # fmt: skip
    trusted, *members = (_solution(f"def root(n):\n    return {code}\n") for code in codes)
    text = next(iter(trusted.files.values()))
    ground = _ground(lab, "python", text, "sol.py", {"test_sol.py": suite})
    (finding,) = search(ground, members[-1])
    assert not finding.inside
    assert finding.arguable
    (finding,) = search(ground, members[-1], jury=Jury(ground, members))
    assert not finding.inside
    ground.vouched = True
    (finding,) = search(ground, members[-1], jury=Jury(ground, members))
    assert finding.stands
    assert "2 as the first does" in finding.where
    (finding,) = search(ground, members[-1], jury=Jury(ground, [members[-1]]))
    assert not finding.inside


def test_solutions_that_pass_and_differ_divide_the_suite_whoever_is_right(lab: MakeLab) -> None:
    ground = _ground(lab, "python", "def top(row):\n    return max(row)\n", "sol.py",
                     {"test_sol.py": PYTEST})  # fmt: skip
    texts = {"b": "sorted(row)[-1]", "c": "max(row) if len(row) != 4 else 0"}
    others = [
        Solution(name=name, role="variant", files={"sol.py": f"def top(row):\n    return {code}\n"})
        for name, code in texts.items()
    ]
    (split,) = splits(ground, Jury(ground, others), others)
    assert [names for _, names in split.answers] == [(ground.trusted.name, "b"), ("c",)]
    assert not split.first_alone
    assert list(splits(ground, Jury(ground, others[:1]), others[:1])) == []


def test_a_first_solution_that_stands_alone_is_said_to(lab: MakeLab) -> None:
    alone = "def top(row):\n    return max(row) if len(row) != 4 else 0\n"
    ground = _ground(lab, "python", alone, "sol.py", {"test_sol.py": PYTEST})
    others = [
        Solution(name=name, role="variant", files={"sol.py": f"def top(row):\n    return {code}\n"})
        for name, code in {"b": "sorted(row)[-1]", "c": "max(row)"}.items()
    ]
    (split,) = splits(ground, Jury(ground, others), others)
    assert split.first_alone


def test_an_error_is_of_its_class_whether_or_not_the_class_gives_itself_a_name(
    lab: MakeLab,
) -> None:
    here = lab("javascript", {"test.js": "const { f } = require('./sol.js')\nf(1)\n"})
    thrown = {
        "class Own extends Error {}; throw new Own('a')": "Own",
        "class Own extends Error { name = 'Own' }; throw new Own('a')": "Own",
        "const e = new Error('a'); e.name = 'Named'; throw e": "Named",
        "throw new RangeError('a')": "RangeError",
    }
    for body, kind in thrown.items():
        text = f"function f(n) {{ {body} }}\nmodule.exports = {{ f }}\n"
        (result,) = here.run(_solution(text, "sol.js"), Entry("sol.js", "f"), [(1,)])
        assert result is not None
        assert (result.end, result.error) == ("raised", kind)


def test_a_witness_borrows_arguments_of_known_calls_to_come_inside(lab: MakeLab) -> None:
    right = "exports.f = (n, how) => (n > 10 ? 1 : 0) + (how ? how.by : 0)\n"
    suite = "const { f } = require('./s')\n" + "".join(
        f"test('{n}', () => {{ expect(f({n}, {how})).toBe({value}) }})\n"
        for n, how, value in ((11, "null", 1), (3, "null", 0), (30, '{ "by": 2, "at": 1 }', 3))
    )
    ground = _ground(lab, "javascript", right, "s.js", {"s.test.js": suite})
    outside = Finding(
        ground.entry, (10, {"by": 2}), Result(0, "returned", 2), Result(0, "returned", 3)
    )
    found = nearer(ground, _solution(right.replace("n > 10", "n >= 10"), "s.js"), [outside])
    assert found is not None
    assert found.inside
    assert found.args[0] == 10


def test_nothing_is_found_where_the_first_solution_itself_does_not_end(lab: MakeLab) -> None:
    suite = {"test_sol.py": "from sol import f\ndef test_a(): assert f(40) == 40\n"}
    endless = "def f(n):\n    while n > 50: pass\n    return n\n"
    ground = _ground(lab, "python", endless, "sol.py", suite)
    assert list(search(ground, _solution("def f(n):\n    return n\n"))) == []
    assert list(search(ground, _solution("def f(n):\n    return n + 1\n"))) != []
