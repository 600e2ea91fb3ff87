"""What asks the clock asks ours, and nothing else is touched."""

from __future__ import annotations

import pytest

from workbench.languages.go_mutation import GoMutation
from workbench.languages.java_mutation import JavaMutation
from workbench.languages.mutation import Mutation
from workbench.languages.syntax import parse
from workbench.model.task import Solution, Suite

GO = """package a

import "time"

var now = time.Now

func Age(then time.Time) int { return int(time.Since(then)) + 1 }
"""
JAVA = """import java.time.*;
import java.util.Date;
class A {
    java.util.function.Supplier<Instant> now = Instant::now;
    long f(ZoneId z) { return System.currentTimeMillis() + LocalDate.now(z).getYear() + 1; }
    Date g() { return new Date(); }
    Date h() { return new Date(5); }
}
"""

BACK = {
    "__mu" + name: f"time.{name}" for name in ("Now", "Since")
} | {
    "workbench_mutants.T.currentTimeMillis": "System.currentTimeMillis",
    "workbench_mutants.T.nowLocalDate": "LocalDate.now",
    "workbench_mutants.T.date()": "new Date()",
}  # fmt: skip


def clocked(mutation: Mutation, path: str, text: str, tests: dict[str, str]) -> dict[str, str]:
    """The files of solution and suite, with every mutant in the solution."""
    solution = Solution(name="s", role="candidate", files={path: text})
    suite = Suite(name="given", role="given", files=tests)
    plain = mutation.schemata(solution, mutation.mutants(solution, suite))
    schemata, laid = mutation.clocked(plain, suite)
    if schemata is plain:
        assert laid is suite
        return {}
    for file, before in plain.places.items():
        old, new = plain.solution.files[file].encode(), schemata.solution.files[file].encode()
        for (a, b, n), (c, d, m) in zip(before, schemata.places[file], strict=True):
            back = new[c:d].decode()
            for ours, theirs in BACK.items():
                back = back.replace(ours, theirs)
            assert (m, back) == (n, old[a:b].decode())
    return {**schemata.solution.files, **laid.files}


def test_go_code_and_tests_ask_the_same_clock() -> None:
    tests = {
        "a_test.go": 'package a\n\nimport "time"\n\nvar then = time.Now().Add(time.Hour)\n',
        "b_test.go": 'package a_test\n\nimport t "time"\n\nvar left = t.Until(t.Time{})\n',
    }
    files = clocked(GoMutation(), "a.go", GO, tests)
    assert "var now = __muNow" in files["a.go"]
    assert "__muSince(then)" in files["a.go"]
    assert "__muNow().Add(time.Hour)" in files["a_test.go"]
    assert "__muUntil(t.Time{})" in files["b_test.go"]
    assert files["workbench_clock.go"].startswith("package a\n")
    assert files["workbench_clock_a_test_test.go"].startswith("package a_test\n")
    for path, text in files.items():
        assert not parse("go", text).root_node.has_error, path


@pytest.mark.parametrize(
    "more",
    [
        "var changed = info.ModTime()\n",
        "func f(time Clock) int { return time.Hour }\n",
    ],
)
def test_go_code_whose_clocks_would_not_agree_keeps_the_real_one(more: str) -> None:
    assert clocked(GoMutation(), "a.go", GO + more, {"a_test.go": "package a\n"}) == {}


def test_go_code_that_asks_no_clock_stays() -> None:
    text = 'package a\n\nimport "time"\n\nvar d = time.Second\n'
    assert clocked(GoMutation(), "a.go", text, {"a_test.go": "package a\n"}) == {}


def test_java_code_and_tests_ask_the_same_clock() -> None:
    test = "class ATest { void t() { new java.util.Date(); java.time.Year.now(); } }\n"
    files = clocked(JavaMutation(), "A.java", JAVA, {"ATest.java": test})
    ours = "workbench_mutants.T"
    for call in (f"{ours}::nowInstant", f"{ours}.currentTimeMillis()", f"{ours}.nowLocalDate(z)",
                 f"return {ours}.date();", "new Date("):  # fmt: skip
        assert call in files["A.java"], call
    assert f"{ours}.date(); {ours}.nowYear();" in files["ATest.java"]
    for path, text in files.items():
        assert not parse("java", text).root_node.has_error, path


@pytest.mark.parametrize(
    "text",
    [
        JAVA.replace("import java.time.*;", "import static java.time.LocalDate.now;"),
        JAVA + "class B { long f(java.io.File f) { return f.lastModified(); } }\n",
        "class A { static class Clock { static int system() { return 1; } }\n"
        "    int f() { return Clock.system(); } }\n",
    ],
)
def test_java_code_whose_clocks_would_not_agree_keeps_the_real_one(text: str) -> None:
    assert clocked(JavaMutation(), "A.java", text, {"ATest.java": "class ATest {}\n"}) == {}
