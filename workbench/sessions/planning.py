"""From tasks, reviewers, gold and settings to assignments whose order tells nothing of kinds.

The same session gives the same plan, and planning again after tasks or reviewers were added plans
what is missing, so that `assign` may be repeated.
"""

from __future__ import annotations

import hashlib
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from workbench.errors import InputError
from workbench.model.session import Assignment, Kind, Session
from workbench.sessions.sharing import Pair, number_of_groups, pairs, shared

APART: Final = 10
"""Other tasks between a task and its repeat, so that nobody repeats from memory."""
RATINGS: Final[frozenset[Kind]] = frozenset({"single", "overlap", "extra"})
"""Kinds that count as ratings of a live task."""


@dataclass(frozen=True)
class Plan:
    """New assignments, and in words what the settings asked for and the session cannot give."""

    assignments: tuple[Assignment, ...]
    notes: tuple[str, ...]


@dataclass
class _Queue:
    """What a reviewer gets, in order, on top of what is there."""

    reviewer: str
    start: int
    items: list[tuple[str, Kind]] = field(default_factory=list)


def plan(session: Session, existing: Iterable[Assignment] = ()) -> Plan:
    """Raises InputError where there is nobody or nothing to assign, or too little gold."""
    there = tuple(existing)
    onboarding, hidden = split_gold(session)
    _check(session, onboarding, hidden)
    notes: list[str] = []
    chance = random.Random(f"plan {session.settings.seed} {session.id} {len(there)}")
    live = _live(session, there, chance, notes)
    queues = []
    for reviewer in session.reviewers:
        mine = [a for a in there if a.reviewer == reviewer]
        start = max((a.position for a in mine), default=-1) + 1
        known = {a.task_id for a in mine}
        practice: list[tuple[str, Kind]] = [(t, "onboarding") for t in onboarding if t not in known]
        rest = _mixed(session, live[reviewer], [t for t in hidden if t not in known], chance, notes)
        queues.append(_Queue(reviewer, start, practice + rest))
    made = tuple(
        Assignment(
            id=assignment_id(session, queue.reviewer, task, kind), reviewer=queue.reviewer,
            task_id=task, kind=kind, position=queue.start + at,
        )
        for queue in queues
        for at, (task, kind) in enumerate(queue.items)
    )  # fmt: skip
    notes += _about_design(session, (*there, *made))
    return Plan(made, tuple(dict.fromkeys(notes)))


def split_gold(session: Session) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(tasks of onboarding, tasks that may come hidden). Whoever is onboarded was told about the
    first; nobody ever is about the second."""
    number = session.settings.onboarding
    known = [gold.task_id for gold in session.gold]
    return tuple(known[:number]), tuple(known[number:])


def assignment_id(session: Session, reviewer: str, task: str, kind: str) -> str:
    """What only leads can foretell: keyed by the session's seed."""
    key = hashlib.blake2b(f"seed {session.settings.seed}".encode()).digest()
    # A repeat is told from its first time; a live task is the same assignment whatever its kind.
    which = kind if kind == "repeat" else "first"
    text = f"{session.id}/{reviewer}/{task}/{which}".encode()
    return "a" + hashlib.blake2b(text, key=key, digest_size=12).hexdigest()


def _check(session: Session, onboarding: Sequence[str], hidden: Sequence[str]) -> None:
    settings = session.settings
    if not session.reviewers:
        raise InputError("the session has no reviewers", mend="name some: --reviewer NAME")
    if not _live_tasks(session):
        raise InputError("the session has no tasks that are not gold", mend="add tasks to rate")
    if len(onboarding) < settings.onboarding:
        raise InputError(
            f"onboarding takes {settings.onboarding} gold tasks and the session has "
            f"{len(session.gold)}",
            mend="give more gold, or lower onboarding",
        )
    if settings.gold and not hidden:
        raise InputError(
            "hidden gold is asked for and none is left"
            + (f" after the {settings.onboarding} of onboarding" if settings.onboarding else ""),
            mend="give more gold, or set gold to 0",
        )


