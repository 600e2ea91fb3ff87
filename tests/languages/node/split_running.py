"""One call that runs tests and solution in a sandbox each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.judge.execution import Execution
from workbench.languages.registry import language
from workbench.model.run import Status
from workbench.model.task import Framework, LanguageName, Limits, Solution, Suite
from workbench.sandboxes.base import Cancel, Sandbox
from workbench.toolchains.registry import toolchain

Files = Mapping[str, str]


@dataclass(frozen=True)
class Apart:
    """What a run apart came to."""

    refused: str = ""
    passed: bool = False
    ended: bool = False
    failures: tuple[str, ...] = ()
    uncrossed: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    outputs: str = ""

    @property
    def clean(self) -> bool:
        """Passed, and nothing needs to be asked."""
        return self.passed and not self.uncrossed and not self.answered


def run_apart(
    sandbox: Sandbox,
    solution: Files,
    suite: Files,
    framework: str = "jest",
    *,
    name: str = "javascript",
    support: Files | None = None,
    limits: Limits | None = None,
) -> Apart:
    """Run once, tests and solution apart."""
    speaker = language(LanguageName(name))
    tested = Suite(
        name="given", role="given", files=dict(suite), support=dict(support or {}),
        framework=Framework(framework),
    )  # fmt: skip
    answer = Solution(name="candidate", role="candidate", files=dict(solution))
    tools = toolchain(speaker.toolchain).toolbox()
    execution = Execution(sandbox, speaker, tools, limits or Limits(), Cancel())
    executed = execution.apart(answer, tested, speaker.inventory(tested, answer))
    if isinstance(executed, str):
        return Apart(refused=executed)
    report = executed.report
    assert report is not None, executed.decision.reason
    bad = [r for r in report.results if r.status is not Status.PASSED]
    return Apart(
        passed=executed.passed,
        ended=report.ended,
        failures=tuple(f"{r.id}: {r.message}" for r in bad)
        + ((report.error,) if report.error else ()),
        uncrossed=report.uncrossed,
        answered=report.answered,
        outputs="".join(r.output for r in report.results),
    )
