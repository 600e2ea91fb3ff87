"""Programs with objects of a solution, functions given in other ways, and what is awaited."""

from __future__ import annotations

import re
from functools import partial

import pytest

from tests.adequacy.conftest import MakeLab, lab_of
from tests.languages.python.running import run_task
from workbench.adequacy.evidence import Searching
from workbench.adequacy.findings import Finding
from workbench.adequacy.search import Ground, NotSearchable, search, survey, witness
from workbench.adequacy.trials import Bench
from workbench.languages.calls import Entry
from workbench.languages.js_calls import JavaScriptCalls
from workbench.languages.mutation import Mutant
from workbench.languages.objects import ClassEntry, steps_of
from workbench.languages.registry import mutation
from workbench.languages.values import Built, Thing, Yielded
from workbench.model.task import LanguageName, Solution, Suite, Task
from workbench.sandboxes.base import Sandbox

pytestmark = pytest.mark.toolchain

ACCOUNT = """
class Account:
    def __init__(self, start=0):
        self.balance = start

    def deposit(self, n):
        if n <= 0:
            raise ValueError("nothing")
        self.balance += n

    def drawn(self, n):
        self.balance -= n
        return self.balance

    def __str__(self):
        return f"<{self.balance}>"


def summary(account):
    yield account.balance
    yield str(account)
"""
ACCOUNT_SUITE = """
import pytest
from account import Account, summary


def test_money_comes_in():
    account = Account(5)
    account.deposit(n=3)
    assert account.balance == 8
    assert str(account) == "<8>"


def test_nothing_is_refused():
    with pytest.raises(ValueError):
        Account().deposit(-1)


def test_a_summary():
    account = Account(2)
    account.drawn(1)
    assert list(summary(account)) == [1, "<1>"]
"""
JS_ACCOUNT = """
class Account {
  #open = true
  constructor(start = 0) { this.start = start; this.entries = [] }
  deposit(n) {
    if (n <= 0) throw new RangeError('nothing')
    this.entries.push(n)
    return this
  }
  get balance() { return this.entries.reduce((a, b) => a + b, this.start) }
  async later() { return this.balance * 2 }
  static of(...all) { return new Account(all.length) }
}
module.exports = { Account }
"""
JS_SUITE = """
const { Account } = require('./account')
test('money comes in', () => {
  const account = new Account(5)
  account.deposit(3).deposit(4)
  expect(account.balance).toBe(12)
  expect(account).toBeInstanceOf(Account)
})
test('nothing is refused', () => { expect(() => new Account().deposit(-1)).toThrow() })
test('later', async () => { expect(await new Account(2).later()).toBe(4) })
test('of', () => { expect(Account.of(1, 2).balance).toBe(2) })
"""
TS_ACCOUNT = (
    JS_ACCOUNT.replace("class Account", "export class Account")
    .replace("module.exports = { Account }", "")
    .replace("#open = true", "start: number\n  entries: number[]")
    .replace("start = 0", "start: number = 0")
    .replace("deposit(n)", "deposit(n: number): this")
    .replace("of(...all)", "of(...all: number[])")
)
TS_SUITE = JS_SUITE.replace("const { Account } = require('./account')",
                            "import { Account } from './account'")  # fmt: skip


def _solution(text: str, path: str) -> Solution:
    return Solution(name="s", role="variant", files={path: text})


def _ground(
    make: MakeLab, language: str, right: str, path: str, suite: dict[str, str], entry: str
) -> Ground:
    lab = make(language, suite)
    trusted = _solution(right, path)
    tests = lab.speaker.inventory(lab.suite, trusted)
    return survey(lab, trusted, tests, entry=entry, most=200)


def _verdicts(
    ground: Ground, language: str, path: str, right: str, wrong: str, found: Finding
) -> list[str]:
    """Of the finding's probe: on the original, and on what differs from it."""
    lab = ground.lab
    probe = lab.calls.probe(
        lab.suite, found.entry, found.entry.call(found.args), found.expected, ground.view_of(found)
    )
    return [
        run_task(lab.sandbox, language, {path: text}, probe.files, probe.framework.value).verdict
        for text in (right, wrong)
    ]


@pytest.fixture(scope="module")
def account(sandbox: Sandbox) -> Ground:
    """The ground of the Python class."""
    make = partial(lab_of, sandbox)
    suite = {"test_account.py": ACCOUNT_SUITE}
    return _ground(make, "python", ACCOUNT, "account.py", suite, "Account")


def test_a_suites_objects_are_known_by_their_longest_programs(account: Ground) -> None:
    assert ((5,), [("deposit", (3,)), ("__str__", ())]) in account.known
    assert ((), [("deposit", (-1,))]) in account.known
    assert ((5,), []) not in account.known
    assert isinstance(account.entry, ClassEntry)
    assert account.entry.reads == ("balance",)


