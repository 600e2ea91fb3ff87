"""A solution that knows the prompt's examples by heart is right for them and for nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from workbench.judge import Judge
from workbench.languages.by_heart import examples_only
from workbench.languages.registry import mutation
from workbench.model.run import Status
from workbench.model.task import LanguageName, Solution, Suite, Task
from workbench.sandboxes.base import Sandbox


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
