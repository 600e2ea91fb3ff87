"""The supervisor dies, is cancelled, crowded, or started from odd places: nothing is left over."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.sandboxes.helpers import eventually, processes_with, shell, text
from workbench.errors import InfrastructureError, InputError, UnsafePath
from workbench.sandboxes.base import Cancel, Event, Job, JobFile, JobLimits, Layer, Sandbox
from workbench.sandboxes.bubblewrap import Bubblewrap

pytestmark = pytest.mark.sandbox

ROOT = Path(__file__).resolve().parents[2]


def groups_of(pid: int) -> list[str]:
    """Control-group folders of the supervisor `pid`, with those of its jobs."""
    return [
        folder
        for folder, _, _ in os.walk("/sys/fs/cgroup")
        if re.search(rf"/reviewer-workbench-\d+-{pid}-", folder)
    ]


def test_supervisor_killed_mid_run_is_an_infrastructure_error(fresh: Bubblewrap) -> None:
    marker = "16.18033"
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(fresh.run, shell(f"sleep {marker}")) for _ in range(2)]
        assert eventually(lambda: len(processes_with(f"sleep {marker}")) >= 2)
        victim = fresh.supervisor_pid
        os.kill(victim, signal.SIGKILL)
        for run in runs:
            with pytest.raises(InfrastructureError, match="ended"):
                run.result(timeout=5)
    assert eventually(lambda: processes_with(f"sleep {marker}") == [])
    assert fresh.run(Job(("/bin/true",))).exit_code == 0
    assert fresh.supervisor_pid != victim
    assert groups_of(victim) == []


def test_a_supervisor_asked_to_end_says_so_and_cancels_nobody(fresh: Bubblewrap) -> None:
    """A run that looked cancelled would be dropped without a word."""
    marker = "16.18034"
    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(fresh.run, shell(f"sleep {marker}"))
        assert eventually(lambda: processes_with(f"sleep {marker}") != [])
        victim = fresh.supervisor_pid
        os.kill(victim, signal.SIGTERM)
        with pytest.raises(InfrastructureError, match="SIGTERM"):
            run.result(timeout=15)
    assert eventually(lambda: fresh.supervisor_pid != victim)
    assert fresh.run(Job(("/bin/true",))).exit_code == 0


def test_a_living_supervisors_groups_are_left_alone(fresh: Bubblewrap) -> None:
    other = Bubblewrap()
    try:
        with ThreadPoolExecutor(1) as pool:
            run = pool.submit(other.run, shell("sleep 0.5; printf whole"))
            assert eventually(lambda: other.supervisor_pid > 0)
            assert fresh.run(Job(("/bin/true",))).exit_code == 0
            assert run.result().stdout == b"whole"
    finally:
        other.close()


def test_launched_from_a_short_lived_thread_it_outlives_the_thread(fresh: Bubblewrap) -> None:
    thread = threading.Thread(target=fresh.run, args=(Job(("/bin/true",)),))
    thread.start()
    thread.join()
    outcome = fresh.run(shell("sleep 0.3; printf whole"))
    assert outcome.stdout == b"whole"


def test_cancel_ends_a_run_at_once(sandbox: Sandbox) -> None:
    cancel = Cancel()
    threading.Timer(0.2, cancel.set).start()
    before = time.monotonic()
    outcome = sandbox.run(shell("sleep 9"), cancel)
    assert outcome.events == {Event.CANCELLED}
    assert outcome.exit_code is None
    assert time.monotonic() - before < 6


def test_cancelled_before_the_start_it_never_passes(sandbox: Sandbox) -> None:
    cancel = Cancel()
    cancel.set()
    outcome = sandbox.run(shell("sleep 9"), cancel)
    assert outcome.events == {Event.CANCELLED}


def test_cancel_after_the_end_does_nothing(sandbox: Sandbox) -> None:
    cancel = Cancel()
    assert sandbox.run(shell("exit 3"), cancel).exit_code == 3
    cancel.set()
    assert sandbox.run(shell("exit 4")).exit_code == 4


def test_many_quick_cancels_leave_nobody(fresh: Bubblewrap) -> None:
    def one(delay: float) -> frozenset[Event]:
        cancel = Cancel()
        threading.Timer(delay, cancel.set).start()
        return fresh.run(shell("sleep 14.14213"), cancel).events

    with ThreadPoolExecutor(8) as pool:
        events = list(pool.map(one, [n / 1000 for n in range(0, 48, 2)]))
    assert set(events) == {frozenset({Event.CANCELLED})}
    assert processes_with("sleep 14.14213") == []
    assert len(groups_of(fresh.supervisor_pid)) <= 3


def test_twenty_jobs_at_once_keep_their_own_output(sandbox: Sandbox) -> None:
    def one(number: int) -> bytes:
        job = Job(
            ("/bin/sh", "-c", "cat /job/n >&3; cat; sleep 0.2; exit $((N % 7))"),
            files={"n": JobFile(str(number).encode())},
            env={"N": str(number)},
            stdin=b"in%d" % number,
            limits=JobLimits(wall_s=30),
        )
        outcome = sandbox.run(job)
        assert outcome.exit_code == number % 7
        assert outcome.events == frozenset()
        return outcome.results + outcome.stdout

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(one, range(20))) == [b"%din%d" % (n, n) for n in range(20)]


def test_fifty_jobs_leak_nothing(fresh: Bubblewrap) -> None:
    job = Job(("/bin/sh", "-c", "sleep 60 & exit 0"), files={"a": JobFile(b"x")})
    fresh.run(job)
    pid = fresh.supervisor_pid

    def held() -> tuple[int, int, str]:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        return len(os.listdir(f"/proc/{pid}/fd")), len(groups_of(pid)), children

    eventually(lambda: held()[2] == "")
    before = held()
    for _ in range(50):
        fresh.run(job)
    assert eventually(lambda: held() == before), (before, held())


def test_close_kills_what_runs_and_may_be_called_twice() -> None:
    sandbox = Bubblewrap()
    marker = "17.32050"
    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(sandbox.run, shell(f"sleep {marker}"))
        assert eventually(lambda: processes_with(f"sleep {marker}") != [])
        pid = sandbox.supervisor_pid
        sandbox.close()
        with pytest.raises(InfrastructureError):
            run.result(timeout=5)
    sandbox.close()
    assert processes_with(f"sleep {marker}") == []
    assert groups_of(pid) == []


def test_everything_dies_with_the_workbench() -> None:
    marker = "22.36067"
    code = f"""
