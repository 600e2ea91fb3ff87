"""What evidence was measured on, as digests and versions by name, and what changed since."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.model.base import content_hash
from workbench.model.run import Run
from workbench.model.task import Task

PROMPT, LIMITS = "prompt", "limits"
CANDIDATE, WHAT_IF = "candidate", "what-if"
GIVEN, EDITED = "suite:given:original", "suite:given"
TOOL = "tool:"
UNKNOWN = "unknown"
"""In the place of a basis that was not noted: equal to nothing there is now."""

NOT_NOTED = "what it was measured on was not noted"

Basis = dict[str, str]
"""`prompt`, `limits`, `solution:NAME`, `suite:KEY` with a digest each, `tool:NAME` with a version.
The given suite is `suite:given:original` as it came and `suite:given` with a reviewer's edits."""


def tools(facts: Mapping[str, str]) -> Basis:
    """The part of a basis that is the toolchain."""
    return {f"{TOOL}{name}": value for name, value in facts.items()}


def of_task(task: Task, facts: Mapping[str, str]) -> Basis:
    """All of a task that may decide what is measured on it."""
    return {
        PROMPT: content_hash(task.prompt),
        LIMITS: content_hash(task.limits.model_dump(mode="json")),
        **{f"solution:{s.name}": s.digest for s in task.solutions},
        GIVEN: task.given.digest,
        **{f"suite:probe:{s.name}": s.digest for s in task.suites if s.role == "probe"},
        **tools(facts),
    }


def of_run(run: Run, suite: str) -> Basis:
    """What a run judged; `suite` is the key of its suite."""
    found = {
        f"solution:{run.solution}": run.solution_hash,
        suite: run.suite_hash,
        **tools(run.toolchain),
    }
    if run.limits is not None:
        found[LIMITS] = content_hash(run.limits.model_dump(mode="json"))
    return found


def differences(then: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    """What of `then` is not so `now`, a few words each; () when all of it still holds."""
    return tuple(
        _words(name, value, now.get(name)) for name, value in then.items() if now.get(name) != value
    )


def part(now: Mapping[str, str], then: Mapping[str, str]) -> Basis:
    """Of `now` what `then` speaks of."""
    return {name: now[name] for name in then if name in now}


def _words(name: str, then: str, now: str | None) -> str:
    if name == UNKNOWN:
        return NOT_NOTED
    if name.startswith(TOOL):
        return _tool(name.removeprefix(TOOL), then, now)
    what = _subject(name)
    verb = "are" if what.endswith("tests") else "is"
    return f"{what} changed since" if now is not None else f"{what} {verb} not there any more"


def _tool(name: str, then: str, now: str | None) -> str:
    family, _, layer = name.partition("_")
    title = family.capitalize()
    if now is None:
        return f"{title} is not there now"
    if layer == "kit":
        return f"the packages {title} tests may use changed since"
    if layer == "harness":
        return f"the harness that runs {title} tests changed since"
    return f"{title} {_number(then, family)} then, {_number(now, family)} now"


def _number(version: str, family: str) -> str:
    """`20.19.1` of `v20.19.1`, `rustc 1.95.0 (...)` or `go1.22`."""
    words = version.split()
    found = next((w for w in words if any(c.isdigit() for c in w)), version)
    return found.removeprefix(family).removeprefix("v") or version


def _subject(name: str) -> str:
    kind, _, rest = name.partition(":")
    if name in (PROMPT, LIMITS):
        return "the prompt" if name == PROMPT else "what a run may use"
    if name in (GIVEN, EDITED):
        return "the given tests" if name == GIVEN else "your edited tests"
    if kind == "solution":
        named = {CANDIDATE: "the solution", WHAT_IF: "your what-if"}
        return named.get(rest, f"solution {rest}")
    return f"probe {rest.removeprefix('probe:')}"
