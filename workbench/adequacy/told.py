"""Whether solutions do what the prompt's own examples show: where one does not, either it is wrong
or the prompt is, and a suite that it passes says nothing of it."""

from __future__ import annotations

from workbench.adequacy.runs import Runs
from workbench.errors import Cancelled, WorkbenchError
from workbench.languages.python_examples import told_suite
from workbench.model.assessment import Gate
from workbench.model.run import Run, Status, Verdict

EXAMPLES_HOLD = "examples_hold"


def examples_hold(runs: Runs) -> Gate:
    """Of the candidate, unless it is recorded as wrong, and the references. Of Python, where
    examples are sessions; single calls, in any language, are `promised.py`'s."""
    task = runs.task
    judged = [s for s in task.solutions if s.role in ("candidate", "reference")]
    judged = [s for s in judged if s.expected != "fail"]
    shown = [(s, suite) for s in judged if (suite := told_suite(task.prompt, s)) is not None]
    if not shown:
        return Gate(
            name=EXAMPLES_HOLD, ok=None, detail="the prompt shows no call with what it gives"
        )
    broken, made = [], []
    for solution, suite in shown:
        try:
            run = runs.probe(solution, suite)
            if run.verdict not in (Verdict.PASS, Verdict.FAIL):
                reason = f"{solution.name}: the examples could not be run: {run.reason[:200]}"
                return Gate(name=EXAMPLES_HOLD, ok=None, detail=reason, runs=(run.id,))
            said = _broken(run)
            # By chance, or by the clock, is no answer.
            if said and _broken(runs.probe(solution, suite, fresh=True)) == said:
                broken.append(f"{solution.name}: {said}")
        except Cancelled:
            runs.cut = True
            return Gate(name=EXAMPLES_HOLD, ok=None, detail=f"not tried yet: {solution.name}")
        except WorkbenchError as error:
            return Gate(name=EXAMPLES_HOLD, ok=None, detail=f"{solution.name}: {error}")
        made.append(run.id)
    detail = "; ".join(broken) or f"{', '.join(s.name for s, _ in shown)} do as the prompt shows"
    return Gate(name=EXAMPLES_HOLD, ok=not broken, detail=detail, runs=tuple(made))


def _broken(run: Run) -> str:
    if run.verdict is not Verdict.FAIL:
        return ""
    said = [t.message for t in run.tests if t.status is Status.FAILED]
    # Of a traceback the last line.
    return "; ".join(m.strip().split("\n")[-1].partition("AssertionError: ")[2] for m in said)
