"""A report's tasks in a few figures: counts, medians, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from workbench.model.report import Report, TaskFacts


class LanguageRow(NamedTuple):
    """Tasks of one language. `strength`: the median of those measured."""

    language: str
    tasks: int
    run: int
    passed: int
    assessed: int
    strength: float | None
    high: int


def figures(report: Report) -> list[tuple[str, str]]:
    """The line on top: name and value, each of its own base."""
    tasks = report.tasks
    run = [t for t in tasks if t.candidate and t.candidate.verdict]
    passed = sum(t.candidate is not None and t.candidate.verdict == "pass" for t in run)
    strong = [t.strength for t in tasks if t.strength is not None]
    assessed = sum(t.tests is not None for t in tasks)
    high = sum(t.counts.get("high", 0) > 0 for t in tasks)
    words: Counter[str] = Counter(word for t in tasks for word in t.decisions)
    said = [
        ("tasks", str(len(tasks))),
        ("candidates pass", f"{passed} of {len(run)} run"),
        ("suites assessed", f"{assessed} of {len(tasks)}"),
        ("median strength", f"{median(strong):.2f}" if strong else "not measured"),
        # Reading a task flags it too: of those assessed alone it is no share.
        ("with a high flag", str(high)),
    ]
    if words:
        order = ("accept", "revise", "reject")
        said.append(("decided", ", ".join(f"{words[w]} {w}" for w in order if words[w])))
    if report.kind == "reviewer":
        minutes = [o.active_s / 60 for t in tasks for o in t.opinions]
        said.append(("median minutes", f"{median(minutes):.0f}"))
    return said


def languages(report: Report) -> list[LanguageRow]:
    """By name."""
    names = sorted({t.language for t in report.tasks})
    return [_row(name, [t for t in report.tasks if t.language == name]) for name in names]


def _row(name: str, tasks: Sequence[TaskFacts]) -> LanguageRow:
    verdicts = [t.candidate.verdict for t in tasks if t.candidate and t.candidate.verdict]
    strong = [t.strength for t in tasks if t.strength is not None]
    return LanguageRow(
        language=name, tasks=len(tasks), run=len(verdicts), passed=verdicts.count("pass"),
        assessed=sum(t.tests is not None for t in tasks),
        strength=median(strong) if strong else None,
        high=sum(t.counts.get("high", 0) > 0 for t in tasks),
    )  # fmt: skip


def unmeasured(report: Report, most: int = 20) -> list[tuple[str, int]]:
    """What was not measured and on how many tasks, the most frequent first."""
    counted = Counter(words for t in report.tasks for words in set(t.unmeasured))
    return counted.most_common(most)
