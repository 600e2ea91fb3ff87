"""Who rates a task together with whom: loads within one, pairs met alike, everybody connected."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from workbench.calibration.design import groups
from workbench.calibration.ratings import from_records

_TRIES = 20
"""Swaps tried for each place of a design."""

Pair = frozenset[str]
Design = list[list[str]]


def shared(
    reviewers: Sequence[str],
    number: int,
    each: int,
    met: Mapping[Pair, int],
    load: Mapping[str, int],
    chance: random.Random,
) -> Design:
    """For each of `number` tasks, `each` different reviewers.

    Loads, counted on from `load`, end within one of each other where they began so. Two reviewers
    meet about as often as any other two, `met` included, and where the tasks suffice shared tasks
    connect everybody, so that severities can be compared.
    """
    design = _filled(reviewers, number, each, load, chance)
    _mix(design, met, chance)
    _connect(reviewers, design, [list(pair) for pair, times in met.items() if times])
    return design


def _filled(
    reviewers: Sequence[str], number: int, each: int, load: Mapping[str, int], chance: random.Random
) -> Design:
    """The least loaded first; among those by chance."""
    loads = {name: load.get(name, 0) for name in reviewers}
    design = []
    for _ in range(number):
        order = sorted(reviewers, key=lambda name: (loads[name], chance.random()))
        design.append(order[:each])
        for name in order[:each]:
            loads[name] += 1
    return design


def _mix(design: Design, met: Mapping[Pair, int], chance: random.Random) -> None:
    """Swap reviewers of two tasks, which leaves loads alone, while that evens out meetings: the
    sum of their squares never rises."""
    if len(design) < 2:
        return
    meetings = Counter(met)
    meetings.update(pair for team in design for pair in pairs(team))
    for _ in range(_TRIES * sum(map(len, design))):
        one, other = chance.sample(design, 2)
        at, to = chance.randrange(len(one)), chance.randrange(len(other))
        mine, yours = one[at], other[to]
        if mine in other or yours in one:
            continue
        gone = [Pair((mine, n)) for n in one if n != mine]
        gone += [Pair((yours, n)) for n in other if n != yours]
        come = [Pair((yours, n)) for n in one if n != mine]
        come += [Pair((mine, n)) for n in other if n != yours]
        before = sum(meetings[pair] for pair in gone)
        meetings.subtract(gone)
        after = sum(meetings[pair] + 1 for pair in come)
        if after <= before:
            meetings.update(come)
            one[at], other[to] = yours, mine
        else:
            meetings.update(gone)


def _connect(reviewers: Sequence[str], design: Design, before: Design) -> None:
    """Swap until everybody is connected, or no swap of two tasks makes fewer groups."""
    while (many := number_of_groups(reviewers, design + before)) > 1:
        if not any(
            _swapped_for_fewer(reviewers, design, before, many, *places)
            for places in _crossing(reviewers, design, before)
        ):
            return


def _crossing(
    reviewers: Sequence[str], design: Design, before: Design
) -> Iterator[tuple[int, int, int, int]]:
    """Places of two tasks that lie in two groups."""
    home = group_of(reviewers, design + before)
    for one, other in combinations(range(len(design)), 2):
        if home[design[one][0]] != home[design[other][0]]:
            for at in range(len(design[one])):
                for to in range(len(design[other])):
                    yield one, at, other, to


def _swapped_for_fewer(
    reviewers: Sequence[str], design: Design, before: Design, many: int,
    one: int, at: int, other: int, to: int,
) -> bool:  # fmt: skip
    first, second = design[one], design[other]
    first[at], second[to] = second[to], first[at]
    if number_of_groups(reviewers, design + before) < many:
        return True
    first[at], second[to] = second[to], first[at]
    return False


def group_of(reviewers: Sequence[str], design: Sequence[Sequence[str]]) -> dict[str, int]:
    """The group of each reviewer: shared tasks connect those of one group."""
    records: list[tuple[str, str, int | None]] = [("", name, None) for name in reviewers]
    records += [(f"task {at}", name, 0) for at, team in enumerate(design) for name in team]
    ratings = from_records(records)
    return dict(zip(ratings.raters, map(int, groups(ratings)), strict=True))


def number_of_groups(reviewers: Sequence[str], design: Sequence[Sequence[str]]) -> int:
    """How many groups of reviewers share no task with another."""
    return len(set(group_of(reviewers, design).values()))


def pairs(team: Sequence[str]) -> Iterator[Pair]:
    """Who meets whom on a task."""
    return (Pair(two) for two in combinations(team, 2))
