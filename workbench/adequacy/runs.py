"""The runs of a task that an assessment asks for: each solution once on the given suite, whatever
asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from workbench.errors import Cancelled, WorkbenchError
from workbench.judge.ahead import NOTHING_AHEAD, Ahead, build_ahead
from workbench.judge.judge import Judge
from workbench.judge.proof import Method
from workbench.judge.sizes import check_size
from workbench.model.run import Run, Status, Verdict
from workbench.model.task import Solution, Suite, Task
from workbench.sandboxes.base import Cancel


@dataclass
class Runs:
    """The runs of a task's solutions on its given suite, each made once."""

    judge: Judge
    task: Task
    cancel: Cancel = field(default_factory=Cancel)
    told: Callable[[], None] = lambda: None
    """called when one was really made"""
    made: dict[str, Run] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    ahead: Ahead = NOTHING_AHEAD
    cut: bool = False
    """whether the table lacks something because it was stopped"""

    def build(self, solutions: Sequence[tuple[Solution, Method]]) -> None:
        """Those of which a run will have to be made, in one job where the language can."""
        task = self.task
        open_ones = [
            s for s, method in solutions
            if self.is_open(s) and not self.judge.kept(task, s, task.given, method)
        ]  # fmt: skip
        try:
            for solution in open_ones:
                check_size(solution, task.given)
            self.ahead = build_ahead(self.judge.sandbox, task, open_ones, task.given, self.cancel)
        except Cancelled:
            self.cut = True
        except WorkbenchError:
            # Each is built alone then, and its own run says what is wrong.
            self.ahead = NOTHING_AHEAD

    def of(self, solution: Solution, method: Method = "auto") -> Run | None:
        """The run, or None with the reason in `errors`. Raises Cancelled."""
        key = solution.digest
        if self.is_open(solution):
            try:
                judged = self.judge.run(
                    self.task, solution, self.task.given, method=method, cancel=self.cancel,
                    ahead=self.ahead,
                )  # fmt: skip
            except Cancelled:
                raise
            except WorkbenchError as error:
                self.errors[key] = str(error)
            else:
                self.made[key] = judged.run
                if not judged.cached:
                    self.told()
        return self.made.get(key)

    def probe(
        self, solution: Solution, suite: Suite, *, fresh: bool = False, keep: bool = True
    ) -> Run:
        """A plain run on a suite that is not the task's own; `keep` it only where it can be taken
        for nothing else. Raises Cancelled, WorkbenchError."""
        judge = self.judge if keep else self.judge.keeping(None)
        return judge.run(
            self.task, solution, suite, method="plain", use_cache=not fresh, cancel=self.cancel,
        ).run  # fmt: skip

    def attempt(self, solution: Solution, method: Method) -> None:
        """Make the run, unless everything is stopped: then it stays open."""
        try:
            self.of(solution, method)
        except Cancelled:
            self.cut = True

    def is_open(self, solution: Solution) -> bool:
        """Whether it was neither made nor refused yet."""
        return solution.digest not in self.made and solution.digest not in self.errors

    def again(self, solution: Solution, times: int) -> Iterator[str]:
        """The verdicts of so many fresh runs of a solution. Raises Cancelled."""
        for _ in range(times):
            run = self.judge.run(
                self.task, solution, self.task.given, method="plain", use_cache=False,
                cancel=self.cancel,
            ).run  # fmt: skip
            yield run.verdict.value

    def is_unbuildable(self, solution: Solution) -> bool:
        """Whether it is known not to compile."""
        run = self.made.get(solution.digest)
        return run is not None and run.verdict is Verdict.BUILD_ERROR

    def passes(self, solution: Solution) -> bool:
        """Whether it is a pass."""
        run = self.of(solution)
        return run is not None and run.verdict is Verdict.PASS


def subject(runs: Runs, name: str = "") -> Solution | None:
    """The solution to mutate: the named one, else the first that passes of candidate, reference and
    right variants, else the one that passes most tests. None when none passes any. Raises
    Cancelled: then nobody knows."""
    task = runs.task
    if name:
        return task.solution(name)
    right = [s for s in task.solutions if s.role == "variant" and s.expected == "pass"]
    references = [s for s in task.solutions if s.role == "reference"]
    # The reference first where the candidate is recorded as wrong: its mutants are of right code.
    first = references if task.candidate.expected == "fail" else [task.candidate]
    for solution in (*first, *references, task.candidate, *right):
        if runs.passes(solution):
            return solution
    passed = {s.name: _passed(runs, s) for s in (task.candidate, *references, *right)}
    best = max(passed, key=lambda name: passed[name])
    return task.solution(best) if passed[best] else None


def _passed(runs: Runs, solution: Solution) -> int:
    run = runs.of(solution)
    return sum(t.status is Status.PASSED for t in run.tests) if run else 0
