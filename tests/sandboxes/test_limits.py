"""Code that takes more than it was given is stopped, and the reason is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sandboxes.helpers import MB, eventually, processes_with, python, shell, text
from workbench.sandboxes.base import Event, Job, Sandbox
from workbench.sandboxes.bubblewrap import Bubblewrap

pytestmark = pytest.mark.sandbox


def test_fork_bomb_is_a_pids_event_and_leaves_nobody(sandbox: Sandbox) -> None:
    marker = "31.41592"
    outcome = sandbox.run(shell(f"while :; do sleep {marker} & done", pids=32))
    assert Event.PIDS in outcome.events
    assert outcome.exit_code != 0
    assert outcome.duration_s < 5
    assert processes_with(f"sleep {marker}") == []


def test_thread_bomb_is_a_pids_event(sandbox: Sandbox) -> None:
    code = """
import threading, time
while True:
    try:
        threading.Thread(target=time.sleep, args=(60,)).start()
    except RuntimeError:
        time.sleep(60)
"""
    outcome = sandbox.run(python(code, pids=32))
    assert Event.PIDS in outcome.events
    assert outcome.duration_s < 5


MEMORY_BOMBS = {
    "private": "data = []\nwhile True: data.append(bytearray(1 << 20))",
    "shared": "import mmap\nm = mmap.mmap(-1, 1 << 30)\nfor i in range(0, 1 << 30, 4096): m[i] = 1",
    "memfd": "import os\nf = os.memfd_create('x')\nwhile True: os.write(f, b'x' * (1 << 20))",
    "tmpfs": "f = open('/box/f', 'wb', 0)\nwhile True: f.write(b'x' * (1 << 20))",
    "pages without data": "import mmap\nk = [mmap.mmap(-1, 1 << 20, mmap.MAP_PRIVATE)"
    " for _ in range(900)]\nfor m in k:\n  for i in range(0, 1 << 20, 4096): m[i] = 1",
    "four processes": "import os\nfor _ in range(3): os.fork()\nd = bytearray(b'x' * (40 << 20))\n"
    "import time; time.sleep(60)",
}


@pytest.mark.parametrize("name", MEMORY_BOMBS)
def test_memory_bomb_is_a_memory_event(sandbox: Sandbox, name: str) -> None:
    box = 1 << 30
    outcome = sandbox.run(python(MEMORY_BOMBS[name], box_bytes=box, file_bytes=box))
    assert Event.MEMORY in outcome.events
    assert outcome.exit_code != 0
    assert outcome.duration_s < 8


def test_memory_peak_is_reported(sandbox: Sandbox) -> None:
    outcome = sandbox.run(python("d = bytearray(b'x' * (40 << 20))"))
    assert outcome.max_rss_bytes is not None
    assert 40 * MB < outcome.max_rss_bytes < 128 * MB


@pytest.mark.parametrize("place", ["/box", "/tmp", "/dev/shm", "/", "/dev", "/job", "/etc"])
def test_no_place_takes_more_bytes_than_its_limit(sandbox: Sandbox, place: str) -> None:
    script = f"head -c 100000000 /dev/zero > {place}/fill; wc -c < {place}/fill || echo 0"
    outcome = sandbox.run(shell(script, box_bytes=8 * MB, tmp_bytes=8 * MB))
    assert int(text(outcome)) <= 8 * MB


def test_endless_files_run_out_of_inodes(sandbox: Sandbox) -> None:
    code = """
n = 0
try:
    while n < 400_000:
        open(f"/box/{n}", "w").close()
        n += 1
except OSError as error:
    print(error.errno, n)
