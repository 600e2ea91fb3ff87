"""No sandbox, no run: refusals are early, named, and say what mends them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.sandboxes.helpers import PYTHON
from workbench.errors import NoSandbox
from workbench.sandboxes import docker_backend
from workbench.sandboxes import self_check as checks
from workbench.sandboxes.base import Enforcement, Job, JobLimits, Sandbox
from workbench.sandboxes.bubblewrap import Bubblewrap
from workbench.sandboxes.docker import Engine
from workbench.sandboxes.docker_backend import Docker, safer_docker
from workbench.sandboxes.select import backend_status, get_sandbox
from workbench.sandboxes.self_check import cached_self_check, self_check, withstands

pytestmark = pytest.mark.sandbox

ROOT = Path(__file__).resolve().parents[2]
NOBODY = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]

DRIVER = """
import json, sys
from pathlib import Path
from workbench.errors import NoSandbox
from workbench.sandboxes.base import Job, JobLimits
from workbench.sandboxes.select import get_sandbox
try:
    sandbox = get_sandbox("bubblewrap", state_dir=Path(sys.argv[1]),
                          allow_unenforced_memory=len(sys.argv) > 2)
except NoSandbox as error:
    print(json.dumps({"refused": error.message, "mend": error.mend}))
else:
    bomb = "n=0; while [ $n -lt 99 ]; do sleep 1 & n=$((n+1)); done; echo too many"
    limits = JobLimits(pids=24, wall_s=5)
    print(json.dumps({
        "unenforced": dict(sandbox.enforcement.unenforced),
        "bomb": sandbox.run(Job(("/bin/sh", "-c", bomb), limits=limits)).stdout.decode(),
        "wrote": sandbox.run(Job(("/bin/sh", "-c", "echo x > /usr/x"))).exit_code == 0,
    }))
    sandbox.close()
"""


def drive(prefix: list[str], *arguments: str) -> dict[str, object]:
    """Ask for a sandbox in a process of another kind, with the system's python (which an
    ordinary user can read)."""
    if os.geteuid() != 0 or not Path(PYTHON).exists():
        pytest.skip("needs root, to become others, and /usr/bin/python3")
    answer = subprocess.run(
        [*prefix, PYTHON, "-c", DRIVER, *arguments],
        cwd="/",
        env={
            "PATH": "/usr/sbin:/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert isinstance(found, dict)
    return found


def no_groups(command: str) -> list[str]:
    """A machine whose control groups cannot be written."""
    script = f'mount -t tmpfs -o ro none /sys/fs/cgroup && exec {command} "$@"'
    return ["unshare", "-m", "sh", "-c", script, "sh"]


@pytest.mark.parametrize("prefix", [NOBODY, no_groups("env")], ids=["ordinary user", "root"])
def test_memory_that_cannot_be_limited_is_a_refusal_by_default(
    prefix: list[str], tmp_path: Path
) -> None:
    answer = drive(prefix, str(tmp_path))
    assert "memory" in str(answer["refused"])
    assert "not enforced" in str(answer["refused"])
    assert answer["mend"]


@pytest.mark.parametrize("prefix", [NOBODY, no_groups("env")], ids=["ordinary user", "root"])
def test_memory_that_cannot_be_limited_is_labelled_when_allowed(
    prefix: list[str], tmp_path: Path
) -> None:
    answer = drive(prefix, str(tmp_path), "allow")
    unenforced = answer["unenforced"]
    assert isinstance(unenforced, dict)
    assert {"memory", "pids", "cpus"} <= set(unenforced)
    assert answer["bomb"] == ""
    assert answer["wrote"] is False


def test_denied_user_namespaces_are_named(tmp_path: Path) -> None:
    """A user namespace whose own limit of nested ones is 0, entered as an ordinary user."""
    script = (
        "echo 0 > /proc/sys/user/max_user_namespaces && "
        'exec setpriv --ambient-caps=-all --inh-caps=-all "$@"'
    )
    prefix = [*NOBODY, "unshare", "--user", "--map-current-user", "--keep-caps"]
    answer = drive([*prefix, "sh", "-c", script, "sh"], str(tmp_path), "allow")
    assert "no user namespaces are allowed" in str(answer["refused"])
    assert "max_user_namespaces" in str(answer["mend"])


def test_missing_bubblewrap_is_a_refusal_with_the_command_that_mends_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("workbench.sandboxes.bubblewrap.find_bwrap", lambda: None)
    with pytest.raises(NoSandbox) as caught:
        get_sandbox("bubblewrap", state_dir=tmp_path)
    assert caught.value.mend == "apt-get install -y bubblewrap"


@pytest.mark.parametrize(
    ("script", "word"),
    [
        ("echo bubblewrap 0.6.1", "too old"),
        ("echo hello", "does not answer"),
        ("exit 1", "does not answer"),
    ],
)
def test_a_bubblewrap_that_cannot_do_it_is_refused(tmp_path: Path, script: str, word: str) -> None:
    program = tmp_path / "bwrap"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    with pytest.raises(NoSandbox, match=word):
        Bubblewrap(str(program))


def test_a_bubblewrap_that_contains_nothing_fails_the_self_check(tmp_path: Path) -> None:
    """A program that takes bwrap's place, reports as it does, and runs the command bare."""
    program = tmp_path / "bwrap"
    program.write_text(f"""#!{PYTHON} -IS
import os, subprocess, sys
if "--version" in sys.argv:
    print("bubblewrap 0.8.0"); sys.exit()
words = os.read(int(sys.argv[2]), 1 << 20).decode().split(chr(0))
status = int(words[words.index("--json-status-fd") + 1])
code = subprocess.run(sys.argv[4:], pass_fds=(3,)).returncode
os.write(status, b'{{"exit-code": %d}}\\n' % (code if code >= 0 else 128 - code))
sys.exit()
""")
    program.chmod(0o755)
    for folder in (tmp_path, *tmp_path.parents[:-1]):
        folder.chmod(folder.stat().st_mode | 0o011)
    if not shutil.which(PYTHON):
        pytest.skip("the impostor is written in Python and /usr/bin/python3 is not installed")
    sandbox = Bubblewrap(str(program))
    try:
        failed = {result.name for result in self_check(sandbox) if not result.ok}
    finally:
        sandbox.close()
    assert {"identity", "absent", "read-only", "system calls", "foreign calls"} <= failed


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")


