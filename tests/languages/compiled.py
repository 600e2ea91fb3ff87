"""Runs a solution against a suite through build job, test job and verdict rule, for real."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from workbench.judge.verdict import Decision, decide, limit_struck
from workbench.languages.base import Built, Language, Report
from workbench.languages.registry import language
from workbench.model.run import Status, Verdict
from workbench.model.task import Framework, LanguageName, Limits, Solution, Suite
from workbench.sandboxes.base import Outcome, Sandbox
from workbench.toolchains.base import Toolbox
from workbench.toolchains.registry import toolchain

NONCE = "0123456789abcdef"


class Ran(NamedTuple):
    """What came of it; `built` alone when it did not build or was refused."""

    verdict: Verdict
    reason: str
    statuses: dict[str, Status]
    built: Built
    report: Report | None = None
    outcome: Outcome | None = None
    decision: Decision | None = None


@dataclass(frozen=True)
class Workshop:
    """A language with its tools and a sandbox."""

    speaker: Language
    tools: Toolbox
    sandbox: Sandbox

    def run(
        self,
        solution: Mapping[str, str],
        tests: Mapping[str, str],
        *,
        support: Mapping[str, str] | None = None,
        framework: Framework = Framework.AUTO,
        limits: Limits | None = None,
        selected: tuple[str, ...] = (),
    ) -> Ran:
        limits = limits or Limits(wall_s=60, build_wall_s=240)
        made = Solution(name="made", role="candidate", files=dict(solution))
        suite = Suite(
            name="tests",
            role="given",
            framework=framework,
            files=dict(tests),
            support=dict(support or {}),
        )
        refused = self.speaker.reject(made, suite)
        if refused:
            return Ran(Verdict.TAMPERED, refused, {}, Built(False))
        inventory = self.speaker.inventory(suite, made)
        job = self.speaker.build_job(made, suite, inventory, self.tools, limits)
        assert job is not None
        outcome = self.sandbox.run(job)
        built = self.speaker.parse_build(outcome)
        struck = limit_struck(outcome)
        if struck or not built.ok:
            verdict, reason = struck or (Verdict.BUILD_ERROR, built.output)
            return Ran(verdict, reason, {}, built)
        job = self.speaker.test_job(
            made, suite, inventory, self.tools, limits,
            nonce=NONCE, artefact=built.artefact, selected=selected,
        )  # fmt: skip
        outcome = self.sandbox.run(job)
        report = self.speaker.parse(outcome, inventory, NONCE)
        decision = decide(inventory, outcome, report, selected=selected)
        statuses = {test.id: test.status for test in decision.tests}
        return Ran(decision.verdict, decision.reason, statuses, built, report, outcome, decision)


def workshop(name: LanguageName, sandbox: Sandbox) -> Workshop:
    """The language, its kit installed if it is not yet."""
    speaker = language(name)
    chain = toolchain(speaker.toolchain)
    chain.install(print)
    return Workshop(speaker, chain.toolbox(), sandbox)
