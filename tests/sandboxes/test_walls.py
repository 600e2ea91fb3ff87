"""What code inside can see, reach and change."""

from __future__ import annotations

import os
import platform
import socket
from pathlib import Path

import pytest

from tests.sandboxes.helpers import python, shell, text
from workbench.sandboxes.base import Cancel, Event, Job, JobFile, JobLimits, Layer, Sandbox
from workbench.sandboxes.bubblewrap import Bubblewrap
from workbench.sandboxes.probe_calls import caller, denied_calls
from workbench.sandboxes.self_check import self_check

pytestmark = pytest.mark.sandbox


def test_every_probe_of_the_self_check_holds(sandbox: Sandbox) -> None:
    assert [result for result in self_check(sandbox) if not result.ok] == []


def test_kernel_settings_cannot_be_opened_for_writing(sandbox: Sandbox) -> None:
    script = "for f in /proc/sys/kernel/core_pattern /proc/sys/vm/drop_caches /proc/sysrq-trigger;"
    script += ' do (: >> $f) 2>/dev/null && echo "$f"; done; exit 0'
    assert text(sandbox.run(shell(script))) == ""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can own a file that only root may read")
def test_roots_private_file_is_closed_even_in_a_layer(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "open").write_text("everybody's")
    secret = tmp_path / "secret"
    secret.touch(mode=0o600)
    secret.write_text("root's")
    tmp_path.chmod(0o755)
    job = Job(
        ("/bin/cat", "/opt/kit/x/open", "/opt/kit/x/secret"),
        layers=(Layer("x", tmp_path, "/opt/kit/x"),),
    )
    outcome = sandbox.run(job)
    assert outcome.stdout == b"everybody's"
    assert b"Permission denied" in outcome.stderr


def test_host_secret_is_nowhere_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_TEST_SECRET", "hunter2hunter2")
    sandbox = Bubblewrap()
    try:
        script = "env; cat /proc/*/environ /proc/*/cmdline | tr '\\0' '\\n'"
        assert b"hunter2" not in sandbox.run(shell(script)).stdout
    finally:
        sandbox.close()


def test_results_are_heard_while_the_job_runs_and_once_more_in_the_outcome(
    sandbox: Sandbox,
) -> None:
    heard: list[bytes] = []
    cancel = Cancel()

    def hear(piece: bytes) -> None:
        heard.append(piece)
        if b"".join(heard) == b"one two ":
            cancel.set()

    script = "printf 'one ' >&3; sleep 0.3; printf 'two ' >&3; sleep 60; printf three >&3"
    outcome = sandbox.run(shell(script, wall_s=30.0), cancel, hear)
    assert Event.CANCELLED in outcome.events
    assert outcome.results == b"".join(heard) == b"one two "
    assert len(heard) == 2


