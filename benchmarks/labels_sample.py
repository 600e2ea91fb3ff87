"""Which labelled solutions pass the suite that is here: the others are no part of the sample.

Upstream's labels are of its own version of the tests, and a desk asks only solutions that pass. The
suite is run on those alone that answer one of its calls otherwise than the reference does: whoever
answers all of them as a solution that passes does, passes too.
"""

from __future__ import annotations

from collections.abc import Iterable

from workbench.adequacy.ground import Ground
from workbench.adequacy.lab import NotSearchable
from workbench.judge import Judge
from workbench.model.run import Verdict
from workbench.model.task import Solution, Task
from workbench.sandboxes.base import Sandbox


def failing(
    sandbox: Sandbox, ground: Ground, task: Task, solutions: Iterable[Solution]
) -> frozenset[str]:
    """Names of those that do not pass the task's suite."""
    judge = Judge(sandbox)
    return frozenset(
        s.name
        for s in solutions
        if _differs(ground, s) and judge.run(task, s, task.given).run.verdict is not Verdict.PASS
    )


def _differs(ground: Ground, solution: Solution) -> bool:
    made = list(ground.made)
    try:
        said = ground.lab.run(solution, ground.entry, [m.call.args for m in made])
    except NotSearchable:
        return True
    same = ground.oracle.same
    return any(r is None or not same(m.result, r) for m, r in zip(made, said, strict=True))
