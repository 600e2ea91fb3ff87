"""Java trials in the real sandbox: what mutants do to a suite, and to the JVM they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from tests.languages.compiled import Workshop
from tests.languages.fuelled import assert_tests_have_fuel_of_their_own
from workbench.adequacy.equivalents import equivalent
from workbench.adequacy.trials import Bench, Built, build
from workbench.languages.java_mutation import JavaMutation
from workbench.languages.mutation import CANARY, NOTHING, Mutant, Trial, TrialResult
from workbench.model.run import Status
from workbench.model.task import Limits, Solution, Suite

pytestmark = [pytest.mark.toolchain, pytest.mark.sandbox]

HEAD = "import org.junit.jupiter.api.*;\nimport static org.junit.jupiter.api.Assertions.*;\n"

PITFALLS = """\
package a.b;
import java.util.*;
import java.util.function.*;

public class Pit {
    static final int ONE = 1, BIG = 2147483647;
    private static int made;
    enum Size { SMALL(1, "s"), LARGE(2, "l"); final int n; final String s;
        Size(int n, String s) { this.n = n; this.s = s; made++; } }
    record Range(int low, int high) { Range { if (low > high) throw new IllegalArgumentException("no"); }
        boolean holds(int n) { return low <= n && n < high; } }
    interface Named { int SEVEN = 7; default String name() { return "n" + SEVEN; } }
    static class Base { final int v; Base(int v) { this.v = v; } }
    static class Sub extends Base implements Named { Sub(int v) { /* a */ super(v + 1); } Sub() { this(4); } }
    private final byte small = 3; private char letter = 65; private final int[] cells = {1, 2, 3};
    private Integer boxed;

