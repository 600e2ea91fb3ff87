"""What the lead's board and its cases show, as plain JSON values. A case names nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from workbench.jupyter.messages import Message
from workbench.model.measures import Label, Measures
from workbench.model.session import Adjudication, Submission
from workbench.sessions.adjudicating import Case, Row
from workbench.sessions.record import Record

# A server drops what a kernel says beyond about a megabyte a second, silently.
_TASKS, _POINTS, _TEXT, _CHIPS, _DOUBTS = 400, 60, 12_000, 40, 30
_ORDER = {"open": 0, "outdated": 0, "adjudicated": 1, "agreed": 2, "too_few": 3}
Named = Callable[[str], tuple[str, str]]
"""Title and language of a task."""


def shown_board(record: Record, found: Measures, named: Named, *, lead: str, at: str) -> Message:
    """The whole board. Counts are of all; the list of tasks may be shorter."""
    session, settings = record.session, record.session.settings
    return {
        "type": "board",
        "session": {
            "id": session.id,
            "title": session.title,
            "state": session.state,
            "tasks": len(session.tasks),
            "reviewers": list(session.reviewers),
            "overlap": settings.overlap,
            "ratings_each": settings.ratings_each,
            "gold": len(session.gold),
            "lead": lead,
        },
        "rubric": record.rubric.model_dump(mode="json"),
        "measures": shown_measures(found, named),
        "doubts": _first(record.doubts),
        "at": at,
    }


def _first(doubts: tuple[str, ...]) -> list[str]:
    left = len(doubts) - _DOUBTS
    more = [f"and {left} more: `workbench session status` lists them"] if left > 0 else []
    return [*doubts[:_DOUBTS], *more]


def shown_measures(found: Measures, named: Named) -> Message:
    """What the figures are, rounded: nobody reads a seventh digit."""
    value = found.model_dump(mode="json", include={
        "assigned", "submitted", "open", "axes", "reviewers", "marks", "findings", "notes",
    })  # fmt: skip
    for axis in value["axes"]:
        for left_out in ("windows", "prevalence", "without"):
            axis.pop(left_out, None)
    for reviewer in value["reviewers"]:
        reviewer.pop("severity_by_axis", None)
        drift = reviewer["drift"]
        drift["points"] = drift["points"][-_POINTS:]
    for finding in value["findings"]:
        finding.pop("figures", None)
    tasks = sorted(found.tasks, key=lambda t: _ORDER[t.state])[:_TASKS]
    value["counts"] = dict(Counter(task.state for task in found.tasks))
    value["tasks"] = [
        {
            **task.model_dump(mode="json", exclude={"votes"}),
            "title": named(task.task_id)[0],
            "language": named(task.task_id)[1],
        }
        for task in tasks
    ]
    rounded: Message = _rounded(value)
    return rounded


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return value


def shown_case(
    case: Case, labels: Iterable[Label], made: Iterable[Adjudication], named: Named
) -> Message:
    """One task to decide: columns under pseudonyms, in this task's own order."""
    counted = {label.axis: label for label in labels if label.task_id == case.task_id}
    title, language = named(case.task_id)
    return {
        "task_id": case.task_id,
        "title": title,
        "language": language,
        "columns": [_column(c.pseudonym, c.rated.submission) for c in case.columns],
        "axes": [_axis(row, counted) for row in case.rows],
        "earlier": case.before.model_dump(mode="json") if case.before else None,
        "history": sum(one.task_id == case.task_id for one in made),
    }


def _column(name: str, submission: Submission) -> Message:
    """Only what is said: neither who said it, nor when, nor how long it took."""
    review = submission.review.model_dump(mode="json", include={
        "ratings", "answers", "comments", "confidence", "difficulty", "cannot_judge", "notes",
    })  # fmt: skip
    for rating in review["ratings"].values():
        rating["rationale"] = _cut(rating["rationale"])
        rating["cannot_judge"] = _cut(rating["cannot_judge"])
        rating["evidence"] = [
            {**chip, "text": _cut(chip["text"])} for chip in rating["evidence"][:_CHIPS]
        ]
    review["notes"], review["cannot_judge"] = _cut(review["notes"]), _cut(review["cannot_judge"])
    return {
        **review,
        "name": name,
        "digest": submission.digest,
        "decision": submission.decision,
    }


def _axis(row: Row, counted: Mapping[str, Label]) -> Message:
    label = counted.get(row.axis.id)
    decide = row.status == "decide"
    return {
        "axis": row.axis.id,
        "needs": decide,
        "unanimous": row.status == "unanimous",
        "gap": row.split.gap,
        "crosses": row.split.crosses,
        "prefill": None if decide else row.proposed.model_dump(mode="json"),
        "counted": in_words(label) if label and row.status != "unanimous" else "",
    }


def in_words(label: Label) -> str:
    """What the rules that only count would make of it."""
    parts = [f"majority {'none' if label.majority is None else label.majority}"]
    if label.highest is not None:
        parts.append(f"highest {label.highest}")
    if label.posterior:
        likely = max(range(len(label.posterior)), key=label.posterior.__getitem__)
        parts.append(f"most likely {likely} ({label.posterior[likely]:.0%})")
    return ", ".join(parts)


def _cut(text: str) -> str:
    if len(text) <= _TEXT:
        return text
    return f"{text[:_TEXT]}\n[... {len(text) - _TEXT} characters more]"
