"""What a verdict is worth, decided over scripted executions: no sandbox, every path."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from workbench.judge.execution import Executed, Execution
from workbench.judge.proof import Control, Method, Proof, Prover
from workbench.judge.verdict import Decision
from workbench.languages.base import Inventory, Report, Shadow, TestRef
from workbench.model.run import Status, TestResult, Verdict
from workbench.model.task import Framework, Solution, Suite
from workbench.sandboxes.base import Cancel

SUITE = Suite(name="given", role="given", files={"t.py": "real"})
SHADE = SUITE.model_copy(update={"files": {"t.py": "perturbed"}})
TESTS = Inventory(Framework.PYTEST, (TestRef("t::a"), TestRef("t::b")))
CANDIDATE = Solution(name="candidate", role="candidate", files={"s.py": "x"})
REFERENCE = Solution(name="reference", role="reference", files={"s.py": "y"})


def executed(verdict: Verdict, *statuses: Status, **report: object) -> Executed:
    results = tuple(
        TestResult(id=ref.id, status=status)
        for ref, status in zip(TESTS.tests, statuses, strict=False)
    )
    said = Report(results=results, ended=True, **report)  # type: ignore[arg-type]
    return Executed(Decision(verdict, str(verdict), results), report=said)


PASS = executed(Verdict.PASS, Status.PASSED, Status.PASSED)
FAIL = executed(Verdict.FAIL, Status.FAILED, Status.PASSED)
ALL_FAIL = executed(Verdict.FAIL, Status.FAILED, Status.ERRORED)


@dataclass
class Speaker:
    """Makes the shadow it is told to, and reads the same tests everywhere."""

    unperturbed: dict[str, str] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()

    def shadow(self, suite: Suite, solution: Solution, tests: Inventory, seed: int) -> Shadow:
        return Shadow(SHADE, self.unperturbed, unsure=self.unsure)

    def inventory(self, suite: Suite, solution: Solution) -> Inventory:
        return TESTS


class Scripted:
    """Answers `together` and `apart` from a table: (solution, is it the shadow) -> execution."""

    def __init__(self, together: dict[Any, Any], apart: dict[Any, Any] | str, speaker: Speaker):
        self.speaker, self.cancel = speaker, Cancel()
        self._together, self._apart = together, apart
        self.asked: list[tuple[str, str, bool]] = []

    def refuse(self, *_: object) -> None:
        return None

    def prepared(self, *_: object) -> Scripted:
        return self

    def together(self, solution: Solution, suite: Suite, tests: Inventory, **_: object) -> Executed:
        self.asked.append(("together", solution.name, suite is SHADE))
        return cast(Executed, self._together[solution.name, suite is SHADE])

    def apart(
        self, solution: Solution, suite: Suite, tests: Inventory, **_: object
    ) -> Executed | str:
        self.asked.append(("apart", solution.name, suite is SHADE))
        if isinstance(self._apart, str):
            return self._apart
        return cast(Executed, self._apart[solution.name, suite is SHADE])


def prove(
    together: dict[Any, Any] | None = None,
    apart: dict[Any, Any] | str = "Go has no split runs",
    *,
    reference: bool = False,
    trusted: bool = False,
    faithful: bool = False,
    unperturbed: dict[str, str] | None = None,
    unsure: frozenset[str] = frozenset(),
    method: Method = "auto",
    doubtful: bool = False,
) -> tuple[Proof, Scripted]:
    scripted = Scripted(together or {}, apart, Speaker(unperturbed or {}, unsure))
    prover = Prover(
        execution=cast(Execution, scripted),
        solution=CANDIDATE,
        suite=SUITE,
        tests=TESTS,
        seed=1,
        control=Control(REFERENCE if reference else None, trusted, lambda: faithful),
        spare_core=lambda: False,
        progress=lambda phase: None,
        doubtful=doubtful,
    )
    return prover.prove(method, ()), scripted


def verdict(proof: Proof) -> Verdict:
    return proof.executed.decision.verdict


REAL, SHADOW = ("candidate", False), ("candidate", True)


def test_a_pass_apart_is_grade_a_and_nothing_more_is_run() -> None:
    proof, scripted = prove(apart={REAL: PASS})
    assert (verdict(proof), proof.grade) == (Verdict.PASS, "A")
    assert scripted.asked == [("apart", "candidate", False)]


def test_a_pass_together_whose_shadow_fails_is_grade_b() -> None:
    proof, _ = prove({REAL: PASS, SHADOW: ALL_FAIL})
    assert (verdict(proof), proof.grade) == (Verdict.PASS, "B")
    assert "Go has no split runs" in proof.reason


def test_a_test_that_passes_its_shadow_accuses_the_solution() -> None:
    proof, _ = prove({REAL: PASS, SHADOW: FAIL})
    assert verdict(proof) is Verdict.TAMPERED
    assert "t::b" in proof.executed.decision.reason


def test_what_even_right_code_might_survive_is_no_pass_and_no_accusation() -> None:
    proof, _ = prove({REAL: PASS, SHADOW: FAIL}, unsure=frozenset({"t::b"}))
    assert verdict(proof) is Verdict.INCOMPLETE
    assert "without a reference" in proof.executed.decision.reason


FALLBACK = SUITE.model_copy(update={"files": {"t.py": "sealed"}})


@pytest.mark.parametrize(
    ("sealed", "expected"), [(ALL_FAIL, (Verdict.PASS, "C")), (PASS, (Verdict.TAMPERED, "B"))]
)
def test_a_guess_that_survives_is_tried_sealed(
    sealed: Executed, expected: tuple[Verdict, str]
) -> None:
    """Only a reporter that says yes to everything passes a test that fails in any case."""

    class Guessing(Speaker):
        def shadow(self, *_: object) -> Shadow:
            return Shadow(SHADE, guessed=frozenset({"t::b"}), fallback=FALLBACK)

    class Executions(Scripted):
        def together(
            self, solution: Solution, suite: Suite, tests: Inventory, **_: object
        ) -> Executed:
            return sealed if suite is FALLBACK else FAIL if suite is SHADE else PASS

    scripted = Executions({}, "no", Guessing())
    proof = Prover(
        cast(Execution, scripted), CANDIDATE, SUITE, TESTS, 1,
        Control(None, False, lambda: False), lambda: False, lambda phase: None,
    ).prove("together", ())  # fmt: skip
    assert (verdict(proof), proof.grade) == expected


def test_a_test_that_could_only_be_sealed_is_grade_c() -> None:
    class Sealing(Speaker):
        def shadow(self, *_: object) -> Shadow:
            return Shadow(SHADE, sealed={"t::a": "no value it expects could be changed"})

    scripted = Scripted({REAL: PASS, SHADOW: ALL_FAIL}, "no", Sealing())
    proof = Prover(
        cast(Execution, scripted), CANDIDATE, SUITE, TESTS, 1,
        Control(None, False, lambda: False), lambda: False, lambda phase: None,
    ).prove("together", ())  # fmt: skip
    assert (verdict(proof), proof.grade) == (Verdict.PASS, "C")
    assert list(proof.unproven) == ["t::a"]


def test_a_reference_makes_the_unsure_sure() -> None:
    shades = {SHADOW: FAIL, ("reference", True): ALL_FAIL}
    proof, _ = prove({REAL: PASS, **shades}, reference=True, unsure=frozenset({"t::b"}))
    assert verdict(proof) is Verdict.TAMPERED


def test_what_the_reference_survives_too_accuses_nobody_and_is_named() -> None:
    proof, _ = prove({REAL: PASS, SHADOW: FAIL, ("reference", True): FAIL}, reference=True)
    assert (verdict(proof), proof.grade) == (Verdict.PASS, "C")
    assert list(proof.unproven) == ["t::b"]
    assert "t::b" in proof.reason


def test_a_reference_that_fails_the_shadow_convicts() -> None:
    proof, _ = prove({REAL: PASS, SHADOW: FAIL, ("reference", True): ALL_FAIL}, reference=True)
    assert verdict(proof) is Verdict.TAMPERED


def test_the_reference_itself_is_never_accused() -> None:
    proof, _ = prove({REAL: PASS, SHADOW: FAIL}, trusted=True)
    assert (verdict(proof), proof.grade) == (Verdict.PASS, "C")


def test_a_test_without_a_shadow_makes_grade_c_and_says_why() -> None:
    proof, _ = prove({REAL: PASS, SHADOW: ALL_FAIL}, unperturbed={"t::a": "asserts nothing"})
    assert proof.grade == "C"
    assert proof.unproven == {"t::a": "asserts nothing"}


def test_a_shadow_that_was_not_reached_proves_nothing() -> None:
    broken = executed(Verdict.INCOMPLETE, Status.FAILED, Status.MISSING)
    proof, _ = prove({REAL: PASS, SHADOW: broken})
    assert (verdict(proof), proof.grade, list(proof.unproven)) == (Verdict.PASS, "C", ["t::b"])


def test_a_suite_without_any_shadow_runs_none() -> None:
    proof, scripted = prove({REAL: PASS}, unperturbed={"t::a": "x", "t::b": "y"})
    assert proof.grade == "C"
    assert scripted.asked[-1] == ("together", "candidate", False)


def test_only_a_pass_is_put_to_the_proof() -> None:
    proof, _ = prove({REAL: FAIL, SHADOW: ALL_FAIL})
    assert (verdict(proof), proof.grade) == (Verdict.FAIL, "B")


def test_a_skeleton_has_no_shadow_before_it_passes_and_is_put_to_the_proof_when_it_does() -> None:
    for _ in range(20):  # the order of others is drawn
        _, scripted = prove({REAL: FAIL, SHADOW: ALL_FAIL}, doubtful=True)
        assert scripted.asked == [("apart", "candidate", False), ("together", "candidate", False)]
    proof, _ = prove({REAL: PASS, SHADOW: PASS}, doubtful=True)
    assert verdict(proof) is Verdict.TAMPERED


def test_a_value_that_cannot_cross_falls_to_one_process_and_names_the_call() -> None:
    stuck = executed(
        Verdict.FAIL, Status.FAILED, Status.PASSED, uncrossed=("t.py:3: the generator of walk()",)
    )
    proof, _ = prove({REAL: PASS, SHADOW: ALL_FAIL}, {REAL: stuck})
    assert (verdict(proof), proof.grade) == (Verdict.PASS, "B")
    assert "t.py:3" in proof.reason


def test_a_failure_apart_stands_when_the_reference_passes_apart() -> None:
    proof, scripted = prove({REAL: PASS}, {REAL: FAIL}, reference=True, faithful=True)
    assert (verdict(proof), proof.grade) == (Verdict.FAIL, "A")
    assert len(scripted.asked) == 1


def test_a_suite_the_reference_fails_apart_is_judged_together() -> None:
    proof, _ = prove({REAL: PASS, SHADOW: ALL_FAIL}, {REAL: FAIL}, reference=True)
    assert (verdict(proof), proof.grade) == (Verdict.PASS, "B")


def test_without_a_reference_passing_only_beside_the_tests_is_no_pass() -> None:
    proof, _ = prove({REAL: PASS, SHADOW: ALL_FAIL}, {REAL: FAIL})
    assert verdict(proof) is Verdict.TAMPERED
    assert "one process" in proof.executed.decision.reason


def test_a_suite_that_flips_by_chance_accuses_nobody() -> None:
    class Flipping(dict[Any, Any]):
        def __getitem__(self, key: Any) -> Any:
            self.asked = getattr(self, "asked", 0) + 1
            return FAIL if self.asked == 1 else PASS

    proof, _ = prove({REAL: PASS, SHADOW: ALL_FAIL}, Flipping())
    assert (verdict(proof), proof.grade) == (Verdict.PASS, "B")


def test_wrong_code_without_a_reference_is_a_plain_failure() -> None:
    proof, _ = prove({REAL: FAIL, SHADOW: ALL_FAIL}, {REAL: FAIL})
    assert verdict(proof) is Verdict.FAIL


def test_a_limit_that_strikes_apart_is_tried_together() -> None:
    slow = executed(Verdict.TIMEOUT)
    proof, _ = prove({REAL: PASS, SHADOW: ALL_FAIL}, {REAL: slow})
    assert (verdict(proof), proof.grade) == (Verdict.PASS, "B")


ANSWERED = executed(Verdict.PASS, Status.PASSED, Status.PASSED, answered=("t.py:4: == of a Clock",))


@pytest.mark.parametrize(
    ("shade", "expected"),
    [(ALL_FAIL, (Verdict.PASS, "A")), (FAIL, (Verdict.TAMPERED, "A"))],
)
def test_a_comparison_the_solution_decided_needs_a_shadow_apart(
    shade: Executed, expected: tuple[Verdict, str]
) -> None:
    proof, scripted = prove(apart={REAL: ANSWERED, SHADOW: shade})
    assert (verdict(proof), proof.grade) == expected
    assert scripted.asked == [("apart", "candidate", False), ("apart", "candidate", True)]


def test_a_plain_run_is_one_execution_and_grade_c() -> None:
    proof, scripted = prove({REAL: PASS}, method="plain")
    assert proof.grade == "C"
    assert len(scripted.asked) == 1


def test_a_language_that_breaks_while_making_a_shadow_costs_the_grade_not_the_run() -> None:
    class Broken(Speaker):
        def shadow(self, *_: object) -> Shadow:
            raise KeyError("node")

    scripted = Scripted({REAL: PASS}, "no", Broken())
    prover = Prover(
        cast(Execution, scripted), CANDIDATE, SUITE, TESTS, 1,
        Control(None, False, lambda: False), lambda: False, lambda phase: None,
    )  # fmt: skip
    proof = prover.prove("together", ())
    assert (verdict(proof), proof.grade) == (Verdict.PASS, "C")
    assert "KeyError" in proof.unproven["t::a"]
