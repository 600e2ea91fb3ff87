"""A backend that cannot do it refuses; nothing runs without one; what it is, a run says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.adversarial.catalogue import suites, task_of
from workbench.errors import InfrastructureError, NoSandbox
from workbench.judge import Judge
from workbench.model.run import Verdict
from workbench.sandboxes.base import Cancel, Enforcement, Hear, Job, Outcome, Sandbox
from workbench.sandboxes.select import get_sandbox

SHARED = suites()["python-script"]


def test_without_any_backend_it_is_a_refusal_and_nothing_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")
    with pytest.raises(NoSandbox) as refusal:
        get_sandbox("auto", state_dir=tmp_path)
    assert refusal.value.mend


class _Gone:
    """A backend that breaks between its check and a run."""

    name = "bubblewrap"
    version = "0"
    enforcement = Enforcement(("memory",))

    def run(self, job: Job, cancel: Cancel | None = None, hear: Hear | None = None) -> Outcome:
        raise InfrastructureError("the sandbox vanished", mend="install it again")

    def run_pair(
        self, leader: Job, follower: Job, cancel: Cancel | None = None
    ) -> tuple[Outcome, Outcome]:
        raise InfrastructureError("the sandbox vanished", mend="install it again")

    def close(self) -> None:
        pass


@pytest.mark.toolchain
def test_a_backend_that_vanishes_is_an_error_and_never_a_verdict() -> None:
    task = task_of(SHARED, SHARED.reference)
    with pytest.raises(InfrastructureError):
        Judge(_Gone()).run(task, task.candidate, task.given)


@pytest.mark.sandbox
@pytest.mark.toolchain
def test_a_run_names_the_backend_and_every_limit_that_does_not_bind(
    judge: Judge, sandbox: Sandbox
) -> None:
    task = task_of(SHARED, SHARED.reference)
    run = judge.run(task, task.candidate, task.given).run
    assert run.verdict is Verdict.PASS
    assert run.sandbox.backend == sandbox.name
    assert run.sandbox.enforced == sandbox.enforcement.enforced
    assert len(run.sandbox.unenforced) == len(sandbox.enforcement.unenforced)
