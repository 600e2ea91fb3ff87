"""What is asked of an assessment, and of which wish a kept one is the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.adequacy.deadline import ran_out
from workbench.languages.registry import language
from workbench.model.assessment import Assessment
from workbench.model.base import content_hash
from workbench.model.task import Task
from workbench.toolchains.registry import toolchain

PHASES = (
    *("gates", "flakes", "mutants", "equivalents", "suspects"),
    *("counterexamples", "witnesses", "by_heart"),
)
NOTHING_PASSES = "no solution passes the suite"
NOT_MUTABLE = "nothing can be mutated"
"""how a problem begins after which nothing more can be measured"""
_RULE = "11"  # raised whenever what is measured changes, so that no old assessment answers for it


@dataclass(frozen=True)
class Wish:
    """What is asked for."""

    solution: str = ""
    """the solution to mutate; empty: the first that passes"""
    budget_s: float = 60.0
    full: bool = False
    reruns: int = 20
    use_cache: bool = True
    phases: tuple[str, ...] = PHASES


def identity(task: Task, facts: Mapping[str, str], wish: Wish) -> str:
    """Equal for assessments that would measure the same."""
    return content_hash(
        {
            "rule": _RULE, "task": task.digest, "tools": dict(facts), "solution": wish.solution,
            "reruns": wish.reruns, "full": wish.full,
        }
    )  # fmt: skip


def answers(found: Assessment, task: Task, wish: Wish) -> bool:
    """Whether a kept assessment is all that is wished for: of the same task and toolchain, asked
    for in the same way, and ended. What ran out of time did not end. Raises MissingTool."""
    facts = dict(toolchain(language(task.language).toolchain).toolbox().facts)
    return (
        found.id == identity(task, facts, wish)
        and not ran_out(found.problems)
        and (set(wish.phases) <= set(found.done) or _impossible(found))
    )


def _impossible(found: Assessment) -> bool:
    """Whether what is missing cannot be had: no solution passes, or nothing can be mutated."""
    return "gates" in found.done and any(
        p.startswith((NOTHING_PASSES, NOT_MUTABLE)) for p in found.problems
    )


def is_current(found: Assessment, task: Task, facts: Mapping[str, str] | None = None) -> bool:
    """Whether a kept assessment is of the task and the toolchain as they are now, whose `facts`
    are asked for unless known. Raises MissingTool when there is no toolchain to compare with."""
    if facts is None:
        facts = toolchain(language(task.language).toolchain).toolbox().facts
    # Older ones do not say how many repeats were wished for, and these may be yet to come.
    reruns = found.reruns_wished or found.reruns or Wish.reruns
    return any(
        found.id == identity(task, facts, Wish(solution=name, reruns=reruns, full=full))
        for name in ("", found.solution)
        for full in (found.full, True)
    )
