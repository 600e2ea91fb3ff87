"""Checks of Java suites that can fail nobody are told; what only looks like one is not."""

from __future__ import annotations

import pytest

from workbench.languages.hearing import idle_checks
from workbench.languages.registry import language
from workbench.model.task import LanguageName, Solution, Suite

TEST = "import org.junit.jupiter.api.Test;\n"
JUNIT = f"import static org.junit.jupiter.api.Assertions.*;\n{TEST}"
HEADS = {
    "junit": JUNIT,
    "junit4": "import static org.junit.Assert.*;\nimport org.junit.Test;\n",
    "assertj": f"import static org.assertj.core.api.Assertions.*;\n{TEST}",
    "hamcrest": f"import static org.hamcrest.MatcherAssert.assertThat;\n{JUNIT}",
    "truth": f"import com.google.common.truth.Truth;\n{TEST}",
    "easymock": f"import static org.easymock.EasyMock.verify;\n{JUNIT}",
    "mockito": f"import static org.mockito.Mockito.*;\n{JUNIT}",
}  # fmt: skip


def told(head: str, body: str, name: str = "a", more: str = "") -> list[str]:
    return told_of(f"{HEADS[head]}class ATest {{\n  @Test void {name}() {{ {body} }}\n{more} }}\n")


def told_of(text: str) -> list[str]:
    suite = Suite(name="given", role="given", files={"ATest.java": text})
    solution = Solution(name="s", role="candidate", files={"S.java": "class S {}\n"})
    tests = language(LanguageName.JAVA).inventory(suite, solution)
    return [words for _, _, words in idle_checks(suite, tests, LanguageName.JAVA)]


