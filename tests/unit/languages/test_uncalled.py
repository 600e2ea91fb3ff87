"""Checks that are written and never run, in the demo tasks and beside what only looks like them."""

from __future__ import annotations

import pytest

from workbench.languages.registry import language
from workbench.languages.uncalled import behind_features, never_run
from workbench.model.task import LanguageName, Solution, Suite
from workbench.store.demo import demo_folders, pack

PLANTED = {
    "py-course-waitlist": 5,
    "rs-call-numbers": 2,
    "ts-room-slots": 1,
}


@pytest.mark.parametrize("folder", demo_folders(), ids=lambda folder: folder.name)
def test_only_the_planted_ones_are_found_in_the_demo_tasks(folder: object) -> None:
    task = pack(folder)  # type: ignore[arg-type]
    tests = language(task.language).inventory(task.given, task.candidate)
    found = never_run(task.given, tests, task.language)
    assert len(found) == PLANTED.get(task.id, 0)


def idle(name: LanguageName, path: str, text: str) -> list[str]:
    suite = Suite(name="given", role="given", files={path: text})
    solution = Solution(name="s", role="candidate", files={"README": "x"})
    tests = language(name).inventory(suite, solution)
    return [ref.id for ref in never_run(suite, tests, name)]


def test_a_helper_that_a_test_calls_is_run() -> None:
    text = "def check(x):\n    assert x\n\ndef test_a():\n    check(1)\n"
    assert idle(LanguageName.PYTHON, "test_a.py", text) == []


def test_a_helper_with_assertions_that_nobody_calls_is_not() -> None:
    text = "def check(x):\n    assert x\n\ndef test_a():\n    assert 1\n"
    assert idle(LanguageName.PYTHON, "test_a.py", text) == ["check"]


def test_a_fixture_is_called_by_its_framework() -> None:
    text = (
        "import pytest\n\n@pytest.fixture(autouse=True)\ndef around():\n    assert 1\n\n"
        "def test_a():\n    assert 1\n"
    )
    assert idle(LanguageName.PYTHON, "test_a.py", text) == []


def test_a_go_function_that_checks_without_being_a_test_is_found() -> None:
    text = (
        'package p\nimport "testing"\nfunc TestA(t *testing.T) { if F() != 1 { t.Error() } }\n'
        "func checkB(t *testing.T) { if F() != 2 { t.Error() } }\n"
    )
    assert idle(LanguageName.GO, "p_test.go", text) == ["checkB"]


def test_a_java_method_without_the_annotation_is_found() -> None:
    text = (
        "import org.junit.jupiter.api.Test;\nclass ATest {\n"
        "  @Test void a() { assertTrue(true); }\n"
        "  void b() { assertEquals(1, 2); }\n}\n"
    )
    assert idle(LanguageName.JAVA, "ATest.java", text) == ["b"]


JAVA = "import org.junit.jupiter.api.*;\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("class ATest { @Test void a() {}\n class In { @Test void b() {} } }", ["b"]),
        ("class ATest { @Test void a() {}\n @Test private void b() { use(); } }", ["b"]),
        ("class ATest { @Test void a() {}\n @Test static void b() {} }", ["b"]),
        ("class ATest { @Test void a() {} }\nabstract class Base { @Test void b() {} }", ["b"]),
        ("class ATest { @Test void a() {} @Nested class In { @RepeatedTest(2) void b() {} } }", []),
        ("class ATest extends Base { }\nabstract class Base { @Test void a() {} }", []),
        ("class ATest extends Base<X> { @Override @Test void a() {} }\n"
         "abstract class Base<T> { @Test void a() {} }", []),
        ("class ATest implements Law { }\ninterface Law { @Test default void a() {} }", []),
        ("class ATest { @Test void a() {} @BeforeEach void b() { assertTrue(x); } }", []),
    ],
)  # fmt: skip
def test_a_java_method_marked_as_a_test_that_junit_passes_over_is_found(
    text: str, found: list[str]
) -> None:
    assert idle(LanguageName.JAVA, "ATest.java", JAVA + text) == found


SUITE = """package p
import (
    "testing"
    "github.com/stretchr/testify/suite"
)
type ASuite struct { suite.Suite }
func (s *ASuite) TestOne() { s.Equal(1, F()) }
func (s *ASuite) TestTwo() { if F() != 1 { s.T().Error("two") } }
"""


def test_methods_of_a_go_suite_that_no_test_runs_are_found() -> None:
    text = SUITE + "func TestOther(t *testing.T) { if F() != 1 { t.Error() } }\n"
    assert idle(LanguageName.GO, "p_test.go", text) == ["TestOne", "TestTwo"]


@pytest.mark.parametrize("given", ["new(ASuite)", "&ASuite{}", "newSuite()"])
def test_methods_of_a_go_suite_are_run_by_the_test_it_is_given_in(given: str) -> None:
    asserted = "func (s *ASuite) TestThree() { assert.Equal(s.T(), 1, F()) }\n"
    text = SUITE + asserted + f"func TestA(t *testing.T) {{ suite.Run(t, {given}) }}\n"
    assert idle(LanguageName.GO, "p_test.go", text) == []


