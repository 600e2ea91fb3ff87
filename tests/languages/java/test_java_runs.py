"""Java in the real sandbox: what honest and dishonest code comes to."""

from __future__ import annotations

import pytest

from tests.languages.compiled import Workshop
from workbench.model.run import Status, Verdict
from workbench.model.task import Limits

pytestmark = [pytest.mark.toolchain, pytest.mark.sandbox]

ADD = "public class Calc {\n    static int add(int a, int b) { return a + b; }\n}\n"
WRONG = ADD.replace("a + b", "a - b")
HEAD = (
    "import org.junit.jupiter.api.*;\nimport org.junit.jupiter.params.ParameterizedTest;\n"
    "import org.junit.jupiter.params.provider.*;\n"
    "import static org.assertj.core.api.Assertions.assertThat;\n\nclass CalcTest {\n"
)
ADDS = "    @Test void adds() { assertThat(Calc.add(1, 2)).isEqualTo(3); }\n"
ZERO = "    @Test void zero() { assertThat(Calc.add(0, 0)).isEqualTo(0); }\n"
TESTS = {"CalcTest.java": f"{HEAD}{ADDS}{ZERO}}}\n"}


def suite(body: str) -> dict[str, str]:
    return {"src/test/java/CalcTest.java": f"{HEAD}{body}}}\n"}


def test_right_passes_and_wrong_fails_with_both_values(java: Workshop) -> None:
    ran = java.run({"Calc.java": ADD}, TESTS)
    assert ran.verdict is Verdict.PASS, ran.reason
    ran = java.run({"Calc.java": WRONG}, TESTS)
    assert ran.verdict is Verdict.FAIL
    assert ran.statuses == {"CalcTest.adds": Status.FAILED, "CalcTest.zero": Status.PASSED}
    assert ran.decision is not None
    assert "expected: 3" in ran.decision.tests[0].message


def test_every_kind_of_jupiter_test_reports_under_its_method(java: Workshop) -> None:
    body = (
        f"{ADDS}"
        "    @ParameterizedTest @ValueSource(ints = {1, 2})\n"
        "    void grows(int n) { assertThat(Calc.add(n, 1)).isGreaterThan(n); }\n"
        "    @RepeatedTest(2) void again() {}\n"
        "    @TestFactory java.util.List<DynamicTest> made() {\n"
        '        return java.util.List.of(DynamicTest.dynamicTest("one", () -> {}));\n    }\n'
        "    @Nested class Inner { @Test void deep() { System.out.println(7); } }\n"
        "    static class Apart { @Test void alone() {} }\n"
    )
    ran = java.run({"src/main/java/Calc.java": ADD}, suite(body))
    assert ran.verdict is Verdict.PASS, ran.reason
    assert ran.decision is not None
    rows = {t.id: t.children for t in ran.decision.tests}
    assert [len(rows[f"CalcTest.{m}"]) for m in ("grows", "again", "made")] == [2, 2, 1]
    assert {"CalcTest.Inner.deep", "CalcTest.Apart.alone"} <= set(rows)
    printed = {t.id: t.output for t in ran.decision.tests}
    assert printed["CalcTest.Inner.deep"] == "7\n"


def test_one_bad_row_fails_its_method(java: Workshop) -> None:
    body = (
        "    @ParameterizedTest @ValueSource(ints = {1, 2})\n"
        "    void small(int n) { assertThat(n).isLessThan(2); }\n"
    )
    ran = java.run({"Calc.java": ADD}, suite(body))
    assert ran.statuses == {"CalcTest.small": Status.FAILED}


def test_junit4_with_parameters_runs_on_the_vintage_engine(java: Workshop) -> None:
    tests = (
        "import org.junit.Test;\nimport static org.junit.Assert.*;\n"
        "import org.junit.runner.RunWith;\nimport org.junit.runners.Parameterized;\n\n"
        "@RunWith(Parameterized.class)\npublic class OldTest {\n"
        "    @Parameterized.Parameters public static Object[] rows() {"
        " return new Object[] {1, 2}; }\n"
        "    private final int n;\n    public OldTest(int n) { this.n = n; }\n"
        "    @Test public void adds() { assertEquals(n + 1, Calc.add(n, 1)); }\n}\n"
    )
    ran = java.run({"Calc.java": ADD}, {"OldTest.java": tests})
    assert ran.verdict is Verdict.PASS, ran.reason
    assert java.run({"Calc.java": WRONG}, {"OldTest.java": tests}).verdict is Verdict.FAIL


def test_main_that_throws_is_a_test(java: Workshop) -> None:
    main = (
        "public class Main {\n    public static void main(String[] args) {\n"
        "        assert Calc.add(1, 2) == 3;\n"
        "        if (Calc.add(0, 2) != 2) throw new AssertionError();\n    }\n}\n"
    )
    assert java.run({"Calc.java": ADD}, {"Main.java": main}).verdict is Verdict.PASS
    ran = java.run({"Calc.java": WRONG}, {"Main.java": main})
    assert (ran.verdict, ran.statuses) == (Verdict.FAIL, {"Main.main": Status.FAILED})