def _live_tasks(session: Session) -> list[str]:
    known = {gold.task_id for gold in session.gold}
    return [task for task in session.tasks if task not in known]


def _live(
    session: Session, there: Sequence[Assignment], chance: random.Random, notes: list[str]
) -> dict[str, list[tuple[str, Kind]]]:
    """Each reviewer's new live tasks: the overlap first, the rest to whoever has least."""
    settings, reviewers = session.settings, session.reviewers
    rated: dict[str, list[str]] = defaultdict(list)
    for a in there:
        if a.kind in RATINGS:
            rated[a.task_id].append(a.reviewer)
    every = _live_tasks(session)
    new = [task for task in every if task not in rated]
    chance.shuffle(new)
    wanted = round(settings.overlap * len(every)) or math.ceil(settings.overlap)
    several = min(max(wanted - sum(len(team) > 1 for team in rated.values()), 0), len(new))
    each = min(settings.ratings_each, len(reviewers))
    if each < settings.ratings_each and several:
        notes.append(
            f"{settings.ratings_each} ratings of a task are asked for and there are "
            f"{len(reviewers)} reviewers"
        )
    load = Counter(a.reviewer for a in there if a.kind in RATINGS)
    met: Counter[Pair] = Counter(pair for team in rated.values() for pair in pairs(team))
    found: dict[str, list[tuple[str, Kind]]] = {name: [] for name in reviewers}
    teams = shared(reviewers, several if each > 1 else 0, each, met, load, chance)
    for task, team in zip(new, teams, strict=False):
        for name in team:
            found[name].append((task, "overlap"))
            load[name] += 1
    for task in new[len(teams) :]:
        name = min(reviewers, key=lambda n: (load[n], chance.random()))
        found[name].append((task, "single"))
        load[name] += 1
    return found


def _mixed(
    session: Session, live: list[tuple[str, Kind]], gold: Sequence[str], chance: random.Random,
    notes: list[str],
) -> list[tuple[str, Kind]]:  # fmt: skip
    """Live tasks with hidden gold and repeats anywhere among them."""
    settings = session.settings
    wanted = _share(settings.gold, len(live))
    if wanted > len(gold):
        notes.append(f"{wanted} hidden gold tasks a reviewer are asked for: {len(gold)} are left")
    order: list[tuple[str, Kind]] = [*live]
    order += [(task, "gold") for task in chance.sample(gold, min(wanted, len(gold)))]
    chance.shuffle(order)
    again = _share(settings.repeats, len(live))
    early = [
        task for at, (task, kind) in enumerate(order)
        if kind in RATINGS and at + APART < len(order)
    ]  # fmt: skip
    if again > len(early):
        notes.append(
            f"{again} repeats a reviewer are asked for: {len(early)} tasks have {APART} others "
            "after them"
        )
    for task in chance.sample(early, min(again, len(early))):
        first = next(at for at, (name, _) in enumerate(order) if name == task)
        order.insert(chance.randint(first + APART + 1, len(order)), (task, "repeat"))
    return order


def _share(share: float, number: int) -> int:
    """At least one where any is asked for."""
    return max(round(share * number), 1) if share and number else 0


def _about_design(session: Session, every: Sequence[Assignment]) -> list[str]:
    """What the assignments cannot tell."""
    if len(session.reviewers) < 2:
        return ["one reviewer: there is no agreement to measure"]
    rated: dict[str, list[str]] = defaultdict(list)
    for a in every:
        if a.kind in RATINGS:
            rated[a.task_id].append(a.reviewer)
    teams = list(rated.values())
    apart = number_of_groups(session.reviewers, teams)
    if apart > 1:
        return [
            f"{apart} groups of reviewers share no task, so their severities cannot be compared; "
            "a larger overlap connects them"
        ]
    many = len(session.reviewers)
    never = many * (many - 1) // 2 - len({pair for team in teams for pair in pairs(team)})
    return [f"{never} pairs of reviewers never rate the same task"] if never else []