@pytest.mark.parametrize(
    ("head", "body", "words"),
    [
        ("junit", "f(); assertTrue(true);", "cannot fail"),
        ("junit", 'assertFalse(false, "no");', "cannot fail"),
        ("junit4", 'assertTrue("yes", true);', "cannot fail"),
        ("junit", "assert true;", "cannot fail"),
        ("junit", "assertEquals(1, 1);", "cannot fail"),
        ("junit4", 'assertEquals("same", 1, 1);', "cannot fail"),
        ("junit", 'assertTrue("a" == "a");', "cannot fail"),
        ("junit", "assertNotNull(new S(1));", "cannot fail"),
        ("junit", 'assertNotNull("text");', "cannot fail"),
        ("junit", "S s = new S(); assertNotNull(s);", "cannot fail"),
        ("assertj", "assertThat(new S()).isNotNull();", "cannot fail"),
        ("assertj", 'assertThat(true).as("it").isTrue();', "cannot fail"),
        ("hamcrest", 'assertThat("it", true);', "cannot fail"),
        ("junit", "var x = f(); assertEquals(x, x);", "`x` is compared with itself"),
        ("junit4", 'S x = f(); assertSame("it", x, x);', "`x` is compared with itself"),
        ("junit", "int[] x = f(); assertArrayEquals(x, x);", "`x` is compared with itself"),
        ("assertj", "var x = f(); assertThat(x).isEqualTo(x);", "`x` is compared with itself"),
        ("hamcrest", "var x = f(); assertThat(x, is(x));", "`x` is compared with itself"),
        ("hamcrest", "var x = f(); assertThat(x, is(equalTo(x)));", "`x` is compared with itself"),
        ("junit", "List<S> x = f(); assertTrue(x.size() >= 0);", "never below 0"),
        ("junit", "int[] x = f(); assertTrue(0 <= x.length);", "never below 0"),
        ("junit", "String x = f(); assertFalse(x.length() < 0);", "never below 0"),
        ("assertj", "Map<A, B> x = f(); assertThat(x.size()).isNotNegative();", "never below 0"),
        ("assertj", "assertThat(f());", "compared with nothing"),
        ("assertj", "assertThat(f() == 1);", "compared with nothing"),
        ("assertj", 'assertThat(f()).as("it");', "compared with nothing"),
        ("assertj", 'assertThat(f()).describedAs("it").usingRecursiveComparison();',
         "compared with nothing"),
        ("assertj", "assertThatCode(() -> f());", "compared with nothing"),
        ("truth", 'Truth.assertWithMessage("it").that(f());', "compared with nothing"),
        ("mockito", "S s = mock(S.class); f(s); verify(s);", "asks for no call"),
        ("mockito", "S s = mock(S.class); f(s); verify(s, times(1));", "asks for no call"),
        ("junit", "try { assertEquals(1, f()); } catch (Throwable t) { }", "forgotten"),
        ("junit", "try { f(); fail(); } catch (AssertionError e) { /* fine */ }", "forgotten"),
        ("junit", "try { assertTrue(f()); } catch (A | Error e) { e.printStackTrace(); }",
         "forgotten"),
        ("assertj", "var all = new SoftAssertions(); all.assertThat(f()).isEqualTo(1);",
         "nobody calls `all.assertAll()`"),
        ("mockito", "S s = mock(S.class); when(s.now()).thenReturn(1L);"
                    " assertEquals(1L, s.now());", "asks a double"),
    ],
)  # fmt: skip
def test_a_check_that_can_fail_nobody_is_told(head: str, body: str, words: str) -> None:
    (said,) = told(head, body)
    assert words in said


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("junit", "assertTrue(f(), true);"),
        ("junit4", 'assertEquals("text", f());'),
        ("junit4", 'assertEquals("x", "x", f());'),
        ("junit4", 'assertTrue("true", f());'),
        ("junit", "assertNotNull(f());"),
        ("junit", "S s = new S(); assertNotNull(s); assertEquals(1, s.f());"),
        ("junit", "S s = new S(); s = s.next(); assertNotNull(s);"),
        # Each says which way was expected.
        ("junit", "try { f(); fail(); } catch (A e) { assertTrue(true); }"),
        ("junit", "if (f()) { assertTrue(true); } else { fail(); }"),
        # A call may give another value when it is asked again.
        ("junit", "assertEquals(f(), f());"),
        ("junit", "S x = f(); assertEquals(x.n, x.n);"),
        ("junit", "S x = f(); assertEquals(x, x); assertNotEquals(x, null);"),
        ("junit", "S x = f(); assertEquals(x, x); assertEquals(x.hashCode(), 1);"),
        # It may be the solution's own.
        ("junit", "Bag x = f(); assertTrue(x.size() >= 0);"),
        ("junit", "List<A> x = new OwnList<>(); assertTrue(x.size() >= 0);"),
        ("junit", "List<A> x = f(); assertTrue(x.size() >= 1);"),
        ("assertj", "assertThat(f()).isTrue();"),
        ("assertj", "assertThatThrownBy(() -> f());"),
        ("assertj", "var it = assertThat(f()); it.isTrue();"),
        ("assertj", "var all = new SoftAssertions(); all.assertThat(1).isEqualTo(f());"
                    " all.assertAll();"),
        ("assertj", "var all = new SoftAssertions(); all.assertThat(f()).isTrue(); end(all);"),
        ("hamcrest", "assertThat(f(), is(2));"),
        ("mockito", "S s = mock(S.class); verify(s).f();"),
        ("junit", "verify(f());"),
        ("easymock", "verify(f());"),
        ("mockito", "S s = mock(S.class); when(s.now()).thenReturn(1L);"
                    " assertEquals(1L, f(s));"),
        ("mockito", "S s = mock(S.class); when(s.now()).thenReturn(1L, 2L);"
                    " assertEquals(1L, s.now());"),
        ("mockito", "S s = f(); when(s.now()).thenReturn(1L); assertEquals(1L, s.now());"),
        # A failed assertion is no Exception.
        ("junit", "try { assertEquals(1, f()); } catch (Exception e) { }"),
        ("junit", "try { assertEquals(1, f()); } catch (Throwable t) { throw t; }"),
        ("junit", "try { assertEquals(1, f()); } catch (Throwable t) { seen = t; }"),
        ("junit", "try { assertEquals(1, f()); return; } catch (Throwable t) { } fail();"),
        ("junit", "boolean ok = false; try { assertEquals(1, f()); ok = true; }"
                  " catch (AssertionError e) { } assertTrue(ok);"),
        ("junit", "try { assertEquals(1, f()); done.countDown(); } catch (Throwable t) { }"),
        ("junit", "try { f(); } catch (Throwable t) { }"),
    ],
)  # fmt: skip
def test_what_may_fail_is_not_told(head: str, body: str) -> None:
    assert told(head, body) == []


def test_a_test_of_equals_may_compare_a_thing_with_itself() -> None:
    body = "S x = f(); assertEquals(x, x);"
    assert told("junit", body, name="isReflexive") == []
    assert told("junit", "int x = f(); assertEquals(x, x);", name="equalToItself")


def test_a_suite_may_have_an_assertion_of_its_own_of_that_name() -> None:
    own = "void assertThat(boolean holds) { if (!holds) throw new AssertionError(); }"
    assert told("junit", "assertThat(f());", more=own) == []


def test_what_is_skipped_is_not_looked_at() -> None:
    disabled = f"{JUNIT}class ATest {{ @Disabled @Test void a() {{ assertTrue(true); }} }}\n"
    assert told_of(disabled) == []