    public Integer boxed(boolean set) { if (set) boxed = 5; return boxed; }
    public String text(String a, int n) { String s = a + n; s += "!"; return s.trim() + (n > 0 ? 'x' : 0); }
    public int kinds(Object o) {
        if (!(o instanceof Integer i)) return o instanceof String s && s.length() > 2 ? s.length() : -1;
        return i + 1;
    }
    public int loops(int n) {
        int sum = 0, k;
        /* a */ outer: // b
        for (int i = 0, j = n; i < n; i++, j -= 1) {
            if (i == 3) continue outer;
            for (int c : cells) { if (c > j) break; sum += c; }
        }
        do sum--; while (sum > 100);
        while (true) { if (n-- <= 0) break; sum += 2; }
        while ((k = n++) < 3) sum -= k;
        return sum;
    }
    public int picks(Size s, int n) {
        int r = switch (s) { case SMALL -> 5; case LARGE -> { int q = n * 2; yield q + 1; } };
        switch (n) { case ONE: r += 1; break; case 2: case 3: r -= 1; default: r *= 2; }
        switch (s) { case SMALL -> made++; default -> { } }
        return r;
    }
    public List<String> maps(List<Integer> in) {
        final int add = 2; int times = in.size() > 1 ? 3 : 1;
        Function<Integer, Integer> f = x -> x * times + add;
        Supplier<String> t = () -> { return "t"; };
        BiFunction<Integer, Integer, Integer> most = (x, y) -> Math.max(x, y);
        List<String> out = new ArrayList<>();
        in.forEach(x -> out.add(t.get() + f.apply(x) + most.apply(x, 4)));
        return out.isEmpty() ? Collections.emptyList() : out;
    }
    public int tries(String s) {
        final int r;
        try { r = Integer.parseInt(s); return r; } catch (NumberFormatException e) { made--; } finally { made++; }
        char c = 'a'; c += 1; byte b = small; b++; short h = (short) (b + 1); long l = 3; float q = 1.5f;
        Object o = 5; boxed = 7; String block = \"""
            a "block"
            \""";
        assert l > 2 : "l";
        return letter + c + b + h + (int) l + (int) q + block.length() + (-5 >> 1) + ~h + BIG;
    }
    static <T> T[] none(T[] of) { T[] same = of; return same; /* end */ }
    public int deep(int n) { return /* a */ n == 0 ? 0 : 1 + deep(n - 1); }
    @Deprecated(since = "3") public static synchronized int sub() { return new Sub().v + new Sub(1).name().length(); }
}
"""  # noqa: E501

PIT_TESTS = f"""\
package a.b;
import java.util.*;
{HEAD}
class PitTest {{
    Pit pit = new Pit();
    @BeforeEach void up() {{ pit = new Pit(); }}
    @Test void boxed() {{ assertNull(pit.boxed(false)); assertEquals(5, pit.boxed(true)); }}
    @Test void text() {{ assertEquals("a1!x", pit.text(" a", 1)); assertEquals("a0!\\0", pit.text("a", 0)); }}
    @Test void kinds() {{ assertEquals(-1, pit.kinds("ab")); assertEquals(3, pit.kinds("abc"));
        assertEquals(8, pit.kinds(7)); }}
    @Test void loops() {{ assertEquals(20, pit.loops(4)); }}
    @Test void picks() {{ assertEquals(6, pit.picks(Pit.Size.SMALL, 1)); assertEquals(8, pit.picks(Pit.Size.LARGE, 2)); }}
    @Test void maps() {{ assertEquals(List.of("t54", "t148"), pit.maps(List.of(1, 4)).size() == 2
        ? List.of("t54", "t148") : List.of()); assertTrue(pit.maps(List.of()).isEmpty()); }}
    @Test void tries() {{ assertEquals(12, pit.tries("12")); pit.tries("x"); }}
    @Test void deep() {{ assertEquals(50, pit.deep(50)); assertNotNull(Pit.none(new String[1])); }}
    @Test void sub() {{ assertEquals(7, Pit.sub()); assertTrue(new Pit.Range(1, 3).holds(2)); }}
}}
"""  # noqa: E501


def bench(java: Workshop, files: Mapping[str, str], tests: Mapping[str, str]) -> Bench:
    suite = Suite(name="tests", role="given", files=dict(tests))
    solution = Solution(name="made", role="candidate", files=dict(files))
    return Bench(
        java.sandbox, java.speaker, JavaMutation(), java.tools, Limits(memory_mb=512), suite,
        java.speaker.inventory(suite, solution),
    )  # fmt: skip


def built(
    java: Workshop,
    files: Mapping[str, str],
    tests: Mapping[str, str],
    mutants: Sequence[Mutant] | None = None,
) -> Built:
    at = bench(java, files, tests)
    solution = Solution(name="made", role="candidate", files=dict(files))
    return build(
        at, solution, at.mutation.mutants(solution, at.suite) if mutants is None else mutants
    )


def edit(file: str, source: str, before: str, after: str) -> Mutant:
    start = source.encode().index(before.encode())
    return Mutant(
        f"{before}>{after}", file, source[: source.index(before)].count("\n") + 1, 1,
        start, start + len(before.encode()), "delete", before, after,
    )  # fmt: skip


def run(made: Built, trials: Sequence[Trial], *, trial_wall_s: float = 20) -> list[TrialResult]:
    found = list(made.run(trials, trial_wall_s=trial_wall_s))
    assert [r.index for r in found] == list(range(len(trials)))
    return found


def test_what_is_awkward_in_java_builds_with_every_mutant_and_behaves_with_none(
    java: Workshop,
) -> None:
    files = {"src/main/java/a/b/Pit.java": PITFALLS}
    made = built(java, files, {"src/test/java/a/b/PitTest.java": PIT_TESTS})
    assert not made.unbuilt, [(m.line, m.before, m.after) for m in made.unbuilt]
    ids = tuple(t.id for t in made.bench.tests.tests)
    mutants = range(1, len(made.schemata.mutants) + 1)
    orders = [
        Trial(NOTHING, ids, full=True, probes=True),
        Trial(CANARY, ids, full=True),
        *(Trial(n, ids, fuel=20_000) for n in mutants),
        Trial(NOTHING, tuple(reversed(ids)), full=True, seed=7),
    ]
    results = run(made, orders)
    plain, canary, *rest, last = results
    assert set(plain.statuses) == set(ids)
    for result in (plain, last):
        assert (result.end, result.failed) == ("done", ()), result.messages
    assert tuple(last.statuses) == tuple(reversed(ids))
    assert set(canary.failed) == set(ids)
    assert {r.end for r in rest} == {"done", "fuel"}
    killed = sum(bool(r.failed) for r in rest)
    assert killed > len(rest) / 2
    again = run(made, orders)
    assert [(r.end, r.failed, r.fuel) for r in results if r.end == "done"] == [
        (r.end, r.failed, r.fuel) for r in again if r.end == "done"
    ]
    assert [r.end for r in results] == [r.end for r in again]


HARM = """\
import java.util.*;
public class Harm {
    static int count;
    static List<byte[]> held = new ArrayList<>();
    static int next() { step(); return ++count; }
    static void step() { }
    static int loop() { for (int i = 0; i < 3; i++) { step(); } return 3; }
    static int spin(int n) {
        while (n > 0) { try { n -= one(); } catch (Throwable all) { } }
        return n;
    }
    static int one() { return 1; }
}
"""
HARM_TESTS = f"""\
import java.nio.file.*;
{HEAD}
class HarmTest {{
    @Test void counts() {{ assertEquals(1, Harm.next()); }}
    @Test void clean() throws Exception {{
        assertNull(System.getProperty("mark"));
        assertFalse(Files.exists(Path.of("left")));
        assertEquals("kept", Files.readString(Path.of("data.txt")));
        assertEquals(0, Thread.activeCount() - 1);
    }}
    @Test void loops() {{ assertEquals(3, Harm.loop()); }}
    @Test void spins() {{ assertEquals(0, Harm.spin(3)); }}
}}
"""


def test_a_mutant_that_does_harm_ends_in_a_named_state_and_the_rest_goes_on(
    java: Workshop,
) -> None:
    harms = {
        "thread": (
            "new Thread(() -> { try { Thread.sleep(90_000); }"
            " catch (InterruptedException e) { } }).start();"
        ),
        "dirty": (
            'System.setProperty("mark", "x"); System.setOut(null);'
            ' Thread.currentThread().setName("y");'
            ' try { java.nio.file.Files.writeString(java.nio.file.Path.of("left"), "x");'
            ' java.nio.file.Files.delete(java.nio.file.Path.of("data.txt")); }'
            " catch (Exception e) { throw new Error(e); }"
        ),
        "recursion": "next();",
        "crashed": "System.exit(0);",
        "memory": "while (true) { held.add(new byte[1 << 20]); }",
        "timeout": "for (;;) { }",
        "busy": "new Thread(() -> { while (true) { } }).start();",
    }
    mutants = [edit("Harm.java", HARM, "step();", code) for code in harms.values()]
    mutants.append(edit("Harm.java", HARM, "return 1;", "return 0;"))
    files = {"Harm.java": HARM}
    tests = {"HarmTest.java": HARM_TESTS, "data.txt": "kept"}
    made = built(java, files, tests, mutants)
    assert not made.unbuilt
    ids = ("HarmTest.counts", "HarmTest.clean", "HarmTest.loops", "HarmTest.spins")
    trials = []
    for n in range(1, len(mutants) + 1):
        test = ids[0] if n <= len(harms) else ids[3]
        trials += [Trial(n, (test,), fuel=3_000), Trial(NOTHING, ids, full=True)]
    results = run(made, trials, trial_wall_s=3)
    ends = dict(zip((*harms, "swallowed"), (r.end for r in results[::2]), strict=True))
    assert ends == {
        "thread": "done", "dirty": "done", "recursion": "fuel", "crashed": "crashed",
        "memory": "memory", "timeout": "timeout", "busy": "done", "swallowed": "fuel",
    }  # fmt: skip
    for name, after in zip(ends, results[1::2], strict=True):
        assert (after.end, after.failed, len(after.statuses)) == ("done", (), 4), (name, after)


def test_every_test_has_fuel_of_its_own(java: Workshop) -> None:
    made = built(java, {"Harm.java": HARM}, {"HarmTest.java": HARM_TESTS, "data.txt": "kept"}, ())
    ids = ("HarmTest.loops", "HarmTest.counts", "HarmTest.spins")
    assert_tests_have_fuel_of_their_own(made, ids)


def test_a_mutant_that_does_not_compile_is_named_and_the_rest_is_built(java: Workshop) -> None:
    source = 'class A {\n int f(int a) {\n  String ä = "ä"; int b = a + 1;\n  g();\n  return b;\n'
    source += " }\n void g() { }\n}\n"
    good = JavaMutation().mutants(
        Solution(name="s", role="candidate", files={"A.java": source}),
        Suite(name="t", role="given", files={"ATest.java": ""}),
    )
    bad = [
        edit("A.java", source, "g();", "nothing.at.all();"),
        edit("A.java", source, "a + 1", 'a + "x"'),
    ]
    tests = {
        "ATest.java": f"{HEAD}class ATest {{ @Test void f() {{ assertEquals(2, new A().f(1)); }} }}"
    }
    made = built(java, {"A.java": source}, tests, [*good, *bad])
    assert set(made.unbuilt) == set(bad)
    assert made.schemata.mutants == good


EVERY_KIND = f"""\
import java.util.*;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.*;
{HEAD}
@TestMethodOrder(MethodOrderer.MethodName.class)
class KindsTest {{
    static int all;
    @BeforeAll static void once() {{ all++; }}
    @ParameterizedTest @ValueSource(ints = {{1, 2}}) void rows(int n) {{ assertTrue(A.f(n) > n); }}
    @RepeatedTest(2) void again() {{ assertEquals(2, A.f(1)); }}
    @TestFactory List<DynamicTest> made() {{
        return List.of(DynamicTest.dynamicTest("one", () -> assertEquals(1, A.f(0)))); }}
    @Nested class Inner {{ @Test void deep() {{ assertEquals(1, all); assertEquals(3, A.f(2)); }} }}
    @Test @Timeout(9) void timed() {{ assertThrows(ArithmeticException.class, () -> A.f(-1)); }}
}}
"""
OLD_KIND = """\
import static org.junit.Assert.*;
import org.junit.*;
public class OldTest {
    @Rule public org.junit.rules.TemporaryFolder folder = new org.junit.rules.TemporaryFolder();
    @Test public void one() { assertEquals(2, A.f(1)); }
    @Test(expected = ArithmeticException.class) public void two() { A.f(-1); }
}
"""
KINDS = (
    "class A { static int f(int n) { if (n < 0) throw new ArithmeticException(); return n + 1; } }"
)


def test_every_kind_of_junit_test_is_run_stopped_and_covered(java: Workshop) -> None:
    tests = {"KindsTest.java": EVERY_KIND, "OldTest.java": OLD_KIND}
    made = built(java, {"A.java": KINDS}, tests)
    names = ("rows", "again", "made", "Inner.deep", "timed")
    ids = (*(f"KindsTest.{n}" for n in names), "OldTest.one", "OldTest.two")
    minus = next(
        n for n, m in enumerate(made.schemata.mutants, 1) if (m.before, m.after) == ("+", "-")
    )
    whole, killed, all_of_it, one = run(
        made,
        [
            Trial(NOTHING, ids, full=True, probes=True),
            Trial(minus, ids, fuel=2_000),
            Trial(minus, ids, fuel=2_000, full=True),
            Trial(NOTHING, ("OldTest.two",), probes=True),
        ],
    )
    assert set(whole.statuses) == set(ids)
    assert not whole.failed, whole.messages
    assert len(killed.failed) == 1
    assert len(killed.statuses) < len(ids)
    assert set(all_of_it.failed) == set(ids) - {"KindsTest.timed", "OldTest.two"}
    reach = made.schemata.reach[minus - 1]
    assert reach in whole.probes
    assert reach not in one.probes
    kinds = {made.schemata.probes[p].kind for p in one.probes}
    assert kinds == {"line", "true", "guard"}


def test_mains_are_trials_too_and_equal_code_is_equal(java: Workshop) -> None:
    source = "class A { static int f(int n) { int twice = n * 2; return twice; } }"
    tests = {
        "Main.java": "class Main { public static void main(String[] a) { assert A.f(2) == 4; } }"
    }
    made = built(java, {"A.java": source}, tests)
    star = next(n for n, m in enumerate(made.schemata.mutants, 1) if m.before == "*")
    plain, mutated = run(made, [Trial(NOTHING, ("Main.main",)), Trial(star, ("Main.main",))])
    assert plain.statuses == {"Main.main": Status.PASSED}
    assert mutated.statuses == {"Main.main": Status.FAILED}

    def code(text: str) -> bytes:
        at = made.bench
        solution = Solution(name="s", role="candidate", files={"A.java": text})
        job = at.mutation.code_job(solution, at.suite, at.tests, at.tools, at.limits)
        assert job is not None
        return at.sandbox.run(job).results

    same = source.replace("twice", "doubled").replace("{ return", "{\n\n return")
    assert code(source) == code(same) != code(source.replace("* 2", "* 3"))


def test_each_survivor_is_compared_alone_though_many_are_compiled_together(java: Workshop) -> None:
    source = "class A { static int f(int n) { int m = n + 0; return m < 9 ? m : 9; } }"
    tests = {
        "Main.java": "class Main { public static void main(String[] a) { assert A.f(2) == 2; } }"
    }
    bench = built(java, {"A.java": source}, tests).bench
    solution = Solution(name="s", role="candidate", files={"A.java": source})
    at, minus = source.index("+"), source.index("< 9")

    def edit(id: str, start: int, before: str, after: str) -> Mutant:
        return Mutant(id, "A.java", 1, 1, start, start + len(before), "arithmetic", before, after)

    survivors = [
        edit("same", minus, "< 9 ? m : 9", "< 9 ? m : 9"),
        edit("other", at, "+", "-"),
        edit("broken", at, "+", "+ ("),
        edit("named", source.index("int m"), "int m", "int  m"),
        *(edit(f"more{n}", minus, "< 9", f"< {n}") for n in range(10, 16)),
    ]
    said = {m.id: same for m, same in equivalent(bench, solution, survivors)}
    assert said == {m.id: m.id in ("same", "named") for m in survivors}
