"""Two sandboxes joined by two pipes: what crosses, what does not, and who outlives whom."""

from __future__ import annotations

import threading
import time

import pytest

from tests.sandboxes.helpers import limits, shell
from workbench.errors import InfrastructureError
from workbench.sandboxes.base import Cancel, Event, Job, JobFile, Layer, Sandbox

pytestmark = pytest.mark.sandbox

_ASK = "printf 'hello\\n' >&5; read answer <&4; printf %s \"$answer\""
_ANSWER = "while read line <&4; do printf '%s there\\n' \"$line\" >&5; done"


def test_what_one_writes_the_other_reads(sandbox: Sandbox) -> None:
    leader, follower = sandbox.run_pair(shell(_ASK), shell(_ANSWER))
    assert leader.stdout == b"hello there"
    assert leader.exit_code == 0
    assert not follower.events


def test_a_follower_that_would_go_on_dies_with_its_leader_and_that_is_no_event(
    sandbox: Sandbox,
) -> None:
    started = time.monotonic()
    leader, follower = sandbox.run_pair(shell("exit 3"), shell("sleep 600", wall_s=100))
    assert time.monotonic() - started < 20
    assert (leader.exit_code, leader.events, follower.events) == (3, frozenset(), frozenset())


def test_a_leader_outlives_its_follower_and_reads_the_end(sandbox: Sandbox) -> None:
    leader, follower = sandbox.run_pair(
        shell("cat <&4; echo over; sleep 0.2; echo still here"), shell("printf bye >&5; exit 7")
    )
    assert leader.stdout == b"byeover\nstill here\n"
    assert follower.exit_code == 7


def test_neither_sees_the_others_files_or_processes(sandbox: Sandbox) -> None:
    look = "ls /job; ls /proc | grep -cE '^[0-9]+$'; ls /proc/self/fd | tr '\\n' ' '"
    secret = {"secret": JobFile(b"")}
    leader, follower = sandbox.run_pair(
        Job(("/bin/sh", "-c", f"{look}; read x <&4"), limits=limits(), files=secret),
        shell(f"{look}; echo x >&5; cat <&4"),
    )
    assert b"secret" in leader.stdout
    assert b"secret" not in follower.stdout
    assert follower.stdout.split()[1:] == b"0 1 2 3 4 5 6".split()


def test_each_has_limits_of_its_own(sandbox: Sandbox) -> None:
    bomb = shell("tail /dev/zero", memory_bytes=64 << 20)
    leader, follower = sandbox.run_pair(shell("cat <&4; echo done"), bomb)
    assert leader.stdout == b"done\n"
    assert Event.MEMORY in follower.events
    assert not leader.events


def test_a_leader_at_its_wall_limit_takes_the_follower_along(sandbox: Sandbox) -> None:
    leader, follower = sandbox.run_pair(
        shell("sleep 100", wall_s=0.5), shell("sleep 100", wall_s=100)
    )
    assert leader.events == {Event.TIMEOUT}
    assert not follower.events


def test_a_pair_is_cancelled_whole(sandbox: Sandbox) -> None:
    cancel = Cancel()
    threading.Timer(0.3, cancel.set).start()
    leader, follower = sandbox.run_pair(
        shell("sleep 100", wall_s=100), shell("sleep 100", wall_s=100), cancel
    )
    assert Event.CANCELLED in leader.events
    assert Event.CANCELLED in follower.events or not follower.events


@pytest.mark.parametrize("broken", ["leader", "follower"])
def test_a_half_that_cannot_start_ends_the_pair_in_an_infrastructure_error(
    sandbox: Sandbox, broken: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    gone = tmp_path_factory.mktemp("layer") / "gone"
    bad = Job(("/bin/true",), layers=(Layer("gone", gone, "/opt/kit/gone"),))
    pair = (bad, shell("sleep 60", wall_s=90))
    started = time.monotonic()
    with pytest.raises(InfrastructureError, match="gone"):
        sandbox.run_pair(*(pair if broken == "leader" else pair[::-1]))
    assert time.monotonic() - started < 20
    assert sandbox.run(shell("echo alive")).stdout == b"alive\n"


def test_many_bytes_cross_both_ways(sandbox: Sandbox) -> None:
    size = 8 << 20
    leader, _ = sandbox.run_pair(
        shell(f"head -c {size} /dev/zero >&5 & head -c {size} <&4 | wc -c; wait"),
        shell(f"head -c {size} <&4 >&5"),
    )
    assert int(leader.stdout) == size
