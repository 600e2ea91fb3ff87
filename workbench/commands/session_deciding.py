"""`workbench session adjudicate`: a case as text or JSON, and decisions from options or a file."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import Field, ValidationError

from workbench.errors import InputError, InvalidFile
from workbench.model.base import Id, Text, Value
from workbench.model.session import Adjudication, AxisDecision, Cause
from workbench.sessions.adjudicating import Case, Row, adjudicated
from workbench.store.files import explain, parse_json, read_bytes
from workbench.store.sessions.contract import Lead

CAUSES: tuple[Cause, ...] = get_args(Cause)
_SHAPE = "AXIS=SCORE:CAUSE:REASON, a score of - for cannot judge"


class Decided(Value):
    """A decision file."""

    axes: dict[Id, AxisDecision] = Field(default_factory=dict)
    guideline_note: Text = ""


def as_dict(case: Case) -> dict[str, Any]:
    """The case, with pseudonyms alone: nothing in it says who is who."""
    return {
        "session": case.session.id,
        "task_id": case.task_id,
        "needed": list(case.needed),
        "columns": [
            {
                "pseudonym": column.pseudonym,
                "decision": column.rated.submission.decision,
                "cannot_judge": column.rated.review.cannot_judge,
            }
            for column in case.columns
        ],
        "axes": [
            {
                "axis": row.axis.id,
                "status": row.status,
                "proposed": row.proposed.model_dump(mode="json"),
                "votes": _votes(case, row),
            }
            for row in case.rows
        ],
        "decided": case.before.model_dump(mode="json") if case.before else None,
    }


def _votes(case: Case, row: Row) -> list[dict[str, Any]]:
    found = []
    for column in case.columns:
        rating = column.rated.review.ratings.get(row.axis.id)
        found.append(
            {
                "pseudonym": column.pseudonym,
                "score": column.rated.score(row.axis.id),
                "rationale": rating.rationale if rating else "",
                "cannot_judge": rating.cannot_judge if rating else "",
                "evidence": [e.model_dump(mode="json") for e in rating.evidence] if rating else [],
            }
        )
    return found


def decision_file(path: Path) -> Decided:
    """Decisions from a JSON file; `-` is standard input. Raises InvalidFile."""
    name = "standard input" if str(path) == "-" else path.name
    raw = sys.stdin.buffer.read() if str(path) == "-" else read_bytes(path)
    try:
        return Decided.model_validate(parse_json(raw, name))
    except ValidationError as error:
        raise InvalidFile(f"{name}: {explain(error)}") from None


def decisions(words: Sequence[str]) -> dict[str, AxisDecision]:
    """Decisions as options give them. Raises InputError."""
    return dict(_one(word) for word in words)


def _one(word: str) -> tuple[str, AxisDecision]:
    axis, found, rest = word.partition("=")
    score, _, more = rest.partition(":")
    cause, _, reason = more.partition(":")
    if not found or not axis or not score:
        raise InputError(f"{word[:120]!r} is no decision", mend=_SHAPE)
    if cause and cause not in CAUSES:
        raise InputError(f"{cause[:80]!r} is no cause", mend=", ".join(CAUSES))
    return axis, made(score, cause, reason)


def made(score: str, cause: str, reason: str) -> AxisDecision:
    """One axis's decision from words. Raises InputError."""
    body: dict[str, Any] = {"reason": reason.strip(), "cause": cause or None}
    body |= {"cannot_judge": True} if score.strip() == "-" else {"score": score.strip()}
    try:
        return AxisDecision.model_validate(body)
    except ValidationError as error:
        raise InputError(f"score {score[:40]!r}: {explain(error)}", mend=_SHAPE) from None


def as_made(kept: Adjudication) -> dict[str, Any]:
    """What was kept, as one line."""
    return {
        "session": kept.session,
        "task_id": kept.task_id,
        "number": kept.number,
        "decision": kept.decision,
        "axes": {axis: d.model_dump(mode="json") for axis, d in kept.axes.items()},
        "guideline_note": kept.guideline_note,
    }


def keep(lead: Lead, case: Case, chosen: Mapping[str, AxisDecision], note: str) -> Adjudication:
    """Keep the decision on a case; who decided, the store says."""
    return lead.adjudicate(adjudicated(case, chosen, by=case.session.leads[0], guideline_note=note))
