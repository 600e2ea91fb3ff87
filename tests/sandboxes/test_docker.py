"""The engine dies, the container dies, the workbench dies: never a verdict, and nothing is left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.sandboxes.helpers import eventually, processes_with, shell, text
from workbench.errors import InfrastructureError
from workbench.sandboxes.base import Event, Job, JobFile, JobLimits, Layer
from workbench.sandboxes.container import OWNER_LABEL, Shape, Tree, create_options
from workbench.sandboxes.docker import Engine
from workbench.sandboxes.docker_backend import Docker, enforcement_of
from workbench.sandboxes.janitor import Janitor
from workbench.sandboxes.owner import gone, me
from workbench.sandboxes.seccomp import policy_file
from workbench.sandboxes.seccomp_profile import profile
from workbench.sandboxes.self_check import self_check

pytestmark = [pytest.mark.sandbox, pytest.mark.docker]

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def own(engine: Engine) -> Iterator[Docker]:
    """A backend to be mistreated."""
    found = Docker()
    yield found
    found.close()


def containers_of(engine: Engine, pid: int) -> list[str]:
    """Ids of containers that process `pid` made."""
    found = engine._api.containers(all=True, filters={"label": OWNER_LABEL})
    return [c["Id"] for c in found if c["Labels"][OWNER_LABEL].split("/")[2] == str(pid)]


def test_a_container_killed_mid_run_is_an_infrastructure_error(own: Docker, engine: Engine) -> None:
    own.run(Job(("/bin/true",)))
    own.settle()
    marker = "23.57111"
    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(own.run, shell(f"sleep {marker}"))
        assert eventually(lambda: processes_with(f"sleep {marker}") != [])
        for name in containers_of(engine, os.getpid()):
            engine.kill(name)
        with pytest.raises(InfrastructureError, match="middle of the run"):
            run.result(timeout=20)
    assert processes_with(f"sleep {marker}") == []
    assert own.run(Job(("/bin/true",))).exit_code == 0


def test_a_warm_container_that_died_is_not_used(own: Docker, engine: Engine) -> None:
    own.run(Job(("/bin/true",)))
    assert own.settle()
    for name in containers_of(engine, os.getpid()):
        engine.kill(name)
    assert own.run(Job(("/bin/true",))).exit_code == 0


def test_closing_mid_run_is_an_infrastructure_error_and_leaves_nothing(engine: Engine) -> None:
    before = containers_of(engine, os.getpid())
    backend = Docker()
    marker = "31.37414"
    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(backend.run, shell(f"sleep {marker}"))
        assert eventually(lambda: processes_with(f"sleep {marker}") != [])
        backend.close()
        with pytest.raises(InfrastructureError):
            run.result(timeout=20)
    backend.close()
    assert processes_with(f"sleep {marker}") == []
    left = lambda: set(containers_of(engine, os.getpid())) - set(before)  # noqa: E731
    assert eventually(lambda: not left(), 10)


def test_everything_stops_with_the_workbench_and_the_next_start_removes_it(engine: Engine) -> None:
    marker = "41.43475"
    code = f"""
from tests.sandboxes.helpers import shell
from workbench.sandboxes.docker_backend import Docker
backend = Docker()
backend.run(shell("true"))
print("ready", flush=True)
backend.run(shell("sleep {marker}"))
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as workbench:
        assert workbench.stdout is not None
        assert workbench.stdout.readline() == "ready\n"
        assert eventually(lambda: processes_with(f"sleep {marker}") != [], 10)
        workbench.kill()
    assert eventually(lambda: processes_with(f"sleep {marker}") == [], 10)
    later = Docker()
    try:
        later.run(Job(("/bin/true",)))
        # The engine may still be making one that the dead had asked for.
        assert eventually(lambda: containers_of(engine, workbench.pid) == [], 10)
    finally:
        later.close()


def test_what_the_engine_made_for_a_dead_owner_after_the_first_look_is_removed(
    own: Docker, engine: Engine
) -> None:
    boot, space, pid, started = me().split("/")
    dead = f"{boot}/{space}/{pid}/{int(started) + 1}"
    there = lambda made: made in {c["Id"] for c in engine._api.containers(all=True)}  # noqa: E731
    janitor = Janitor(engine.sweep, first_s=(), then_s=0.1)
    try:
        made = engine._api.create_container(
            own._connected().image, command=["true"], labels={OWNER_LABEL: dead}
        )["Id"]
        assert eventually(lambda: not there(made))
    finally:
        janitor.close()


def test_closing_looks_a_last_time(own: Docker, engine: Engine) -> None:
    boot, space, pid, started = me().split("/")
    dead = f"{boot}/{space}/{pid}/{int(started) + 1}"
    made = engine._api.create_container(
        own._connected().image, command=["true"], labels={OWNER_LABEL: dead}
    )["Id"]
    own.close()
    assert made not in {c["Id"] for c in engine._api.containers(all=True)}


