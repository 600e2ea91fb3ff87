from __future__ import annotations

from pathlib import Path

import pytest

from workbench.sandboxes.arguments import Descriptors, HostLayout, Scratch, bwrap_arguments
from workbench.sandboxes.base import Job, JobFile, JobLimits, Layer

HOST = HostLayout(links=(("usr/bin", "/bin"),), binds=("/usr", "/etc/ld.so.cache"))
FDS = Descriptors(seccomp=11, status=12, files={"a/t.py": 21, "run": 22}, etc={"passwd": 30})
JOB = Job(
    ("/bin/true", "x"),
    files={"a/t.py": JobFile(b""), "run": JobFile(b"", executable=True)},
    env={"PATH": "/mine", "EXTRA": "1"},
    layers=(Layer("go", Path("/usr/local/go"), "/opt/tool/go"),),
    limits=JobLimits(box_bytes=111, tmp_bytes=222),
)


def words(job: Job = JOB, scratch: Scratch | None = None) -> list[str]:
    return bwrap_arguments(job, ["/run/layers/0"], FDS, HOST, scratch)


def holds(args: list[str], *sequence: str) -> bool:
    width = len(sequence)
    return any(tuple(args[i : i + width]) == sequence for i in range(len(args) - width + 1))


@pytest.mark.parametrize(
    "option",
    ["--unshare-all", "--disable-userns", "--new-session", "--die-with-parent", "--clearenv"],
)
def test_wall_is_always_there(option: str) -> None:
    assert option in words()


def test_nothing_of_the_host_is_bound_for_writing() -> None:
    assert "--bind" not in words()
    args = words(scratch=Scratch("/run/box", "/run/tmp"))
    bound = [args[i + 1 : i + 3] for i, word in enumerate(args) if word == "--bind"]
    assert bound == [["/run/box", "/box"], ["/run/tmp", "/tmp"]]


def test_the_root_is_closed_after_everything_is_in_place() -> None:
    args = words()
    closing = max(i for i, word in enumerate(args) if word == "--remount-ro")
    assert args[closing + 1] == "/"
    for option in ("--ro-bind", "--file", "--tmpfs", "--dir", "--symlink", "--dev", "--proc"):
        assert max(i for i, word in enumerate(args) if word == option) < closing


def test_every_tmpfs_has_a_size() -> None:
    args = words()
    for i, word in enumerate(args):
        if word == "--tmpfs":
            assert args[i - 2] == "--size"
    assert holds(args, "--size", "111", "--tmpfs", "/box")
    assert holds(args, "--size", "222", "--tmpfs", "/tmp")


def test_files_keep_their_executable_bit() -> None:
    assert holds(words(), "--perms", "0444", "--file", "21", "/job/a/t.py")
    assert holds(words(), "--perms", "0555", "--file", "22", "/job/run")


def test_a_layer_is_bound_where_the_supervisor_made_it_readable() -> None:
    assert holds(words(), "--ro-bind", "/run/layers/0", "/opt/tool/go")
    assert "/usr/local/go" not in words()


def test_the_jobs_environment_wins() -> None:
    assert holds(words(), "--setenv", "PATH", "/mine")
    assert holds(words(), "--setenv", "HOME", "/box")


def test_the_command_is_not_among_the_options() -> None:
    assert "/bin/true" not in words()


@pytest.mark.parametrize(
    "job",
    [
        Job(("/bin/true", "a\0--bind"), layers=JOB.layers, files=JOB.files),
        Job(("/bin/true",), env={"A": "x\0--bind\0/\0/"}, layers=JOB.layers, files=JOB.files),
        Job(("/bin/true",), cwd="/box\0--bind", layers=JOB.layers, files=JOB.files),
    ],
)
def test_nul_cannot_smuggle_an_option(job: Job) -> None:
    with pytest.raises(ValueError, match="NUL"):
        words(job)


def test_this_machines_layout_has_a_shell() -> None:
    host = HostLayout.look()
    assert "/usr" in host.binds
    assert any(path == "/bin" for _, path in host.links) or "/bin" in host.binds
