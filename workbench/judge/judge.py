"""Solution x suite -> Run. Composes languages, toolchains, sandbox, verdict rule and cache."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

from workbench.errors import Cancelled, NotFound
from workbench.judge.verdict import Decision, decide, limit_struck, not_run
from workbench.languages.base import Inventory, Language
from workbench.languages.registry import language
from workbench.model.base import SCHEMA_VERSION, content_hash
from workbench.model.run import Diagnostic, Run, SandboxInfo, Verdict
from workbench.model.task import Solution, Suite, Task
from workbench.sandboxes.base import Cancel, Event, Job, Outcome, Sandbox
from workbench.sandboxes.select import BackendKind, get_sandbox
from workbench.store.runs import RunFolder
from workbench.store.workspace import Workspace
from workbench.toolchains.base import Toolbox
from workbench.toolchains.place import cache_root
from workbench.toolchains.registry import toolchain

Progress = Callable[[str], None]
"""Told the phase: `building`, `testing`."""

# Outcomes that say more about the moment than about the code are made anew each time.
_NEVER_FROM_CACHE = frozenset({Verdict.INFRASTRUCTURE, Verdict.TIMEOUT})
_RULE = "5"  # raised whenever the verdict rule changes, so that no old verdict answers for it
GRADE_REASON = (
    "solution and tests ran in one sandbox and no shadow run with perturbed expectations was made"
)
_KEEP_TEXT = 256 << 10


class Judged(NamedTuple):
    """A run, and whether it is an earlier one of the very same inputs."""

    run: Run
    cached: bool


class _Result(NamedTuple):
    decision: Decision
    diagnostics: tuple[Diagnostic, ...] = ()
    outcome: Outcome | None = None
    build_output: str = ""
    build_s: float = 0.0


class Judge:
    """Runs tests and decides. Thread-safe; many runs may go on at a time."""

    def __init__(self, sandbox: Sandbox, runs: RunFolder | None = None) -> None:
        self._sandbox = sandbox
        self._runs = runs

    @property
    def sandbox_info(self) -> SandboxInfo:
        """The backend and what it enforces here."""
        enforcement = self._sandbox.enforcement
        return SandboxInfo(
            backend=self._sandbox.name,
            version=self._sandbox.version,
            enforced=enforcement.enforced,
            unenforced=tuple(f"{name}: {why}" for name, why in enforcement.unenforced),
        )

    def close(self) -> None:
        """Stop everything that still runs."""
        self._sandbox.close()

    def inventory(self, task: Task, solution: Solution, suite: Suite) -> Inventory:
        """The test ids of a suite, from its source; nothing is executed."""
        return inventory(task, solution, suite)

    def run(
        self,
        task: Task,
        solution: Solution,
        suite: Suite,
        *,
        selected: tuple[str, ...] = (),
        use_cache: bool = True,
        cancel: Cancel | None = None,
        progress: Progress = lambda phase: None,
    ) -> Judged:
        """Run and decide; the run is stored when the judge has a run folder.

        Raises MissingTool (toolchain or kit absent), InfrastructureError, Cancelled, NotFound
        (a selected id that is not in the suite).
        """
        speaker = language(task.language)
        tests = speaker.inventory(suite, solution)
        unknown = set(selected) - {ref.id for ref in tests.tests}
        if unknown:
            raise NotFound(f"no such test in suite {suite.name}: {', '.join(sorted(unknown))}")
        tools = toolchain(speaker.toolchain).toolbox()
        info = self.sandbox_info
        run_id = self._identify(task, solution, suite, selected, tools, info)
        before = self._runs.load(run_id) if self._runs else None
        if before is not None and use_cache and _answers(before):
            return Judged(before, cached=True)

        started, clock = dt.datetime.now(dt.UTC), time.monotonic()
        result = self._execute(
            task, solution, suite, speaker, tests, tools, selected, cancel or Cancel(), progress
        )
        run = Run(
            id=run_id,
            task_id=task.id,
            language=task.language,
            solution=solution.name,
            suite=suite.name,
            solution_hash=solution.digest,
            suite_hash=suite.digest,
            selected=selected,
            verdict=result.decision.verdict,
            grade="C",
            grade_reason=GRADE_REASON,
            reason=_with_history(result.decision, before),
            tests=result.decision.tests,
            diagnostics=result.diagnostics,
            stdout=_text(result.outcome.stdout) if result.outcome else "",
            stderr=_text(result.outcome.stderr) if result.outcome else "",
            build_output=result.build_output,
            started_at=started.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            duration_s=round(time.monotonic() - clock, 4),
            build_s=round(result.build_s, 4),
            sandbox=info,
            toolchain=dict(tools.facts),
        )
        return Judged(self._runs.save(run) if self._runs else run, cached=False)

    def _execute(
        self,
        task: Task,
        solution: Solution,
        suite: Suite,
        speaker: Language,
        tests: Inventory,
        tools: Toolbox,
        selected: tuple[str, ...],
        cancel: Cancel,
        progress: Progress,
    ) -> _Result:
        rejected = speaker.reject(solution, suite)
        if rejected:
            return _Result(
                Decision(Verdict.TAMPERED, f"not run: {rejected}", not_run(tests)),
            )
        if not tests.tests:
            why = (
                tests.problems[0] if tests.problems else "it has no tests, or none asserts anything"
            )
            return _Result(Decision(Verdict.INCOMPLETE, f"nothing was run: {why}", ()))
        artefact, build_output, build_s = b"", "", 0.0
        diagnostics: tuple[Diagnostic, ...] = ()
        build_job = speaker.build_job(solution, suite, tests, tools, task.limits)
        if build_job is not None:
            progress("building")
            outcome = self._contain(build_job, cancel)
            built = speaker.parse_build(outcome)
            build_output, build_s = built.output, outcome.duration_s
            diagnostics = built.diagnostics
            struck = limit_struck(outcome)
            if struck or not built.ok:
                verdict, reason = struck or (Verdict.BUILD_ERROR, _first_error(built.diagnostics))
                reason = f"while building: {reason}" if struck else reason
                return _Result(
                    Decision(verdict, reason, not_run(tests)),
                    diagnostics, outcome, build_output, build_s,
                )  # fmt: skip
            artefact = built.artefact
        progress("testing")
        nonce = secrets.token_hex(16)
        job = speaker.test_job(
            solution, suite, tests, tools, task.limits,
            nonce=nonce, artefact=artefact, selected=selected,
        )  # fmt: skip
        outcome = self._contain(job, cancel)
        report = speaker.parse(outcome, tests, nonce)
        return _Result(
            decide(tests, outcome, report, selected=selected),
            (*diagnostics, *report.diagnostics), outcome, build_output, build_s,
        )  # fmt: skip

    def _contain(self, job: Job, cancel: Cancel) -> Outcome:
        if cancel.is_set():
            raise Cancelled("cancelled")
        outcome = self._sandbox.run(job, cancel)
        if Event.CANCELLED in outcome.events:
            raise Cancelled("cancelled")
        return outcome

    @staticmethod
    def _identify(
        task: Task,
        solution: Solution,
        suite: Suite,
        selected: tuple[str, ...],
        tools: Toolbox,
        info: SandboxInfo,
    ) -> str:
        inputs: Mapping[str, object] = {
            "schema": SCHEMA_VERSION,
            "rule": _RULE,
            "language": task.language,
            "solution": solution.files,
            "suite": suite.digest,
            "selected": sorted(selected),
            "limits": task.limits.model_dump(mode="json"),
            "tools": dict(tools.facts),
            "sandbox": [info.backend, list(info.enforced), list(info.unenforced)],
            # Two tasks with the same files are still two subjects.
            "subject": [task.id, solution.name, suite.name],
        }
        return content_hash(inputs)


def inventory(task: Task, solution: Solution, suite: Suite) -> Inventory:
    """The test ids of a suite, from its source; needs no sandbox."""
    return language(task.language).inventory(suite, solution)


def open_judge(
    workspace: Workspace | None,
    *,
    sandbox: BackendKind = "auto",
    allow_unenforced_memory: bool = False,
) -> Judge:
    """A judge that keeps its runs in `workspace` (None: nowhere). Raises NoSandbox."""
    backend = get_sandbox(
        sandbox,
        state_dir=cache_root() / "state",
        allow_unenforced_memory=allow_unenforced_memory,
    )
    return Judge(backend, workspace.runs if workspace else None)


def _answers(run: Run) -> bool:
    """Whether a stored run may answer for a new one: not when the same inputs ended differently
    before (then only fresh runs tell the truth)."""
    if run.verdict in _NEVER_FROM_CACHE:
        return False
    return all(past.verdict == run.verdict for past in run.earlier)


def _with_history(decision: Decision, before: Run | None) -> str:
    if before is None:
        return decision.reason
    past = {str(p.verdict) for p in before.earlier} | {str(before.verdict)}
    others = sorted(past - {str(decision.verdict)})
    if not others:
        return decision.reason
    return f"{decision.reason}; the very same inputs earlier gave {', '.join(others)}"


def _first_error(diagnostics: tuple[Diagnostic, ...]) -> str:
    for item in diagnostics:
        if item.severity == "error":
            place = f"{item.file}:{item.line}: " if item.file and item.line else ""
            return f"it does not build: {place}{item.message.splitlines()[0][:300]}"
    return "it does not build"


def _text(raw: bytes) -> str:
    shown = raw[:_KEEP_TEXT].decode("utf-8", "replace")
    left = len(raw) - _KEEP_TEXT
    return shown if left <= 0 else f"{shown}\n[... {left} bytes more]"