from tests.sandboxes.helpers import shell
from workbench.sandboxes.bubblewrap import Bubblewrap
sandbox = Bubblewrap()
print(sandbox.supervisor_pid, flush=True)
sandbox.run(shell("sleep {marker}"))
"""
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as workbench:
        assert workbench.stdout is not None
        pid = int(workbench.stdout.readline())
        assert eventually(lambda: processes_with(f"sleep {marker}") != [])
        workbench.kill()
    assert eventually(lambda: processes_with(f"sleep {marker}") == [])
    assert eventually(lambda: groups_of(pid) == [])


def test_the_terminal_of_the_workbench_cannot_be_typed_into() -> None:
    """The workbench owns a terminal; the job opens /dev/tty and tries TIOCSTI on all it has."""
    attack = """
import fcntl, os, termios
places = [0, 1, 2, 3]
try:
    places.append(os.open("/dev/tty", os.O_RDWR))
except OSError as error:
    print("no terminal", error.errno)
for place in places:
    for byte in b"echo INJECTED\\n":
        try:
            fcntl.ioctl(place, termios.TIOCSTI, bytes([byte]))
            print("typed")
        except OSError:
            pass
"""
    code = f"""
from tests.sandboxes.helpers import python
from workbench.sandboxes.bubblewrap import Bubblewrap
open("/dev/tty").close()
sandbox = Bubblewrap()
print(sandbox.run(python({attack!r})).stdout.decode())
sandbox.close()
"""
    ours, theirs = os.openpty()
    try:
        answer = subprocess.run(
            ["setsid", "--ctty", "--wait", sys.executable, "-c", code],
            cwd=ROOT,
            stdin=theirs,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        assert answer.stdout.strip() == "no terminal 6"
        os.set_blocking(ours, False)
        with pytest.raises(BlockingIOError):
            os.read(ours, 1000)
    finally:
        os.close(ours)
        os.close(theirs)


def test_a_forked_copy_of_the_workbench_gets_its_own_supervisor(fresh: Bubblewrap) -> None:
    first = fresh.supervisor_pid
    child = os.fork()
    if child == 0:
        mine = fresh.supervisor_pid
        ok = mine != first and fresh.run(Job(("/bin/true",))).exit_code == 0
        fresh.close()
        os._exit(0 if ok else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert fresh.supervisor_pid == first
    assert fresh.run(Job(("/bin/true",))).exit_code == 0


def test_bwrap_that_vanishes_between_two_runs_is_never_replaced_by_a_bare_run(
    tmp_path: Path,
) -> None:
    found = shutil.which("bwrap")
    assert found is not None
    program = tmp_path / "bwrap"
    shutil.copy(found, program)
    for folder in (tmp_path, *tmp_path.parents[:-1]):
        folder.chmod(folder.stat().st_mode | 0o011)
    sandbox = Bubblewrap(str(program))
    try:
        assert sandbox.run(Job(("/bin/true",))).exit_code == 0
        program.unlink()
        with pytest.raises(InfrastructureError, match="did not start"):
            sandbox.run(Job(("/bin/true",)))
    finally:
        sandbox.close()


def test_a_command_that_is_not_there_is_not_the_codes_failure(sandbox: Sandbox) -> None:
    with pytest.raises(InfrastructureError, match="did not start"):
        sandbox.run(Job(("/opt/tool/none/bin/x",)))


def test_a_layer_that_is_not_there_is_named(sandbox: Sandbox) -> None:
    job = Job(("/bin/true",), layers=(Layer("kit", Path("/no/such"), "/opt/kit/k"),))
    with pytest.raises(InfrastructureError, match="layer kit") as caught:
        sandbox.run(job)
    assert "doctor" in caught.value.mend


@pytest.mark.parametrize(
    "path", ["../x", "/etc/passwd", "a/../../b", "a//b", ".", "", "a\0b", "\udcff", "a/."]
)
def test_a_file_outside_the_job_is_refused(sandbox: Sandbox, path: str) -> None:
    with pytest.raises(UnsafePath):
        sandbox.run(Job(("/bin/true",), files={path: JobFile(b"")}))


@pytest.mark.parametrize(
    "job",
    [
        Job(()),
        Job(("true",)),
        Job(("/bin/true", "a\0b")),
        Job(("/bin/true",), env={"A=B": "c"}),
        Job(("/bin/true",), env={"A": "\0"}),
        Job(("/bin/true",), cwd="box"),
        Job(("/bin/true",), cwd="/box/.."),
        Job(("/bin/true",), limits=JobLimits(wall_s=0)),
        Job(("/bin/true",), limits=JobLimits(memory_bytes=-1)),
        Job(("/bin/true",), layers=(Layer("l", Path("/usr"), "/job/x"),)),
        Job(("/bin/true",), layers=(Layer("l", Path("usr"), "/opt/x"),)),
        Job(("/bin/true",), layers=(Layer("l", Path("/usr"), "/proc"),)),
    ],
)
def test_a_job_that_makes_no_sense_is_refused(sandbox: Sandbox, job: Job) -> None:
    with pytest.raises(InputError):
        sandbox.run(job)


def test_hundreds_of_files_arrive(sandbox: Sandbox) -> None:
    files = {f"d{n % 9}/f{n}": JobFile(b"%d" % n) for n in range(600)}
    script = "find /job -type f | wc -l; cat /job/d5/f599"
    outcome = sandbox.run(Job(("/bin/sh", "-c", script), files=files))
    assert text(outcome).split() == ["600", "599"]


def test_a_file_larger_than_the_file_limit_arrives(sandbox: Sandbox) -> None:
    job = Job(
        ("/usr/bin/wc", "-c", "/job/big"),
        files={"big": JobFile(bytes(5 << 20))},
        limits=JobLimits(file_bytes=1 << 20),
    )
    assert text(sandbox.run(job)) == f"{5 << 20} /job/big"


def test_duration_is_measured_outside(sandbox: Sandbox) -> None:
    outcome = sandbox.run(shell("sleep 0.3"))
    assert 0.3 <= outcome.duration_s < 1.5


@pytest.mark.parametrize("code", [0, 1, 42, 128])
def test_exit_code_comes_back(sandbox: Sandbox, code: int) -> None:
    outcome = sandbox.run(shell(f"exit {code}"))
    assert (outcome.exit_code, outcome.signal) == (code, None)


def test_signal_comes_back(sandbox: Sandbox) -> None:
    outcome = sandbox.run(shell("kill -TERM $$"))
    assert (outcome.exit_code, outcome.signal) == (None, 15)


def test_a_pipe_that_ended_never_answers_for_the_next_of_its_number() -> None:
    """A child between fork and exec holds copies of every descriptor, so the kernel goes on
    reporting a pipe that was closed while listened to; its number may be another's by then."""
    code = """
import os, socket
from workbench.sandboxes.base import Event
from workbench.sandboxes.running import Stream
from workbench.sandboxes.supervisor import Supervisor

ours, theirs = socket.socketpair()
supervisor = Supervisor(ours)
old, write = os.pipe()
stream = Stream(old, Event.STDOUT, 100)
supervisor._listen(old, lambda: supervisor._read(None, stream))
held, release = os.pipe()
if os.fork() == 0:
    os.close(write)
    os.close(release)
    os.read(held, 1)
    os._exit(0)
os.close(write)
supervisor._turn(1)
new, write = os.pipe()
assert (stream.open, new) == (False, old)
supervisor._listen(new, lambda: None)
os.write(write, b"x")
print(len(supervisor._selector.select(1)))
os.close(release)
supervisor._starter.close()
"""
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.stdout.strip() == "1", answer.stderr