def test_a_change_in_a_method_gets_a_short_program_and_its_probe_tells_them_apart(
    account: Ground,
) -> None:
    wrong = ACCOUNT.replace("+= n", "+= n if n < 15 else 1")
    found = witness(account, _solution(wrong, "account.py"))
    assert found is not None
    assert found.inside
    assert len(steps_of(found.args)) == 2
    assert found.words.startswith("account = Account(")
    assert _verdicts(account, "python", "account.py", ACCOUNT, wrong, found) == ["pass", "fail"]


def test_an_error_at_a_step_is_compared_by_its_kind(account: Ground) -> None:
    wrong = ACCOUNT.replace("n <= 0", "n < 0")
    found = witness(account, _solution(wrong, "account.py"))
    assert found is not None
    assert found.inside
    assert steps_of(found.args) == [("deposit", (0,))]
    assert _verdicts(account, "python", "account.py", ACCOUNT, wrong, found) == ["pass", "fail"]


def test_what_the_suite_never_looks_at_is_a_difference_outside_the_domain(
    account: Ground,
) -> None:
    found = witness(account, _solution(ACCOUNT.replace("return self.balance\n", "return 7\n"),
                                       "account.py"))  # fmt: skip
    assert found is not None
    assert not found.inside
    assert "no test compares what `drawn` gives" in found.words


def test_the_same_class_written_otherwise_is_not_accused(account: Ground) -> None:
    same = ACCOUNT.replace("self.balance = start", "self._log = []\n        self.balance = start")
    same = same.replace("self.balance += n", "self.balance = self.balance + n")
    assert list(search(account, _solution(same, "account.py"), budget_s=8)) == []


def test_an_object_is_an_argument_as_it_was_made_and_a_generator_gives_its_values(
    lab: MakeLab,
) -> None:
    ground = _ground(
        lab, "python", ACCOUNT, "account.py", {"test_account.py": ACCOUNT_SUITE}, "summary"
    )
    assert ground.known == [(Built("Account", (2,), (("drawn", (1,)),)),)]
    (result,) = ground.answers(ground.known)
    assert result is not None
    assert isinstance(result.value, Yielded)
    assert result.value.items == (1, "<1>")


def test_objects_in_results_are_compared_by_what_the_suite_reads(lab: MakeLab) -> None:
    text = "class P:\n    def __init__(self, x):\n        self.x, self._y = x, id(self)\n"
    suite = "from p import f, P\ndef test_f(): assert f(1).x == 1\ndef test_p(): P(1)\n"
    here = lab("python", {"test_p.py": suite})
    made = _solution(f"{text}def f(n): return P(n)\n", "p.py")
    (result,) = here.run(made, Entry("p.py", "f"), [(3,)])
    assert result is not None
    assert result.value == Thing("P", (("x", 3),))


def test_asynchronous_functions_are_awaited_on_a_clock_that_does_not_wait(lab: MakeLab) -> None:
    right = "import asyncio\nasync def f(n):\n    await asyncio.sleep(50)\n    return n * 2\n"
    suite = "import asyncio\nfrom s import f\ndef test_f(): assert asyncio.run(f(0)) == 0\n"
    quick = right.replace("sleep(50)", "sleep(0)")
    here = lab("python", {"test_s.py": suite})
    trusted = _solution(quick, "s.py")
    ground = survey(here, trusted, here.speaker.inventory(here.suite, trusted), most=60)
    assert ground.known == [(0,)]
    (result,) = here.run(_solution(right, "s.py"), ground.entry, [(4,)])
    assert result is not None
    assert (result.end, result.value) == ("returned", 8)
    wrong = quick.replace("n * 2", "n * 3")
    found = witness(ground, _solution(wrong, "s.py"))
    assert found is not None
    assert _verdicts(ground, "python", "s.py", quick, wrong, found) == ["pass", "fail"]


@pytest.mark.parametrize(
    ("language", "path", "right", "suite"),
    [
        ("javascript", "account.js", JS_ACCOUNT, {"account.test.js": JS_SUITE}),
        ("typescript", "account.ts", TS_ACCOUNT, {"account.test.ts": TS_SUITE}),
    ],
    ids=["javascript", "typescript"],
)
def test_a_class_of_javascript_gets_programs_too(
    lab: MakeLab, language: str, path: str, right: str, suite: dict[str, str]
) -> None:
    ground = _ground(lab, language, right, path, suite, "Account")
    assert ((5,), [("deposit", (3,)), ("deposit", (4,))]) in ground.known
    wrong = right.replace("a + b", "a + Math.min(b, 9)")
    found = witness(ground, _solution(wrong, path))
    assert found is not None
    assert found.inside
    assert found.words.startswith("account = new Account(")
    if language == "typescript":
        assert _verdicts(ground, language, path, right, wrong, found) == ["pass", "fail"]
        return
    late = right.replace("this.balance * 2", "this.balance * 3")
    found = witness(ground, _solution(late, path))
    assert found is not None
    assert _verdicts(ground, language, path, right, late, found) == ["pass", "fail"]


