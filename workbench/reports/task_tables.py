"""A report's tasks, flags and opinions as pandas frames: one row a thing, nothing rounded away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from workbench.model.report import Proven, Report, TaskFacts, Trust

TASKS = [
    *(
        "rank",
        "task_id",
        "title",
        "language",
        "source",
        "licence",
        "verdict",
        "grade",
        "then",
        "tests",
    ),
    *("strength", "mutants", "missed", "lines", "branches", "flaky", "reruns"),
    *("high", "medium", "low", "accept", "revise", "reject", "cannot_judge", "concern", "why"),
    *("unmeasured", "run"),
]
FLAGS = ["task_id", "severity", "kind", "message", "evidence"]
_RATES = (
    *("known", "defects", "flagged", "right"),
    *("precision", "precision_low", "precision_high", "recall", "recall_low", "recall_high"),
)
TRUST = ["rule", "against", *_RATES]
PROVEN = ["finding", "data", "cases", *_RATES, "how", "at", "commit"]
OPINIONS = [
    *("task_id", "reviewer", "decision", "axis", "score", "rationale", "evidence", "confidence"),
    *("minutes", "submitted_at", "stale"),
]


def tasks(report: Report) -> pd.DataFrame:
    """One row a task, those to look at first first."""
    rows = [_task(rank, facts) for rank, facts in enumerate(report.tasks, start=1)]
    frame = pd.DataFrame(rows, columns=TASKS)
    whole = ("tests", "mutants", "missed")
    return frame.astype(dict.fromkeys(whole, "Int64"))


def _task(rank: int, facts: TaskFacts) -> dict[str, Any]:
    candidate = facts.candidate
    decisions = facts.decisions
    return {
        "rank": rank, "task_id": facts.task_id, "title": facts.title, "language": facts.language,
        "source": facts.source, "licence": facts.licence,
        "verdict": candidate.verdict if candidate else "",
        "grade": candidate.grade if candidate else "",
        "then": candidate.then if candidate else "", "tests": facts.tests,
        "strength": facts.strength, "mutants": facts.mutants, "missed": facts.missed,
        "lines": facts.lines, "branches": facts.branches, "flaky": len(facts.flaky),
        "reruns": facts.reruns, **{s: facts.counts.get(s, 0) for s in ("high", "medium", "low")},
        **{word: decisions.count(word) for word in ("accept", "revise", "reject")},
        "cannot_judge": sum(bool(o.cannot_judge) for o in facts.opinions),
        "concern": facts.concern, "why": facts.why, "unmeasured": "; ".join(facts.unmeasured),
        "run": candidate.run if candidate else "",
    }  # fmt: skip


def flags(report: Report) -> pd.DataFrame:
    """One row a flag."""
    rows = [
        {
            "task_id": facts.task_id, "severity": flag.severity, "kind": flag.kind,
            "message": flag.message, "evidence": "; ".join(flag.evidence),
        }
        for facts in report.tasks for flag in facts.flags
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=FLAGS)


def opinions(report: Report) -> pd.DataFrame:
    """One row an axis of a review; a review without any has one row all the same."""
    rows = []
    for facts in report.tasks:
        for said in facts.opinions:
            whole = {
                "task_id": facts.task_id, "reviewer": said.reviewer, "decision": said.decision,
                "confidence": said.confidence, "minutes": round(said.active_s / 60, 1),
                "submitted_at": said.submitted_at, "stale": said.stale,
            }  # fmt: skip
            rows += [
                {**whole, "axis": a.axis, "score": a.score, "rationale": a.rationale,
                 "evidence": a.evidence}
                for a in said.axes
            ] or [{**whole, "axis": "", "rationale": said.cannot_judge}]  # fmt: skip
    frame = pd.DataFrame(rows, columns=OPINIONS)
    return frame.astype({"score": "Int64", "confidence": "Int64", "evidence": "Int64"})


def trust(report: Report) -> pd.DataFrame:
    """One row a rule, measured on the report's own tasks."""
    return pd.DataFrame([_rates(one, TRUST) for one in report.trust], columns=TRUST)


def proven(report: Report) -> pd.DataFrame:
    """One row a finding and a set of data on which it was measured."""
    return pd.DataFrame([_rates(one, PROVEN) for one in report.proven], columns=PROVEN)


def _rates(one: Trust | Proven, columns: Iterable[str]) -> dict[str, Any]:
    return {
        **one.model_dump(include=set(columns) - {"precision", "recall"}),
        **{
            f"{name}{end}": value
            for name, figure in (("precision", one.precision), ("recall", one.recall))
            for end, value in (("", figure.value), ("_low", figure.low), ("_high", figure.high))
        },
    }