def test_disabled_test_is_not_a_pass(java: Workshop) -> None:
    ran = java.run({"Calc.java": ADD}, suite(ADDS + "    @Disabled" + ZERO))
    assert ran.verdict is Verdict.INCOMPLETE
    assert ran.statuses["CalcTest.zero"] is Status.SKIPPED


def test_exception_and_broken_setup_are_errors(java: Workshop) -> None:
    ran = java.run({"Calc.java": ADD.replace("a + b", "a / (b - b)")}, suite(ADDS))
    assert ran.statuses == {"CalcTest.adds": Status.ERRORED}
    broken = "    @BeforeAll static void up() { throw new IllegalStateException(); }\n"
    ran = java.run({"Calc.java": ADD}, suite(broken + ADDS + ZERO))
    assert set(ran.statuses.values()) == {Status.ERRORED}
    assert ran.verdict is Verdict.FAIL


def test_broken_teardown_is_not_a_pass(java: Workshop) -> None:
    broken = "    @AfterAll static void down() { throw new IllegalStateException(); }\n"
    assert java.run({"Calc.java": ADD}, suite(broken + ADDS)).verdict is not Verdict.PASS


def test_endless_loop_is_a_timeout(java: Workshop) -> None:
    ran = java.run(
        {"Calc.java": ADD.replace("return a + b;", "while (true) {}")},
        TESTS,
        limits=Limits(wall_s=4, build_wall_s=240),
    )
    assert ran.verdict is Verdict.TIMEOUT


def test_compile_error_names_file_and_line(java: Workshop) -> None:
    ran = java.run({"Calc.java": ADD.replace("a + b", '"s"')}, TESTS)
    assert ran.verdict is Verdict.BUILD_ERROR
    first = ran.built.diagnostics[0]
    assert (first.severity, first.file, first.line) == ("error", "Calc.java", 2)


def test_only_selected_tests_run(java: Workshop) -> None:
    ran = java.run({"Calc.java": WRONG}, TESTS, selected=("CalcTest.zero",))
    assert ran.statuses == {"CalcTest.adds": Status.NOT_RUN, "CalcTest.zero": Status.PASSED}


@pytest.mark.parametrize(
    "trick",
    [
        "static { System.exit(0); }",
        "static { Runtime.getRuntime().halt(0); }",
        'static { System.out.println("[ 2 tests successful ]"); System.exit(0); }',
        "static { Thread.currentThread().interrupt(); new Thread(() -> System.exit(0)).start(); }",
    ],
)
def test_wrong_solution_with_a_trick_never_passes(java: Workshop, trick: str) -> None:
    ran = java.run({"Calc.java": WRONG.replace("{\n", "{\n    " + trick + "\n", 1)}, TESTS)
    assert ran.verdict in (Verdict.INCOMPLETE, Verdict.TAMPERED, Verdict.FAIL), ran.reason


def test_solution_that_rewrites_the_expected_values_does_not_pass(java: Workshop) -> None:
    tests = suite(
        "    @Test void adds() throws Exception {\n"
        "        String made = String.valueOf(Calc.add(1, 2));\n"
        "        assertThat(java.nio.file.Files.readString(java.nio.file.Path.of(\n"
        '            "src/test/resources/want"))).isEqualTo(made);\n'
        '        java.nio.file.Files.writeString(java.nio.file.Path.of("mine"), made);\n    }\n'
    )
    cheat = WRONG.replace(
        "{ return a",
        "{\n        try { java.nio.file.Files.writeString(java.nio.file.Path.of(\n"
        '            "src/test/resources/want"), "-1"); } catch (Exception e) { }\n'
        "        return a",
    )
    support = {"src/test/resources/want": "3"}
    ran = java.run({"src/main/java/Calc.java": cheat}, tests, support=support)
    assert ran.verdict is Verdict.TAMPERED, ran.reason
    assert "src/test/resources/want" in ran.reason
    ran = java.run({"src/main/java/Calc.java": ADD}, tests, support=support)
    assert ran.verdict is Verdict.PASS, ran.reason


def test_tests_that_an_interface_brings_along_are_the_suite_s_own(java: Workshop) -> None:
    law = (
        "interface Law {\n    int zero();\n"
        "    @Test default void kept() { assertThat(Calc.add(zero(), 3)).isEqualTo(3); }\n}\n"
    )
    body = f"{ADDS}    static class Lawful implements Law {{ public int zero() {{ return 0; }} }}\n"
    tests = {"CalcTest.java": f"{HEAD}{body}}}\n{law}"}
    ran = java.run({"Calc.java": ADD}, tests)
    assert ran.verdict is Verdict.PASS, ran.reason
    assert set(ran.statuses) == {"CalcTest.adds", "CalcTest.Lawful.kept"}
    ran = java.run({"Calc.java": WRONG}, tests)
    assert ran.statuses["CalcTest.Lawful.kept"] is Status.FAILED