def test_the_command_line_of_process_one_names_no_host_path(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    (tmp_path / "x").touch()
    job = Job(("/bin/cat", "/proc/1/cmdline"), layers=(Layer("x", tmp_path, "/opt/kit/x"),))
    line = sandbox.run(job).stdout
    assert line
    assert b"/opt/kit" not in line
    assert os.fsencode(tmp_path) not in line


def test_only_four_descriptors_are_open_while_others_run(sandbox: Sandbox) -> None:
    outcome = sandbox.run(Job(("/bin/ls", "/proc/self/fd")))
    assert outcome.stdout.split() == [b"0", b"1", b"2", b"3", b"4"]


def test_standard_input_cannot_be_written(sandbox: Sandbox) -> None:
    code = "import os\nfor p in (0, '/proc/self/fd/0'):\n  try:\n"
    code += (
        "    f = p if p == 0 else os.open(p, os.O_RDWR)\n    os.write(f, b'x'); print('wrote')\n"
    )
    code += "  except OSError: pass"
    job = python(code)
    assert text(sandbox.run(Job(job.command, job.files, limits=job.limits, stdin=b"abc"))) == ""


def test_dev_stderr_can_be_opened_by_name(sandbox: Sandbox) -> None:
    outcome = sandbox.run(shell("echo out > /dev/stdout; echo err > /dev/stderr"))
    assert (outcome.stdout, outcome.stderr) == (b"out\n", b"err\n")


@pytest.mark.parametrize(
    "path",
    ["/root", "/home", "/sys/class/net", "/sys/block/vda", "/var", "/run", "/work", "/etc/shadow",
     "/var/run/docker.sock", "/dev/kvm", "/dev/mem", "/dev/vda",
     "/dev/kmsg", "/proc/1/root/root"],
)  # fmt: skip
def test_host_path_is_absent(sandbox: Sandbox, path: str) -> None:
    assert sandbox.run(shell(f"test -e {path}")).exit_code == 1


@pytest.mark.parametrize(
    "attempt",
    ["echo x >> /job/f", "rm -f /job/f", "mv /job/f /job/g", "mv /box/x /job/f", "mkdir /job/d",
     "chmod 777 /job/f", "ln -sf /box/x /job/f", "rm -rf /job", "mv /job /box/job",
     "mkdir /x", "touch /usr/x", "touch /dev/x", "touch /etc/x", "ln /job/f /box/hard",
     "mount -t tmpfs x /job", "mount --bind /box /job", "umount /box", "mount -o remount,rw /",
     "mknod /box/null c 1 3", "chmod 4755 /box/x", "chmod 2755 /box/x", "su -c true",
     "unshare -U true", "unshare -m true", "nsenter -t 1 -m true", "chroot / true"],
)  # fmt: skip
def test_attempt_is_refused(sandbox: Sandbox, attempt: str) -> None:
    script = f"touch /box/x; {attempt} 2>/dev/null && echo worked; cat /job/f"
    job = Job(("/bin/sh", "-c", script), files={"f": JobFile(b"as it was")})
    assert sandbox.run(job).stdout == b"as it was"


def test_executable_bit_is_honoured_both_ways(sandbox: Sandbox) -> None:
    script = b"#!/bin/sh\nprintf ran"
    files = {"sub/yes": JobFile(script, executable=True), "no": JobFile(script)}
    assert sandbox.run(Job(("/job/sub/yes",), files=files)).stdout == b"ran"
    assert sandbox.run(Job(("/bin/sh", "-c", "/job/no"), files=files)).exit_code == 126


def test_what_one_job_leaves_is_not_there_for_the_next(sandbox: Sandbox) -> None:
    leave = "ln -s /etc/shadow /box/a; mkfifo /box/b; ln -s / /tmp/c; touch /dev/shm/d; ls -A /box"
    assert text(sandbox.run(shell(leave))) == "a\nb"
    assert text(sandbox.run(shell("ls -A /box /tmp /dev/shm | grep -v :"))) == ""


DENIED = denied_calls(platform.machine()) if platform.machine() in ("x86_64", "aarch64") else {}


@pytest.mark.parametrize("word", DENIED)
def test_denied_system_call_answers_its_errno(bubblewrap: Bubblewrap, word: str) -> None:
    """One by one here; of any other backend the self-check asks them all in one job."""
    command = caller([word])
    assert command is not None
    assert text(bubblewrap.run(Job(command))) == f"{word} {DENIED[word]}"


@pytest.mark.skipif(platform.machine() != "x86_64", reason="int 0x80 and x32 exist on x86-64 only")
@pytest.mark.parametrize("code", ["b8140000 00cd80c3", "b8270000 400f05c3"], ids=["i386", "x32"])
def test_foreign_system_call_kills(sandbox: Sandbox, code: str) -> None:
    program = f"""
import ctypes, mmap
m = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
m.write(bytes.fromhex("{code}"))
print(ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(m)))(), flush=True)
"""
    outcome = sandbox.run(python(program))
    assert outcome.signal == 31
    assert outcome.stdout == b""


def test_threads_and_processes_work_despite_the_filter(sandbox: Sandbox) -> None:
    code = """
import subprocess, threading
seen = []
threads = [threading.Thread(target=seen.append, args=(i,)) for i in range(8)]
[t.start() for t in threads]; [t.join() for t in threads]
print(sorted(seen) == list(range(8)), subprocess.check_output(["/bin/echo", "child"]))
"""
    assert text(sandbox.run(python(code))) == r"True b'child\n'"


def test_own_loopback_works_and_nothing_else_does(sandbox: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as host:
        port = host.getsockname()[1]
        code = f"""
import socket
inside = socket.create_server(("127.0.0.1", 0))
socket.create_connection(inside.getsockname(), 2).close()
print("own loopback")
for place in (("127.0.0.1", {port}), ("192.0.2.1", 80), ("localhost", {port}), ("example.com", 80)):
    try:
        socket.create_connection(place, 1)
        print("reached", place)
    except OSError:
        pass
for kind, place in ((socket.SOCK_DGRAM, ("192.0.2.1", 53)),):
    try:
        socket.socket(socket.AF_INET, kind).sendto(b"x", place)
        print("sent", place)
    except OSError:
        pass
"""
        assert text(sandbox.run(python(code))) == "own loopback"


def test_abstract_sockets_of_the_host_are_out_of_reach(sandbox: Sandbox) -> None:
    name = f"\0workbench-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as host:
        host.bind(name)
        host.listen()
        code = f"import socket\ntry: socket.socket(socket.AF_UNIX).connect({name!r}); print('in')\n"
        code += "except OSError: pass"
        assert text(sandbox.run(python(code))) == ""


def test_killing_everybody_reaches_nobody_outside(sandbox: Sandbox) -> None:
    code = "import os, signal\nfor p in (-1, 1):\n  try: os.kill(p, 9)\n  except OSError: pass\n"
    code += "print('alive')"
    assert text(sandbox.run(python(code))) == "alive"
    assert sandbox.run(Job(("/bin/true",))).exit_code == 0


def test_other_jobs_processes_are_invisible(sandbox: Sandbox) -> None:
    outcome = sandbox.run(shell("ls /proc | grep -cE '^[0-9]+$'", wall_s=5))
    assert int(text(outcome)) <= 5


def test_environment_is_what_the_contract_says(sandbox: Sandbox) -> None:
    job = Job(("/usr/bin/env",), env={"EXTRA": "a b\nc"}, limits=JobLimits(wall_s=5))
    lines = text(sandbox.run(job)).splitlines()
    assert sorted(line.split("=")[0] for line in lines if line != "c") == [
        "EXTRA", "HOME", "LANG", "NO_COLOR", "PATH", "PWD", "TMPDIR",
    ]  # fmt: skip


def test_a_closed_layer_under_root_is_readable(sandbox: Sandbox, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    tree = closed / "tool"
    tree.mkdir(parents=True)
    (tree / "run").write_text("#!/bin/sh\nprintf layer")
    (tree / "run").chmod(0o755)
    closed.chmod(0o700)
    job = Job(("/opt/tool/t/run",), layers=(Layer("t", tree, "/opt/tool/t"),))
    outcome = sandbox.run(job)
    assert outcome.stdout == b"layer"
    write = Job(("/bin/sh", "-c", "touch /opt/tool/t/x"), layers=job.layers)
    assert sandbox.run(write).exit_code != 0


def test_a_layer_replaced_under_the_same_name_is_seen(sandbox: Sandbox, tmp_path: Path) -> None:
    tree = tmp_path / "kit"
    job = Job(("/bin/cat", "/opt/kit/k/v"), layers=(Layer("k", tree, "/opt/kit/k"),))
    for version in ("one", "two"):
        fresh = tmp_path / version
        fresh.mkdir()
        (fresh / "v").write_text(version)
        if tree.exists():
            tree.rename(tmp_path / "old")
        fresh.rename(tree)
        assert text(sandbox.run(job)) == version
