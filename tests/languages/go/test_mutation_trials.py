"""Go mutants in the real sandbox: what trials report, and what they leave behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.languages.compiled import Workshop
from tests.languages.fuelled import assert_tests_have_fuel_of_their_own
from workbench.adequacy.trials import Bench, Built, build
from workbench.languages.go_mutation import GoMutation
from workbench.languages.mutation import CANARY, NOTHING, Trial, TrialResult
from workbench.model.run import Status
from workbench.model.task import Limits, Solution, Suite

pytestmark = [pytest.mark.toolchain, pytest.mark.sandbox]

CODE = """package calc

import (
	"os"
	"os/exec"
)

var Order string

type Name string

func Add(a, b int) int { return a + b }

func Sum(n int) (sum int) {
	for i := 0; i < n; i++ {
		sum += i
	}
	return sum
}

func Deep(n int) int {
	if n == 0 {
		return 0
	}
	return 1 + Deep(n-1)
}

func Grow(n int) int {
	all := [][]int{}
	for len(all) < n {
		all = append(all, make([]int, n*1_000_000))
		for i := range all[0] {
			all[len(all)-1][i] = i
		}
	}
	return len(all)
}

func Litter(keep bool) bool {
	_, err := os.Stat("litter")
	if keep {
		os.WriteFile("litter", nil, 0o600)
		os.Mkdir("shut", 0)
		exec.Command("sleep", "60").Start()
	}
	return err == nil
}

func pair(a, b Name) Name { return a + b }

func Unsure(n Name) Name {
	x := pair("a", n)
	return x
}
"""
TESTS = """package calc

import "testing"

func TestAdd(t *testing.T) {
	Order += "a"
	if Add(1, 2) != 3 {
		t.Fatalf("no: %d", Add(1, 2))
	}
}

func TestSum(t *testing.T) {
	Order += "s"
	if Sum(10) != 45 {
		t.Fatal("no sum")
	}
}

func TestDeep(t *testing.T) {
	if Deep(30) != 30 {
		t.Fatal("not deep")
	}
}

func TestGrow(t *testing.T) {
	if Grow(2) != 2 {
		t.Fatal("not grown")
	}
}

func TestLitter(t *testing.T) {
	if Litter(true) {
		t.Fatal("litter of another trial")
	}
}

func TestUnsure(t *testing.T) {
	if Unsure("b") != "ab" {
		t.Fatal("unsure")
	}
}

