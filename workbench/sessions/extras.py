"""Ratings asked for on top of the plan: where ratings part, are missing, or will not come."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from workbench.model.session import Assignment, Progress
from workbench.sessions.disagreeing import splits
from workbench.sessions.planning import assignment_id
from workbench.sessions.record import LIVE, Rated, Record

_TO_DO = ("open", "draft")


def extra_ratings(
    record: Record, left_out: Collection[str]
) -> tuple[tuple[Assignment, ...], list[str]]:
    """One more for each task whose ratings are in and are too few or too far apart; and what a lead
    has to know. `left_out` are not asked."""
    load = _Load.of(record, left_out)
    found, stuck = [], 0
    for task, given in by_task(record).items():
        if _waits(record, given, left_out):
            continue
        if not _wants_more(record, given, record.live.get(task, [])):
            continue
        extra = _extra(record, task, given, load)
        if extra is None:
            stuck += 1
        else:
            found.append(extra)
    notes = [f"{stuck} tasks want another rating and nobody is left to give it"] if stuck else []
    return tuple(found), notes


def handed_over(record: Record, reviewer: str) -> tuple[Assignment, ...]:
    """What a reviewer has open, for others to rate. The reviewer's own assignments stay, and count
    no more where others suffice."""
    load = _Load.of(record, {*record.pauses, reviewer})
    found = []
    for task, given in by_task(record).items():
        open_here = any(p.assignment.reviewer == reviewer and p.item.state in _TO_DO for p in given)
        others = [p for p in given if p.assignment.reviewer not in {*record.pauses, reviewer}]
        if open_here and len(others) < _planned(record, given):
            extra = _extra(record, task, given, load)
            if extra is not None:
                found.append(extra)
    return tuple(found)


def by_task(record: Record) -> dict[str, list[Progress]]:
    """The live assignments of each task."""
    found: dict[str, list[Progress]] = defaultdict(list)
    for progress in record.progress:
        if progress.assignment.kind in LIVE:
            found[progress.assignment.task_id].append(progress)
    return found


def _planned(record: Record, given: Sequence[Progress]) -> int:
    """Ratings the plan meant a task to have."""
    if any(p.assignment.kind == "single" for p in given):
        return 1
    return min(record.session.settings.ratings_each, len(record.session.reviewers))


def _waits(record: Record, given: Sequence[Progress], left_out: Collection[str]) -> bool:
    """Whether a rating is still to come. One of somebody who is left out is waited for unless
    enough others have the task: a pause may be short."""
    coming = [p for p in given if p.item.state in _TO_DO]
    if all(p.assignment.reviewer in left_out for p in coming):
        return bool(coming) and len(given) - len(coming) < _planned(record, given)
    return True


def _wants_more(record: Record, given: Sequence[Progress], ratings: Sequence[Rated]) -> bool:
    settings = record.session.settings
    if len(given) >= settings.most_ratings:
        return False
    judged = [r for r in ratings if r.judged]
    if len(judged) < _planned(record, given):
        return True  # skipped, or could not be judged
    if len(judged) < 2:
        return False
    return any(
        split.needs_decision(settings.extra_gap) and not split.settled
        for split in splits(record.rubric.axes, judged)
    )


def _extra(record: Record, task: str, given: Sequence[Progress], load: _Load) -> Assignment | None:
    key = assignment_id(record.session, f"extra {len(given) + 1}", task, "extra")
    chosen = load.take({p.assignment.reviewer for p in given}, key)
    if chosen is None:
        return None
    name, position = chosen
    return Assignment(id=key, reviewer=name, task_id=task, kind="extra", position=position)


@dataclass
class _Load:
    """Who may be given more, and how much each has open."""

    session_reviewers: tuple[str, ...]
    open: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    last: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, record: Record, left_out: Collection[str]) -> _Load:
        waiting = {
            p.assignment.reviewer for p in record.progress
            if p.assignment.kind == "onboarding"
            and p.assignment.reviewer not in record.admitted
        }  # fmt: skip
        found = cls(tuple(n for n in record.session.reviewers if n not in {*left_out, *waiting}))
        for progress in record.progress:
            name, position = progress.assignment.reviewer, progress.assignment.position
            found.last[name] = max(found.last[name], position)
            if progress.item.state in _TO_DO:
                found.open[name] += 1
                found.places[name].append(position)
        return found

    def take(self, taken: set[str], key: str) -> tuple[str, int] | None:
        """(the least loaded reviewer who does not have the task, a place among the open ones)."""
        able = [name for name in self.session_reviewers if name not in taken]
        if not able:
            return None
        name = min(able, key=lambda n: (self.open[n], _number(f"{key}/{n}")))
        places = [*self.places[name], self.last[name] + 1]
        first, last = min(places), max(places)
        self.open[name] += 1
        # Anywhere among what is open: a place at the end would tell that others disagree.
        return name, first + _number(f"{key}/place") % (last - first + 1)


def _number(key: str) -> int:
    """The same on every lead's machine, and known to leads alone: `key` holds an assignment's
    id."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=6).digest(), "big")