def test_only_the_dead_are_swept() -> None:
    boot, space, pid, started = me().split("/")
    assert gone(me()) is False
    assert gone(f"{boot}/{space}/{pid}/{int(started) + 1}") is True
    assert gone(f"other/{space}/{pid}/1") is None
    assert gone(f"{boot}/1/{pid}/1") is None
    assert gone("") is None


def test_a_run_leaves_no_container(own: Docker, engine: Engine) -> None:
    before = set(containers_of(engine, os.getpid()))
    for _ in range(4):
        own.run(shell("sleep 60 & exit 0"))
    own.close()
    assert set(containers_of(engine, os.getpid())) <= before


def test_a_warm_container_serves_one_job_only(own: Docker) -> None:
    first = own.run(shell("touch /box/a /tmp/b; echo kept > /dev/shm/c"))
    assert first.exit_code == 0
    own.settle()
    assert text(own.run(shell("ls -A /box /tmp /dev/shm | grep -v :"))) == ""


def test_a_forked_copy_of_the_workbench_gets_its_own_containers(own: Docker) -> None:
    assert own.run(Job(("/bin/true",))).exit_code == 0
    code = """
import os
from workbench.sandboxes.base import Job
from workbench.sandboxes.docker_backend import Docker
backend = Docker()
backend.run(Job(("/bin/true",)))
child = os.fork()
if child == 0:
    ok = backend.run(Job(("/bin/echo", "child"))).stdout == b"child\\n"
    backend.close()
    os._exit(0 if ok else 1)
status = os.waitpid(child, 0)[1]
ok = backend.run(Job(("/bin/true",))).exit_code == 0
backend.close()
raise SystemExit(status or not ok)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=90, check=False)
    assert done.returncode == 0


@pytest.fixture(scope="module")
def afar(engine: Engine) -> Iterator[Docker]:
    """A backend that takes its engine for one on another machine."""
    found = Docker(copy_layers=True)
    yield found
    found.close()


def test_an_engine_elsewhere_gets_copies_of_layers(afar: Docker, tmp_path: Path) -> None:
    tree = tmp_path / "closed" / "tool"
    tree.mkdir(parents=True)
    tree.parent.chmod(0o700)
    (tree / "run").write_text("#!/bin/sh\nprintf layer; touch /opt/tool/t/x 2>/dev/null || exit 3")
    (tree / "run").chmod(0o755)
    (tree / "link").symlink_to("run")
    (tree / "secret").write_text("root's")
    (tree / "secret").chmod(0o600)
    layers = (Layer("t", tree, "/opt/tool/t"),)
    outcome = afar.run(Job(("/opt/tool/t/link",), layers=layers))
    assert (outcome.stdout, outcome.exit_code) == (b"layer", 3)
    assert afar.run(Job(("/bin/cat", "/opt/tool/t/secret"), layers=layers)).exit_code == 1
    (tree / "run").write_text("#!/bin/sh\nprintf changed")
    moved = (Layer("t", tree.rename(tmp_path / "moved"), "/opt/tool/t"),)
    assert afar.run(Job(("/opt/tool/t/link",), layers=moved)).stdout == b"changed"


def test_an_engine_elsewhere_withstands_every_probe(afar: Docker) -> None:
    assert [result for result in self_check(afar) if not result.ok] == []


def test_what_is_asked_at_a_time_shares_connections_that_nobody_closes(engine: Engine) -> None:
    adapter = engine._api.get_adapter("http+docker://")
    with ThreadPoolExecutor(20) as pool:
        said = list(
            pool.map(lambda n: engine.image_facts(f"reviewer-workbench-{n}:no"), range(300))
        )
    assert said == [None] * 300
    assert [len(p.pool.queue) for p in adapter.pools._container.values()] == [64]
    assert (
        sum(c is not None for c in next(iter(adapter.pools._container.values())).pool.queue) <= 20
    )


def test_copies_of_layers_that_have_no_digest_go_with_the_backend(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "f").write_text("once")
    # Other tests make images on the same engine meanwhile: only this backend's are counted.
    made: list[str] = []
    extend = Engine.extend

    def counted(self: Engine, *arguments: Any) -> str:
        made.append(extend(self, *arguments))
        return made[-1]

    monkeypatch.setattr(Engine, "extend", counted)
    backend = Docker(copy_layers=True)
    job = Job(("/bin/cat", "/opt/kit/x/f"), layers=(Layer("x", tmp_path, "/opt/kit/x"),))
    assert backend.run(job).stdout == b"once"
    assert [engine.image_facts(image) is not None for image in made] == [True]
    backend.close()
    assert engine.image_facts(made[0]) is None


def test_a_program_that_misses_a_library_is_the_sandboxes_fault(
    own: Docker, tmp_path: Path
) -> None:
    tmp_path.chmod(0o755)
    program = tmp_path / "bin" / "odd"
    program.parent.mkdir()
    library = tmp_path / "libodd.so"
    for command in (
        ["gcc", "-shared", "-o", str(library), "-x", "c", "/dev/null"],
        ["gcc", "-o", str(program), "-x", "c", "-", "-x", "none", "-Wl,--no-as-needed",
         f"-L{tmp_path}", "-lodd"],
    ):  # fmt: skip
        subprocess.run(command, input=b"int main(void){return 0;}", check=True)
    job = Job(("/opt/tool/odd/bin/odd",), layers=(Layer("odd", tmp_path, "/opt/tool/odd"),))
    with pytest.raises(InfrastructureError, match=r"lacks a library.*libodd\.so"):
        own.run(job)


def test_process_one_cannot_be_reached_by_what_it_runs(docker: Docker) -> None:
    attack = """
