"""A change in a git repository becomes a task, and nothing the repository brings along acts."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from workbench.errors import InputError, InvalidFile, NotFound
from workbench.exchange import git_reader
from workbench.exchange.base import Ask, Imported
from workbench.exchange.registry import FORMATS

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="no git here")
NAMES = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "a"), ("EMAIL", "a@b"), ("DATE", "2024-01-01T00:00:00Z"))
}


def git(folder: Path, *words: str) -> None:
    env = os.environ | NAMES | {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null"}
    subprocess.run(["git", "-C", folder, *words], check=True, capture_output=True, env=env)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "adder"
    (root / "tests").mkdir(parents=True)
    git(root, "init", "-q")
    (root / "README.md").write_text("Make `add` add.\n")
    (root / "add.py").write_text("def add(a, b):\n    return a\n")
    (root / "logo.png").write_bytes(b"\0\xff")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "before")
    (root / "add.py").write_text("def add(a, b):\n    return a + b\n")
    (root / "tests" / "test_add.py").write_text("from add import add\nassert add(1, 2) == 3\n")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "after")
    return root


def read(path: Path, **columns: str) -> list[Imported]:
    return list(FORMATS["git"](path, Ask(columns=columns)))


def test_the_commit_is_the_solution_its_parent_the_stub_its_tests_the_suite(
    repository: Path,
) -> None:
    (result,) = read(repository)
    task = result.task
    assert task is not None, result.reason
    assert task.candidate.files["add.py"].endswith("a + b\n")
    assert set(task.candidate.files) == {"README.md", "add.py"}
    stub = task.solution("stub")
    assert stub is not None
    assert stub.files["add.py"].endswith("return a\n")
    assert list(task.given.files) == ["tests/test_add.py"]
    assert task.prompt == "Make `add` add.\n"
    assert not task.image


def test_nothing_the_repository_brings_along_is_run(repository: Path, tmp_path: Path) -> None:
    marker, program = tmp_path / "ran", tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {marker}\n")
    program.chmod(0o755)
    for hook in ("post-checkout", "reference-transaction", "post-index-change", "pre-auto-gc"):
        shutil.copy(program, repository / ".git" / "hooks" / hook)
    for name in ("core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "gpg.program",
                 "diff.external", "filter.x.smudge", "diff.x.textconv", "core.alternateRefsCommand",
                 "core.askPass", "credential.helper"):  # fmt: skip
        git(repository, "config", name, str(program))
    (repository / ".git" / "info" / "attributes").write_text("* filter=x diff=x\n")
    assert read(repository)[0].task is not None
    assert not marker.exists()


def test_links_and_submodules_never_become_files(repository: Path) -> None:
    git(repository, "update-index", "--add", "--cacheinfo",
        "160000,0123456789012345678901234567890123456789,inner")  # fmt: skip
    git(repository, "commit", "-qm", "a submodule")
    assert read(repository, base="HEAD~2")[0].task is not None
    (repository / "link.py").symlink_to("/etc/passwd")
    git(repository, "add", "link.py")
    git(repository, "commit", "-qm", "a link")
    assert read(repository, base="HEAD~3")[0].reason == "link.py is a symbolic link"


def test_trees_that_name_billions_of_files_are_given_up(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(*words: str, given: str) -> str:
        return subprocess.run(
            ["git", "-C", repository, *words], input=given, text=True, check=True,
            capture_output=True, env=os.environ | NAMES,
        ).stdout.strip()  # fmt: skip

    tree = made("mktree", given=f"100644 blob {made('hash-object', '-w', '--stdin', given='x')}\tf")
    for _ in range(10):
        tree = made("mktree", given="".join(f"040000 tree {tree}\td{n}\n" for n in range(10)))
    commit = made("commit-tree", "-p", "HEAD", tree, given="bomb")
    monkeypatch.setattr(git_reader, "MAX_OUTPUT", 1 << 20)
    assert "more than 1 MiB" in read(repository, head=commit)[0].reason


@pytest.mark.parametrize("revision", ["--upload-pack=x", "-x", "a b", "nothing", "HEAD:add.py"])
def test_a_name_that_is_no_commit_is_an_error(revision: str, repository: Path) -> None:
    with pytest.raises(NotFound):
        read(repository, head=revision)


def test_repositories_that_point_elsewhere_are_refused(repository: Path, tmp_path: Path) -> None:
    pointer = tmp_path / "pointer"
    pointer.mkdir()
    (pointer / ".git").write_text(f"gitdir: {repository}/.git\n")
    with pytest.raises(InvalidFile, match="points somewhere else"):
        read(pointer)
    (repository / ".git/objects/info").mkdir(exist_ok=True)
    (repository / ".git/objects/info/alternates").write_text("/elsewhere\n")
    with pytest.raises(InvalidFile, match="borrows objects"):
        read(repository)
    with pytest.raises(InvalidFile, match="is no git repository"):
        read(tmp_path)


def test_a_map_says_what_is_asked(repository: Path, tmp_path: Path) -> None:
    (tmp_path / "asked.md").write_text("Add, please.\n")
    (result,) = read(repository, prompt=str(tmp_path / "asked.md"), id="mine")
    assert result.task is not None
    assert (result.task.id, result.task.prompt) == ("mine", "Add, please.\n")
    with pytest.raises(InputError, match="use base, head"):
        read(repository, colour="x")
