"""Who knows calls by heart, the prompt's or the suite's own, is right for them and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.whole import WHOLE
from workbench.adequacy.evidence import lab_of
from workbench.adequacy.rote import by_heart, in_words
from workbench.adequacy.runs import Runs
from workbench.adequacy.trials import Bench
from workbench.judge import Judge
from workbench.languages.by_heart import examples_only
from workbench.languages.registry import language as speaker_of
from workbench.languages.registry import mutation
from workbench.model.assessment import ByHeart
from workbench.model.run import Status
from workbench.model.task import LanguageName, Solution, Suite, Task
from workbench.sandboxes.base import Sandbox
from workbench.toolchains.registry import toolchain


@dataclass(frozen=True)
class _Case:
    """Adds up the first `n` of `xs`, shouted `word` times; `tests` check an example and another."""

    file: str
    code: str
    suite: str
    tests: str
    prompt: str = ">>> total([1, 2, 3], 2, 'a')\n3\n"


CASES = {
    LanguageName.PYTHON: _Case(
        "sol.py", "def total(xs, n, word):\n    return sum(xs[:n]) * len(word)\n", "test_sol.py",
        "from sol import total\ndef test_a(): assert total([1, 2, 3], 2, 'a') == 3\n"
        "def test_b(): assert total([1, 2, 3], 3, 'a') == 6\n",
    ),
    LanguageName.JAVASCRIPT: _Case(
        "sol.js",
        "export const total = (xs, n, word) => {\n"
        "  return word.length * xs.slice(0, n).reduce((a, b) => a + b, 0)\n}\n",
        "sol.test.js",
        "import { total } from './sol.js'\n"
        "test('a', () => { expect(total([1, 2, 3], 2, 'a')).toBe(3) })\n"
        "test('b', () => { expect(total([1, 2, 3], 3, 'a')).toBe(6) })\n",
    ),
    LanguageName.TYPESCRIPT: _Case(
        "sol.ts",
        "export function total(xs: number[], n: number, word: string): number {\n"
        "  return word.length * xs.slice(0, n).reduce((a, b) => a + b, 0)\n}\n",
        "sol.test.ts",
        "import { total } from './sol'\n"
        "test('a', () => { expect(total([1, 2, 3], 2, 'a')).toBe(3) })\n"
        "test('b', () => { expect(total([1, 2, 3], 3, 'a')).toBe(6) })\n",
    ),
    LanguageName.GO: _Case(
        "sol.go",
        "package sol\n\nfunc Total(xs []int, n int, word string) int {\n\tsum := 0\n"
        "\tfor _, x := range xs[:n] {\n\t\tsum += x * len(word)\n\t}\n\treturn sum\n}\n",
        "sol_test.go",
        'package sol\n\nimport "testing"\n\n'
        "func TestA(t *testing.T) {\n\tif Total([]int{1, 2, 3}, 2, \"a\") != 3 {\n"
        "\t\tt.Fatal()\n\t}\n}\n\n"
        "func TestB(t *testing.T) {\n\tif Total([]int{1, 2, 3}, 3, \"a\") != 6 {\n"
        "\t\tt.Fatal()\n\t}\n}\n",
        "For `Total([1, 2, 3], 2, 'a')` it is 3.",
    ),
    LanguageName.RUST: _Case(
        "src/lib.rs",
        "pub fn total(xs: &[i32], n: usize, word: &str) -> i32 {\n"
        "    xs[..n].iter().sum::<i32>() * word.len() as i32\n}\n",
        "tests/sol.rs",
        "use sol::total;\n#[test] fn a() { assert_eq!(total(&[1, 2, 3], 2, \"a\"), 3); }\n"
        "#[test] fn b() { assert_eq!(total(&[1, 2, 3], 3, \"a\"), 6); }\n",
    ),
    LanguageName.JAVA: _Case(
        "Sol.java",
        "import java.util.List;\n\nclass Sol {\n"
        "    static int total(List<Integer> xs, long n, String word) {\n        int sum = 0;\n"
        "        for (int i = 0; i < n; i++) {\n            sum += xs.get(i) * word.length();\n"
        "        }\n        return sum;\n    }\n}\n",
        "SolTest.java",
        "import static org.junit.jupiter.api.Assertions.*;\nimport java.util.List;\n"
        "import org.junit.jupiter.api.Test;\n\nclass SolTest {\n"
        "    @Test void a() { assertEquals(3, Sol.total(List.of(1, 2, 3), 2, \"a\")); }\n"
        "    @Test void b() { assertEquals(6, Sol.total(List.of(1, 2, 3), 3, \"a\")); }\n}\n",
    ),
}  # fmt: skip


def _task(language: LanguageName, case: _Case) -> Task:
    files = {case.file: case.code}
    if language is LanguageName.RUST:
        files["Cargo.toml"] = '[package]\nname = "sol"\nversion = "0.1.0"\nedition = "2021"\n'
    if language is LanguageName.GO:
        files["go.mod"] = "module sol\n\ngo 1.21\n"
    return Task(
        id="by-heart", title="By heart", language=language, prompt=case.prompt,
        solutions=(Solution(name="candidate", role="candidate", files=files),),
        suites=(Suite(name="given", role="given", files={case.suite: case.tests}),),
    )  # fmt: skip


def _made(task: Task, prompt: str = "") -> Solution | None:
    mutants = mutation(task.language).mutants(task.candidate, task.given)
    return examples_only(task.language, task.candidate, mutants, prompt or task.prompt)


@pytest.mark.sandbox
@pytest.mark.toolchain
@pytest.mark.parametrize("language", CASES, ids=lambda language: language.value)
def test_who_knows_the_examples_by_heart_is_right_for_nothing_else(
    sandbox: Sandbox, language: LanguageName
) -> None:
    task = _task(language, CASES[language])
    made = _made(task)
    assert made is not None
    run = Judge(sandbox).run(task, made, task.given, method="plain").run
    passed = [t.status is Status.PASSED for t in run.tests]
    assert passed == [True, False], (run.reason, made.files)


@pytest.mark.parametrize("language", CASES, ids=lambda language: language.value)
def test_a_prompt_without_plain_calls_gives_none(language: LanguageName) -> None:
    task = _task(language, CASES[language])
    for prompt in ("Adds up.", "total(xs, n, word) and Total(xs, n, word)", "total(1, 2"):
        assert _made(task, prompt) is None


def test_a_function_that_calls_itself_is_left_alone() -> None:
    code = "def total(n):\n    return n and n + total(n - 1)\n"
    tests = "from sol import total\ndef test_a(): assert total(2) == 3\n"
    case = _Case("sol.py", code, "test_sol.py", tests, ">>> total(2)\n3\n")
    assert _made(_task(LanguageName.PYTHON, case)) is None


def _by_heart(sandbox: Sandbox, task: Task) -> ByHeart:
    speaker = speaker_of(task.language)
    tests = speaker.inventory(task.given, task.candidate)
    tools = toolchain(speaker.toolchain).toolbox()
    bench = Bench(
        sandbox, speaker, mutation(task.language), tools, task.limits, task.given, tests
    )  # fmt: skip
    mutants = bench.mutation.mutants(task.candidate, task.given)
    runs = Runs(Judge(sandbox), task)
    return by_heart(runs, lab_of(task, bench), task.candidate, tests, mutants)


GATE = {LanguageName.PYTHON, LanguageName.JAVASCRIPT}


@pytest.mark.sandbox
@pytest.mark.toolchain
@pytest.mark.parametrize(
    "language", [name for name in CASES if WHOLE or name in GATE], ids=lambda name: name.value
)
def test_a_suite_of_examples_is_known_by_heart(sandbox: Sandbox, language: LanguageName) -> None:
    found = _by_heart(sandbox, _task(language, CASES[language]))
    assert (found.why, found.others) == ("", ())
    assert (found.calls, len(found.passed)) == (2, 2)
    assert in_words(found).startswith("a table of the suite's own 2 calls passes all 2 tests")


@pytest.mark.sandbox
@pytest.mark.toolchain
def test_a_test_of_changing_inputs_is_not_in_the_table(sandbox: Sandbox) -> None:
    code = "def double(n, times=1):\n    return n * 2 ** times\n"
    tests = (
        "import random\nfrom sol import double\n"
        "def test_a(): assert double(2) == 4\n"
        "def test_b(): assert double(3, times=2) == 12\n"
        "def test_c():\n    n = random.randrange(10**12)\n    assert double(n) == n + n\n"
    )
    case = _Case("sol.py", code, "test_sol.py", tests, "doubles")
    found = _by_heart(sandbox, _task(LanguageName.PYTHON, case))
    assert [name.rpartition("::")[2] for name in found.passed] == ["test_a", "test_b"]
    assert [name.rpartition("::")[2] for name in found.others] == ["test_c"]
    assert in_words(found) == (
        "the suite makes calls that change from run to run: a table of the 3 of one run passes "
        "2 of 3 tests"
    )


@pytest.mark.sandbox
@pytest.mark.toolchain
def test_functions_that_call_each_other_are_not_said_to_change(sandbox: Sandbox) -> None:
    code = "def one(n):\n    return n + 1\ndef two(n):\n    return one(one(n))\n"
    tests = (
        "from sol import one, two\n"
        "def test_a(): assert one(2) == 3\ndef test_b(): assert two(5) == 7\n"
    )
    case = _Case("sol.py", code, "test_sol.py", tests, "adds")
    found = _by_heart(sandbox, _task(LanguageName.PYTHON, case))
    assert found.passed == found.others == ()
    assert in_words(found) == (
        "the suite makes the same 2 calls with plain values every time; no table holds functions "
        "that call each other, or what a call changes"
    )


@pytest.mark.sandbox
@pytest.mark.toolchain
def test_of_what_no_table_holds_nothing_is_said(sandbox: Sandbox) -> None:
    code = (
        "class Heap:\n    def __init__(self):\n        self.all = []\n"
        "    def push(self, n):\n        self.all.append(n)\n        return len(self.all)\n"
        "def size(heap):\n    return len(heap.all)\n"
    )
    tests = (
        "from sol import Heap, size\n"
        "def test_a():\n    h = Heap()\n    assert h.push(1) == 1\n    assert size(h) == 1\n"
    )
    found = _by_heart(
        sandbox, _task(LanguageName.PYTHON, _Case("sol.py", code, "test_sol.py", tests))
    )
    assert found.passed == found.others == ()
    assert found.why.startswith("no table holds calls of push, size")