"""
    outcome = sandbox.run(python(code, memory_bytes=512 * MB, wall_s=30))
    enospc, made = (int(word) for word in text(outcome).split())
    assert enospc == 28
    assert made <= 65536


@pytest.mark.parametrize(
    ("script", "event"),
    [
        ("cat /dev/zero", Event.STDOUT),
        ("cat /dev/zero >&2", Event.STDERR),
        ("cat /dev/zero >&3", Event.RESULTS),
        ("cat /dev/zero >&3 & cat /dev/zero >&2 & cat /dev/zero", Event.STDOUT),
    ],
)
def test_output_flood_is_cut_at_once(sandbox: Sandbox, script: str, event: Event) -> None:
    outcome = sandbox.run(
        shell(script, stdout_bytes=MB, stderr_bytes=MB, results_bytes=MB, cpus=2.0)
    )
    assert outcome.events & {event, Event.STDERR, Event.RESULTS}
    assert outcome.duration_s < 2
    assert max(map(len, (outcome.stdout, outcome.stderr, outcome.results))) <= MB


def test_floods_do_not_grow_the_supervisor(fresh: Bubblewrap) -> None:
    flood = shell("cat /dev/zero >&3", results_bytes=4 * MB)
    fresh.run(flood)
    before = _resident(fresh.supervisor_pid)
    for _ in range(10):
        fresh.run(flood)
    assert _resident(fresh.supervisor_pid) < before + 16 * MB


def _resident(pid: int) -> int:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1]) * 1024


def test_output_up_to_the_cap_is_not_an_event(sandbox: Sandbox) -> None:
    outcome = sandbox.run(shell("head -c 1000 /dev/zero", stdout_bytes=1000))
    assert outcome.events == frozenset()
    assert len(outcome.stdout) == 1000
    more = sandbox.run(shell("head -c 1001 /dev/zero", stdout_bytes=1000))
    assert more.events == {Event.STDOUT}
    assert len(more.stdout) == 1000


def test_strange_bytes_come_out_unchanged(sandbox: Sandbox) -> None:
    outcome = sandbox.run(shell(r"printf '\000\377\033[31m<script>\r\n'; printf '\200' >&3"))
    assert outcome.stdout == b"\0\xff\x1b[31m<script>\r\n"
    assert outcome.results == b"\x80"


def test_sparse_terabyte_file_is_refused(sandbox: Sandbox) -> None:
    code = "import os\ntry: os.truncate(os.open('/box/f', 66, 0o600), 1 << 40)\n"
    code += "except OSError as e: print(e.errno)"
    assert text(sandbox.run(python(code))) == "27"


def test_file_over_its_size_is_a_file_size_event(sandbox: Sandbox) -> None:
    job = Job(
        ("/usr/bin/dd", "if=/dev/zero", "of=/box/f", "bs=1M", "count=8"),
        limits=shell("", file_bytes=MB).limits,
    )
    outcome = sandbox.run(job)
    assert outcome.events == {Event.FILE_SIZE}
    assert outcome.exit_code is None


@pytest.mark.parametrize(
    "script",
    [
        "trap '' TERM INT HUP; while :; do :; done",
        "trap '' TERM; sleep 60",
        "kill -STOP $$",
        "setsid sleep 60 & sleep 60",
    ],
)
def test_whatever_does_not_end_dies_at_the_wall_limit(sandbox: Sandbox, script: str) -> None:
    outcome = sandbox.run(shell(script, wall_s=0.5))
    assert outcome.events == {Event.TIMEOUT}
    assert (outcome.exit_code, outcome.signal) == (None, 9)
    assert 0.5 <= outcome.duration_s < 2


def test_processor_time_has_its_own_limit(sandbox: Sandbox) -> None:
    outcome = sandbox.run(shell("while :; do :; done", cpu_s=0.5, wall_s=20))
    assert outcome.events == {Event.TIMEOUT}
    assert outcome.duration_s < 10


def test_ignoring_the_processor_time_signal_does_not_help(sandbox: Sandbox) -> None:
    outcome = sandbox.run(shell("trap '' XCPU; while :; do :; done", cpu_s=0.5, wall_s=20))
    assert outcome.events == {Event.TIMEOUT}


def test_daemon_dies_with_the_main_process_and_the_run_returns(sandbox: Sandbox) -> None:
    marker = "27.18281"
    script = f"(setsid sh -c 'trap \"\" TERM HUP; sleep {marker}' &) & printf done"
    outcome = sandbox.run(shell(script))
    assert outcome.stdout == b"done"
    assert outcome.exit_code == 0
    assert outcome.duration_s < 3
    assert eventually(lambda: processes_with(f"sleep {marker}") == [], 0.5)


def test_core_is_never_dumped(sandbox: Sandbox) -> None:
    outcome = sandbox.run(shell("sh -c 'kill -SEGV $$'; ls -A /box"))
    assert outcome.stdout == b""
    assert sandbox.run(shell("kill -SEGV $$")).signal == 11


def test_two_processes_share_one_cpu(sandbox: Sandbox) -> None:
    # Three seconds touch four periods of a second at most, each with half a second to spend.
    spin = "import os, time\nos.fork()\nend = time.time() + 3\nwhile time.time() < end: pass\n"
    spin += "t = os.times(); print(t.user + t.system, flush=True); os.wait if 0 else None"
    half = sandbox.run(python(spin + "\ntime.sleep(0.3)", cpus=0.5))
    assert sum(float(line) for line in text(half).split()) < 2.3
