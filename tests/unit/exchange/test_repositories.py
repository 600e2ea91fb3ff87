"""Tasks on whole repositories are read and linted, and say which image they need."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.exchange import repository_records as r
from tests.unit.exchange.records import read, reason_of, task_of
from workbench.errors import InvalidFile
from workbench.exchange.patches import read_patch
from workbench.exchange.strict_records import Refused

FORMATS = {"swe-bench": r.SWE, "swe-polybench": r.POLY, "multi-swe-bench": r.MULTI}


@pytest.mark.parametrize("name", FORMATS)
def test_patches_are_solution_and_suite_and_the_lists_stand_beside(
    name: str, tmp_path: Path
) -> None:
    task = task_of(name, tmp_path, FORMATS[name])
    assert task.candidate.files == {"gold.patch": r.PATCH}
    assert task.given.files == {"test.patch": r.TEST_PATCH}
    assert "test_add" in task.given.support["fail_to_pass.txt"]
    assert "add forgets b" in task.prompt
    assert "Look at add.py" not in task.prompt
    assert task.image
    assert task.provenance.changes[0] == f"executable only in its own image: {task.image}"
    assert not any("look at this" in change for change in task.provenance.changes)


def test_images_are_named_as_each_benchmark_names_them(tmp_path: Path) -> None:
    images = {name: task_of(name, tmp_path, record).image for name, record in FORMATS.items()}
    assert images == {
        "swe-bench": "swebench/sweb.eval.x86_64.someone_1776_adder-12:latest",
        "swe-polybench": "polybench_python_someone__adder-13",
        "multi-swe-bench": "mswebench/someone_m_adder:pr-14",
    }
    pro = {**r.SWE, "dockerhub_tag": "someone.adder-1"}
    assert task_of("swe-bench", tmp_path, pro).image == "sweap-images:someone.adder-1"


def test_lists_are_read_as_lists_objects_json_and_python(tmp_path: Path) -> None:
    for value in (["a", "b"], '["a", "b"]', "['a', 'b']", {"a": 1, "b": 2}):
        task = task_of("swe-bench", tmp_path, {**r.SWE, "FAIL_TO_PASS": value})
        assert task.given.support["fail_to_pass.txt"] == "a\nb\n"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"FAIL_TO_PASS": "[]"}, "no test is said to fail before the fix"),
        ({"FAIL_TO_PASS": '["tests/test_sub.py::test_sub"]'}, "1 tests stand in both lists"),
        ({"PASS_TO_PASS": '["a", "a"]'}, "1 tests stand twice in pass-to-pass, as a"),
        ({"PASS_TO_PASS": '["[100%]"]'}, "1 names in pass-to-pass are no tests"),
        ({"PASS_TO_PASS": '["t::a[x"]'}, "1 names in pass-to-pass are cut off"),
        ({"test_patch": r.PATCH}, "both patches change pkg/add.py"),
        ({"patch": r.TEST_PATCH}, "the fix changes what looks like a test"),
        ({"patch": r.PATCH + "GIT binary patch\n"}, "changes binary files"),
    ],
)
def test_what_a_reviewer_should_look_at_is_said(
    change: dict[str, Any], sentence: str, tmp_path: Path
) -> None:
    changes = task_of("swe-bench", tmp_path, {**r.SWE, **change}).provenance.changes
    assert any(sentence in told for told in changes if told.startswith("look at this")), changes


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"patch": ""}, "is no diff: it names no file"),
        ({"patch": r.PATCH.replace("pkg/add.py", "../../etc/passwd")}, "not a plain relative path"),
        ({"patch": r.PATCH.replace("a/pkg", "/a//pkg")}, "not a plain relative path"),
        ({"patch": r.PATCH.replace("@@ -1,2 +1,2 @@", "@@ -1,9 +1,9 @@")}, "middle of a hunk"),
        ({"test_patch": "hello"}, "the test patch is no diff"),
        ({"problem_statement": " "}, "does not say what is asked"),
        ({"FAIL_TO_PASS": "__import__('os')"}, "neither JSON nor a list as Python writes it"),
        ({"FAIL_TO_PASS": "[1]"}, "must be a list of names of tests"),
        ({"FAIL_TO_PASS": "(" * 10_000}, "neither JSON nor a list"),
    ],
)
def test_record_that_is_no_change_is_refused(
    change: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    assert reason in reason_of("swe-bench", tmp_path, {**r.SWE, **change})


def test_a_form_feed_does_not_end_a_line_of_a_hunk() -> None:
    patch = (
        "--- a/x.py\n+++ b/x.py\n@@ -1,2 +1,2 @@\n a\x0cb\n-c\n+d\n\\ No newline at end of file\n"
    )
    assert read_patch(patch, "it").files == ("x.py",)
    with pytest.raises(Refused, match="longer than its header"):
        read_patch("--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-a\n-b\n", "it")


def test_swe_bench_5_folders_become_tasks(tmp_path: Path) -> None:
    root = r.write(tmp_path / "tasks" / "a", r.SWE_FOLDER).parent
    r.write(root / "b", r.SWE_FOLDER, **{"task.yaml": "a: &x [1]\nb: *x\n"})
    r.write(root / "c", r.SWE_FOLDER, **{"tests.json": "[1]", "task.yaml": "instance_id: c\n"})
    (root / "a" / "test_assets").mkdir()
    (root / "a" / "test_assets" / "logo.png").write_bytes(b"\0\xff")
    first, second, third = read("swe-bench-5", root)
    assert first.task is not None
    assert first.task.image == "adder/eval:15"
    assert first.task.given.support["eval.sh"] == "pytest -q\n"
    assert "YAML aliases" in second.reason
    assert "tests.json must be an object" in third.reason


def test_harbor_and_terminal_bench_folders_become_tasks(tmp_path: Path) -> None:
    root = r.write(tmp_path / "many" / "new", r.HARBOR).parent
    r.write(root / "old", r.TERMINAL_BENCH)
    new, old = (result.task for result in read("harbor", root))
    assert new is not None
    assert old is not None
    assert (new.id, old.id) == ("harbor-new", "terminal-bench-old")
    assert new.limits.wall_s == 120
    assert new.limits.memory_mb == 2048
    assert set(new.given.files) == {"tests/test.sh", "tests/test_state.py"}
    assert new.candidate.files.keys() == {"solution/solve.sh"}
    assert "environment/Dockerfile" in new.given.support
    assert old.image == new.image == "the one its environment describes"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"instruction.md": ""}, "it has no instruction"),
        ({"solution/solve.sh": None}, "it has no solution"),
        ({"task.toml": "= 1"}, "task.toml is not TOML"),
        ({"task.toml": "a = " + "[" * 5000}, "task.toml is not TOML"),
        ({"tests/test_state.py": None}, "say --language"),
        ({"task.toml": '[verifier]\ntimeout_sec = "soon"\n'}, "timeout_sec must be a number"),
    ],
)
def test_harbor_folder_that_is_no_task_is_refused(
    changes: dict[str, str | None], reason: str, tmp_path: Path
) -> None:
    (result,) = read("harbor", r.write(tmp_path / "x", r.HARBOR, **changes))
    assert result.task is None
    assert reason in result.reason


@pytest.mark.parametrize("name", ["harbor", "swe-bench-5", "quixbugs"])
def test_folder_of_something_else_is_an_error_with_a_mend(name: str, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(json.dumps({}))
    with pytest.raises(InvalidFile) as caught:
        read(name, tmp_path)
    assert caught.value.mend
