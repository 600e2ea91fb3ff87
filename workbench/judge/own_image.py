"""Tasks on whole repositories, judged in the image they were made for, where the engine has it.

Nothing is ever pulled, and there is no other way to run them: without the image the refusal says
how to get it. Solution and tests share a container and mostly a process, so nothing proves what
the tests told; a pass is grade C and says so. A pass is tried once more without the solution: a
test that must fail before the fix and passes there shows nothing.
"""

from __future__ import annotations

import contextlib
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.errors import Cancelled, InputError, NoSandbox
from workbench.judge import image_pytest, image_recipes, image_xml
from workbench.judge.execution import Executed, Progress
from workbench.judge.image_results import Heard, Left, hear
from workbench.judge.proof import Proof
from workbench.judge.verdict import Decision, decide, limit_struck, not_run
from workbench.languages.base import Inventory, TestRef
from workbench.model.run import SandboxInfo, Verdict
from workbench.model.task import Framework, Solution, Suite, Task
from workbench.sandboxes import own_image
from workbench.sandboxes.base import Cancel, Event, JobFile, JobLimits, Outcome

if TYPE_CHECKING:
    from workbench.sandboxes.docker import Engine

WORTH = "the image's own tests told this; nothing here proves it"
_DISK_BYTES = 2 << 30
_NO_NETWORK = re.compile(
    rb"Could not resolve|Temporary failure in name resolution|Name or service not known"
    rb"|Network is unreachable"
)
# What the tests will be run with; a solution that acts on the image has no business there.
_TOOLS = re.compile(
    r"/(?:usr/(?:local/)?)?s?bin/[^/]+|.*/(?:conftest|sitecustomize|usercustomize)\.py|.*\.pth"
    r"|.*/(?:_pytest|pytest|pluggy)/.*\.py|/etc/(?:profile|bash|environment|ld\.so).*"
    r"|/root/\.(?:bash|profile).*|/(?:usr/)?lib(?:64)?/(?:.*/)?(?:ld-|libc\.)[^/]*"
)


def listed(task: Task, suite: Suite) -> Inventory:
    """The tests that are to be told: the lists, or the reward. Raises InputError."""
    must, keep = image_recipes.listed(task, suite)
    tests = tuple(TestRef(name) for name in (*must, *keep))
    return Inventory(framework=Framework.AUTO, tests=tests)


def facts_of(task: Task) -> Mapping[str, str]:
    """Which image it is now. Raises InputError when it is not there."""
    with opened(task) as place:
        return place.facts


@contextlib.contextmanager
def opened(task: Task) -> Iterator[Place]:
    """The engine and the task's image. Raises InputError with the mend when either is absent."""
    # Importing the client library takes a moment nobody should pay for other tasks.
    from workbench.sandboxes.docker import Engine

    name, mend = image_recipes.image_name(task), image_recipes.how_to_get(task)
    refusal = f"not executable here: needs image {name}"
    try:
        engine = Engine()
    except NoSandbox as error:
        raise InputError(f"{refusal}, and {error.message}", mend=f"{error.mend}; {mend}") from error
    try:
        image = own_image.find(engine, name)
        if image is None:
            raise InputError(refusal, mend=mend)
        own_image.check_limits(engine)
        yield Place(engine, name, image)
    finally:
        engine.close()


@dataclass(frozen=True)
class Place:
    """A line to the engine, and the task's image there."""

    engine: Engine
    name: str
    image: own_image.Image

    @property
    def facts(self) -> dict[str, str]:
        """What stands for the toolchain: the image, by content."""
        return {"image": self.image.id}

    @property
    def info(self) -> SandboxInfo:
        """What contains the run."""
        return SandboxInfo(
            backend="docker, the task's own image",
            version=f"docker {self.engine.versions.get('Version')}, image {self.name}",
            enforced=own_image.ENFORCED,
            unenforced=own_image.WATCHED,
        )


