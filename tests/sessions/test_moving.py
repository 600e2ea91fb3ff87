"""A session moves from any store to a file and from there to any store, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sessions.conformance import busy, review, run, session, sitting
from tests.sessions.worlds import MOVES, World
from workbench.errors import Conflict, Forbidden, InputError, InvalidFile
from workbench.model.base import canonical_json
from workbench.model.moving import AssignmentPart, SessionPart, SubmissionPart
from workbench.store.sessions.moving import load_parts, write_parts


def canonical(part: Any) -> bytes:
    """Stores may give parts and keys in another order; submissions bear theirs."""
    return canonical_json(part.model_dump(mode="json"))


def moved(parts: Any, path: Path) -> list[Any]:
    """By way of a file."""
    write_parts(parts, path)
    return list(load_parts(path))


@pytest.fixture(params=MOVES)
def move(request: pytest.FixtureRequest) -> Iterator[tuple[World, World]]:
    """Each way there is between stores where people have the same names."""
    first, second = request.param
    with first(request) as world, second(request) as other:
        yield world, other


def test_everything_comes_over_and_people_go_on_where_they_were(
    move: tuple[World, World], tmp_path: Path
) -> None:
    world, other = move
    at = sitting(world)
    busy(at)
    before = list(at.lead.everything())
    store = other.store_as("lead")
    assert store.restore(moved(before, tmp_path / "s.jsonl")) == before[0].session
    there = store.lead("pilot")
    assert sorted(there.everything(), key=canonical) == sorted(before, key=canonical)
    ann = other.store_as("ann").reviewer("pilot")
    ben = other.store_as("ben").reviewer("pilot")
    there.progress()
    assert ann.queue() == at.reviewer("ann").queue()
    assert ann.load("ann-2") == at.reviewer("ann").load("ann-2")
    assert ann.submissions("ann-1") == at.reviewer("ann").submissions("ann-1")
    assert ann.feedback("ann-0") == at.reviewer("ann").feedback("ann-0")
    assert ann.load_run(run(1).id) == at.reviewer("ann").load_run(run(1).id)
    assert ben.paused() == "let us talk"
    # A window that sends again what it sent before the move is still answered alike.
    given = review(other, "ann", "g1")
    again = ann.submit("ann-0", given, based_on=0, request="r-ann-0")
    assert again == ann.submissions("ann-0")[0]
    # Everybody's own files hold what was moved; once more, it is the same.
    assert sorted(there.everything(), key=canonical) == sorted(before, key=canonical)
    draft = ben.load("ben-0")
    there.pause(other.name("ben"), "")
    ben.submit("ben-0", draft, based_on=draft.sequence, request="new")
    assert [s.order for s in there.submissions()] == [1, 2, 3, 4, 5, 6]
    assert there.progress()[4].submission.number == 2


def test_nobody_is_said_to_have_removed_what_was_moved(world: World) -> None:
    at = sitting(world)
    busy(at)
    parts = list(at.lead.everything())
    store = world.elsewhere().store_as("lead")
    store.restore(parts)
    assert [d for d in store.lead("pilot").doubts() if "removed submission" in d] == []


def test_a_file_that_was_cut_or_edited_is_refused_whole(world: World, tmp_path: Path) -> None:
    at = sitting(world)
    busy(at)
    path = tmp_path / "s.jsonl"
    write_parts(at.lead.everything(), path)
    raw = path.read_bytes()
    lines = raw.splitlines(keepends=True)
    store = world.elsewhere().store_as("lead")
    for wrong in (
        b"".join(lines[:-1]), b"".join(lines[:-3] + lines[-1:]), raw[:-30],
        raw.replace(b"so it is", b"so it IS"), b"", b"{}\n", b'{"format":"x"}\n',
    ):  # fmt: skip
        path.write_bytes(wrong)
        with pytest.raises(InvalidFile):
            store.restore(list(load_parts(path)))
    assert store.ids() == ()


def test_parts_that_do_not_fit_are_refused_whole(world: World) -> None:
    at = sitting(world)
    busy(at)
    parts = list(at.lead.everything())
    store = world.elsewhere().store_as("lead")
    first = next(i for i, p in enumerate(parts) if isinstance(p, SubmissionPart))
    edited = parts[first].submission.model_copy(update={"decision": "reject"})
    assigned = next(i for i, p in enumerate(parts) if isinstance(p, AssignmentPart))
    again = parts[first].submission.model_copy(update={"order": 2})
    for wrong in (
        parts[1:],
        parts + parts[:1],
        [
            *parts[:first],
            parts[first].model_copy(update={"submission": again}),
            *parts[first + 1 :],
        ],
        [
            *parts[:first],
            parts[first].model_copy(update={"submission": edited}),
            *parts[first + 1 :],
        ],
        parts[:assigned] + parts[assigned + 1 :],
    ):
        with pytest.raises(InputError):
            store.restore(wrong)
    assert store.ids() == ()
    assert store.restore(parts).id == "pilot"
    with pytest.raises(Conflict):
        store.restore(parts)


def test_only_a_lead_of_it_restores_a_session(world: World) -> None:
    parts = [SessionPart(session=session(world))]
    for who in ("ann", "eve"):
        with pytest.raises(Forbidden):
            world.store_as(who).restore(parts)


def test_an_exported_file_is_its_owners_alone(world: World, tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    write_parts([SessionPart(session=session(world))], path)
    assert path.stat().st_mode & 0o777 == 0o600
