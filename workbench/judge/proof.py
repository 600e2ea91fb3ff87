"""What a verdict is worth: tests and solution apart where that can be, a shadow run where not.

    A   they ran in a sandbox each, so nothing the solution did can have touched a test; where the
        solution's side decided a comparison, a shadow run found every test failing besides
    B   they shared a process, and every test failed in a shadow run
    C   for some test neither is known, and the run says which and why

Only a `pass` is worth forging, so only a `pass` is put to the proof.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from workbench.errors import Cancelled
from workbench.judge.execution import Executed, Execution, Progress
from workbench.judge.shadow import Evidence, cleared, excused, guesses, shadow_of, weigh
from workbench.judge.verdict import Decision
from workbench.languages.base import Inventory, Shadow
from workbench.model.run import Grade, Verdict
from workbench.model.task import Solution, Suite
from workbench.sandboxes.base import Cancel

Method = Literal["auto", "together", "plain"]
"""`auto`: apart first, together with a shadow else. `together`: never apart. `plain`: one execution
and no proof, for who runs a suite against solutions that nobody will call right by it."""


class Proof(NamedTuple):
    """An execution, and what it is worth."""

    executed: Executed
    grade: Grade
    reason: str
    unproven: Mapping[str, str] = {}


@dataclass(frozen=True)
class Control:
    """What tells an unsound shadow, or a suite that cannot be run apart, from a dishonest
    solution."""

    reference: Solution | None
    """another solution of the task that is trusted"""
    trusted: bool
    """the solution that is run is itself the trusted one"""
    faithful: Callable[[], bool]
    """whether the reference passes this suite when run apart"""


class _Apart(NamedTuple):
    proof: Proof | None
    why_not: str = ""
    failed: str = ""
    """it failed apart, and no control told whose fault that is"""


@dataclass(frozen=True)
class Prover:
    """Puts one solution and one suite to the proof."""

    execution: Execution
    solution: Solution
    suite: Suite
    tests: Inventory
    seed: int
    control: Control
    spare_core: Callable[[], bool]
    progress: Progress
    doubtful: bool = False
    """it is a skeleton: most likely there is no pass to prove. The order of its runs may be
    foreseen, as no pass of it is ever worth anything"""

    def prove(self, method: Method, selected: tuple[str, ...]) -> Proof:
        """Execute as `method` says and weigh what came of it."""
        if self.execution.cancel.is_set():
            raise Cancelled("cancelled")  # making a shadow alone may take a second
        refused = self.execution.refuse(self.solution, self.suite, self.tests)
        if refused is not None:
            return Proof(refused, "B", "nothing was executed")
        if method == "plain" or selected:
            executed = self.execution.together(
                self.solution, self.suite, self.tests, selected=selected, progress=self.progress
            )
            why = "only some of the tests were asked for" if selected else "no proof was asked for"
            return Proof(executed, "C", why)
        apart = _Apart(None, "they were not tried apart")
        if method == "auto":
            apart = self._apart()
        return apart.proof or self._together(apart)

    # -- apart -----------------------------------------------------------------------------

    def _apart(self) -> _Apart:
        executed = self.execution.apart(
            self.solution, self.suite, self.tests, progress=self.progress
        )
        if isinstance(executed, str):
            return _Apart(None, executed)
        report, decision = executed.report, executed.decision
        if report is None:
            return _Apart(Proof(executed, "B", "nothing was executed but the build"))
        if report.uncrossed:
            return _Apart(None, f"a value could not cross: {report.uncrossed[0]}")
        if executed.passed:
            if not report.answered:
                return _Apart(Proof(executed, "A", "solution and tests ran in a sandbox each"))
            return _Apart(self._answered(executed, report.answered))
        if decision.verdict is not Verdict.FAIL:
            return _Apart(None, f"apart the run ended as {decision.verdict}: {decision.reason}")
        if self.control.trusted:
            return _Apart(None, f"the reference itself fails apart: {decision.reason}")
        if self.control.reference is None:
            return _Apart(None, f"apart it fails: {decision.reason}", failed=decision.reason)
        if self.control.faithful():
            return _Apart(Proof(executed, "A", "solution and tests ran in a sandbox each"))
        return _Apart(None, "the reference does not pass this suite apart")

    def _answered(self, executed: Executed, answered: tuple[str, ...]) -> Proof:
        """Where the solution's side decided a comparison, a shadow shows whether honestly."""
        self.progress("checking")
        shadow = shadow_of(self.execution, self.solution, self.suite, self.tests, self.seed)
        evidence = self._evidence(shadow, self._shade_apart(self.solution, shadow), apart=True)
        where = f"the solution's side decided a comparison ({answered[0]})"
        if evidence.survived:
            return Proof(self._accused(executed, shadow, evidence), "A", where)
        if evidence.unproven:
            return Proof(executed, "C", f"{where} and {_named(evidence)}", evidence.unproven)
        return Proof(
            executed,
            "A",
            f"solution and tests ran in a sandbox each; {where}, and every shadow test failed",
        )

    def _shade_apart(self, solution: Solution, shadow: Shadow) -> Executed:
        tests = self.execution.speaker.inventory(shadow.suite, solution)
        executed = self.execution.apart(solution, shadow.suite, tests)
        if isinstance(executed, str):
            return Executed(Decision(Verdict.INCOMPLETE, executed, ()))
        return executed

    # -- together --------------------------------------------------------------------------

    def _together(self, apart: _Apart) -> Proof:
        shadow = shadow_of(self.execution, self.solution, self.suite, self.tests, self.seed)
        real, shade = self._built(shadow)._both(shadow)
        if not real.passed or shade is None:
            return Proof(
                real, "B", f"one sandbox, as {apart.why_not}; only a pass needs a shadow run"
            )
        evidence = self._evidence(shadow, shade)
        if evidence.survived:
            return Proof(self._accused(real, shadow, evidence), "B", "tests passed their shadow")
        if apart.failed and not self._passes_after_all():
            reason = f"it passes only in one process with its tests; apart {apart.failed}"
            return Proof(_tampered(real, reason), "B", "solution and tests ran together and apart")
        if evidence.unproven:
            return Proof(
                real, "C", f"one sandbox, as {apart.why_not}; {_named(evidence)}", evidence.unproven
            )
        return Proof(
            real,
            "B",
            f"solution and tests shared a sandbox, as {apart.why_not}; every shadow test failed",
        )

    def _built(self, shadow: Shadow) -> Prover:
        """With both suites built in one job, where that is quicker than two."""
        if self.doubtful:
            return self
        suites = (self.suite, shadow.suite)
        ready = self.execution.prepared(self.solution, self.tests, suites, self.progress)
        return replace(self, execution=ready)

    def _passes_after_all(self) -> bool:
        """A suite that flips by chance must not accuse anybody: apart once more."""
        self.progress("checking")
        again = self._apart().proof
        return again is not None and again.executed.passed

    def _both(self, shadow: Shadow) -> tuple[Executed, Executed | None]:
        """The real execution and the shadow's, in an order nobody can foresee; at once when there
        is a core. A shadow is given up when the real one turns out to be no pass."""
        if len(shadow.unperturbed) == len(self.tests.tests):
            nothing = Executed(Decision(Verdict.INCOMPLETE, "there is no shadow", ()))
            return self._real(), nothing
        if self.doubtful or not self.spare_core():
            if not self.doubtful and secrets.randbits(1):
                shade = self._shade(self.execution, self.solution, shadow)
                return self._real(), shade
            real = self._real()
            if not real.passed:
                return real, None
            return real, self._shade(self.execution, self.solution, shadow)
        stop = Cancel()
        self.execution.cancel.on_set(stop.set)
        aside = replace(self.execution, cancel=stop)
        with ThreadPoolExecutor(2, thread_name_prefix="judge") as pool:
            if secrets.randbits(1):
                first = pool.submit(self._real)
                second = pool.submit(self._shade, aside, self.solution, shadow)
            else:
                second = pool.submit(self._shade, aside, self.solution, shadow)
                first = pool.submit(self._real)
            try:
                real = first.result()
            except BaseException:
                stop.set()
                raise
            if real.passed:
                return real, second.result()
            stop.set()
            error = second.exception()
            if error is not None and not isinstance(error, Cancelled):
                raise error
            return real, None

    def _real(self) -> Executed:
        return self.execution.together(
            self.solution, self.suite, self.tests, progress=self.progress
        )

    @staticmethod
    def _shade(execution: Execution, solution: Solution, shadow: Shadow) -> Executed:
        tests = execution.speaker.inventory(shadow.suite, solution)
        return execution.together(solution, shadow.suite, tests)

    def _evidence(self, shadow: Shadow, executed: Executed, *, apart: bool = False) -> Evidence:
        """What the shadow shows, after the control where something survived it."""
        evidence = weigh(self.tests, shadow, executed)
        if not evidence.survived:
            return evidence
        if self.control.trusted:
            return cleared(evidence, executed)
        self.progress("checking")
        if self.control.reference is None:
            if shadow.fallback is None or not guesses(evidence, shadow):
                return evidence
            sealed = Shadow(shadow.fallback)
            return excused(evidence, shadow, self._shade(self.execution, self.solution, sealed))
        if apart:
            return cleared(evidence, self._shade_apart(self.control.reference, shadow))
        return cleared(evidence, self._shade(self.execution, self.control.reference, shadow))

    def _accused(self, executed: Executed, shadow: Shadow, evidence: Evidence) -> Executed:
        """No pass any more. An accusation only where an honest solution would surely have failed
        the shadow, or the reference did."""
        sure = [test for test in evidence.survived if test not in shadow.unsure]
        named = sure or list(evidence.survived)
        shown = ", ".join(test[:120] for test in named[:5])
        more = f" and {len(named) - 5} more" if len(named) > 5 else ""
        reason = f"passed although every expected value was changed: {shown}{more}"
        if sure or self.control.reference is not None:
            return _tampered(executed, reason)
        reason += "; without a reference nobody can tell whether right code would have failed"
        decision = Decision(Verdict.INCOMPLETE, reason, executed.decision.tests)
        return executed._replace(decision=decision)


def _tampered(executed: Executed, reason: str) -> Executed:
    decision = Decision(Verdict.TAMPERED, reason, executed.decision.tests)
    return executed._replace(decision=decision)


def _named(evidence: Evidence) -> str:
    """`no shadow for t1 (why), t2 (why) and 3 more`"""
    shown = [f"{test[:120]} ({why[:200]})" for test, why in list(evidence.unproven.items())[:3]]
    left = len(evidence.unproven) - len(shown)
    return f"no shadow proves {', '.join(shown)}{f' and {left} more' if left else ''}"