@dataclass(frozen=True)
class _Ran:
    """One run of a plan: heard tests, or what ended it before."""

    plan: image_recipes.Plan
    outcome: Outcome
    heard: Heard | None = None
    ended: tuple[Verdict, str] | None = None
    doubts: tuple[str, ...] = ()
    placing: str = ""


@dataclass(frozen=True)
class OwnImage:
    """One task in its image."""

    place: Place
    task: Task
    suite: Suite
    tests: Inventory
    cancel: Cancel
    progress: Progress

    def prove(self, solution: Solution, selected: tuple[str, ...]) -> Proof:
        """Run it, and a pass once more without the solution. Raises InputError,
        InfrastructureError, Cancelled."""
        if not self.tests.tests:
            return Proof(
                Executed(Decision(Verdict.INCOMPLETE, "nothing was run: no test is listed", ())),
                "C", WORTH,
            )  # fmt: skip
        self.progress("testing")
        ran = self._run(solution)
        decision = self._decide(ran, selected)
        notes = [*ran.plan.notes]
        if decision.verdict is Verdict.PASS:
            self.progress("checking")
            shown, cut = self._passes_without()
            notes += [cut] if cut else []
            if shown:
                decision = decision._replace(verdict=Verdict.INCOMPLETE, reason=shown)
        if decision.verdict is not Verdict.PASS and _NO_NETWORK.search(
            ran.outcome.stdout + ran.outcome.stderr
        ):
            notes.append("its output speaks of a network, which no run has here")
        if notes:
            decision = decision._replace(reason="; ".join((decision.reason, *notes)))
        passed = decision.verdict is Verdict.PASS
        return Proof(
            Executed(decision, outcome=ran.outcome, build_output=ran.placing),
            "C",
            WORTH,
            {ref.id: "told by the image's own tests alone" for ref in self.tests.tests}
            if passed
            else {},
        )

    def _decide(self, ran: _Ran, selected: tuple[str, ...]) -> Decision:
        if ran.ended is not None:
            return Decision(*ran.ended, not_run(self.tests))
        assert ran.heard is not None
        asked = set(selected)
        report = ran.heard.report
        if asked:
            results = tuple(r for r in report.results if r.id in asked)
            report = type(report)(results, ended=report.ended)
        decision = decide(self.tests, ran.heard.outcome, report, selected=selected)
        doubts = (*ran.plan.doubts, *ran.doubts, *ran.heard.doubts)
        if doubts and decision.verdict is Verdict.PASS:
            reason = f"every test was told as passed, but {'; '.join(doubts[:3])}"
            return decision._replace(verdict=Verdict.INCOMPLETE, reason=reason)
        if doubts and decision.verdict is Verdict.INCOMPLETE:
            return decision._replace(reason="; ".join((decision.reason, *doubts[:3])))
        return decision

    def _passes_without(self) -> tuple[str, str]:
        """Why a pass shows nothing: tests that pass with no solution at all. And a note where a
        limit cut that run short: not to end may be how it fails, so it does not undo a pass."""
        must, _ = image_recipes.listed(self.task, self.suite)
        ran = self._run(None)
        if ran.ended is not None and ran.ended[0] is Verdict.INCOMPLETE:
            return f"without the solution it could not be run: {ran.ended[1]}", ""
        struck = limit_struck(ran.outcome)
        cut = (
            f"without the solution {struck[1]}: what was not told by then counts as failing"
            if struck
            else ""
        )
        idle = [name for name in must if ran.heard is not None and name in ran.heard.passed]
        if not idle:
            return "" if must else "no test is listed that fails without the solution", cut
        more = f" and {len(idle) - 3} more" if len(idle) > 3 else ""
        return f"passes without the solution as well: {', '.join(idle[:3])}{more}", cut

    def _run(self, solution: Solution | None) -> _Ran:
        nonce = secrets.token_hex(8)
        own = f"/wb-{nonce}"
        plan = image_recipes.plan(self.task, solution, self.suite, self.place.image.workdir, own)
        records, module = f"{own}/records", f"wb_{nonce}"
        with own_image.Box(
            self.place.engine, self.place.image, self._limits(), _ENV, _DISK_BYTES
        ) as box:
            placing = ""
            if plan.place is not None:
                outcome = self._step(box, plan.place)
                placing = (outcome.stdout + outcome.stderr).decode("utf-8", "replace")[:20_000]
                if ended := _not_placed(outcome):
                    return _Ran(plan, outcome, ended=ended, placing=placing)
            doubts: tuple[str, ...] = ()
            if plan.solve is not None:
                outcome = self._step(box, plan.solve)
                if struck := limit_struck(outcome):
                    ended = (struck[0], f"in the solution's own step {struck[1]}")
                    return _Ran(plan, outcome, ended=ended)
                doubts = _replaced(box.changed())
            tests = own_image.Step(
                _CALL.format(own=own, module=module),
                {
                    **plan.tests.files,
                    f"{own}/tests.sh": JobFile(plan.tests.script.encode()),
                    f"{own}/{module}.py": JobFile(image_pytest.plugin(records, nonce)),
                    records: JobFile(b""),
                },
            )
            outcome = self._step(box, tests)
            told = box.fetch(records) or b""
            rewards = plan.told == "reward"
            logged = plan.told == "log" and not told
            left = Left(
                outcome,
                told,
                box.fetch(image_recipes.REWARD) if rewards else None,
                box.fetch(image_recipes.REWARD_JSON) if rewards else None,
                box.fetch_written(image_xml.PLACES) if logged else (),
            )
        heard = hear(left, plan.told, self.tests, nonce)
        return _Ran(plan, outcome, heard=heard, doubts=doubts, placing=placing)

    def _step(self, box: own_image.Box, step: own_image.Step) -> Outcome:
        if self.cancel.is_set():
            raise Cancelled("cancelled")
        outcome = box.run(step, self.cancel)
        if Event.CANCELLED in outcome.events:
            raise Cancelled("cancelled")
        return outcome

    def _limits(self) -> JobLimits:
        limits = self.task.limits
        return JobLimits(
            wall_s=limits.wall_s,
            memory_bytes=limits.memory_mb << 20,
            pids=limits.pids,
            stdout_bytes=limits.output_kb << 10,
            stderr_bytes=limits.output_kb << 10,
            file_bytes=limits.file_mb << 20,
        )