@pytest.fixture
def no_bubblewrap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.sandboxes.bubblewrap.find_bwrap", lambda: None)


@pytest.mark.usefixtures("no_engine")
def test_docker_without_an_engine_is_refused_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(NoSandbox, match="no docker engine answers") as caught:
        get_sandbox("docker", state_dir=tmp_path)
    assert "DOCKER_HOST" in caught.value.mend


@pytest.mark.usefixtures("no_engine", "no_bubblewrap")
def test_auto_with_neither_backend_runs_nothing_and_names_both(tmp_path: Path) -> None:
    with pytest.raises(NoSandbox, match=r"bubblewrap is not installed.*no docker engine") as caught:
        get_sandbox("auto", state_dir=tmp_path, allow_unenforced_memory=True)
    assert caught.value.mend == "apt-get install -y bubblewrap"
    assert [line.ok for line in backend_status(tmp_path)] == [False, False]


@pytest.mark.usefixtures("no_engine")
def test_auto_is_bubblewrap_where_that_works(state_dir: Path, bubblewrap: Bubblewrap) -> None:
    found = get_sandbox("auto", state_dir=state_dir)
    found.close()
    assert found.name == "bubblewrap"
    lines = backend_status(state_dir)
    assert all(line.ok for line in lines)
    assert "not used" in lines[-1].detail
    assert len(lines) == 2 + len(self_check(bubblewrap))


@pytest.mark.docker
@pytest.mark.usefixtures("no_bubblewrap")
def test_auto_is_docker_where_bubblewrap_is_absent(docker: Docker, state_dir: Path) -> None:
    found = get_sandbox("auto", state_dir=state_dir)
    found.close()
    assert found.name == docker.name


