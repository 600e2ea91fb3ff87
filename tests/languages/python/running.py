"""Takes solution and suite through language, toolchain and sandbox, as the judge does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from workbench.judge.verdict import decide
from workbench.languages.registry import language
from workbench.model.run import Diagnostic, TestResult
from workbench.model.task import Framework, LanguageName, Limits, Solution, Suite
from workbench.sandboxes.base import Outcome, Sandbox
from workbench.toolchains.registry import toolchain

NONCE = "0123456789abcdef0123456789abcdef"


class Ran(NamedTuple):
    """The decision and what led to it."""

    verdict: str
    reason: str
    tests: dict[str, TestResult]
    outcome: Outcome
    diagnostics: tuple[Diagnostic, ...]

    @property
    def statuses(self) -> dict[str, str]:
        """Id without its file -> status."""
        return {_short(i): t.status.value for i, t in self.tests.items()}

    def __getitem__(self, id: object) -> TestResult:  # type: ignore[override]
        return next(t for i, t in self.tests.items() if _short(i) == id)


def _short(id: str) -> str:
    for mark in ("::", " > "):
        if mark in id:
            return id.split(mark, 1)[1]
    return id


def run_task(
    sandbox: Sandbox,
    name: str,
    solution: Mapping[str, str],
    suite: Mapping[str, str],
    framework: str = "auto",
    *,
    selected: tuple[str, ...] = (),
    limits: Limits | None = None,
    support: Mapping[str, str] | None = None,
) -> Ran:
    """One run; build errors come back as the verdict `build_error`."""
    speaker = language(LanguageName(name))
    tools = toolchain(speaker.toolchain).toolbox()
    subject = Solution(name="s", role="candidate", files=dict(solution))
    given = Suite(
        name="g",
        role="given",
        framework=Framework(framework),
        files=dict(suite),
        support=dict(support or {}),
    )
    limits = limits or Limits()
    assert speaker.reject(subject, given) == ""
    tests = speaker.inventory(given, subject)
    artefact, diagnostics = b"", ()
    build = speaker.build_job(subject, given, tests, tools, limits)
    if build is not None:
        outcome = sandbox.run(build)
        built = speaker.parse_build(outcome)
        if not built.ok:
            return Ran("build_error", built.output, {}, outcome, built.diagnostics)
        artefact, diagnostics = built.artefact, built.diagnostics
    job = speaker.test_job(
        subject, given, tests, tools, limits, nonce=NONCE, artefact=artefact, selected=selected
    )
    outcome = sandbox.run(job)
    report = speaker.parse(outcome, tests, NONCE)
    decision = decide(tests, outcome, report, selected=selected)
    return Ran(
        decision.verdict.value,
        decision.reason,
        {t.id: t for t in decision.tests},
        outcome,
        (*diagnostics, *report.diagnostics),
    )
