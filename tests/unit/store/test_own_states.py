"""The reviewer's own states: derived, repaired, and true to what is on disk."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.unit.model.test_task import make
from workbench.errors import InputError
from workbench.model.assessment import Assessment, Flag
from workbench.store.assessments import AssessmentFolder
from workbench.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "w")
    for name in ("t", "u", "v"):
        made.save_task(make(id=name))
    made.refresh()
    return made


def begin(workspace: Workspace, task: str, reviewer: str = "ann") -> None:
    workspace.save_review(workspace.new_review(workspace.task(task), reviewer), based_on=0)


def of(workspace: Workspace, reviewer: str = "ann") -> dict[str, str]:
    states = workspace.own_states(reviewer)
    states.look()
    return {task: row.state for task, row in states.known().items()}


def age(workspace: Workspace) -> None:
    """So that folders are old enough for their times to be trusted."""
    for folder in (workspace.root / "reviews").iterdir():
        os.utime(folder, ns=(10**18, 10**18))


def test_states_are_the_reviewers_own(workspace: Workspace) -> None:
    begin(workspace, "t")
    begin(workspace, "u", "ben")
    assert of(workspace) == {"t": "draft"}
    assert of(workspace, "ben") == {"u": "draft"}


def test_a_skip_stands_until_it_is_reopened_and_stays_on_record(workspace: Workspace) -> None:
    with pytest.raises(InputError, match="say why"):
        workspace.skips.skip("t", "ann", "  ")
    workspace.skips.skip("t", "ann", "I wrote it")
    workspace.skips.skip("t", "ann", "twice is once")
    assert of(workspace) == {"t": "skipped"}
    begin(workspace, "t")
    assert of(workspace) == {"t": "skipped"}
    workspace.skips.reopen("t", "ann")
    assert of(workspace) == {"t": "draft"}
    workspace.skips.skip("t", "ann", "after all")
    kept = workspace.skips.load("t", "ann").skips
    assert [(skip.reason, bool(skip.reopened_at)) for skip in kept] == [
        ("I wrote it", True),
        ("after all", False),
    ]


def test_a_look_finds_what_others_wrote_and_tells_only_that(workspace: Workspace) -> None:
    begin(workspace, "t")
    states = workspace.own_states("ann")
    assert [row.task_id for row in states.look()] == ["t"]
    age(workspace)
    states.look()
    assert states.look() == ()
    begin(workspace, "u")
    workspace.reviews.path("t", "ann").unlink()
    changed = {row.task_id: row.state for row in states.look()}
    assert changed == {"t": "new", "u": "draft"}
    assert set(states.known()) == {"u"}


def test_a_review_written_in_place_is_found_by_a_thorough_look(workspace: Workspace) -> None:
    begin(workspace, "t")
    states = workspace.own_states("ann")
    states.look()
    age(workspace)
    states.look()
    workspace.reviews.path("t", "ann").write_text("{")
    age(workspace)
    assert states.look() == ()
    assert [row.state for row in states.look(thorough=True)] == ["damaged"]


@pytest.mark.parametrize(
    "damage", ["", "{", '{"mark": 1, "rows": []}', '{"mark": "m", "rows": [[1]]}']
)
def test_a_damaged_file_is_made_again(workspace: Workspace, damage: str) -> None:
    begin(workspace, "t")
    states = workspace.own_states("ann")
    states.look()
    mark = states.write()
    assert json.loads(states.path.read_text())["mark"] == mark
    assert workspace.own_states("ann").known()["t"].state == "draft"
    states.path.write_text(damage)
    assert of(workspace) == {"t": "draft"}


def test_a_mark_names_what_the_file_holds(workspace: Workspace) -> None:
    states = workspace.own_states("ann")
    first = states.write()
    assert states.write() == first
    begin(workspace, "t")
    states.note("t")
    assert states.write() != first


def test_a_folder_that_is_no_tasks_harms_nobody(workspace: Workspace) -> None:
    odd = workspace.root / "reviews" / "..odd name"
    odd.mkdir(parents=True)
    (odd / "ann.review.json").write_text("{}")
    (workspace.root / "reviews" / "a file").write_text("x")
    assert of(workspace)["..odd name"] == "damaged"


def test_the_index_knows_what_assessments_came_to(workspace: Workspace) -> None:
    folder = AssessmentFolder(workspace.root / "assessments")
    made = Assessment(
        id="0" * 64, task_id="t", language="python", solution="c", suite="given", strength=0.4242,
        flags=tuple(Flag(kind="k", severity=s, message="m") for s in ("low", "high", "medium")),
    )  # fmt: skip
    folder.save(made)
    folder.save(made.model_copy(update={"task_id": "u", "flags": (), "strength": None}))
    found = {e.id: (e.strength, e.flag) for e in workspace.index.refresh()}
    assert found == {"t": (0.424, "high"), "u": (None, "none"), "v": (None, "")}
    folder.path("t").unlink()
    assert workspace.index.refresh()[0].flag == ""


def test_a_quick_look_sees_files_that_come_and_go_and_a_thorough_one_all(
    workspace: Workspace,
) -> None:
    index = workspace.index
    for name in ("tasks", "assessments"):
        (workspace.root / name).mkdir(exist_ok=True)
        os.utime(workspace.root / name, ns=(10**18, 10**18))
    before = index.refresh()
    assert index.refresh(thorough=False) is before
    text = workspace.task_path("t").read_text().replace('"title": "', '"title": "New ')
    workspace.task_path("t").write_text(text)
    assert index.refresh(thorough=False) is before
    assert index.refresh()[0].title.startswith("New ")
    workspace.task_path("u").unlink()
    assert [entry.id for entry in index.refresh(thorough=False)] == ["t", "v"]


def test_two_processes_that_look_write_the_index_once(workspace: Workspace) -> None:
    path = workspace.root / "index.json"
    os.utime(path, ns=(10**18, 10**18))
    Workspace.open(workspace.root).index.refresh()
    assert path.stat().st_mtime_ns == 10**18


@pytest.mark.parametrize("damage", ["", "[]", '{"columns": ["id"], "tasks": []}'])
def test_a_damaged_index_is_made_again(workspace: Workspace, damage: str) -> None:
    (workspace.root / "index.json").write_text(damage)
    assert Workspace.open(workspace.root).task_ids() == ("t", "u", "v")