@pytest.mark.docker
def test_auto_is_docker_where_bubblewrap_fails_its_checks(
    docker: Docker, state_dir: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "bwrap"
    program.write_text('#!/bin/sh\n[ "$1" = --version ] && echo bubblewrap 0.8.0\nexit 1\n')
    program.chmod(0o755)
    monkeypatch.setattr("workbench.sandboxes.bubblewrap.find_bwrap", lambda: str(program))
    found = get_sandbox("auto", state_dir=state_dir)
    found.close()
    assert found.name == docker.name


@pytest.mark.docker
def test_doctor_shows_both_backends_with_their_probes(
    docker: Docker, bubblewrap: Bubblewrap, state_dir: Path
) -> None:
    lines = backend_status(state_dir)
    assert all(line.ok for line in lines)
    shown = {line.name for line in lines}
    for backend in (bubblewrap, docker):
        assert {f"sandbox: {backend.name}: {r.name}" for r in self_check(backend)} < shown


@pytest.mark.docker
def test_an_engine_without_the_base_image_names_how_to_make_it(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WORKBENCH_DOCKER_BASE", "none-of-that-name:at-all")
    with pytest.raises(NoSandbox, match="no image none-of-that-name:at-all") as caught:
        get_sandbox("docker", state_dir=tmp_path)
    assert "mmdebstrap" in caught.value.mend


def test_an_engine_by_ssh_is_refused_with_a_way_that_works(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DOCKER_HOST", "ssh://somebody@somewhere")
    with pytest.raises(NoSandbox, match="ssh") as caught:
        get_sandbox("docker", state_dir=tmp_path)
    assert "forward" in caught.value.mend


def test_green_self_check_is_kept_for_this_boot(sandbox: Sandbox, tmp_path: Path) -> None:
    first = cached_self_check(sandbox, tmp_path)
    (kept,) = (tmp_path / "self-check").iterdir()
    written = kept.stat().st_mtime_ns
    assert cached_self_check(sandbox, tmp_path) == first
    assert kept.stat().st_mtime_ns == written
    assert kept.stat().st_mode & 0o077 == 0


def test_a_damaged_kept_result_is_not_believed(
    bubblewrap: Bubblewrap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = cached_self_check(bubblewrap, tmp_path)
    (kept,) = (tmp_path / "self-check").iterdir()
    tried: list[Sandbox] = []
    monkeypatch.setattr(checks, "self_check", lambda sandbox: tried.append(sandbox) or first)
    damaged = ("", "[", "[{}]", '[{"name": 1}]', "{}", "[]")
    for content in damaged:
        kept.write_text(content)
        assert cached_self_check(bubblewrap, tmp_path) == first
        assert cached_self_check(bubblewrap, tmp_path) == first
    assert tried == [bubblewrap] * len(damaged)  # once each: what was found then is kept again


class Leaky:
    """A backend that runs nothing in a sandbox's way: every probe must see that."""

    name = "leaky"
    version = "0"
    enforcement = Enforcement(("memory", "pids"))

    def __init__(self, inner: Bubblewrap) -> None:
        self._inner = inner

    def run(self, job: Job, cancel: object = None) -> object:
        """A real sandbox, but with limits so wide that none can strike."""
        # Just longer than a probe of time may take.
        wide = JobLimits(wall_s=5.5, stdout_bytes=1 << 30, pids=512, box_bytes=1 << 28)
        return self._inner.run(Job(job.command, job.files, job.env, limits=wide, stdin=job.stdin))

    def close(self) -> None:
        """Nothing of its own."""


def test_a_backend_without_limits_fails_and_is_not_kept(
    bubblewrap: Bubblewrap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaky: Any = Leaky(bubblewrap)
    results = cached_self_check(leaky, tmp_path)
    failed = {result.name for result in results if not result.ok}
    assert {"scratch size", "processes", "time"} <= failed
    assert not (tmp_path / "self-check").exists()
    # Where another stands in for it the failure is kept, so that it is tried once a boot.
    with monkeypatch.context() as patch:
        patch.setattr(checks, "self_check", lambda sandbox: results)
        assert withstands(leaky, tmp_path) is False
    (kept,) = (tmp_path / "self-check").iterdir()
    assert kept.suffix == ".refused"
    assert withstands(leaky, tmp_path) is False
    assert withstands(bubblewrap, tmp_path) is True


@pytest.mark.docker
def test_a_runtime_the_engine_does_not_have_is_refused(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WORKBENCH_DOCKER_RUNTIME", "none-such")
    with pytest.raises(NoSandbox, match="no runtime none-such"):
        get_sandbox("docker", state_dir=tmp_path)


def take(monkeypatch: pytest.MonkeyPatch, engine: Engine, runtime: str) -> None:
    """Let that runtime of the engine be the safer one."""
    if runtime not in engine.info["Runtimes"]:
        pytest.skip(f"the engine has no runtime {runtime}; scripts/engine starts one that has")
    monkeypatch.delenv("WORKBENCH_DOCKER_RUNTIME", raising=False)
    monkeypatch.setattr(docker_backend, "safer_docker", partial(safer_docker, runtime))


@pytest.mark.docker
def test_a_safer_runtime_is_taken_when_it_withstands_the_probes(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    take(monkeypatch, engine, "workbench-second")
    sandbox = get_sandbox("docker", state_dir=tmp_path)
    try:
        assert "runtime workbench-second" in sandbox.version
        assert sandbox.run(Job(("/bin/true",))).exit_code == 0
    finally:
        sandbox.close()


@pytest.mark.docker
def test_a_safer_runtime_that_fails_is_passed_over_and_that_is_told(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    take(monkeypatch, engine, "workbench-broken")
    sandbox = get_sandbox("docker", state_dir=tmp_path)
    try:
        assert isinstance(sandbox, docker_backend.Docker)
        assert sandbox.runtime == ""
        assert "workbench-broken is there and failed its checks" in sandbox.remark
        assert sandbox.run(Job(("/bin/true",))).exit_code == 0
    finally:
        sandbox.close()
