"""Every demo task does in the sandbox what its recorded ground truth says."""

from pathlib import Path

import pytest

from tests.whole import one_in
from workbench.judge import Judge
from workbench.model.task import Suite
from workbench.sandboxes.base import Sandbox
from workbench.store.demo import demo_folders, pack, truth

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]


def some(part: int) -> pytest.MarkDecorator:
    """A fifth of the demo tasks; another fifth has its probes run."""
    folders = [f for f in demo_folders() if one_in(5, f.name, part=part)]
    return pytest.mark.parametrize("folder", folders, ids=lambda folder: folder.name)


@some(0)
def test_solutions_end_on_the_given_suite_as_recorded(folder: Path, sandbox: Sandbox) -> None:
    task, facts = pack(folder), truth(folder)
    judge = Judge(sandbox)
    for solution in task.solutions:
        run = judge.run(task, solution, task.given).run
        assert run.verdict in facts.verdicts.of(solution.name), (solution.name, run.reason)


@some(1)
def test_probes_show_what_was_planted(folder: Path, sandbox: Sandbox) -> None:
    task, facts = pack(folder), truth(folder)
    judge = Judge(sandbox)
    for probe in facts.probe:
        suite = Suite(
            name=probe.name,
            role="probe",
            framework=probe.framework,
            files=probe.files,
            support=task.given.support,
        )
        for name in probe.verdicts.by_solution:
            solution = task.solution(name)
            assert solution is not None
            run = judge.run(task, solution, suite).run
            assert run.verdict in probe.verdicts.of(name), (probe.name, name, run.reason)
