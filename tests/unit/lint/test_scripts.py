"""Shell scripts, image recipes, and tasks on whole repositories, as lint reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.exchange import repository_records as repositories
from tests.unit.exchange.records import read, write_lines
from tests.unit.lint.test_lint import PYTHON, a_task, found
from workbench.lint.shell import commands, loose_images, reaches_out, unpinned
from workbench.model.task import Task


@pytest.mark.parametrize(
    "line",
    ["curl -LsSf https://x.org/install.sh | sh", "apt-get update && true", "RUN pip install x",
     "python3 -m pip install x", "cd /x && git clone https://x.org/y", "uv pip install -r r.txt",
     "A=1 sudo wget x.org", "if npm ci; then :; fi", "go mod download", "uvx -p 3.13 pytest"],
)  # fmt: skip
def test_a_command_that_needs_the_network_is_known(line: str) -> None:
    assert any(reaches_out(command) for command in commands(line))


@pytest.mark.parametrize(
    "line",
    ["curl -s http://localhost:8000/x", "# curl x.org", "pytest -q", "git checkout abc -- tests",
     "echo 'pip install x'", "npm test", "go test ./...", "pip list", "curl", "go mod tidy"],
)  # fmt: skip
def test_a_command_that_stays_on_the_machine_is_none(line: str) -> None:
    assert not any(reaches_out(command) for command in commands(line))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("pip install numpy pandas==2.1.0 'a[b]>=1'", ["numpy", "a[b]>=1"]),
        ("RUN --mount=type=cache,target=/x pip3 install --no-cache-dir -r r.txt flask", ["flask"]),
        ("npm install left-pad react@18.2.0 @a/b @a/c@1.0.0 d@^1", ["left-pad", "@a/b", "d@^1"]),
        ("pip install . -e ./x git+https://x.org/y $Z", []),
        ("uv add pytest==8.4.1 requests", ["requests"]),
        ("apt-get install -y curl", []),
    ],
)
def test_packages_without_one_version_are_named(line: str, names: list[str]) -> None:
    assert [name for command in commands(line) for name in unpinned(command)] == names


def test_a_command_over_several_lines_is_one_and_stands_on_its_first() -> None:
    (first, second) = commands("# no\n\npip install \\\n  numpy \\\n  # why\n  flask\npytest\n")
    assert (first.line, first.words) == (3, ("pip", "install", "numpy", "flask"))
    assert (second.line, second.words) == (7, ("pytest",))


def test_an_image_without_a_tag_or_with_the_newest_is_loose() -> None:
    recipe = (
        "FROM ubuntu\nFROM --platform=linux/amd64 python:latest AS base\nfrom base\nFROM scratch\n"
        "FROM golang:1.22\nFROM x.org:5000/y\nFROM z@sha256:0\nFROM $IMAGE\n"
    )
    assert list(loose_images(recipe)) == ["ubuntu", "python:latest", "x.org:5000/y"]


def test_a_test_that_starts_a_program_which_reaches_out_uses_the_network() -> None:
    tests = (
        "import subprocess\nfrom price import price\n"
        "def test_a():\n    subprocess.run({}, shell=True)\n    assert price(1) == 2\n"
    )
    out = found(a_task("python", PYTHON, tests.format("'curl x.org'")), "network")
    assert out == [("medium", "the tests use the network test_price.py:4 curl")]
    assert found(a_task("python", PYTHON, tests.format("'ls -l'")), "network") == []


def swe(folder: Path, **changes: str) -> Task:
    (result,) = read("swe-bench", write_lines(folder, {**repositories.SWE, **changes}))
    assert result.task is not None, result.reason
    return result.task


def test_a_sound_task_on_a_repository_has_no_remark_about_its_tests(tmp_path: Path) -> None:
    assert found(swe(tmp_path), "test_names") == []
    assert found(swe(tmp_path), "leak") == []


def test_what_was_odd_about_patches_and_lists_on_import_is_told(tmp_path: Path) -> None:
    task = swe(tmp_path, FAIL_TO_PASS="[]", patch=repositories.PATCH + repositories.TEST_PATCH)
    (one,) = found(task, "test_names")
    assert one[0] == "medium"
    assert "no test is said to fail" in one[1]
    assert "both patches change tests/test_add.py" in one[1]


def test_listed_tests_of_which_the_patch_has_none_are_phantoms(tmp_path: Path) -> None:
    task = swe(tmp_path, FAIL_TO_PASS='["tests/test_add.py::test_never_written[1]"]')
    assert [f[0] for f in found(task, "test_names")] == ["low"]


def test_a_prompt_that_holds_the_fix_is_a_leak(tmp_path: Path) -> None:
    added = "\n".join(f"+    total_{n} = first_{n} + second_{n} * third_{n}" for n in range(6))
    patch = (
        "diff --git a/pkg/add.py b/pkg/add.py\n--- a/pkg/add.py\n+++ b/pkg/add.py\n"
        f"@@ -1,1 +1,7 @@\n def add(a, b):\n{added}\n"
    )
    told = f"Add it.\n```\n{added.replace('+    ', '    ')}\n```\n"
    assert found(swe(tmp_path, patch=patch, problem_statement=told), "leak")[0][0] == "high"
    assert found(swe(tmp_path, patch=patch), "leak") == []


def test_a_harbor_task_that_installs_as_it_tests_is_told_with_what_is_not_pinned(
    tmp_path: Path,
) -> None:
    repositories.write(
        tmp_path / "adder", repositories.HARBOR,
        **{"tests/test.sh": "apt-get update\npip install pytest==8.4.1 numpy\npytest /tests\n",
           "environment/Dockerfile": "FROM python\nRUN pip install flask\n"},
    )  # fmt: skip
    (result,) = read("harbor", tmp_path)
    assert result.task is not None, result.reason
    assert found(result.task, "network") == [
        ("medium", "the tests use the network tests/test.sh:1 apt-get tests/test.sh:2 pip"),
    ]  # fmt: skip
    (loose,) = [words for severity, words in found(result.task, "dependencies")]
    assert loose.endswith(
        "environment/Dockerfile: flask environment/Dockerfile: python tests/test.sh: numpy"
    )
    assert found(result.task, "test_names") == []
