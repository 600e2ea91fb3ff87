"""Java checks that a passing run never comes to are told at their line; those it may leave not."""

from __future__ import annotations

import pytest

from workbench.adequacy.runs import Runs
from workbench.adequacy.unheard import unheard
from workbench.judge.judge import Judge
from workbench.languages.hearing import asking
from workbench.languages.registry import language
from workbench.model.task import LanguageName, Solution, Suite, Task
from workbench.sandboxes.base import Sandbox

CLASS = """package box;
public class S {
    public static int twice(int n) { return 2 * n; }
    public static String kind(int n) { return n < 0 ? "low" : "high"; }
    public static void refuse(int n) { if (n < 0) throw new IllegalArgumentException("no"); }
}
"""
HEAD = """package box;
import static org.junit.jupiter.api.Assertions.*;
import static org.assertj.core.api.Assertions.assertThat;
import java.util.*;
import org.junit.jupiter.api.*;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
class STest {
"""
FIRST = HEAD.count("\n") + 1


def in_test(*lines: str) -> str:
    return "\n".join((HEAD + "@Test void a() throws Exception {", *lines, "}\n}\n"))


def told(sandbox: Sandbox, text: str) -> list[str]:
    task = Task.model_validate({
        "id": "t", "title": "T", "language": "java", "prompt": "Write it.",
        "solutions": [{"name": "candidate", "role": "candidate", "files": {"box/S.java": CLASS}}],
        "suites": [{"name": "given", "role": "given", "files": {"box/STest.java": text}}],
    })  # fmt: skip
    runs = Runs(Judge(sandbox), task)
    assert runs.passes(task.candidate)
    return unheard(runs, language(task.language).inventory(task.given, task.candidate))


def asked(text: str) -> list[int]:
    """Lines, counted from the first test's, of checks that have to say that they are run."""
    suite = Suite(name="given", role="given", files={"box/STest.java": text})
    solution = Solution(name="s", role="candidate", files={"box/S.java": CLASS})
    tests = language(LanguageName.JAVA).inventory(suite, solution)
    found = asking(suite, tests, LanguageName.JAVA, "w")
    assert found is not None
    return sorted(line - FIRST for _, line in found.places.values())


@pytest.mark.sandbox
@pytest.mark.toolchain
def test_checks_that_are_never_run_are_told_at_their_lines(sandbox: Sandbox) -> None:
    idle = [
        "for (int n : new int[0]) assertEquals(2, S.twice(n));",
        "try { S.kind(1); } catch (Exception e) { assertEquals('n', e.getMessage()); }",
        'if (S.kind(1).equals("low")) assertThat(S.twice(1)).isEqualTo(3);',
        "Runnable later = () -> assertEquals(3, S.twice(1));",
        "new ArrayList<Integer>().forEach(n -> assertThat(n).isEqualTo(3));",
        'switch (S.kind(1)) { case "low" -> assertEquals(3, S.twice(1)); default -> {} }',
        "assertThrows(Exception.class, () -> { S.refuse(-1); assertEquals(3, S.twice(1)); });",
        "while (S.twice(1) > 2) { if (S.twice(1) != 3) fail(); }",
        "Object o = new Object() { void f() { assertEquals(3, S.twice(1)); } };",
        'if (S.kind(1).equals("high")) return;',
        "assertEquals(3, S.twice(1));",
    ]
    lines = [FIRST + 1 + n for n, line in enumerate(idle) if "return" not in line]
    assert told(sandbox, in_test(*idle)) == [
        f"box/STest.java:{line} in box.STest.a is not run, and candidate passes" for line in lines
    ]


