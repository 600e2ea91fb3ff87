"""Shadows of Python suites: honest code fails every test, a cheat is seen passing."""

from __future__ import annotations

import pytest

from tests.languages.python.shadow_suites import PYTEST, SCRIPT, SOLUTION, UNITTEST, WHOLE
from tests.languages.shadows import run_both, shadow_of
from workbench.sandboxes.base import Sandbox

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]


@pytest.mark.parametrize(
    ("framework", "text"),
    [("pytest", PYTEST), ("unittest", UNITTEST), ("script", SCRIPT), ("script", WHOLE)],
)
def test_honest_code_passes_the_suite_and_fails_every_test_of_its_shadow(
    sandbox: Sandbox, framework: str, text: str
) -> None:
    both = run_both(sandbox, "python", SOLUTION, {"test_sol.py": text}, framework)
    assert both.real.verdict == "pass", both.real.reason
    assert both.shadow.unperturbed == {}
    assert both.survivors == []


def test_many_seeds_leave_no_survivor(sandbox: Sandbox) -> None:
    """Chance decides values; none of its choices may hit the right one."""
    text = "from sol import same\n" + "".join(
        f"def test_{i}():\n    assert same({value}) == {value}\n"
        for i, value in enumerate(
            ["0", "1", "-1", "9", "True", "False", "None", "'a'", "'1'", "'0'", "''", "[0, 1]",
             "[1, True]", "{1, 2}", "{'a': 0}", "0.0", "1e300", "b''", "(None,)", "'Yes'", "10**9"]
        )
    )  # fmt: skip
    for seed in range(8):
        made = shadow_of("python", SOLUTION, {"test_sol.py": text}, "pytest", seed=seed)
        scope: dict[str, object] = {}
        source = made.suite.files["test_sol.py"].replace(
            "from sol import same", "same = lambda x: x"
        )
        exec(compile(source, "shadow", "exec"), scope)
        for name, test in scope.items():
            if name.startswith("test_") and callable(test):
                with pytest.raises(AssertionError):
                    test()


UNPERTURBED = """
from sol import *
def test_does_not_raise(): same(3)
def test_loop_over_what_it_gives():
    for i in evens(same(0)): assert even(i)
def test_branch():
    if even(3): assert same(1) == 1
def test_except():
    try: same(3)
    except ValueError as error: assert str(error) == "x"
def test_caught():
    try: assert same(3) == 3
    except AssertionError: pass
def test_never_begun(): waited(3)
async def waited(x): assert await later(x) == x
class Fake:
    def same(self, x): assert x == 3
def test_another_same(): same(3)
def test_timed():
    import time
    assert time.time() - time.time() < 60
def test_early():
    for i in [1, 2]:
        if same(i): continue
        assert even(i)
"""


def test_what_is_not_certain_to_fail_is_named(sandbox: Sandbox) -> None:
    both = run_both(sandbox, "python", SOLUTION, {"test_sol.py": UNPERTURBED}, "pytest")
    assert both.real.verdict == "pass"
    assert {id.split("::")[1] for id in both.shadow.unperturbed} == {
        "test_does_not_raise",
        "test_loop_over_what_it_gives",
        "test_branch",
        "test_except",
        "test_caught",
        "test_never_begun",
        "test_another_same",
        "test_timed",
        "test_early",
    }
    assert all(both.shadow.unperturbed.values())
    assert both.survivors == []


STORE = {
    "sol.py": """
class Store(set):
    def size(self): return len(self)
    def has(self, x): return x in self
"""
}
SHARED = """
from sol import Store
store = Store()
def test_first():
    assert store.size() == 0
    store.add(1)
def test_truth(): assert store.has(1)
def test_value(): assert store.size() == 1
def test_own():
    own = Store()
    assert not own.has(1)
    own.add(1)
    assert own.has(1)
"""


def test_a_truth_that_another_test_made_is_named_and_a_value_is_not(sandbox: Sandbox) -> None:
    both = run_both(sandbox, "python", STORE, {"test_sol.py": SHARED}, "pytest")
    assert both.real.verdict == "pass"
    assert list(both.shadow.unperturbed) == ["test_sol.py::test_truth"]
    assert "store" in both.shadow.unperturbed["test_sol.py::test_truth"]
    assert both.survivors == []


def test_inputs_stay_as_they_are() -> None:
    made = shadow_of("python", SOLUTION, {"test_sol.py": PYTEST}, "pytest").suite
    text = made.files["test_sol.py"]
    for kept in (
        'CASES = [("a b", ',
        '{"given": 2, "expected": ',
        'text = "abc"',
        "assert same(-3) ==",
    ):
        assert kept in text
    assert "assert same(text) == text\n" not in text
    assert "assert evens(3) == expected, f" in text, "the value stands where it is assigned"
    assert "assert split(given) == expected" in text
    assert "def test_parametrised(n, expected): assert evens(n) == expected" in text


def test_a_shadow_depends_on_suite_and_seed_alone() -> None:
    first, again, other = (
        shadow_of("python", SOLUTION, {"test_sol.py": PYTEST}, "pytest", seed=seed).suite
        for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_helpers_of_the_suite_are_perturbed_too(sandbox: Sandbox) -> None:
    support = {"helping.py": "from sol import same\ndef check(x, y):\n    assert same(x) == y\n"}
    text = "from helping import check\ndef test_a(): check(1, 1)\n"
    both = run_both(sandbox, "python", SOLUTION, {"test_sol.py": text}, "pytest", support)
    assert both.real.verdict == "pass"
    assert both.shadow.unperturbed == {}
    assert both.survivors == []


def test_where_a_test_begins_to_differ_is_drawn() -> None:
    lines = [f"    assert same({i}) == {i}" for i in range(4)]
    text = "\n".join(["from sol import same", "def test_a():", *lines, ""])
    begins = set()
    for seed in range(40):
        made = shadow_of("python", SOLUTION, {"test_sol.py": text}, "pytest", seed=seed).suite
        same = [
            a == b for a, b in zip(lines, made.files["test_sol.py"].split("\n")[2:], strict=False)
        ]
        assert same == sorted(same, reverse=True), "from there on everything is perturbed"
        begins.add(same.count(True))
    assert begins == {0, 1, 2, 3}


def test_assertions_about_the_surroundings_stay() -> None:
    text = (
        "import pytest\nfrom sol import same\nassert same(1) == 1\n"
        "@pytest.fixture\ndef two():\n    assert same(2) == 2\n    return 2\n"
        "def setup_module():\n    assert same(3) == 3\n"
        "def test_a(two): assert same(4) == 4\n"
    )
    made = shadow_of("python", SOLUTION, {"test_sol.py": text}, "pytest").suite
    after = made.files["test_sol.py"].split("\n")
    assert after[:-2] == text.split("\n")[:-2]
    assert after != text.split("\n")
