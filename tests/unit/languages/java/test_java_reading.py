"""Java: inventories and refusals, without running anything."""

from __future__ import annotations

import pytest

from workbench.languages.base import Inventory
from workbench.languages.java import JavaLanguage
from workbench.model.task import Framework, Solution, Suite

SOLUTION = Solution(name="s", role="candidate", files={"A.java": "class A {}"})


def inventory(**files: str) -> Inventory:
    named = {f"{name}.java": source for name, source in files.items()}
    return JavaLanguage().inventory(Suite(name="t", role="given", files=named), SOLUTION)


def test_jupiter_methods_nested_classes_and_disabled_ones() -> None:
    source = """package p.q;
import org.junit.jupiter.api.*;
class ATest {
    @Test void a() {}
    @org.junit.jupiter.api.Test public void full() {}
    @ParameterizedTest @ValueSource(ints = {1}) void rows(int n) {}
    @Test private void hidden() {}
    @Test static void never() {}
    @BeforeEach void up() {}
    void helper() {}
    @Disabled("x") @Test void off() {}
    @Nested class In { @Test void b() {} }
    class Plain { @Test void no() {} }
    static class Apart { @Test void c() {} }
    @Disabled @Nested class Off { @Test void d() {} }
}
abstract class Base { @Test void inherited() {} }
class Sub extends Base {}
"""
    found = inventory(ATest=source)
    names = ["a", "full", "rows", "off", "In.b", "Apart.c", "Off.d"]
    assert [t.id for t in found.tests] == [
        *(f"p.q.ATest.{n}" for n in names),
        "p.q.Sub.inherited",
    ]
    assert found.skipped == {"p.q.ATest.off", "p.q.ATest.Off.d"}
    assert (found.framework, found.problems) == (Framework.JUNIT5, ())


def test_junit4_and_junit3_methods() -> None:
    four = (
        "import org.junit.*;\n"
        "public class F { @Test public void a() {} @Ignore @Test public void b() {} }"
    )
    found = inventory(F=four)
    assert ([t.id for t in found.tests], found.skipped) == (["F.a", "F.b"], {"F.b"})
    three = (
        "import junit.framework.TestCase;\n"
        "public class T extends TestCase { public void testA() {} }"
    )
    assert [t.id for t in inventory(T=three).tests] == ["T.testA"]
    assert inventory(F=four).framework is Framework.JUNIT4


def test_main_without_any_check_is_no_test() -> None:
    main = "public class Main { public static void main(String[] args) { %s } }"
    assert [t.id for t in inventory(Main=main % "assert 1 == 1;").tests] == ["Main.main"]
    assert [t.id for t in inventory(Main=main % "throw new AssertionError();").tests] == [
        "Main.main"
    ]
    empty = inventory(Main=main % "System.out.println(1);")
    assert (empty.tests, bool(empty.problems)) == ((), True)


def test_broken_or_doubled_source_is_a_problem() -> None:
    head = "import org.junit.jupiter.api.*;\nclass A { @Test void a() {} "
    assert inventory(A=head).problems
    assert inventory(A=head + "@Test void a(int n) {} }").problems


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("org/junit/jupiter/api/Assertions.java", "package org.junit.jupiter.api; class X {}"),
        ("X.java", "package java.util; class X {}"),
        ("X.java", "package workbench.harness; class X {}"),
        ("META-INF/services/org.junit.jupiter.api.extension.Extension", "X"),
        ("src/main/resources/META-INF/x", ""),
        ("junit-platform.properties", "a=b"),
        ("src/main/resources/junit-platform.properties", "a=b"),
        ("X.class", ""),
        ("src/test/java/MoreTest.java", "class MoreTest {}"),
        ("Arrays.java", "class Arrays {}"),
        ("X.java", "class X {} class AssertionError {}"),
    ],
)
def test_submission_that_takes_over_the_run_is_refused(path: str, source: str) -> None:
    solution = Solution(name="s", role="candidate", files={path: source})
    suite = Suite(name="t", role="given", files={"T.java": "class T {}"})
    assert JavaLanguage().reject(solution, suite).startswith(path)


def test_honest_files_are_not_refused() -> None:
    files = {
        "src/main/java/Record.java": "class Record { static class String2 {} }",
        "src/main/java/a/B.java": "package a; public class B {}",
        "src/main/resources/words.txt": "x",
        "build.gradle": "",
    }
    suite = Suite(name="t", role="given", files={"T.java": "class T {}"})
    assert JavaLanguage().reject(Solution(name="s", role="candidate", files=files), suite) == ""