FORMS = {
    "whole": ("module.exports = (n) => n + 1\n", "const f = require('./s')\n"),
    "member": ("exports.f = function (n) { return n + 1 }\n", "const { f } = require('./s')\n"),
    "object": ("module.exports = { f: (n) => n + 1 }\n", "const { f } = require('./s')\n"),
    "shorthand": (
        "module.exports = { f(n) { return n + 1 } }\n", "const { f } = require('./s')\n",
    ),
    "renamed": ("const g = (n) => n + 1\nexport { g as f }\n", "import { f } from './s'\n"),
    "default": ("export default (n) => n + 1\n", "import f from './s'\n"),
    "default declared": (
        "export default function other(n) { return n + 1 }\n", "import f from './s'\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "suite"), FORMS.values(), ids=FORMS)
def test_a_function_is_an_entry_however_it_is_exported(text: str, suite: str) -> None:
    tests = suite + "test('a', () => { expect(f(1)).toBe(2) })\n"
    given = Suite(name="given", role="given", files={"s.test.js": tests})
    (entry,) = JavaScriptCalls().entries(_solution(text, "s.js"), given)
    assert (entry.name, [p.name for p in entry.parameters]) == ("f", ["n"])


@pytest.mark.parametrize("form", ["whole", "shorthand", "default"])
def test_an_exported_value_is_recorded_and_called(lab: MakeLab, form: str) -> None:
    text, suite = FORMS[form]
    tests = suite + "test('a', () => { expect(f(1)).toBe(2) })\n"
    ground = _ground(lab, "javascript", text, "s.js", {"s.test.js": tests}, "")
    assert ground.known == [(1,)]
    found = witness(ground, _solution(text.replace("n + 1", "n + 2"), "s.js"))
    assert found is not None
    assert found.got.value - found.expected.value == 1


def test_another_solution_may_export_the_same_in_another_form(lab: MakeLab) -> None:
    suite = "const { f } = require('./s')\ntest('a', () => { expect(f(1)).toBe(2) })\n"
    right = "function f(n) { return n + 1 }\nmodule.exports = { f }\n"
    ground = _ground(lab, "javascript", right, "s.js", {"s.test.js": suite}, "")
    other = "exports.f = (n) => n > 5 ? 0 : n + 1\n"
    assert next(search(ground, _solution(other, "s.js"))).inside


def test_a_survivor_without_a_witness_says_what_was_tried(lab: MakeLab) -> None:
    text = (
        "def low(row):\n    return min(row)\n\ndef top(row):\n    return -low([-v for v in row])\n"
    )
    suite = "from s import top\ndef test_top():\n    assert top([1, 3]) == 3\n"
    here, right = lab("python", {"test_s.py": suite}), _solution(text, "s.py")
    task = Task(id="t", title="t", language=LanguageName.PYTHON, prompt="",
                solutions=(right.model_copy(update={"role": "candidate"}),),
                suites=(here.suite,))  # fmt: skip
    tests = here.speaker.inventory(here.suite, right)
    mutator = mutation(LanguageName.PYTHON)
    bench = Bench(here.sandbox, here.speaker, mutator, here.tools, here.limits, here.suite, tests)
    mutants = [
        Mutant(id=name, file="s.py", line=1, column=1, start=at, end=at + len(before),
               operator="call", before=before, after=after, function=name)
        for name, before, after in (("low", "min(row)", "min(sorted(row))"),
                                    ("top", "-low(", "0-low("))
        for at in [text.index(before)]
    ]  # fmt: skip
    searching = Searching.open(task, bench, right)
    words = [w for _, w in searching.witnesses(right, mutants)]
    assert isinstance(words[0], str)
    assert re.fullmatch(
        r"no input shows it: 1,\d\d\d calls of top came to the same with the change; "
        r"no test calls low itself with plain values", words[0],
    )  # fmt: skip
    assert str(words[1]).endswith("calls of top came to the same with the change")


def test_arguments_by_name_alone_and_dates_are_written_as_a_test_must(lab: MakeLab) -> None:
    text = "def f(day, *, plus=0):\n    return day.day + plus\n"
    suite = "from datetime import date\nfrom s import f\n"
    suite += "def test_f(): assert f(date(2026, 3, 4), plus=2) == 6\n"
    ground = _ground(lab, "python", text, "s.py", {"test_s.py": suite}, "")
    assert len(ground.known[0]) == 2
    wrong = text.replace("+ plus", "+ min(plus, 3)")
    found = witness(ground, _solution(wrong, "s.py"))
    assert found is not None
    assert ", plus=" in found.words
    assert _verdicts(ground, "python", "s.py", text, wrong, found) == ["pass", "fail"]


def test_objects_that_need_what_no_value_stands_for_are_said_to(lab: MakeLab) -> None:
    text = "class C:\n    def __init__(self, f): self.f = f\n    def go(self): return self.f()\n"
    suite = "from c import C\ndef test_c(): assert C(lambda: 1).go() == 1\n"
    with pytest.raises(NotSearchable, match="no test makes a C of plain values"):
        _ground(lab, "python", text, "c.py", {"test_c.py": suite}, "")
