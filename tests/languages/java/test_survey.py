"""Measuring and trying Java mutants in one job gives what two jobs give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from tests.languages.compiled import Workshop
from tests.languages.java.test_mutation_trials import HEAD, bench, edit
from tests.whole import WHOLE
from workbench.adequacy.mutants import examine, measure
from workbench.adequacy.survey import survey
from workbench.adequacy.trials import Built, build
from workbench.languages.java_mutation import JavaMutation
from workbench.languages.mutation import Mutant, Trial
from workbench.model.assessment import Fate, MutantResult
from workbench.model.task import Solution

pytestmark = [pytest.mark.toolchain, pytest.mark.sandbox]

SOURCE = """\
class A {
    static int calls;
    static final int STEP = Integer.parseInt("1");
    static int add(int a, int b) { calls++; return a + b; }
    static int down(int n) { while (n > 0) { n -= STEP; } return n; }
    static int sum(int n) { int all = 0; for (int i = 0; i < n; i++) { all += i; } return all; }
    static int unused(int n) { return n * 3; }
}
"""
PLAIN = f"""\
{HEAD}
class ATest {{
    @Test void adds() {{ assertEquals(3, A.add(1, 2)); }}
    @Test void sums() {{ assertEquals(190, A.sum(20)); }}
    @Test void downs() {{ assertEquals(0, A.down(3)); }}
    @RepeatedTest(2) void looks() {{ A.add(0, 0); assertTrue(A.down(0) <= 0); }}
    @Test void fails() {{ assertEquals(5, A.add(1, 1)); }}
}}
"""
LEANING = f"""\
{HEAD}
@TestMethodOrder(MethodOrderer.MethodName.class)
class ATest {{
    @Test void a() {{ assertEquals(3, A.add(1, 2)); }}
    @Test void leansOnTheFirst() {{ assertEquals(1, A.calls); }}
    @Test void z() {{ assertEquals(0, A.down(3)); }}
}}
"""
SCRIPT = {
    "One.java": "class One { public static void main(String[] a) { assert A.add(1, 2) == 3; } }",
    "Two.java": "class Two { public static void main(String[] a) { assert A.down(2) == 0; } }",
}
SUITES = [({"ATest.java": PLAIN}, False), ({"ATest.java": LEANING}, True), (SCRIPT, False)]


def by_id(results: Sequence[MutantResult]) -> list[MutantResult]:
    return sorted(results, key=lambda r: r.id)


def prepared(java: Workshop, tests: Mapping[str, str], more: Sequence[Mutant] = ()) -> Built:
    at = bench(java, {"A.java": SOURCE}, tests)
    solution = Solution(name="made", role="candidate", files={"A.java": SOURCE})
    return build(at, solution, more or at.mutation.mutants(solution, at.suite))


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[list[Trial]]:
    """The trials of each job that is made."""
    made: list[list[Trial]] = []
    real = JavaMutation.trial_job

    def noted(self: JavaMutation, *args: Any, **more: Any) -> Any:
        made.append(list(args[5]))
        return real(self, *args, **more)

    monkeypatch.setattr(JavaMutation, "trial_job", noted)
    return made


@pytest.mark.parametrize(("tests", "full"), SUITES if WHOLE else SUITES[:1])
def test_one_job_says_what_two_say(
    java: Workshop, jobs: list[list[Trial]], tests: dict[str, str], full: bool
) -> None:
    built = prepared(java, tests)
    base, results = survey(built, full=full)
    found = list(results)
    assert len(jobs) == 1
    assert measure(built) == base
    assert by_id(found) == by_id(list(examine(built, base, full=full)))
    assert bool(base.alone) is (tests.get("ATest.java") == LEANING)
    assert {Fate.KILLED, Fate.FUEL, Fate.NO_COVERAGE} <= {result.fate for result in found}


def test_mutants_a_job_did_not_get_to_are_tried_in_the_next(
    java: Workshop, jobs: list[list[Trial]]
) -> None:
    edits = [
        edit("A.java", SOURCE, "return n;", "Runtime.getRuntime().halt(0); return n;"),
        edit("A.java", SOURCE, "return a + b;", "return a - b;"),
        edit("A.java", SOURCE, "return all;", "return all + 0;"),
    ]
    built = prepared(java, {"ATest.java": PLAIN}, edits)
    _, results = survey(built)
    found = [result.fate for result in sorted(results, key=lambda r: r.line)]
    assert found == [Fate.KILLED, Fate.CRASHED, Fate.SURVIVED]
    assert len(jobs) > 1