@pytest.mark.sandbox
@pytest.mark.toolchain
def test_what_a_passing_run_comes_to_or_may_leave_is_not_told(sandbox: Sandbox) -> None:
    text = in_test(
        "System.setErr(new java.io.PrintStream(new java.io.ByteArrayOutputStream()));",
        'if (S.kind(1).equals("low")) assertTrue(S.twice(1) < 0); else assertTrue(true);',
        'if (S.kind(1).equals("low")) assertEquals(3, S.twice(1));'
        " else assertEquals(2, S.twice(1));",
        'switch (S.kind(1)) { case "low": assertEquals(1, S.twice(1)); break;'
        " default: assertEquals(2, S.twice(1)); }",
        "try { S.refuse(1); assertEquals(2, S.twice(1)); }"
        ' catch (Exception e) { assertEquals("no", e.getMessage()); }',
        "try { S.refuse(1); } catch (IllegalArgumentException e) { assertNull(e); }",
        "try { S.refuse(1); } catch (Exception e) { assertTrue(S.twice(1) > 0); fail(); }",
        'if (S.kind(1) != "high") { assertEquals("low", S.kind(1)); fail("it"); }',
        "for (int n : S.kind(1).chars().toArray()) for (int m = 0; m < n; m++)"
        " if (m > 9_999) fail(); else assertEquals(2 * m, S.twice(m));",
        "List.of(1, 2).forEach(n -> assertEquals(2 * n, S.twice(n)));",
        "assertAll(() -> assertEquals(2, S.twice(1)), () -> assertEquals(4, S.twice(2)));",
        "assertThrows(Exception.class, () -> { assertEquals(2, S.twice(1)); S.refuse(-1); });",
        'try { S.refuse(1); } catch (Exception e) { assertEquals("no", e.getMessage()); return; }',
        "if (S.twice(1) == 2) { assertEquals(4, S.twice(2)); return; }",
        "assertEquals(3, S.twice(1));",
    )
    rows = (
        "@ParameterizedTest @ValueSource(ints = {1, -1}) void b(int n) {\n"
        ' if (n > 0) { assertEquals("high", S.kind(n)); }\n'
        ' if (n < 0) { assertEquals("low", S.kind(n)); }\n}\n'
    )
    rows += "@TestFactory List<DynamicTest> c() { return List.of("
    rows += 'DynamicTest.dynamicTest("c", () -> assertEquals(2, S.twice(1)))); }\n'
    text = text.replace("@Test", f"{rows}@Test", 1)
    assert len(asked(text)) > 12
    assert told(sandbox, text) == []


@pytest.mark.parametrize(
    "line",
    [
        "assertEquals(2, S.twice(1));",
        "for (int n = 0; n < 3; n++) { assertEquals(2 * n, S.twice(n)); }",
        "for (int n : new int[] {1, 2}) { assertEquals(2 * n, S.twice(n)); }",
        "int[] all = {1, 2}; for (int n = 0; n < all.length; n++) assertEquals(2, S.twice(1));",
        "for (int n : List.of(1, 2)) { assertEquals(2 * n, S.twice(n)); }",
        "assertAll(() -> { assertEquals(2, S.twice(1)); });",
        "assertDoesNotThrow(() -> assertEquals(2, S.twice(1)));",
        "assertThrows(Exception.class, () -> S.refuse(-1));",
        "try { assertEquals(2, S.twice(1)); } finally { S.kind(1); }",
        "try { assertEquals(2, S.twice(1)); } catch (Exception e) { fail(); }",
        "if (S.twice(1) != 2) fail();",
        "if (S.twice(1) != 2) { throw new AssertionError(); }",
        "try { S.refuse(-1); fail(); } catch (IllegalArgumentException e) { }",
        'if (System.getProperty("os.name").startsWith("W")) assertEquals(3, S.twice(1));',
    ],
)
def test_nobody_has_to_be_asked_for_what_a_passing_run_surely_comes_to(line: str) -> None:
    assert asked(in_test(line)) == []


def test_where_an_exception_ends_a_test_all_behind_its_first_statement_is_asked() -> None:
    text = (
        "import static org.junit.Assert.*;\nimport org.junit.Test;\npublic class STest {\n"
        "@Test(expected = IllegalArgumentException.class) public void a() {\n"
        "assertEquals(2, S.twice(1));\nS.refuse(-1);\nassertEquals(3, S.twice(1));\n}\n}\n"
    )
    assert [line + FIRST for line in asked(text)] == [7]


def test_what_may_be_called_off_is_not_asked() -> None:
    line = "for (int n : new int[0]) assertEquals(2, S.twice(n));"
    assert asked(in_test(line)) == [1]
    assert asked(in_test(f"Assumptions.assumeTrue(S.twice(1) == 3); {line}")) == []
    assert asked(in_test(line).replace("@Test", '@Disabled("later") @Test')) == []
