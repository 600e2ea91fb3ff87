"""Gates of Java say the same whether their solutions are built together or one by one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.whole import WHOLE
from workbench.adequacy.gates import gates, rows
from workbench.adequacy.runs import Runs
from workbench.judge import Judge
from workbench.judge.proof import Method
from workbench.languages.registry import language
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
STUB = CODE.replace("a + b", "0").replace("left > 0", "false")
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


def table(runs: Runs) -> list[tuple[str, str, tuple[str, ...]]]:
    task = runs.task
    wrong = [
        variant("stub", STUB),
        variant("leaves", LEAVES, Left="class Left {}"),
        variant("looks", LEAVES),
        variant("broken", BROKEN),
        variant("leaving", LEAVING),
    ]
    tests = language(task.language).inventory(task.given, task.candidate)
    runs.of(task.candidate)
    gates(runs, tests, wrong)
    return [(r.solution, r.verdict, tuple(r.failed)) for r in rows(runs, wrong)]


def task(wall_s: float) -> Task:
    return Task(
        id="steps", title="steps", language=LanguageName.JAVA, prompt="Step.",
        limits=Limits(wall_s=wall_s),
        solutions=(
            Solution(name="candidate", role="candidate", files={"Steps.java": CODE}),
            Solution(name="skeleton", role="stub", files={"Steps.java": SKELETON}),
        ),
        suites=(Suite(name="given", role="given", files={"StepsTest.java": TESTS}),),
    )  # fmt: skip


def test_gates_say_the_same_and_nobody_gets_at_another(sandbox: Sandbox) -> None:
    judge = Judge(sandbox)
    runs = Runs(judge, task(120))
    found = table(runs)
    # All but the candidate, which was run before.
    assert len(runs.ahead.done) == len(found) - 1
    if WHOLE:
        assert found == table(OneByOne(judge, task(120)))
    verdicts = {name: verdict for name, verdict, _ in found}
    assert verdicts["candidate"] == "pass"
    assert (verdicts["skeleton"], verdicts["stub"]) == ("fail", "fail")
    assert (verdicts["leaves"], verdicts["looks"]) == ("fail", "fail")
    assert (verdicts["broken"], verdicts["leaving"]) == ("build_error", "incomplete")


def test_one_that_never_ends_ends_alone(sandbox: Sandbox) -> None:
    runs = Runs(Judge(sandbox), task(3))
    endless, broken = variant("endless", ENDLESS), variant("broken", BROKEN)
    runs.build([(endless, "plain"), (broken, "plain")])
    assert len(runs.ahead.done) == 2
    assert [_verdict(runs, s) for s in (endless, broken)] == ["timeout", "build_error"]


def test_one_that_is_too_large_is_refused_alone(sandbox: Sandbox) -> None:
    runs = Runs(Judge(sandbox), task(120))
    large = variant("large", CODE + "\n".join(f"class C{n} {{}}" for n in range(300_000)))
    broken = variant("broken", BROKEN)
    runs.build([(large, "plain"), (broken, "plain")])
    assert runs.of(large, "plain") is None
    assert "MB of code" in runs.errors[large.digest]
    assert _verdict(runs, broken) == "build_error"


def _verdict(runs: Runs, solution: Solution) -> str:
    run = runs.of(solution, "plain")
    assert run is not None
    return run.verdict.value