for f in /proc/1/mem /proc/1/fd/0 /proc/1/fd/1 /proc/1/environ /proc/1/root /proc/1/cwd; do
  (: < $f) 2> /dev/null && echo "$f can be read"
  (: >> $f) 2> /dev/null && echo "$f can be written"
done
kill -9 1 2> /dev/null; kill -STOP 1 2> /dev/null && echo stopped
exit 0
"""
    outcome = docker.run(shell(attack))
    assert text(outcome) == ""
    assert outcome.exit_code == 0


def test_an_unmasked_corner_of_sys_does_not_open(docker: Docker) -> None:
    script = "find /sys -type f ! -path '/sys/fs/cgroup/*' 2>/dev/null | head"
    assert text(docker.run(shell(script))) == ""


def test_memory_that_takes_process_one_along_is_still_a_memory_event(docker: Docker) -> None:
    """Files, not processes, fill the memory: nobody is left to kill but process 1."""
    code = "head -c 400000000 /dev/zero > /box/f; tail /dev/zero"
    outcome = docker.run(
        shell(code, memory_bytes=64 << 20, box_bytes=1 << 29, file_bytes=1 << 29, wall_s=20)
    )
    assert Event.MEMORY in outcome.events
    assert outcome.exit_code != 0


def test_jobs_at_once_get_their_own_input(docker: Docker) -> None:
    def one(number: int) -> bytes:
        job = Job(("/bin/sh", "-c", "cat /job/n; cat"), {"n": JobFile(b"%d" % number)}, stdin=b"!")
        return docker.run(job).stdout

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(one, range(12))) == [b"%d!" % n for n in range(12)]


def test_a_reader_that_stops_reading_holds_the_writer_and_not_our_memory(docker: Docker) -> None:
    leader, follower = docker.run_pair(
        shell("sleep 1; head -c 10 <&4 | wc -c; exec 4<&-; sleep 0.3"),
        shell("head -c 50000000 /dev/zero >&5; echo cut >&2", wall_s=20),
    )
    assert leader.stdout.strip() == b"10"
    assert not leader.events
    assert not follower.events


# Without an engine.


def test_the_profile_names_every_rule_of_the_policy() -> None:
    policy = tomllib.loads(policy_file().read_text())
    for arch in ("x86_64", "aarch64"):
        made = json.loads(profile(policy, arch))
        assert made["defaultAction"] == "SCMP_ACT_ALLOW"
        names = {name for rule in made["syscalls"] for name in rule["names"]}
        groups = [*policy["deny"], *policy["deny_if"]]
        assert names == {name for group in groups for name in group[arch]}
        assert all(rule["action"] == "SCMP_ACT_ERRNO" for rule in made["syscalls"])
        assert all(len(rule["args"]) <= 1 for rule in made["syscalls"])


def test_the_options_of_a_container_close_every_door() -> None:
    shape = Shape.of(
        Job(("/bin/true",), limits=JobLimits(memory_bytes=100, pids=7, cpus=0.5)),
        "sha256:x",
        (Tree("/a", "/opt/kit/a"),),
    )
    options = create_options(shape, "{}", {"a": "b"}, "", "0,3")
    host = options["HostConfig"]
    assert host["CpusetCpus"] == "0,3"
    assert host["NetworkMode"] == "none"
    assert host["ReadonlyRootfs"] is True
    assert host["CapDrop"] == ["ALL"]
    assert host["Memory"] == host["MemorySwap"]
    assert host["CpuQuota"] * 2 == host["CpuPeriod"]
    assert "no-new-privileges:true" in host["SecurityOpt"]
    assert [m["ReadOnly"] for m in host["Mounts"]] == [True]
    assert options["Env"] == []
    assert all("nr_inodes=" in area and "nosuid" in area for area in host["Tmpfs"].values())


def test_an_engine_that_cannot_limit_memory_says_so() -> None:
    able = {"MemoryLimit": True, "SwapLimit": True, "PidsLimit": True, "CpuCfsQuota": True}
    assert enforcement_of(able, ("memory", "pids")).unenforced == ()
    assert dict(enforcement_of({}, ("memory", "pids")).unenforced).keys() >= {"memory", "pids"}
    assert "memory" in dict(enforcement_of(able, ("pids",)).unenforced)
    assert "memory" in enforcement_of({**able, "SwapLimit": False}, ("memory", "pids")).enforced