func TestOrder(t *testing.T) {
	if Order != "sa" {
		t.Fatal("order " + Order)
	}
}
"""
SUITE = Suite(name="tests", role="given", files={"calc_test.go": TESTS},
              support={"go.mod": "module calc\n\ngo 1.13\n"})  # fmt: skip
SOLUTION = Solution(name="made", role="candidate", files={"calc.go": CODE})
LIMITS = Limits(wall_s=60, build_wall_s=240, memory_mb=160)


@pytest.fixture(scope="module")
def built(go: Workshop) -> Built:
    tests = go.speaker.inventory(SUITE, SOLUTION)
    bench = Bench(go.sandbox, go.speaker, GoMutation(), go.tools, LIMITS, SUITE, tests)
    return build(bench, SOLUTION, GoMutation().mutants(SOLUTION, SUITE))


def number(built: Built, function: str, before: str, after: str) -> int:
    return next(
        n
        for n, m in enumerate(built.schemata.mutants, 1)
        if (m.function, m.before, m.after) == (function, before, after)
    )


def run(built: Built, *trials: Trial) -> list[TrialResult]:
    return list(built.run(trials, trial_wall_s=20))


def test_only_what_go_refuses_is_left_out(built: Built) -> None:
    # The function called wants a string of a type of its own.
    assert {(m.function, m.operator) for m in built.unbuilt} == {("Unsure", "text")}


def test_odd_code_keeps_nearly_all_its_mutants(go: Workshop) -> None:
    code = (Path(__file__).parent / "samples/odd.go").read_text()
    solution = Solution(name="odd", role="candidate", files={"odd.go": code})
    test = 'package odd\n\nimport "testing"\n\nfunc TestIt(t *testing.T) { Forever() }\n'
    suite = Suite(name="tests", role="given", files={"odd_test.go": test})
    bench = Bench(go.sandbox, go.speaker, GoMutation(), go.tools, LIMITS, suite,
                  go.speaker.inventory(suite, solution))  # fmt: skip
    found = GoMutation().mutants(solution, suite)
    made = build(bench, solution, found)
    assert len(found) > 350
    assert len(made.unbuilt) < 0.03 * len(found)
    assert [t.failed for t in run(made, Trial(NOTHING, ("TestIt",)))] == [()]


def test_tests_run_in_the_order_asked_and_nothing_active_passes(built: Built) -> None:
    asked = ("TestSum", "TestAdd", "TestOrder", "TestDeep", "TestLitter")
    right, wrong = run(
        built, Trial(NOTHING, asked), Trial(NOTHING, ("TestAdd", "TestSum", "TestOrder"))
    )
    assert (right.end, tuple(right.statuses), right.failed) == ("done", asked, ())
    assert wrong.failed == ("TestOrder",)
    assert "order as" in wrong.messages["TestOrder"]


def test_a_trial_ends_with_its_first_failure_unless_all_is_wanted(built: Built) -> None:
    active = number(built, "Add", "+", "-")
    first, full = run(
        built,
        Trial(active, ("TestAdd", "TestSum")),
        Trial(active, ("TestAdd", "TestSum"), full=True),
    )
    assert dict(first.statuses) == {"TestAdd": Status.FAILED}
    assert "no: -1" in first.messages["TestAdd"]
    assert dict(full.statuses) == {"TestAdd": Status.FAILED, "TestSum": Status.PASSED}


def test_a_panic_in_a_row_is_an_error_of_its_test(go: Workshop) -> None:
    code = "package a\n\nfunc F(a []int) int { return a[0] }\n"
    test = (
        'package a\n\nimport "testing"\n\nfunc TestRows(t *testing.T) {\n'
        '\tt.Run("none", func(t *testing.T) { F(nil) })\n}\n\nfunc TestNext(t *testing.T) {}\n'
    )
    solution = Solution(name="made", role="candidate", files={"a.go": code})
    suite = Suite(name="tests", role="given", files={"a_test.go": test})
    bench = Bench(go.sandbox, go.speaker, GoMutation(), go.tools, LIMITS, suite,
                  go.speaker.inventory(suite, solution))  # fmt: skip
    made = build(bench, solution, ())
    (trial,) = run(made, Trial(NOTHING, ("TestRows", "TestNext"), full=True))
    assert dict(trial.statuses) == {"TestRows": Status.ERRORED, "TestNext": Status.PASSED}
    assert "index out of range" in trial.messages["TestRows"]


def test_the_canary_dies_and_what_takes_its_process_down_is_followed_by_the_rest(
    built: Built,
) -> None:
    canary, crashed = run(
        built,
        Trial(CANARY, ("TestAdd",)),
        Trial(CANARY, ("TestAdd", "TestDeep", "TestSum"), full=True),
    )
    assert (canary.end, canary.failed) == ("crashed", ("TestAdd",))
    assert crashed.failed == ("TestAdd", "TestDeep", "TestSum")


def test_probes_and_fuel_tell_what_a_test_reaches(built: Built) -> None:
    add, total = run(
        built, Trial(NOTHING, ("TestAdd",), probes=True), Trial(NOTHING, ("TestSum",), probes=True)
    )
    where = [
        {(built.schemata.probes[p].kind, built.schemata.probes[p].line) for p in trial.probes}
        for trial in (add, total)
    ]
    assert ("line", 12) in where[0]
    assert ("line", 16) not in where[0]
    assert {("true", 15), ("false", 15), ("line", 16), ("line", 18)} <= where[1]
    assert (add.fuel, total.fuel) == (1, 11)
    reach = built.schemata.reach[number(built, "Add", "+", "-") - 1]
    assert reach in add.probes
    assert reach not in total.probes


def test_what_never_ends_runs_out_of_fuel_at_the_same_step(built: Built) -> None:
    loop, deep = number(built, "Sum", "++", "--"), number(built, "Deep", "n == 0", "false")
    ends = run(built, *(Trial(n, (t,), fuel=3000) for n, t in
                        ((loop, "TestSum"), (deep, "TestDeep"), (loop, "TestSum"))))  # fmt: skip
    # To be stopped is no result of the test that ran.
    assert [(t.end, t.fuel, dict(t.statuses)) for t in ends] == [("fuel", 3001, {})] * 3


def test_every_test_has_fuel_of_its_own(built: Built) -> None:
    assert_tests_have_fuel_of_their_own(built, ("TestSum", "TestDeep", "TestGrow"))


def test_what_eats_memory_or_sinks_too_deep_ends_alone(built: Built) -> None:
    grows, deep = number(built, "Grow", "len(all) < n", "true"), number(
        built, "Deep", "n == 0", "false")  # fmt: skip
    ends = run(built, Trial(grows, ("TestGrow",)), Trial(deep, ("TestDeep",)),
               Trial(NOTHING, ("TestGrow",)))  # fmt: skip
    assert [(t.end, t.failed) for t in ends] == [
        ("memory", ()), ("memory", ()), ("done", ())]  # fmt: skip


def test_what_leaves_or_waits_for_ever_is_named_and_the_rest_goes_on(go: Workshop) -> None:
    code = (
        'package a\n\nimport (\n\t"os"\n\t"time"\n)\n\n'
        "func F(n int) int {\n\tif n > 5 {\n\t\tos.Exit(3)\n\t}\n\treturn n\n}\n\n"
        "func G(n int) int {\n\tif n > 5 {\n\t\ttime.Sleep(time.Hour)\n\t}\n\treturn n\n}\n"
    )
    test = (
        'package a\n\nimport "testing"\n\n'
        "func TestF(t *testing.T) {\n\tif F(1) != 1 {\n\t\tt.Fail()\n\t}\n}\n\n"
        "func TestG(t *testing.T) {\n\tif G(1) != 1 {\n\t\tt.Fail()\n\t}\n}\n"
    )
    solution = Solution(name="made", role="candidate", files={"a.go": code})
    suite = Suite(name="tests", role="given", files={"a_test.go": test})
    bench = Bench(go.sandbox, go.speaker, GoMutation(), go.tools, LIMITS, suite,
                  go.speaker.inventory(suite, solution))  # fmt: skip
    made = build(bench, solution, GoMutation().mutants(solution, suite))
    tests = ("TestF", "TestG")
    leaves, waits = (number(made, function, "n > 5", "true") for function in "FG")
    trials = (Trial(leaves, tests), Trial(waits, tests), Trial(NOTHING, tests))
    ends = list(made.run(trials, trial_wall_s=1.5))
    assert [(t.end, t.failed) for t in ends] == [
        ("crashed", ("TestF",)), ("timeout", ()), ("done", ())]  # fmt: skip


def test_nothing_is_left_of_a_trial_for_the_next(built: Built) -> None:
    ends = run(built, *[Trial(NOTHING, ("TestLitter",))] * 3)
    assert [t.failed for t in ends] == [(), (), ()]
    assert sum(t.duration_s for t in ends) < 50


def test_equal_code_is_equal_whatever_stands_on_which_line(go: Workshop) -> None:
    def compiled(code: str) -> bytes:
        solution = Solution(name="made", role="candidate", files={"calc.go": code})
        tests = go.speaker.inventory(SUITE, solution)
        job = GoMutation().code_job(solution, SUITE, tests, go.tools, LIMITS)
        assert job is not None
        outcome = go.sandbox.run(job)
        assert outcome.exit_code == 0, outcome.stderr
        return outcome.results

    code = "package calc\n\nfunc F(a uint) uint { return a * 2 }\n"
    same = "package calc\n\n// said\nfunc F(a uint) uint {\n\treturn a << 1\n}\n"
    other = code.replace("2 }", "3 }")
    assert compiled(code) == compiled(same)
    assert compiled(code) != compiled(other)