def test_methods_of_a_go_suite_are_run_with_the_suite_that_embeds_it() -> None:
    text = SUITE + (
        "type BSuite struct { ASuite; n int }\nfunc (s *BSuite) TestB() { s.Equal(2, F()) }\n"
        "type CSuite struct { ASuite }\nfunc (s *CSuite) TestC() { s.Equal(3, F()) }\n"
        "func TestB(t *testing.T) { suite.Run(t, new(BSuite)) }\n"
    )
    assert idle(LanguageName.GO, "p_test.go", text) == ["TestC"]


def test_methods_of_a_go_suite_that_embeds_a_foreign_one_are_run() -> None:
    text = SUITE.replace("suite.Suite }", "base.DatabaseSuite }") + (
        "func (s *ASuite) TestThree() { assert.Equal(s.T(), 1, F()) }\n"
        "func TestA(t *testing.T) { suite.Run(t, new(ASuite)) }\n"
    )
    assert idle(LanguageName.GO, "p_test.go", text) == []


def test_a_go_suite_is_not_run_by_a_function_that_never_runs() -> None:
    text = SUITE + "func Testall(t *testing.T) { suite.Run(t, new(ASuite)) }\n"
    assert idle(LanguageName.GO, "p_test.go", text) == ["TestOne", "TestTwo"]


def idle_rust(files: dict[str, str]) -> list[str]:
    suite = Suite(name="given", role="given", files=files)
    solution = Solution(name="s", role="candidate", files={"src/lib.rs": "pub fn f() {}"})
    tests = language(LanguageName.RUST).inventory(suite, solution)
    return [ref.id for ref in never_run(suite, tests, LanguageName.RUST)]


RAN = "#[test]\nfn ran() { assert!(true); }\n"


def test_rust_tests_behind_a_feature_that_is_off_never_run() -> None:
    text = (
        RAN + '#[cfg(feature = "slow")]\nmod slow {\n    #[test]\n    fn all() { crate::g(); }\n}\n'
    )
    suite = Suite(name="given", role="given", files={"tests/a.rs": text})
    solution = Solution(name="s", role="candidate", files={"src/lib.rs": "pub fn f() {}"})
    tests = language(LanguageName.RUST).inventory(suite, solution)
    assert [ref.id for ref in behind_features(suite, tests, LanguageName.RUST)] == ["all"]
    assert never_run(suite, tests, LanguageName.RUST) == []


def test_rust_tests_in_a_file_that_no_mod_reaches_never_run() -> None:
    assert idle_rust({"tests/a.rs": RAN, "tests/more/b.rs": RAN}) == ["ran"]
    assert idle_rust({"tests/a.rs": "mod more;\n" + RAN, "tests/more/mod.rs": RAN}) == []


def test_rust_tests_for_another_machine_or_tool_are_left_out_rightly() -> None:
    for condition in ("windows", 'target_os = "macos"', "all(test, loom)", 'not(feature = "x")'):
        marked = f"#[cfg({condition})]\n#[test]\nfn there() {{ assert!(true); }}\n"
        assert idle_rust({"tests/a.rs": RAN + marked}) == []


def test_a_rust_function_is_no_test_for_being_marked_as_one_that_may_fail() -> None:
    text = RAN + "#[allow(dead_code)]\n#[should_panic]\nfn refuses() { assert!(false); }\n"
    assert idle_rust({"tests/a.rs": text}) == ["refuses"]


INSIDE = "it('a', () => {\n  expect(1).toBe(1)\n  it('b', () => { expect(1).toBe(2) })\n})\n"


@pytest.mark.parametrize("framework", ["mocha", "jest", "vitest"])
def test_a_test_inside_another_is_never_run(framework: str) -> None:
    suite = Suite.model_validate(
        {"name": "given", "role": "given", "framework": framework, "files": {"a.test.js": INSIDE}}
    )
    solution = Solution(name="s", role="candidate", files={"s.js": "x"})
    tests = language(LanguageName.JAVASCRIPT).inventory(suite, solution)
    (found,) = never_run(suite, tests, LanguageName.JAVASCRIPT)
    assert (found.id, found.line) == ("b (inside another test)", 3)


def test_a_subtest_of_nodes_own_runner_is_run() -> None:
    text = "const { test } = require('node:test')\ntest('a', async (t) => {\n"
    text += "  await t.test('b', () => {})\n  await test('c', () => {})\n})\n"
    assert idle(LanguageName.JAVASCRIPT, "a.test.js", text) == []


def test_a_python_test_that_a_later_one_of_its_name_replaces_never_runs() -> None:
    text = (
        "import pytest\n\nclass TestA:\n    @pytest.mark.parametrize('n', [1, 2])\n"
        "    def test_a(self, n):\n        assert n\n\n    def test_a(self):\n        assert 1\n"
    )
    assert idle(LanguageName.PYTHON, "test_a.py", text) == ["TestA.test_a"]


def test_a_property_and_its_setter_are_no_two_tests() -> None:
    text = (
        "class A:\n    @property\n    def tested(self):\n        assert 1\n\n"
        "    @tested.setter\n    def tested(self, n):\n        assert n\n\n"
        "def test_a():\n    assert A().tested\n"
    )
    assert idle(LanguageName.PYTHON, "test_a.py", text) == []
