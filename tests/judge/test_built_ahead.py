"""Gates of Java say the same whether their solutions are built together or one by one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from workbench.adequacy.gates import Runs, gates, rows
from workbench.adequacy.wrong import wrong_solutions
from workbench.judge import Judge
from workbench.judge.proof import Method
from workbench.languages.registry import language, mutation
from workbench.model.task import LanguageName, Limits, Solution, Suite, Task
from workbench.sandboxes.base import Sandbox

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

CODE = """\
public class Steps {
    private int left = 3;
    public boolean more() { return left > 0; }
    public void step() { left--; }
    public int sum(int a, int b) { return a + b; }
}
"""
TESTS = """\
import static org.junit.jupiter.api.Assertions.*;
import org.junit.jupiter.api.Test;
class StepsTest {
    @Test void sums() { assertEquals(3, new Steps().sum(1, 2)); }
    @Test void ends() {
        Steps steps = new Steps();
        while (steps.more()) { steps.step(); }
    }
}
"""
SKELETON = CODE.replace("return a + b;", 'throw new UnsupportedOperationException("yours");')
BROKEN = CODE.replace("return a + b;", "return c;")
ENDLESS = CODE.replace("left--;", "")
LEAVING = CODE.replace("return a + b;", "Runtime.getRuntime().halt(0); return 0;")
# What is left behind by one run is looked for by the next.
LEAVES = CODE.replace(
    "return a + b;",
    """try {
            java.nio.file.Path mark = java.nio.file.Path.of("/tmp/mark");
            if (java.nio.file.Files.exists(mark)) { return 3; }
            if (System.getProperty("mark") != null) { return 3; }
            java.nio.file.Files.createFile(mark);
            System.setProperty("mark", "1");
            return Class.forName("Left").getName().length();
        } catch (Exception none) { return -1; }""",
)


class OneByOne(Runs):
    def build(self, solutions: Sequence[tuple[Solution, Method]]) -> None:
        """Nothing is built ahead."""


def variant(name: str, code: str, **more: str) -> Solution:
    files = {"Steps.java": code, **{f"{file}.java": text for file, text in more.items()}}
    return Solution(name=name, role="variant", files=files, expected="fail")


def table(runs: Runs, *more: Solution) -> list[tuple[str, str, tuple[str, ...]]]:
    task = runs.task
    mutants = mutation(task.language).mutants(task.candidate, task.given)
    wrong = [
        *wrong_solutions(task.candidate, mutants),
        variant("leaves", LEAVES, Left="class Left {}"),
        variant("looks", LEAVES),
        variant("broken", BROKEN),
        variant("leaving", LEAVING),
        *more,
    ]
    tests = language(task.language).inventory(task.given, task.candidate)
    runs.of(task.candidate)
    gates(runs, tests, wrong)
    return [(r.solution, r.verdict, tuple(r.failed)) for r in rows(runs, wrong)]


def test_gates_say_the_same_and_nobody_gets_at_another(sandbox: Sandbox) -> None:
    task = Task(
        id="steps", title="steps", language=LanguageName.JAVA, prompt="Step.",
        limits=Limits(wall_s=6),
        solutions=(
            Solution(name="candidate", role="candidate", files={"Steps.java": CODE}),
            Solution(name="skeleton", role="stub", files={"Steps.java": SKELETON}),
        ),
        suites=(Suite(name="given", role="given", files={"StepsTest.java": TESTS}),),
    )  # fmt: skip
    judge = Judge(sandbox)
    runs = Runs(judge, task)
    *found, endless = table(runs, variant("endless", ENDLESS))
    # All but the candidate, which was run before.
    assert len(runs.ahead.done) == len(found)
    assert found == table(OneByOne(judge, task))
    verdicts = {name: verdict for name, verdict, _ in found}
    assert verdicts["candidate"] == "pass"
    assert (verdicts["skeleton"], verdicts["all-stub"]) == ("fail", "fail")
    assert (verdicts["leaves"], verdicts["looks"]) == ("fail", "fail")
    assert (verdicts["broken"], verdicts["leaving"]) == ("build_error", "incomplete")
    assert endless[1] == "timeout"
