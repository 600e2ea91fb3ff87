"""What makes two runs the same run: a hash of everything that may decide how one ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, get_args

from workbench.judge.proof import Method
from workbench.model.base import SCHEMA_VERSION, content_hash
from workbench.model.run import SandboxInfo
from workbench.model.task import Solution, Suite, Task

_RULE = "6"  # raised whenever the verdict rule changes, so that no old verdict answers for it


def identity(
    task: Task,
    solution: Solution,
    suite: Suite,
    selected: tuple[str, ...],
    method: Method,
    facts: Mapping[str, str],
    info: SandboxInfo,
) -> str:
    """The id of the run of these inputs. `facts` are the toolchain's."""
    inputs: Mapping[str, object] = {
        "schema": SCHEMA_VERSION,
        "rule": _RULE,
        "language": task.language,
        "solution": solution.files,
        "suite": suite.digest,
        "selected": sorted(selected),
        "method": method,
        # The reference is the control of a proof.
        "trusted": [s.digest for s in task.solutions if s.role == "reference"],
        "limits": task.limits.model_dump(mode="json"),
        "tools": dict(facts),
        "sandbox": [info.backend, list(info.enforced), list(info.unenforced)],
        # Two tasks with the same files are still two subjects.
        "subject": [task.id, solution.name, suite.name],
    }
    return content_hash(inputs)


class Made(Protocol):
    """What of a kept run tells whether it would be made again; a `Run` is one."""

    @property
    def id(self) -> str:
        """Its identity then."""
        ...

    @property
    def selected(self) -> tuple[str, ...]:
        """The tests it was asked for."""
        ...

    @property
    def sandbox(self) -> SandboxInfo:
        """What contained it."""
        ...


def would_be_made_again(
    run: Made, task: Task, solution: Solution, suite: Suite, facts: Mapping[str, str]
) -> bool:
    """Whether the run of these inputs in the sandbox of then would be this very one: catches what
    a run does not name, such as the reference that a pass is proven with."""
    return any(
        identity(task, solution, suite, run.selected, method, facts, run.sandbox) == run.id
        for method in get_args(Method)
    )
