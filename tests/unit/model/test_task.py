"""What a task file may hold."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from workbench.model.base import check_id, check_path
from workbench.model.task import Solution, Suite, Task


def make(**changes: object) -> Task:
    value: dict[str, object] = {
        "id": "t",
        "title": "T",
        "language": "python",
        "prompt": "p",
        "solutions": [{"name": "candidate", "role": "candidate", "files": {"a.py": "x = 1\n"}}],
        "suites": [{"name": "given", "role": "given", "files": {"test_a.py": "def test(): pass"}}],
    }
    return Task.model_validate({**value, **changes})


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "/etc/passwd",
        "a/../b",
        "a//b",
        "",
        ".",
        "a/./b",
        "a\\b",
        "a\0b",
        "C:/x",
        "a/",
        "x" * 401,
    ],
)
def test_path_that_could_leave_the_task_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="path"):
        check_path(path)
    with pytest.raises(ValidationError):
        Solution(name="s", role="candidate", files={path: ""})


@pytest.mark.parametrize("name", ["", "..", "a/b", ".hidden", "a..b", "x" * 121, "a\n", "é"])
def test_id_that_is_no_safe_file_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="id"):
        check_id(name)


@given(st.text(max_size=30))
def test_accepted_paths_stay_inside(path: str) -> None:
    try:
        check_path(path)
    except ValueError:
        return
    assert not path.startswith("/")
    assert ".." not in path.split("/")
    assert "\0" not in path


def test_two_candidates_are_refused() -> None:
    one = {"role": "candidate", "files": {"a.py": ""}}
    with pytest.raises(ValidationError, match="exactly one"):
        make(solutions=[{"name": "a", **one}, {"name": "b", **one}])


def test_lone_surrogate_is_refused() -> None:
    with pytest.raises(ValidationError):
        make(prompt="\ud800")


def test_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        make(titel="typo")


def test_digest_changes_with_any_file() -> None:
    other = [{"name": "candidate", "role": "candidate", "files": {"a.py": "x = 2\n"}}]
    assert make().digest != make(solutions=other).digest
    assert make().digest == make().digest


def test_task_survives_json() -> None:
    task = make()
    assert Task.model_validate(json.loads(task.model_dump_json())) == task


def test_suite_without_files_is_refused() -> None:
    with pytest.raises(ValidationError):
        Suite(name="given", role="given", files={})


def test_path_that_is_file_and_folder_at_a_time_is_refused() -> None:
    with pytest.raises(ValueError, match="is a file and, in"):
        Solution(name="s", role="candidate", files={"a": "", "a/b.py": ""})
