"""How often findings were right on other data, whose truth is known: what ships with the program.

`measured.json` holds counts, written by `benchmarks.report_findings --write`; shares and intervals
are made of them here. A finding that nobody measured is named as such.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import Field

from workbench.model.base import Document, Text, Value
from workbench.model.measures import Figure
from workbench.model.report import Proven, TaskFacts
from workbench.reports.trusting import RULES, precision, recall

FILE = "measured.json"
_STEPS: tuple[tuple[str, frozenset[str]], ...] = (
    ("high", frozenset({"high"})),
    ("high or medium", frozenset({"high", "medium"})),
)
_TOGETHER = "no interval: cases of one task go together"


class Count(Value):
    """What a finding came to. `recall`: its interval, where the cases are not independent."""

    flagged: int = Field(ge=0)
    right: int = Field(ge=0)
    defects: int = Field(ge=0)
    recall: tuple[float, float] | None = None


class Measured(Value):
    """One set of data. `together`: several cases are of one task, so that no interval for
    independent ones may be put beside them."""

    data: Text
    cases: Literal["tasks", "solutions"] = "tasks"
    together: bool = False
    known: int = Field(ge=0)
    found: dict[Text, Count]
    how: Text
    at: Text
    """the day, UTC"""
    commit: Text


class AllMeasured(Document):
    """`measured.json`: sets by name."""

    sets: dict[Text, Measured]


@cache
def measured() -> AllMeasured:
    """What ships."""
    text = (resources.files("workbench.reports") / FILE).read_text(encoding="utf-8")
    return AllMeasured.model_validate_json(text)


def findings(kinds: Iterable[str]) -> dict[str, Callable[[TaskFacts], bool]]:
    """The rules, and for each kind of flag how gravely it is raised. What is only worth knowing
    accuses nobody: it is no finding."""
    return dict(RULES) | {
        f"{kind.replace('_', ' ')}, {words}": _raised(kind, severities)
        for kind in sorted(kinds) for words, severities in _STEPS
    }  # fmt: skip


def _raised(kind: str, severities: frozenset[str]) -> Callable[[TaskFacts], bool]:
    return lambda facts: any(f.kind == kind and f.severity in severities for f in facts.flags)


def proven(tasks: Sequence[TaskFacts]) -> tuple[tuple[Proven, ...], tuple[str, ...]]:
    """Of what is found here: how often that was right on other data, and what nobody measured."""
    rules = [name for name, _ in RULES]
    kinds = {flag.kind for facts in tasks for flag in facts.flags}
    here = [n for n, holds in findings(kinds).items() if n in rules or any(map(holds, tasks))]
    told = tuple(
        _told(name, held, held.found[name])
        for held in measured().sets.values() for name in here if name in held.found
    )  # fmt: skip
    known = {one.finding for one in told}
    return told, tuple(name for name in here if name not in known)


def _told(name: str, held: Measured, count: Count) -> Proven:
    right, caught = precision(count.right, count.flagged), recall(count.right, count.defects)
    if held.together:
        right, caught = _bare(right), _bare(caught)
        if count.recall:
            low, high = count.recall
            caught = caught.model_copy(update={"low": low, "high": high, "note": ""})
    return Proven(
        finding=name, data=held.data, cases=held.cases, known=held.known, defects=count.defects,
        flagged=count.flagged, right=count.right, precision=right, recall=caught,
        how=held.how, at=held.at, commit=held.commit,
    )  # fmt: skip


def _bare(figure: Figure) -> Figure:
    if figure.value is None:
        return figure
    return figure.model_copy(update={"low": None, "high": None, "note": _TOGETHER})
