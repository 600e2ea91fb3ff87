"""A plan keeps what its settings promise, and tells reviewers nothing."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import InputError
from workbench.model.session import Gold, Session, Settings
from workbench.sessions.planning import APART, RATINGS, plan
from workbench.sessions.sharing import group_of, pairs


def session(
    *, reviewers: int = 6, tasks: int = 60, known: int = 12, seed: int = 5, **wishes: float
) -> Session:
    return Session(
        id="november", leads=("lead",), rubric="coding-task-v1", rubric_version=1,
        reviewers=tuple(f"r{n:02}" for n in range(reviewers)),
        tasks=tuple(f"t{n:04}" for n in range(tasks)),
        gold=tuple(Gold(task_id=f"g{n:03}", scores={"solution": n % 4}) for n in range(known)),
        settings=Settings.model_validate({"seed": seed, **wishes}),
    )  # fmt: skip


SESSIONS = st.builds(
    lambda reviewers, tasks, known, seed, wishes: session(
        reviewers=reviewers, tasks=tasks, known=known, seed=seed, **wishes
    ),
    st.integers(1, 9), st.integers(1, 80), st.integers(6, 20), st.integers(0, 2**53),
    st.fixed_dictionaries(
        {
            "overlap": st.sampled_from([0.0, 0.1, 0.25, 0.5, 1.0]),
            "ratings_each": st.integers(2, 4),
            "onboarding": st.integers(0, 5),
            "gold": st.sampled_from([0.0, 0.1, 0.5]),
            "repeats": st.sampled_from([0.0, 0.1, 0.5]),
        }
    ),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(SESSIONS)
def test_every_task_is_rated_and_loads_are_within_one(made: Session) -> None:
    found = plan(made).assignments
    live = [a for a in found if a.kind in RATINGS]
    assert {a.task_id for a in live} == set(made.tasks)
    assert len({(a.reviewer, a.task_id) for a in live}) == len(live)
    loads = Counter(a.reviewer for a in live)
    counts = [loads[name] for name in made.reviewers]
    assert max(counts) - min(counts) <= 1
    several = Counter(Counter(a.task_id for a in live).values())
    each = min(made.settings.ratings_each, len(made.reviewers))
    wanted = max(round(made.settings.overlap * len(made.tasks)), made.settings.overlap > 0)
    assert set(several) <= {1, each}
    if each > 1:
        assert several[each] == wanted


@settings(max_examples=60, deadline=None)
@given(SESSIONS)
def test_onboarding_comes_first_and_repeats_after_ten_others(made: Session) -> None:
    queues = defaultdict(list)
    for a in plan(made).assignments:
        queues[a.reviewer].append(a)
    for queue in queues.values():
        assert [a.position for a in queue] == list(range(len(queue)))
        kinds = [a.kind for a in queue]
        assert kinds[: made.settings.onboarding] == ["onboarding"] * made.settings.onboarding
        assert "onboarding" not in kinds[made.settings.onboarding :]
        for a in queue:
            if a.kind == "repeat":
                first = next(b for b in queue if b.task_id == a.task_id)
                assert first.kind in RATINGS
                assert a.position - first.position > APART
        known = {g.task_id for g in made.gold}
        assert all((a.task_id in known) == (a.kind in ("gold", "onboarding")) for a in queue)


@settings(max_examples=40, deadline=None)
@given(SESSIONS)
def test_reviewers_are_connected_wherever_shared_tasks_suffice(made: Session) -> None:
    teams = defaultdict(list)
    for a in plan(made).assignments:
        if a.kind in RATINGS:
            teams[a.task_id].append(a.reviewer)
    several = [team for team in teams.values() if len(team) > 1]
    if sum(len(team) - 1 for team in several) >= len(made.reviewers) - 1:
        assert len(set(group_of(made.reviewers, several).values())) == 1


def test_every_pair_of_twenty_reviewers_meets_about_as_often() -> None:
    made = plan(session(reviewers=20, tasks=2000)).assignments
    teams = defaultdict(list)
    for a in made:
        teams[a.task_id].append(a.reviewer)
    met = Counter(pair for team in teams.values() for pair in pairs(team))
    assert len(met) == 190
    assert min(met.values()) >= 2
    assert max(met.values()) <= 4


def test_the_same_session_gives_the_same_plan_and_another_seed_another() -> None:
    wishes = {"gold": 0.1, "repeats": 0.1}
    assert plan(session(**wishes)) == plan(session(**wishes))
    ours, theirs = (plan(session(seed=seed, **wishes)).assignments for seed in (5, 6))
    assert not {a.id for a in ours} & {a.id for a in theirs}
    assert [a.task_id for a in ours] != [a.task_id for a in theirs]


def test_what_is_planned_is_not_planned_again() -> None:
    made = session(gold=0.1, repeats=0.1, onboarding=2)
    assert plan(made, plan(made).assignments).assignments == ()


def test_added_tasks_go_to_who_has_least_and_behind_what_is_there() -> None:
    made = session(reviewers=4, tasks=40)
    first = plan(made).assignments
    grown = made.model_copy(
        update={
            "tasks": made.tasks + tuple(f"n{n}" for n in range(40)),
            "reviewers": (*made.reviewers, "late"),
        }
    )
    later = plan(grown, first).assignments
    assert {a.task_id for a in later} == {f"n{n}" for n in range(40)}
    assert Counter(a.reviewer for a in later).most_common(1)[0][0] == "late"
    for name in made.reviewers:
        before = max(a.position for a in first if a.reviewer == name)
        assert min(a.position for a in later if a.reviewer == name) == before + 1


def test_neither_ids_nor_places_tell_gold_from_live_tasks() -> None:
    places: dict[bool, list[float]] = {True: [], False: []}
    for seed in range(40):
        made = session(reviewers=4, tasks=200, known=30, seed=seed, gold=0.2)
        found = plan(made).assignments
        assert len({len(a.id) for a in found}) == 1
        last = Counter(a.reviewer for a in found)
        for a in found:
            places[a.kind == "gold"].append(a.position / (last[a.reviewer] - 1))
    gold, live = (sorted(places[kind]) for kind in (True, False))
    for share in (0.1, 0.25, 0.5, 0.75, 0.9):
        there, here = (row[int(share * len(row))] for row in (gold, live))
        assert there == pytest.approx(here, abs=0.04)


def test_too_little_gold_is_said_with_the_mend() -> None:
    with pytest.raises(InputError, match="onboarding takes 13 gold tasks and the session has 12"):
        plan(session(onboarding=13))
    with pytest.raises(InputError, match="none is left after the 12 of onboarding"):
        plan(session(onboarding=12, gold=0.1))
    with pytest.raises(InputError, match="no reviewers"):
        plan(session(reviewers=0))
    with pytest.raises(InputError, match="no tasks that are not gold"):
        plan(session(tasks=0))


def test_a_plan_says_what_its_settings_cannot_give() -> None:
    assert "share no task" in plan(session(overlap=0)).notes[0]
    assert "one reviewer" in plan(session(reviewers=1)).notes[-1]
    short = plan(session(tasks=12, repeats=0.5))
    assert any("others after them" in note for note in short.notes)
    assert any("12 are left" in note for note in plan(session(tasks=400, gold=0.5)).notes)
