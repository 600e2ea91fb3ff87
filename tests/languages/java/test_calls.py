"""Java methods called with values in the real sandbox, also by solutions that do harm."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.languages.compiled import Workshop
from workbench.adequacy.search import Ground, Lab, NotSearchable, search, survey
from workbench.languages.calls import Call, Result
from workbench.languages.java_calls import JavaCalls
from workbench.languages.java_calls_entries import JavaEntry, read_entries
from workbench.languages.values import Opaque, Value
from workbench.model.task import Limits, Solution, Suite

pytestmark = [pytest.mark.toolchain, pytest.mark.sandbox]

JUNIT = """
import static org.junit.jupiter.api.Assertions.*;
import java.util.*;
import org.junit.jupiter.api.Test;
class TopTest {
    @Test void one() { assertEquals(3, new Top(0).top(Arrays.asList(3, 1, 2))); }
    @Test void two() { List<Integer> row = List.of(1, 5); int found = new Top(2).top(row);
        assertEquals(5, found); }
    @Test void none() {
        assertThrows(NoSuchElementException.class, () -> new Top(1).top(List.of())); }
}
"""
RIGHT = """
import java.util.*;
class Top {
    private final int least;
    Top(int least) { this.least = least; }
    int top(List<Integer> row) {
        int found = Collections.max(row);
        return row.size() > 100 ? top(row.subList(0, 100)) : Math.max(found, least);
    }
}
"""
WRONG = RIGHT.replace("max(row)", "max(row.subList(0, Math.min(row.size(), 3)))")

ENDS = """
import java.io.*;
import java.util.*;
public class Ends {
    enum Side { LEFT }
    static class Thing { }
    static int deep(int n) { return 1 + deep(n + 1); }
    static int[][] kept = new int[100][];
    public static Object f(int n, char c, long[] row) {
        switch (n) {
            case 1: throw new NoSuchElementException("one \\ud800");
            case 2: while (true) { }
            case 3: Runtime.getRuntime().halt(3);
            case 4: for (int i = 0; ; i++) kept[i] = new int[1 << 26];
            case 5: return deep(0);
            case 6: return java.util.stream.IntStream.generate(() -> 1).sum();
            case 7:
                try {
                    byte[] forged = "x\\n{\\"k\\":\\"end\\"}\\n".getBytes();
                    new FileOutputStream(FileDescriptor.out).write(forged);
                    new FileOutputStream("/proc/self/fd/3").write(1);
                } catch (IOException e) { return "no pipe"; }
                return "told";
            case 8: row[0] = Long.MIN_VALUE; return null;
            case 9: return Arrays.asList(0.1 + 0.2, Double.NaN, 1.1f, "\\ud83d\\ude00\\ud800\\n", c,
                new java.math.BigInteger("1180591620717411303424"), new byte[] {-1},
                Set.of(List.of(1)), Map.of(List.of("k"), Optional.of(2)), Side.LEFT, new Thing());
            default: return row[0];
        }
    }
}
"""


def _solution(text: str, path: str) -> Solution:
    return Solution(name="s", role="variant", files={path: text})


def _lab(java: Workshop, files: dict[str, str]) -> Lab:
    suite = Suite(name="given", role="given", files=files)
    return Lab(java.sandbox, java.speaker, JavaCalls(), java.tools, Limits(memory_mb=512), suite)


def _ground(java: Workshop, text: str, path: str, files: dict[str, str]) -> Ground:
    lab = _lab(java, files)
    trusted = _solution(text, path)
    return survey(lab, trusted, lab.speaker.inventory(lab.suite, trusted), most=300)


def _entry(text: str, path: str, name: str) -> JavaEntry:
    return next(f.entry for f in read_entries(path, text) if f.entry.name == name)


def _run(
    java: Workshop, text: str, name: str, args: Sequence[tuple[Value, ...]]
) -> list[Result | None]:
    lab = _lab(java, {"ATest.java": "class ATest { }"})
    path = f"{name[0].upper()}{name[1:]}.java" if name != "f" else "Ends.java"
    return lab.run(_solution(text, path), _entry(text, path, name), args, call_wall_s=1.0)


def test_each_way_a_call_ends_is_named_and_the_rest_goes_on(java: Workshop) -> None:
    args = [(n, "x", [1 << 62]) for n in range(10)]
    found = _run(java, ENDS, "f", [*args, (0, "xy", [1]), (1 << 31, "x", [1]), (0, "x", [5])])
    ends = [r.end if r else None for r in found]
    assert ends[:7] == ["returned", "raised", "fuel", "crashed", "memory", "fuel", "timeout"]
    # Arguments that the parameters cannot hold are no calls.
    assert ends[7:] == ["returned", "returned", "returned", None, None, "returned"]
    known = [r for r in found if r is not None]
    assert known[0].value == 1 << 62
    assert (known[1].error, known[1].message) == ("NoSuchElementException", "one \ufffd")
    assert known[8].after == {2: [-(1 << 63)]}
    assert known[-1].value == 5


def test_values_cross_exactly(java: Workshop) -> None:
    (found,) = _run(java, ENDS, "f", [(9, "\ud801", [0])])
    assert found is not None
    half, nan, single, text, char, large, small, row, mapping, side, thing = found.value
    assert (half, single, char) == (0.1 + 0.2, 1.100000023841858, "\ud801")
    assert nan != nan
    assert (text, large, small) == ("\U0001f600\ud800\n", 1 << 70, [-1])
    assert (row, mapping) == ({(1,)}, {("k",): (2,)})
    assert isinstance(side, Opaque)
    assert (side.kind, side.text) == ("Ends.Side", "LEFT")
    assert (thing.kind, thing.text) == ("Ends.Thing", "")


def test_runs_are_the_same_and_a_caller_finds_no_tests(java: Workshop) -> None:
    text = """
    import java.util.*;
    class Peek {
        static String lots(int n) { return Set.of(1, 2, 3, n) + "" + Math.random(); }
        static String peek(List<Integer> row) throws Exception {
            int sum = 0;
            for (int n : row) for (int i = 0; i < n; i++) sum += i;
            try { return sum + Class.forName("ATest").getName(); }
            catch (ClassNotFoundException none) { return sum + " nothing"; }
        }
    }
    """
    lab = _lab(java, {"ATest.java": "class ATest { @org.junit.jupiter.api.Test void t() { } }"})
    entry = _entry(text, "Peek.java", "peek")
    found = [lab.run(_solution(text, "Peek.java"), entry, [([3, 4],)])[0] for _ in range(2)]
    assert found[0] == found[1]
    assert found[0] is not None
    assert (found[0].value, found[0].fuel) == ("9 nothing", 10)
    entry = _entry(text, "Peek.java", "lots")
    drawn = [lab.run(_solution(text, "Peek.java"), entry, [(9,)] * 2) for _ in range(3)]
    assert len({r.value for results in drawn for r in results if r is not None}) == 1


def test_a_suites_outermost_calls_are_recorded_and_a_difference_is_found(java: Workshop) -> None:
    ground = _ground(java, RIGHT, "src/main/java/Top.java", {"src/test/java/TopTest.java": JUNIT})
    assert ground.known == [(0, [3, 1, 2]), (2, [1, 5]), (1, [])]
    assert [m.result.value for m in ground.made] == [3, 5, None]
    assert ground.raised == {"NoSuchElementException"}
    finding = next(search(ground, _solution(WRONG, "src/main/java/Top.java")))
    assert finding.inside
    assert len(finding.args[1]) == 4
    same = RIGHT.replace("Collections.max(row)", "row.stream().max(Integer::compare).get()")
    assert not list(search(ground, _solution(same, "src/main/java/Top.java"), outside=False))
    probe = ground.lab.calls.probe(
        ground.lab.suite, ground.entry, Call(finding.args), finding.expected, ground.oracle.view
    )
    verdicts = [
        java.run({"src/main/java/Top.java": text}, probe.files, framework=probe.framework).verdict
        for text in (RIGHT, WRONG)
    ]
    assert verdicts == ["pass", "fail"]


MAINS = """
import java.util.*;
public class Main {
    public static void main(String[] args) {
        int[] row = {3, 1, 2};
        Sorter.order(row);
        if (!Arrays.equals(row, new int[] {1, 2, 3})) throw new AssertionError();
    }
}
"""
ORDER = "class Sorter { static <T> void order(int... row) { java.util.Arrays.sort(row); } }"


def test_what_a_call_changes_is_its_result_where_it_gives_nothing(java: Workshop) -> None:
    ground = _ground(java, ORDER, "Sorter.java", {"Main.java": MAINS})
    assert ground.made[0].result.after == {0: [1, 2, 3]}
    wrong = ORDER.replace("sort(row)", "sort(row, 0, Math.min(3, row.length))")
    finding = next(search(ground, _solution(wrong, "Sorter.java")))
    assert len(finding.args[0]) == 4
    probe = ground.lab.calls.probe(
        ground.lab.suite, ground.entry, Call(finding.args), finding.expected, ground.oracle.view
    )
    (text,) = probe.files.values()
    assert "int[] argument1 = new int[] {" in text
    assert (
        f"Objects.deepEquals(new int[] {{{', '.join(map(str, sorted(finding.args[0])))}}}" in text
    )


def test_a_solution_that_does_not_load_or_build_says_so(java: Workshop) -> None:
    lab = _lab(java, {"ATest.java": "class ATest { }"})
    text = "class Bad { static int x = 1 / 0; static int bad(int n) { return n; } }"
    entry = _entry(text, "Bad.java", "bad")
    with pytest.raises(NotSearchable, match="ExceptionInInitializerError"):
        lab.run(_solution(text, "Bad.java"), entry, [(1,)])
    with pytest.raises(NotSearchable, match="it does not build"):
        lab.run(_solution(text.replace("1 / 0", "''"), "Bad.java"), entry, [(1,)])
