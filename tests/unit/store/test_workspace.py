"""Tasks, reviews and runs on disk."""

import json
import threading
from pathlib import Path

import pytest

from tests.unit.model.test_review import filled, rubric  # noqa: F401
from tests.unit.model.test_task import make
from workbench.errors import Conflict, InputError, InvalidFile, NotFound, UnsafePath
from workbench.model.review import Review
from workbench.model.rubric import Rubric
from workbench.store.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "w")
    made.save_task(make())
    return made


def test_existing_folder_with_files_is_not_taken_over(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(InputError, match="not empty"):
        Workspace.create(tmp_path)


def test_folder_without_workspace_file_is_refused_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="workbench init"):
        Workspace.open(tmp_path)


def test_workspace_is_found_from_inside(workspace: Workspace) -> None:
    found = Workspace.find(workspace.root / "tasks" / "t.task.json")
    assert found is not None
    assert found.root == workspace.root


@pytest.mark.parametrize("task_id", ["../t", "/etc/passwd", "a/b", ""])
def test_task_id_cannot_leave_the_workspace(workspace: Workspace, task_id: str) -> None:
    with pytest.raises(UnsafePath):
        workspace.task(task_id)


def test_task_under_a_false_name_is_refused(workspace: Workspace) -> None:
    path = workspace.task_path("t")
    path.with_name("u.task.json").write_bytes(path.read_bytes())
    with pytest.raises(InvalidFile, match="holds task t"):
        workspace.task("u")


def test_queue_shows_states_and_names_unreadable_files(workspace: Workspace) -> None:
    (workspace.root / "tasks" / "bad.task.json").write_text("{")
    review = workspace.new_review(workspace.task("t"), "ann")
    workspace.save_review(review, based_on=0)
    entries = {entry.task_id: entry for entry in workspace.queue("ann")}
    assert entries["t"].state == "draft"
    assert entries["bad"].state == "unreadable"
    assert "not JSON" in entries["bad"].problem
    assert {e.state for e in workspace.queue("bob")} == {"new", "unreadable"}


def test_index_follows_the_folder(workspace: Workspace) -> None:
    workspace.refresh()
    workspace.save_task(make(id="u", title="U"))
    assert workspace.task_ids() == ("t", "u")
    workspace.task_path("t").unlink()
    assert workspace.task_ids() == ("u",)
    written = json.loads((workspace.root / "index.json").read_text())
    assert [row[0] for row in written["tasks"]] == ["u"]


def test_save_counts_sequences(workspace: Workspace) -> None:
    first = workspace.save_review(workspace.new_review(make(), "ann"), based_on=0)
    second = workspace.save_review(first, based_on=1)
    assert (first.sequence, second.sequence) == (1, 2)
    assert workspace.load_review("t", "ann") == second


def test_second_writer_gets_a_conflict_and_both_versions_stay(workspace: Workspace) -> None:
    base = workspace.save_review(workspace.new_review(make(), "ann"), based_on=0)
    workspace.save_review(base.model_copy(update={"notes": "first"}), based_on=1)
    mine = base.model_copy(update={"notes": "second"})
    with pytest.raises(Conflict):
        workspace.save_review(mine, based_on=1)
    kept = workspace.keep_conflict(mine)
    current = workspace.load_review("t", "ann")
    assert current is not None
    assert current.notes == "first"
    assert json.loads(kept.read_text())["notes"] == "second"


def test_racing_writers_never_both_win(workspace: Workspace) -> None:
    start = workspace.save_review(workspace.new_review(make(), "ann"), based_on=0)
    won: list[int] = []

    def write(number: int) -> None:
        try:
            workspace.save_review(start.model_copy(update={"notes": str(number)}), based_on=1)
        except Conflict:
            return
        won.append(number)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1


def test_damaged_review_is_an_error_not_an_empty_form(workspace: Workspace) -> None:
    workspace.save_review(workspace.new_review(make(), "ann"), based_on=0)
    workspace.reviews.path("t", "ann").write_text('{"half')
    with pytest.raises(InvalidFile):
        workspace.load_review("t", "ann")
    assert {e.state for e in workspace.queue("ann")} == {"damaged"}


def submitted(workspace: Workspace, review: Review) -> Review:
    return workspace.submit(review)[1]


def test_incomplete_review_cannot_be_submitted(workspace: Workspace) -> None:
    draft = workspace.save_review(workspace.new_review(make(), "ann"), based_on=0)
    with pytest.raises(InputError, match="Specification: no score yet"):
        workspace.submit(draft)
    assert workspace.revisions("t", "ann") == ()


def test_every_submission_stays_as_a_chained_revision(
    workspace: Workspace,
    rubric: Rubric,  # noqa: F811
) -> None:
    draft = workspace.save_review(filled(rubric), based_on=0)
    reopened = workspace.reopen(submitted(workspace, draft))
    assert reopened.state == "draft"
    submitted(workspace, reopened.model_copy(update={"notes": "again"}))
    first, second = workspace.revisions("t", "ann")
    assert second.previous == first.digest
    assert first.decision == "accept"
    assert second.review.notes == "again"


def test_edited_revision_is_noticed(workspace: Workspace, rubric: Rubric) -> None:  # noqa: F811
    submitted(workspace, workspace.save_review(filled(rubric), based_on=0))
    path = workspace.root / "reviews" / "t" / "ann.revisions.jsonl"
    path.write_text(path.read_text().replace('"accept"', '"reject"'))
    with pytest.raises(InvalidFile, match="chain"):
        workspace.revisions("t", "ann")


def test_built_in_rubric_is_the_default(workspace: Workspace) -> None:
    assert workspace.rubric().id == "coding-task-v1"
