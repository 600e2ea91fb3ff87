"""How a task of each format is run in its own image, and what of a patch gets there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.exchange import repository_records as r
from tests.unit.exchange.records import read, task_of
from workbench.errors import InputError
from workbench.judge.image_patches import without
from workbench.judge.image_recipes import Plan, listed, plan
from workbench.model.task import Task
from workbench.sandboxes.base import JobLimits
from workbench.sandboxes.own_image import is_name, options

OTHER = "diff --git a/x.py b/x.py\n--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-a\n+--- a/y.py\n"


def planned(task: Task, workdir: str = "/repo") -> Plan:
    return plan(task, task.candidate, task.given, workdir, "/own")


def test_pytest_node_ids_are_run_by_pytest(tmp_path: Path) -> None:
    task = task_of("swe-bench", tmp_path, r.SWE)
    found = planned(task)
    assert found.told == "pytest"
    assert "-m pytest -rA ./tests/test_add.py ./tests/test_sub.py" in found.tests.script
    assert found.tests.script.startswith("cd /testbed ")
    assert listed(task, task.given) == (
        ("tests/test_add.py::test_add",), ("tests/test_sub.py::test_sub",))  # fmt: skip


def test_the_records_own_command_goes_before(tmp_path: Path) -> None:
    for field in ("test_cmd", "eval_script"):
        found = planned(task_of("swe-bench", tmp_path, {**r.SWE, field: "./runtests.py a b"}))
        assert found.told == "log"
        assert "./runtests.py a b\n" in found.tests.script
    pro = {**r.SWE, "dockerhub_tag": "x", "run_script": "npm test -- $1",
           "selected_test_files_to_run": ["a.js", "b.js"]}  # fmt: skip
    found = planned(task_of("swe-bench", tmp_path, pro))
    assert "bash /own/run_script.sh a.js,b.js" in found.tests.script
    assert found.tests.script.startswith("cd /app ")


def test_where_no_command_is_known_the_refusal_names_the_field(tmp_path: Path) -> None:
    django = {**r.SWE, "FAIL_TO_PASS": '["test_x (a.B)"]'}
    with pytest.raises(InputError, match="no pytest node ids; give test_cmd"):
        planned(task_of("swe-bench", tmp_path, django))
    with pytest.raises(InputError, match="give test_command"):
        planned(task_of("swe-polybench", tmp_path, {**r.POLY, "test_command": ""}))


def test_images_without_a_work_directory_have_it_where_the_format_says(tmp_path: Path) -> None:
    task = task_of("swe-polybench", tmp_path, r.POLY)
    assert planned(task, "/").tests.script.startswith("cd /testbed ")
    assert planned(task, "/repo").tests.script.startswith("cd /repo ")


def test_an_eval_script_that_applies_the_test_patch_is_left_to_it(tmp_path: Path) -> None:
    for script, by_us in (("pytest -q\n", True), ("git apply - <<E\nE\npytest\n", False)):
        root = r.write(tmp_path / str(by_us), r.SWE_FOLDER, **{"eval.sh": script})
        (found,) = read("swe-bench-5", root)
        assert found.task is not None
        place = planned(found.task).place
        assert place is not None
        assert ("/own/tests.patch" in place.script) is by_us


def test_terminal_bench_runs_its_scripts(tmp_path: Path) -> None:
    (found,) = read("harbor", r.write(tmp_path / "t", r.TERMINAL_BENCH))
    assert found.task is not None
    made = planned(found.task, "/app")
    assert made.solve is not None
    assert "bash /oracle/solution.sh" in made.solve.script
    assert set(made.tests.files) == {"/tests/run-tests.sh", "/tests/test_outputs.py"}
    assert made.told == "checks"


def test_what_a_patch_changes_of_the_tests_files_is_left_out() -> None:
    kept = without(OTHER + r.TEST_PATCH + r.PATCH, r.TEST_PATCH)
    assert kept.text == OTHER + r.PATCH
    assert kept.notes == (
        "the solution's patch changes tests/test_add.py, which the test patch decides: left out",
    )
    assert kept.test_files == ("tests/test_add.py",)
    renamed = "diff --git a/x.py b/x2.py\nrename from x.py\nrename to tests/test_add.py\n" + r.PATCH
    assert without(renamed, r.TEST_PATCH).text == r.PATCH


def test_patches_without_git_headers_are_taken_apart_as_well() -> None:
    def bare(text: str) -> str:
        return "".join(line for line in text.splitlines(keepends=True)
                       if not line.startswith(("diff ", "new file")))  # fmt: skip

    kept = without(bare(OTHER) + bare(r.TEST_PATCH) + bare(r.PATCH), r.TEST_PATCH)
    assert kept.text == bare(OTHER) + bare(r.PATCH)


def test_what_runners_obey_is_a_doubt_and_quoted_names_are_refused() -> None:
    for name in ("conftest.py", "a/conftest.py", "pytest.ini", "sitecustomize.py", "a.pth"):
        planted = f"--- /dev/null\n+++ b/{name}\n@@ -0,0 +1 @@\n+x\n"
        assert without(r.PATCH + planted, r.TEST_PATCH).doubts == (
            f"the solution's patch changes {name}, which decides what the tests tell",
        )
    quoted = r.PATCH.replace("b/pkg/add.py", '"b/pkg/a\\144d.py"')
    with pytest.raises(InputError):
        without(quoted, r.TEST_PATCH)


def test_names_that_are_no_images_are_told_from_those_that_are() -> None:
    assert is_name("swebench/sweb.eval.x86_64.a_1776_b-1:latest")
    for name in ("the one its environment describes", "../x", "-x", "", "a\nb"):
        assert not is_name(name)


def test_a_container_has_no_network_no_capability_no_mount_and_its_limits() -> None:
    made = options("sha256:1", JobLimits(memory_bytes=1 << 28, pids=7), {"A": "b"}, "{}", "1")
    host = made["HostConfig"]
    assert host["CpusetCpus"] == "1"
    assert made["NetworkDisabled"]
    assert host["NetworkMode"] == "none"
    assert host["CapDrop"] == ["ALL"]
    assert "CapAdd" not in host
    assert host["SecurityOpt"] == ["no-new-privileges:true", "seccomp={}"]
    assert (host["Mounts"], host["Privileged"]) == ([], False)
    assert host["Memory"] == host["MemorySwap"] == 1 << 28
    assert host["PidsLimit"] == 7
    assert made["Env"] == ["A=b"]
