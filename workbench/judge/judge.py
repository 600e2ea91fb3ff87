"""Solution x suite -> Run. Composes languages, toolchains, sandbox, proof and cache."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

from workbench.errors import InputError, NotFound, SaveFailed
from workbench.judge.ahead import NOTHING_AHEAD, Ahead
from workbench.judge.cores import Cores
from workbench.judge.execution import Execution, Progress
from workbench.judge.history import answers, with_history
from workbench.judge.identity import identity
from workbench.judge.image_recipes import how_to_get, image_name
from workbench.judge.own_image import OwnImage, listed, opened
from workbench.judge.proof import Control, Method, Proof, Prover
from workbench.judge.shadow import installation_key, seed_of
from workbench.judge.sizes import check_size
from workbench.languages.base import Inventory
from workbench.languages.registry import language
from workbench.model.run import Run, SandboxInfo, Verdict
from workbench.model.task import Solution, Suite, Task
from workbench.sandboxes.base import Cancel, Sandbox
from workbench.sandboxes.select import BackendKind, get_sandbox
from workbench.store.runs import RunKeeper
from workbench.store.workspace import Workspace
from workbench.toolchains.base import Toolbox
from workbench.toolchains.place import cache_root
from workbench.toolchains.registry import toolchain

_KEEP_TEXT = 256 << 10


class Judged(NamedTuple):
    """A run, and whether it is an earlier one of the very same inputs."""

    run: Run
    cached: bool
    unsaved: str = ""
    """why the run is not on disk, with the mend; empty when it is or was not to be"""


class _Means(NamedTuple):
    """What a run is made with."""

    tests: Inventory
    facts: Mapping[str, str]
    info: SandboxInfo
    prove: Callable[[], Proof]


class Judge:
    """Runs tests and decides. Thread-safe; many runs may go on at a time."""

    def __init__(
        self,
        sandbox: Sandbox,
        runs: RunKeeper | None = None,
        *,
        key: bytes | None = None,
        cores: Cores | None = None,
    ) -> None:
        """`key` seeds shadow suites; whoever knows it could foresee their values."""
        self._sandbox = sandbox
        self._runs = runs
        self._key = key or secrets.token_bytes(32)
        self._cores = cores or Cores()

    @property
    def sandbox(self) -> Sandbox:
        """What contains the runs."""
        return self._sandbox

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

    def keeping(self, runs: RunKeeper | None) -> Judge:
        """The same sandbox and cores; what is run is kept, and looked up, in `runs` alone."""
        return Judge(self._sandbox, runs, key=self._key, cores=self._cores)

    def close(self) -> None:
        """Stop everything that still runs."""
        self._sandbox.close()

    def inventory(self, task: Task, solution: Solution, suite: Suite) -> Inventory:
        """The test ids of a suite, from its source; nothing is executed."""
        return inventory(task, solution, suite)

    def kept(
        self, task: Task, solution: Solution, suite: Suite, method: Method = "auto"
    ) -> Judged | None:
        """What `run` would answer from its folder, or None when it would execute, or look for an
        image of the task's own first. Raises as it."""
        if task.image:
            return None
        facts = toolchain(language(task.language).toolchain).toolbox().facts
        found = self._kept(identity(task, solution, suite, (), method, facts, self.sandbox_info))
        return Judged(found, cached=True) if found is not None and answers(found) else None

    def _kept(self, run_id: str) -> Run | None:
        return self._runs.load(run_id) if self._runs else None

    def run(
        self,
        task: Task,
        solution: Solution,
        suite: Suite,
        *,
        selected: tuple[str, ...] = (),
        method: Method = "auto",
        use_cache: bool = True,
        cancel: Cancel | None = None,
        progress: Progress = lambda phase: None,
        ahead: Ahead = NOTHING_AHEAD,
    ) -> Judged:
        """Run, put a pass to the proof, and decide; the run is stored when the judge has a run
        folder; when that fails `Judged.unsaved` says why. `method` says how far to go
        (`proof.Method`); what `ahead` holds is not built again.

        Raises MissingTool (toolchain or kit absent), InfrastructureError, Cancelled, NotFound
        (a selected id that is not in the suite), InputError (its own image is not there, or it has
        more files than a sandbox takes).
        """
        cancel = cancel or Cancel()
        if task.image:
            tests = listed(task, suite)
            _check_selected(selected, tests, suite)
            with opened(task) as place:
                own = OwnImage(place, task, suite, tests, cancel, progress)
                means = _Means(
                    tests, place.facts, place.info, lambda: own.prove(solution, selected)
                )
                return self._made(task, solution, suite, selected, method, means, use_cache)
        check_size(solution, suite)
        speaker = language(task.language)
        tests = speaker.inventory(suite, solution)
        _check_selected(selected, tests, suite)
        tools = toolchain(speaker.toolchain).toolbox()
        prover = self._prover(task, solution, suite, tests, tools, cancel, progress, ahead)
        means = _Means(
            tests, tools.facts, self.sandbox_info, lambda: prover.prove(method, selected)
        )
        return self._made(task, solution, suite, selected, method, means, use_cache)

    def _made(
        self,
        task: Task,
        solution: Solution,
        suite: Suite,
        selected: tuple[str, ...],
        method: Method,
        means: _Means,
        use_cache: bool,
    ) -> Judged:
        info = means.info
        run_id = identity(task, solution, suite, selected, method, means.facts, info)
        before = self._kept(run_id)
        if before is not None and use_cache and answers(before):
            return Judged(before, cached=True)

        started, clock = dt.datetime.now(dt.UTC), time.monotonic()
        with self._cores.busy():
            proof = means.prove()
        executed = proof.executed
        run = Run(
            id=run_id,
            task_id=task.id,
            language=task.language,
            solution=solution.name,
            suite=suite.name,
            solution_hash=solution.digest,
            suite_hash=suite.digest,
            selected=selected,
            verdict=executed.decision.verdict,
            grade=proof.grade,
            grade_reason=proof.reason,
            unproven=dict(proof.unproven),
            reason=with_history(executed.decision, before),
            tests=executed.decision.tests,
            diagnostics=executed.diagnostics,
            stdout=_text(executed.outcome.stdout) if executed.outcome else "",
            stderr=_text(executed.outcome.stderr) if executed.outcome else "",
            build_output=executed.build_output,
            started_at=started.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            duration_s=round(time.monotonic() - clock, 4),
            build_s=round(executed.build_s, 4),
            sandbox=info,
            toolchain=dict(means.facts),
            limits=task.limits,
        )
        try:
            return Judged(self._runs.save(run) if self._runs else run, cached=False)
        except SaveFailed as error:
            return Judged(run, cached=False, unsaved=str(error))

    def _prover(
        self,
        task: Task,
        solution: Solution,
        suite: Suite,
        tests: Inventory,
        tools: Toolbox,
        cancel: Cancel,
        progress: Progress,
        ahead: Ahead,
    ) -> Prover:
        references = [s for s in task.solutions if s.role == "reference"]
        trusted = any(solution.digest == reference.digest for reference in references)

        def faithful() -> bool:
            progress("checking")
            run = self.run(task, references[0], suite, cancel=cancel).run
            return run.verdict is Verdict.PASS and run.grade == "A"

        return Prover(
            execution=Execution(
                self._sandbox, language(task.language), tools, task.limits, cancel, ahead
            ),
            solution=solution,
            suite=suite,
            tests=tests,
            seed=seed_of(suite, self._key),
            control=Control(
                reference=references[0] if references and not trusted else None,
                trusted=trusted,
                faithful=faithful,
            ),
            spare_core=self._cores.spare,
            progress=progress,
            doubtful=solution.role == "stub",
        )


