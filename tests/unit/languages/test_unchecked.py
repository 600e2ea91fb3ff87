"""Tests in which nothing can fail but the call itself are named, in every language."""

from __future__ import annotations

import pytest

from workbench.languages.registry import language
from workbench.languages.unchecked import without_checks
from workbench.model.task import LanguageName, Solution, Suite

CASES = {
    LanguageName.PYTHON: (
        "test_sol.py",
        "from sol import f\nimport pytest\ndef same(a, b): assert a == b\n"
        "def test_smoke(): f(1)\ndef test_a(): assert f(1)\ndef test_b(): same(f(1), 1)\n"
        "def test_c():\n    with pytest.raises(ValueError):\n        f(2)\n",
        "test_smoke",
    ),
    LanguageName.JAVASCRIPT: (
        "sol.test.js",
        "const { f } = require('./sol')\nconst same = (a, b) => expect(a).toBe(b)\n"
        "test('smoke', () => { f(1) })\ntest('a', () => { expect(f(1)).toBe(1) })\n"
        "test('b', () => { same(f(1), 1) })\n",
        "smoke",
    ),
    LanguageName.TYPESCRIPT: (
        "sol.test.ts",
        "import { f } from './sol'\ntest('smoke', () => { f(1) })\n"
        "test('a', () => { expect(f(1)).toBe(1) })\n",
        "smoke",
    ),
    LanguageName.GO: (
        "sol_test.go",
        'package sol\n\nimport "testing"\n\nfunc TestSmoke(t *testing.T) {\n\tF(1)\n}\n\n'
        "func TestA(t *testing.T) {\n\tif F(1) != 1 {\n\t\tt.Fatal()\n\t}\n}\n\n"
        "func TestB(t *testing.T) {\n\tcheck(t, F(1))\n}\n\n"
        "func check(t *testing.T, x int) {\n\tif x != 1 {\n\t\tt.Fatal()\n\t}\n}\n",
        "TestSmoke",
    ),
    LanguageName.RUST: (
        "tests/sol.rs",
        "use sol::f;\n#[test]\nfn smoke() { f(1); }\n#[test]\nfn a() { assert_eq!(f(1), 1); }\n"
        "#[test]\n#[should_panic]\nfn b() { f(0); }\n",
        "smoke",
    ),
    LanguageName.JAVA: (
        "SolTest.java",
        "import static org.junit.jupiter.api.Assertions.*;\nimport org.junit.jupiter.api.Test;\n\n"
        "class SolTest {\n    @Test void smoke() { Sol.f(1); }\n"
        "    @Test void a() { assertEquals(1, Sol.f(1)); }\n}\n",
        "smoke",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES, ids=lambda name: name.value)
def test_a_test_that_checks_nothing_is_named_and_no_other(name: LanguageName) -> None:
    path, text, smoke = CASES[name]
    suite = Suite(name="given", role="given", files={path: text})
    files = (
        {"Cargo.toml": '[package]\nname = "sol"\n'} if name is LanguageName.RUST else {"sol": ""}
    )
    solution = Solution(name="candidate", role="candidate", files=files)
    inventory = language(name).inventory(suite, solution)
    found = without_checks(suite, inventory, name)
    assert len(inventory.tests) > 1
    assert [i for i in found if i.endswith(smoke)] == found
    assert len(found) == 1


@pytest.mark.parametrize("call", ["checkThrows(E.class, () -> f())", "checkThat(f(), is(1))"])
def test_what_junit_collects_is_a_check(call: str) -> None:
    test = f"  @Test public void a() {{ errors.{call}; }}\n"
    text = f"import org.junit.Test;\npublic class ATest {{\n{test}}}\n"
    suite = Suite(name="given", role="given", files={"ATest.java": text})
    solution = Solution(name="s", role="candidate", files={"A.java": "class A {}\n"})
    tests = language(LanguageName.JAVA).inventory(suite, solution)
    assert len(tests.tests) == 1
    assert without_checks(suite, tests, LanguageName.JAVA) == []


def unchecked(name: LanguageName, path: str, text: str) -> list[str]:
    suite = Suite(name="given", role="given", files={path: text})
    files = (
        {"Cargo.toml": '[package]\nname = "sol"\n'} if name is LanguageName.RUST else {"sol": ""}
    )
    solution = Solution(name="candidate", role="candidate", files=files)
    return without_checks(suite, language(name).inventory(suite, solution), name)


@pytest.mark.parametrize(
    ("name", "path", "text"),
    [
        (LanguageName.PYTHON, "test_sol.py",
         "from sol import f\ndef test_f_should_raise():\n    expected = 1  # expect this\n"
         "    f('should not fail')\n"),
        (LanguageName.JAVASCRIPT, "sol.test.js",
         "const { f } = require('./sol')\ntest('should expect f', () => { f(1) /* raise */ })\n"),
        (LanguageName.GO, "sol_test.go",
         'package sol\n\nimport "testing"\n\nfunc Test_should_fail(t *testing.T) {\n'
         '\t_ = F("raise") // verify\n}\n'),
        (LanguageName.RUST, "tests/sol.rs",
         '#[test]\nfn should_panic_on_0() {\n    // expect a panic!\n    sol::f("unwrap");\n}\n'),
        (LanguageName.JAVA, "SolTest.java",
         "import org.junit.jupiter.api.Test;\nclass SolTest {\n"
         '    @Test void shouldThrow() { Sol.f("fail"); /* assert it */ }\n}\n'),
    ],
    ids=lambda value: value.value if isinstance(value, LanguageName) else "",
)  # fmt: skip
def test_names_comments_and_strings_check_nothing(name: LanguageName, path: str, text: str) -> None:
    assert len(unchecked(name, path, text)) == 1


def go(body: str) -> list[str]:
    text = f'package sol\n\nimport "testing"\n\nfunc TestA(t *testing.T) {{\n{body}\n}}\n'
    return unchecked(LanguageName.GO, "sol_test.go", text)


def test_what_a_goroutine_checks_that_nobody_waits_for_is_not_checked() -> None:
    checked = "go func() { if F(1) != 1 { t.Error() } }()"
    assert go(checked) == ["TestA"]
    assert go(f"for i := 0; i < 3; i++ {{ {checked} }}") == ["TestA"]
    for waiting in ("wg.Wait()", "<-done", "time.Sleep(9)", "waitFor(done)"):
        assert go(f"{checked}\n{waiting}") == []
    assert go(f"{checked}\nif F(2) != 2 {{ t.Error() }}") == []


def rust(body: str) -> list[str]:
    return unchecked(LanguageName.RUST, "tests/sol.rs", f"#[test]\nfn a() {{\n{body}\n}}\n")


def test_what_a_thread_checks_that_nobody_joins_is_not_checked() -> None:
    for dropped in (
        "thread::spawn(|| { assert_eq!(f(1), 1); });",
        "let _ = std::thread::spawn(|| assert_eq!(f(1), 1));",
        "for n in 0..3 { thread::spawn(move || { assert_eq!(f(n), n); }); }",
    ):
        assert rust(dropped) == ["sol::a"]
        assert rust(f"{dropped}\nrx.recv();") == []
    assert rust("thread::spawn(|| assert_eq!(f(1), 1)).join().unwrap();") == []
    assert rust("let one = thread::spawn(|| assert_eq!(f(1), 1)); join_all(one);") == []


def test_what_is_caught_and_dropped_is_not_checked() -> None:
    for dropped in (
        "let _ = catch_unwind(|| assert_eq!(f(1), 1));",
        "let _caught = std::panic::catch_unwind(|| { assert_eq!(f(1), 1); });",
        "panic::catch_unwind(|| assert_eq!(f(1), 1)).is_ok();",
        "matches!(f(1), Err(Bad));",
    ):
        assert rust(dropped) == ["sol::a"]
    for heeded in (
        "let caught = catch_unwind(|| f(1)); assert!(caught.is_err());",
        "assert!(catch_unwind(|| f(1)).is_err());",
        "catch_unwind(|| assert_eq!(f(1), 1)).unwrap();",
        "let held = catch_unwind(|| assert_eq!(f(1), 1)); hold(held);",
        "assert!(matches!(f(1), Err(Bad)));",
        "matches!(f(1).unwrap(), Some(_));",
    ):
        assert rust(heeded) == [], heeded
