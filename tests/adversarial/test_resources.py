"""What a job leaves behind is nobody's to open, and what it leaves behind is nothing."""

from __future__ import annotations

import pytest

from workbench.sandboxes.base import Job, JobLimits, Sandbox

pytestmark = pytest.mark.sandbox

LEFTOVERS = """
cd /box
ln -s /etc/passwd link
ln -s /box/loop loop
echo x > plain
ln plain hard
mkfifo pipe
mkdir -p a/b/c && chmod 000 a
sleep 600 < /dev/null > /dev/null 2>&1 &
(sleep 600 > pipe) > /dev/null 2>&1 &
mkfifo /tmp/pipe; ln -s / /tmp/root
echo left
"""


def shell(script: str) -> Job:
    return Job(("/bin/sh", "-c", script), limits=JobLimits(wall_s=60, pids=48))


def test_odd_files_left_behind_hold_nobody_up_and_are_gone(sandbox: Sandbox) -> None:
    first = sandbox.run(shell(LEFTOVERS))
    assert (first.exit_code, first.events) == (0, frozenset())
    assert first.stdout == b"left\n"
    assert first.results == b""
    after = sandbox.run(shell("ls -A /box; ls -A /tmp; ls -A /dev/shm"))
    assert after.stdout == b""


def test_a_pipe_in_the_place_of_a_descriptor_does_not_hold_the_run(sandbox: Sandbox) -> None:
    outcome = sandbox.run(
        shell("mkfifo /box/p; (exec 1>/box/p; echo never) & exec 3>&-; echo said")
    )
    assert outcome.exit_code == 0
    assert outcome.stdout == b"said\n"
    assert outcome.results == b""
    assert not outcome.events
