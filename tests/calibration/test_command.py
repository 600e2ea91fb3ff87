"""`workbench agreement`: CSV files, workspaces, and what is wrong with them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.proof import keep_proof, proof
from tests.unit.model.test_review import LONG
from tests.unit.model.test_task import make
from workbench import cli
from workbench.commands import agreeing
from workbench.errors import InputError
from workbench.model.review import Rating, Review
from workbench.store.sessions.moving import import_session
from workbench.store.sessions.open import open_sessions
from workbench.store.workspace import Workspace

KEYS = ["axis", "statistic", "level", "value", "low", "high", "n_items", "n_raters", "note"]


def call(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: object
) -> Any:
    """(exit status, JSON lines, stderr)."""
    monkeypatch.setattr(sys, "argv", ["workbench", "agreement", *map(str, words), "--json"])
    status = 0
    try:
        cli.main()
    except SystemExit as end:
        status = int(end.code or 0)
    said = capsys.readouterr()
    return status, [json.loads(line) for line in said.out.splitlines()], said.err


@pytest.fixture
def ratings(tmp_path: Path) -> Path:
    path = tmp_path / "ratings.csv"
    rows = ["item,rater,axis,value"]
    for number in range(12):
        rows += [f"t{number},ann,spec,{number % 3}", f"t{number},bob,spec,{number % 4 % 3}"]
        rows += [f"t{number},ann,tests,{number % 2}", f"t{number},bob,tests,"]
    path.write_text("\ufeff" + "\n".join(rows) + "\n")
    return path


def test_every_axis_has_every_statistic_on_a_line_of_its_own(
    ratings: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    status, lines, _ = call(capsys, monkeypatch, ratings)
    assert status == 0
    assert all(list(line) == KEYS for line in lines)
    names = [(line["statistic"], line["level"]) for line in lines if line["axis"] == "spec"]
    assert names == [
        ("percent_agreement", ""),
        ("prevalence", "0"), ("prevalence", "1"), ("prevalence", "2"),
        *(("krippendorff_alpha", level) for level in ("nominal", "ordinal", "interval", "ratio")),
        ("gwet_ac1", "nominal"), ("gwet_ac2", "quadratic"), ("fleiss_kappa", "nominal"),
        ("cohen_kappa", "nominal"), ("weighted_kappa", "quadratic"),
    ]  # fmt: skip
    tests = {line["statistic"]: line for line in lines if line["axis"] == "tests"}
    assert tests["percent_agreement"]["value"] is None
    assert tests["percent_agreement"]["note"] == "undefined: no item was rated by two reviewers"


def test_categories_given_are_those_counted(
    ratings: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, lines, _ = call(capsys, monkeypatch, ratings, "--categories", "0,1,2,3")
    levels = [line["level"] for line in lines if line["statistic"] == "prevalence"]
    assert levels == ["0", "1", "2", "3"] * 2
    assert not any("those in the data" in line["note"] for line in lines)
    status, lines, said = call(capsys, monkeypatch, ratings, "--categories", "0,1")
    assert status == 2
    assert "line 10: axis spec: 2 is none of the categories 0, 1" in said
    assert lines


def test_bad_lines_are_named_and_the_rest_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "r.csv"
    path.write_text("rater,value,item\nx,1,a\ny,1,a\nx,0,b\ny,0,b\n,1,b\nx,1\nx,Cannot Judge,c\n")
    status, lines, said = call(capsys, monkeypatch, path)
    assert status == 2
    assert f"{path} line 6: no rater" in said
    assert f"{path} line 7: not as many cells" in said
    assert lines[0]["axis"] == "rating"
    assert lines[0]["value"] == 1.0
    assert "1 of 5 answers are 'cannot judge'" in lines[0]["note"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no column item, rater, value"),
        ("item,rater,axis\n", "no column value"),
        ("item,rater,value\na,x,1\na,x,1\n", "x rated a more than once"),
        ("item,rater,value\n" + ",,\n" * 40, "more than 20 lines are no ratings"),
        ("item,rater,value\na,x,\xff\n", "not CSV in UTF-8"),
    ],
)
def test_a_file_that_is_none_is_bad_input(
    text: str,
    problem: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(text.encode("latin-1"))
    status, lines, said = call(capsys, monkeypatch, path)
    assert (status, lines) == (2, [])
    assert problem in said
    assert call(capsys, monkeypatch, tmp_path / "nothing.csv")[0] == 2


@pytest.mark.parametrize("text", ["0,,1", "0,0.0", "0,cannot judge"])
def test_categories_are_named_once_each(text: str) -> None:
    with pytest.raises(InputError, match="name each once"):
        agreeing.labels(text)


def submit(workspace: Workspace, task: str, reviewer: str, **scores: int | str) -> Review:
    """A submitted review; a word for a score is why it cannot be judged."""
    rubric = workspace.rubric()
    ratings = {}
    for axis in rubric.axes:
        score = scores.get(axis.id, 0)
        ratings[axis.id] = (
            Rating(cannot_judge=score) if isinstance(score, str)
            else Rating(score=score, rationale=LONG, evidence=proof(task))
        )  # fmt: skip
    keep_proof(workspace, task)
    draft = Review(
        task_id=task, task_digest=workspace.task(task).digest, reviewer=reviewer,
        rubric=rubric.id, rubric_version=1, ratings=ratings,
        difficulty=rubric.difficulty.options[0], confidence=4,
    )  # fmt: skip
    return workspace.submit(workspace.save_review(draft, based_on=0))[1]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "w")
    for number in range(3):
        made.save_task(make(id=f"t{number}"))
    made.refresh()
    submit(made, "t0", "ann", solution=2)
    submit(made, "t0", "bob", solution=2)
    submit(made, "t1", "ann", solution=0, specification="no access")
    submit(made, "t1", "bob", solution=1)
    return made


def test_reviews_of_a_workspace_are_read_by_axis_on_the_rubrics_scale(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reopened = workspace.load_review("t1", "bob")
    assert reopened is not None
    workspace.reopen(reopened)  # what was submitted stands until it is submitted anew
    workspace.save_review(workspace.new_review(workspace.task("t2"), "ann"), based_on=0)
    status, lines, said = call(capsys, monkeypatch, workspace.root)
    assert status == 0
    assert "1 reviews are drafts" in said
    rows = {(r["axis"], r["statistic"], r["level"]): r for r in lines}
    assert rows["solution", "percent_agreement", ""]["value"] == 0.5
    assert rows["solution", "prevalence", "3"]["value"] == 0.0
    assert rows["decision", "prevalence", "revise"]["value"] == 0.5
    assert rows["difficulty", "percent_agreement", ""]["value"] == 1.0
    assert rows["specification", "percent_agreement", ""]["n_items"] == 1
    assert "cannot judge" in rows["specification", "percent_agreement", ""]["note"]


def test_two_versions_of_a_task_are_two_items(workspace: Workspace) -> None:
    workspace.save_task(make(id="t0", prompt="another"))
    workspace.reviews.path("t0", "bob").unlink()
    (workspace.root / "reviews" / "t0" / "bob.revisions.jsonl").unlink()
    submit(workspace, "t0", "bob", solution=0)
    found = agreeing.Source().read([workspace.root])
    assert [item.partition("@")[0] for item in found["solution"].items] == ["t0", "t0", "t1"]


def test_review_files_can_be_named_one_by_one(workspace: Workspace, tmp_path: Path) -> None:
    paths = [workspace.reviews.path("t0", name) for name in ("ann", "bob")]
    source = agreeing.Source()
    found = source.read(paths)
    assert found["solution"].raters == ("ann", "bob")
    assert found["solution"].items == ("t0",)
    stray = tmp_path / "x.review.json"
    stray.write_text(paths[0].read_text())
    assert source.read([stray])
    assert "lies in no workspace" in source.problems[0].message


def test_a_task_nobody_could_judge_is_counted_on_every_axis(workspace: Workspace) -> None:
    draft = workspace.new_review(workspace.task("t2"), "ann")
    draft = draft.model_copy(update={"cannot_judge": "needs a GPU"})
    workspace.submit(workspace.save_review(draft, based_on=0))
    found = agreeing.Source().read([workspace.root])
    assert found["solution"].cannot_judge == 1
    assert found["specification"].cannot_judge == 2
    assert found["decision"].cannot_judge == 1


def test_the_table_is_readable(
    ratings: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["workbench", "agreement", str(ratings)])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert not end.value.code
    said = capsys.readouterr().out
    assert "krippendorff_alpha ordinal" in said
    assert "undefined: no item was rated by two reviewers" in said


def test_the_package_is_imported_without_the_statistics() -> None:
    code = (
        "import sys, workbench, workbench.cli; "
        "sys.exit('numpy' in sys.modules or 'workbench.calibration' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_session_is_read_from_its_store_by_its_lead_and_from_its_export(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    exported = Path(__file__).parents[2] / "notebooks" / "data" / "demo-session.jsonl"
    status, of_file, _ = call(capsys, monkeypatch, exported)
    assert status == 0
    ordinal = {r["axis"]: r["value"] for r in of_file if r["level"] == "ordinal"}
    assert ordinal["tests_reject_valid"] < 0.2 < 0.5 < ordinal["solution"]
    workspace = Workspace.create(tmp_path / "ws")
    monkeypatch.setenv("WORKBENCH_REVIEWER", "lead")
    store = open_sessions(workspace)
    session = import_session(store, exported)
    store.close()
    kept = workspace.root / "sessions" / session.id
    status, of_store, _ = call(capsys, monkeypatch, kept)
    assert (status, of_store) == (0, of_file)
    monkeypatch.setenv("WORKBENCH_REVIEWER", "r01")
    status, nothing, said = call(capsys, monkeypatch, kept)
    assert (status, nothing) == (2, [])
    assert "lead" in said