def _check_selected(selected: tuple[str, ...], tests: Inventory, suite: Suite) -> None:
    if unknown := set(selected) - {ref.id for ref in tests.tests}:
        raise NotFound(f"no such test in suite {suite.name}: {', '.join(sorted(unknown))}")


def check_runs_here(task: Task) -> None:
    """Raises InputError for a task on a whole repository: only its own tests run, in its image;
    and for one that is too large."""
    if task.image:
        raise InputError(
            f"not executable here: needs image {image_name(task)}",
            mend=f"`run` runs its own tests where an engine has it ({how_to_get(task)})",
        )
    check_size(task.candidate, task.given)


def inventory(task: Task, solution: Solution, suite: Suite) -> Inventory:
    """The test ids of a suite, from its source or its lists; needs no sandbox. Raises InputError,
    also for more than anybody would wait for."""
    if task.image:
        return listed(task, suite)
    check_size(solution, suite)
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
    return judge_in(workspace, backend)


def judge_in(workspace: Workspace | None, sandbox: Sandbox) -> Judge:
    """A judge on a sandbox that is there already; the caller closes it."""
    key = installation_key(cache_root() / "state")
    return Judge(sandbox, workspace.runs if workspace else None, key=key)


def _text(raw: bytes) -> str:
    shown = raw[:_KEEP_TEXT].decode("utf-8", "replace")
    left = len(raw) - _KEEP_TEXT
    return shown if left <= 0 else f"{shown}\n[... {left} bytes more]"
