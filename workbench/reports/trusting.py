"""How far a report's own rules may be trusted: their precision and recall where truth is known."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from workbench.calibration.estimate import Estimate
from workbench.calibration.proportion import wilson
from workbench.errors import InputError
from workbench.model.measures import Figure
from workbench.model.report import TaskFacts, Trust

_WORDS = {"1": True, "true": True, "yes": True, "defect": True,
          "0": False, "false": False, "no": False, "sound": False}  # fmt: skip
_WEAK = 0.8
_NAMED = 100


def _severe(facts: TaskFacts) -> bool:
    return facts.counts.get("high", 0) > 0


def _marked(facts: TaskFacts) -> bool:
    return facts.counts.get("high", 0) + facts.counts.get("medium", 0) > 0


def _weak(facts: TaskFacts) -> bool:
    return facts.strength is not None and facts.strength < _WEAK


RULES: tuple[tuple[str, Callable[[TaskFacts], bool]], ...] = (
    ("a flag of high severity", _severe),
    ("a flag of high or medium severity", _marked),
    (f"strength below {_WEAK}", _weak),
)
REVIEWS = "decisions of this workspace's reviewers"


def by_reviews(tasks: Sequence[TaskFacts]) -> dict[str, bool]:
    """Defect: at least half of the decisions ask for a change, or reject."""
    truth = {}
    for facts in tasks:
        decisions = facts.decisions
        if decisions:
            against = sum(word != "accept" for word in decisions)
            truth[facts.task_id] = 2 * against >= len(decisions)
    return truth


def by_file(path: Path) -> dict[str, bool]:
    """Columns `task_id` and `defect` of a CSV file. Raises InputError naming the line."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path.name} cannot be read: {error}") from None
    truth = {}
    for number, row in enumerate(rows, start=2):
        word = str(row.get("defect") or "").strip().lower()
        name = str(row.get("task_id") or "").strip()
        if not name or word not in _WORDS:
            raise InputError(
                f"{path.name}, line {number}: a task_id and a defect of 0 or 1 are needed",
                mend="columns: task_id,defect",
            )
        truth[name] = _WORDS[word]
    return truth


def trust(tasks: Sequence[TaskFacts], truth: Mapping[str, bool], against: str) -> tuple[Trust, ...]:
    """Each rule beside the truth. Only tasks that were measured count."""
    known = [t for t in tasks if t.task_id in truth and t.tests is not None]
    if not known:
        return ()
    return tuple(_one(rule, holds, known, truth, against) for rule, holds in RULES)


def _one(
    rule: str, holds: Callable[[TaskFacts], bool], known: Sequence[TaskFacts],
    truth: Mapping[str, bool], against: str,
) -> Trust:  # fmt: skip
    flagged = [t for t in known if holds(t)]
    defects = sum(truth[t.task_id] for t in known)
    right = sum(truth[t.task_id] for t in flagged)
    held = {t.task_id for t in flagged}
    alarms = [t.task_id for t in flagged if not truth[t.task_id]]
    overlooked = [t.task_id for t in known if truth[t.task_id] and t.task_id not in held]
    return Trust(
        rule=rule, against=against, known=len(known), flagged=len(flagged), defects=defects,
        right=right,
        precision=precision(right, len(flagged)), recall=recall(right, defects),
        false_alarms=tuple(alarms[:_NAMED]), overlooked=tuple(overlooked[:_NAMED]),
    )  # fmt: skip


def precision(right: int, flagged: int) -> Figure:
    """How many of those flagged are defects."""
    return _figure(wilson(right, flagged, nothing="nothing was flagged"), flagged)


def recall(right: int, defects: int) -> Figure:
    """How many of the defects are flagged."""
    return _figure(wilson(right, defects, nothing="there is no defect"), defects)


def _figure(found: Estimate, number: int) -> Figure:
    return Figure(value=found.value, low=found.low, high=found.high, n=number, note=found.note)