_ENV = {"NO_COLOR": "1", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
# What the image sets itself stays, behind ours.
_CALL = """\
export PYTHONPATH="{own}${{PYTHONPATH:+:$PYTHONPATH}}"
export PYTEST_ADDOPTS="-p {module}${{PYTEST_ADDOPTS:+ $PYTEST_ADDOPTS}}"
command -v bash >/dev/null && exec bash {own}/tests.sh
exec sh {own}/tests.sh
"""


def _not_placed(outcome: Outcome) -> tuple[Verdict, str] | None:
    if struck := limit_struck(outcome):
        return struck[0], f"while the patches were put in place {struck[1]}"
    if outcome.exit_code == 0:
        return None
    words = outcome.stderr.decode("utf-8", "replace").strip().splitlines()
    said = f": {words[0][:300]}" if words else ""
    if outcome.exit_code == image_recipes.NO_SOLUTION:
        return Verdict.BUILD_ERROR, f"the solution's patch does not apply{said}"
    if outcome.exit_code == image_recipes.NO_TESTS:
        return Verdict.INCOMPLETE, f"the test patch does not apply{said}"
    return Verdict.INCOMPLETE, f"the image has no repository where it should be, or no git{said}"


def _replaced(paths: list[str]) -> tuple[str, ...]:
    found = [path for path in paths if _TOOLS.fullmatch(path)]
    return tuple(f"the solution changed {path}, with which the tests run" for path in found[:2])
