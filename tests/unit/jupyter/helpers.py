"""A page that remembers what it was told, and a judge that does as the test says."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

from workbench.judge import Judged
from workbench.judge.identity import identity
from workbench.jupyter.desk import Desk
from workbench.model.run import Run, SandboxInfo, Status, TestResult, Verdict
from workbench.model.task import Solution, Suite, Task
from workbench.sandboxes.base import Cancel
from workbench.store.runs import RunKeeper
from workbench.store.workspace import Workspace

Message = dict[str, Any]


def make_task(**changes: Any) -> Task:
    """A small Python task with a candidate, a reference and a given suite."""
    value: dict[str, Any] = {
        "id": "py-add",
        "title": "Add two numbers",
        "language": "python",
        "prompt": "Write add(a, b).",
        "solutions": [
            {
                "name": "candidate",
                "role": "candidate",
                "files": {"add.py": "def add(a, b):\n    return a + b\n"},
                "expected": "pass",
                "note": "made by breaking the reference",
            },
            {
                "name": "reference",
                "role": "reference",
                "files": {"add.py": "def add(a, b):\n    return b + a\n"},
            },
        ],
        "suites": [
            {
                "name": "given",
                "role": "given",
                "framework": "pytest",
                "files": {
                    "test_add.py": "from add import add\n\n\ndef test_small():\n"
                    "    assert add(1, 2) == 3\n"
                },
            }
        ],
        "provenance": {"source": "somewhere", "changes": ["flipped an operator in the candidate"]},
        **changes,
    }
    return Task.model_validate(value)


def make_workspace(folder: Path, task: Task | None = None) -> Workspace:
    """A workspace holding one task."""
    workspace = Workspace.create(folder / "ws")
    workspace.save_task(task or make_task())
    workspace.refresh()
    return workspace


class Page:
    """A client. `wait` blocks until a message of that type has come."""

    def __init__(self, key: str = "page") -> None:
        self.key = key
        self.heard: list[Message] = []
        self._arrived = threading.Condition()

    def send(self, message: Message) -> None:
        with self._arrived:
            self.heard.append(message)
            self._arrived.notify_all()

    def all(self, kind: str) -> list[Message]:
        """Every message of a type so far."""
        with self._arrived:
            return [m for m in self.heard if m["type"] == kind]

    def last(self, kind: str) -> Message:
        """The newest message of a type."""
        return self.all(kind)[-1]

    def wait(self, kind: str, count: int = 1) -> Message:
        """The `count`-th message of a type, waiting for it."""
        with self._arrived:
            came = self._arrived.wait_for(
                lambda: sum(m["type"] == kind for m in self.heard) >= count, timeout=10
            )
        assert came, f"no {kind}; heard {[m['type'] for m in self.heard]}"
        return self.all(kind)[count - 1]


class AtOnce(Executor):
    """Runs what is submitted before `submit` returns: results without waiting."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class ScriptedJudge:
    """Stands where the judge stands, to test the transport alone: it never executes anything."""

    sandbox_info = SandboxInfo(backend="scripted", enforced=("memory",))

    def __init__(self, workspace: Workspace, verdict: Verdict = Verdict.PASS) -> None:
        self.workspace = workspace
        self.verdict = verdict
        self.asked: list[tuple[Solution, Suite, tuple[str, ...]]] = []
        self.before: Callable[[Cancel], None] = lambda cancel: None
        self.output = ""
        self.unsaved = ""
        self.runs: RunKeeper | None = workspace.runs

    def keeping(self, runs: RunKeeper | None) -> ScriptedJudge:
        """As `Judge.keeping`."""
        other = ScriptedJudge(self.workspace, self.verdict)
        other.runs, other.asked = runs, self.asked
        return other

    def run(
        self,
        task: Task,
        solution: Solution,
        suite: Suite,
        *,
        selected: tuple[str, ...] = (),
        use_cache: bool = True,
        cancel: Cancel | None = None,
        progress: Callable[[str], None] = lambda phase: None,
    ) -> Judged:
        self.asked.append((solution, suite, selected))
        progress("testing")
        self.before(cancel or Cancel())
        run = Run(
            id=identity(task, solution, suite, selected, "auto", {}, self.sandbox_info),
            task_id=task.id,
            language=task.language,
            solution=solution.name,
            suite=suite.name,
            solution_hash=solution.digest,
            suite_hash=suite.digest,
            selected=selected,
            verdict=self.verdict,
            grade="C",
            grade_reason="scripted",
            reason="scripted",
            tests=(TestResult(id="t", status=Status.PASSED, output=self.output),),
            started_at="2026-01-01T00:00:00.000Z",
            duration_s=0.1,
            sandbox=self.sandbox_info,
        )
        if self.unsaved:
            return Judged(run, cached=False, unsaved=self.unsaved)
        return Judged(self.runs.save(run) if self.runs else run, cached=False)


def open_desk(
    workspace: Workspace, judge: Any = None, executor: Executor | None = None, reviewer: str = "ann"
) -> Desk:
    """A desk on the workspace's task."""
    scripted = judge or ScriptedJudge(workspace)
    return Desk(
        workspace,
        workspace.task("py-add"),
        reviewer,
        judge=lambda: scripted,
        executor=executor or AtOnce(),
    )


def sit(desk: Desk, key: str = "page") -> Page:
    """A page at the desk."""
    page = Page(key)
    desk.join(page)
    return page
