"""Rubrics of a workspace: by id, by path, by task; and what is wrong with one, by line."""

from pathlib import Path

import pytest
import yaml

from tests.proof import keep_proof, proof
from tests.unit.jupyter.helpers import make_task
from tests.unit.model.test_form import documented
from workbench import resources
from workbench.errors import FutureVersion, InputError, InvalidFile, NotFound
from workbench.model.phrases import Phrase
from workbench.model.review import Rating
from workbench.store.phrases import PhraseFolder
from workbench.store.rubric_files import read_rubric
from workbench.store.workspace import CONFIG, Workspace

BUILT_IN = (resources.rubrics() / "coding-task-v1.rubric.yaml").read_text()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "ws")


def configured(workspace: Workspace, text: str) -> Workspace:
    (workspace.root / CONFIG).write_text(f'name = "ws"\n{text}')
    return Workspace.open(workspace.root)


def put(workspace: Workspace, path: str) -> None:
    place = workspace.root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(yaml.safe_dump(documented()))


def test_a_rubric_is_found_by_its_path(workspace: Workspace) -> None:
    put(workspace, "team/security.yaml")
    placed = configured(workspace, 'rubric = "team/security.yaml"\n')
    assert placed.rubric().id == "security-v1"
    assert placed.rubric("security-v1").id == "security-v1", "and by the id that is in it"
    assert placed.rubric("coding-task-v1").id == "coding-task-v1"


def test_the_first_pattern_that_fits_a_task_decides(workspace: Workspace) -> None:
    put(workspace, "rubrics/security.yaml")
    placed = configured(
        workspace, '[rubrics]\n"sec-*" = "rubrics/security.yaml"\n"*" = "coding-task-v1"\n'
    )
    assert placed.rubric_of("sec-1").id == "security-v1"
    assert placed.rubric_of("py-1").id == "coding-task-v1"
    assert placed.new_review(make_task(id="sec-1"), "ann").rubric == "security-v1"


def test_a_submission_is_judged_by_the_rubric_it_was_begun_with(workspace: Workspace) -> None:
    put(workspace, "rubrics/security.yaml")
    placed = configured(workspace, 'rubric = "rubrics/security.yaml"\n')
    task = make_task()
    scores = {"exploit": 2, "tests_accept_wrong": 0, "other_major": 0, "severity": 1}
    begun = placed.new_review(task, "ann").model_copy(
        update={
            "ratings": {
                axis: Rating(score=score, rationale="x" * 40, evidence=proof(task.id))
                for axis, score in scores.items()
            },
            "answers": {"minutes": 5.0}, "difficulty": "easy", "confidence": 3,
        }
    )  # fmt: skip
    saved = placed.save_review(begun, based_on=0)
    later = configured(workspace, "")
    assert later.rubric().id == "coding-task-v1"
    with pytest.raises(InputError, match="not kept any more"):
        later.submit(saved)
    keep_proof(later, task.id)
    revision, submitted = later.submit(saved)
    assert revision.decision == "revise"
    assert "severity" not in submitted.ratings
    assert later.revisions(task.id, "ann") == (revision,)
    assert later.reopen(submitted).ratings == begun.ratings


def test_the_next_version_is_written_where_the_rubric_lies(workspace: Workspace) -> None:
    put(workspace, "team/security.yaml")
    placed = configured(workspace, 'rubric = "team/security.yaml"\n')
    placed.revise_rubric("security-v1", lambda old: old.model_copy(update={"version": 2}))
    assert placed.rubric().version == 2
    kept = read_rubric(workspace.root / "team" / "security-v1.v1.rubric.yaml", "kept")
    assert kept.version == 1


@pytest.mark.parametrize("path", ["../outside.yaml", "/etc/rubric.yaml", "a/../b.yaml"])
def test_a_rubric_lies_in_the_workspace(workspace: Workspace, path: str) -> None:
    with pytest.raises(InvalidFile, match=r"workspace\.toml"):
        configured(workspace, f'rubric = "{path}"\n').rubric()


def test_a_link_does_not_lead_out_of_the_workspace(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text(BUILT_IN)
    (workspace.root / "in.yaml").symlink_to(tmp_path / "outside.yaml")
    with pytest.raises(InvalidFile, match="out of the workspace"):
        configured(workspace, 'rubric = "in.yaml"\n').rubric()


def test_a_rubric_that_is_not_there_is_told_with_those_that_are(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="no rubric nope") as told:
        workspace.rubric("nope")
    assert "coding-task-v1" in told.value.mend


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "mend"),
    [
        ("    question: Is", "    queston: Is", 9, "no `queston`", "did you mean `question`"),
        ("anchor: clear,", "anchor: no,", 11, "valid string", "put it in quotes"),
        ("needs: [two_readings]", "needs: two_readings", 21, "valid tuple", "write a list"),
        ("needs: [failing_run]", "needs: [fail_run]", 70, "failing_run", ""),
        ("version: 1\ntitle", "version: 1\nversion: 2\ntitle", 4, "stands twice", "remove one"),
        ("title: Coding task\n", "", 1, "`title` is missing", "add `title:`"),
        ("      - {score: 0, anchor: clear", "      - {score: 0 anchor: clear", 11, "not YAML",
         "indentation"),
        ("score: 3\n        anchor: cannot", "score: 2\n        anchor: cannot", 7, "in order", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_line_with_the_mend(
    tmp_path: Path, old: str, new: str, line: int, what: str, mend: str
) -> None:
    assert old in BUILT_IN
    path = tmp_path / "r.yaml"
    path.write_text(BUILT_IN.replace(old, new))
    with pytest.raises(InvalidFile) as told:
        read_rubric(path, "rubrics/r.yaml")
    assert what in told.value.message
    assert f"line {line}" in told.value.message
    assert mend in told.value.mend


def test_a_rubric_of_a_newer_workbench_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(BUILT_IN.replace("schema_version: 1", "schema_version: 2"))
    with pytest.raises(FutureVersion):
        read_rubric(path, "r.yaml")


# Sentences


def test_a_sentence_is_kept_once_and_only_its_writer_can_read_it(tmp_path: Path) -> None:
    folder = PhraseFolder(tmp_path / "phrases")
    phrase = Phrase(rubric="r", axis="a", score=2, text="As always: ")
    folder.keep("ann", phrase)
    assert folder.keep("ann", phrase).phrases == (phrase,)
    assert (tmp_path / "phrases" / "ann.phrases.json").stat().st_mode & 0o777 == 0o600
    assert folder.load("ben").phrases == ()
    assert folder.forget("ann", phrase).phrases == ()


def test_a_damaged_file_of_sentences_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "phrases" / "ann.phrases.json"
    path.parent.mkdir()
    path.write_text("{")
    with pytest.raises(InvalidFile):
        PhraseFolder(path.parent).keep("ann", Phrase(rubric="r", axis="a", score=1, text="x"))
    assert path.read_text() == "{"
