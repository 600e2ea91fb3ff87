"""Uids, cgroup files, bwrap's exit codes, the reason why a machine cannot."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.sandboxes.cgroup_files import counts, find_mounts, own_groups, start_time
from workbench.sandboxes.launch import inodes_for, job_uid
from workbench.sandboxes.running import ended
from workbench.sandboxes.select import user_namespaces_denied
from workbench.sandboxes.starting import joined

WHOLE = "         0          0 4294967295\n"
CONTAINER = "         0     100000      65536\n"


@given(st.integers(0, 10**9), st.sampled_from([WHOLE, CONTAINER, "0 5 2000\n", "0 0 1\n1 9 70000"]))
def test_a_jobs_uid_is_mapped_and_nobodys(number: int, uid_map: str) -> None:
    uid = job_uid(number, uid_map)
    spans = [[int(word) for word in line.split()] for line in uid_map.splitlines()]
    assert any(first <= uid < first + count for first, _, count in spans)
    assert uid not in (0, 65534, 65535, 2**32 - 1)
    assert uid >= 999


def test_jobs_that_run_together_have_different_uids() -> None:
    for uid_map in (WHOLE, CONTAINER):
        assert len({job_uid(number, uid_map) for number in range(1000)}) == 1000


def test_a_namespace_without_ordinary_uids_is_an_error() -> None:
    with pytest.raises(OSError, match="no unprivileged uid"):
        job_uid(1, "0 1000 1\n")


@pytest.mark.parametrize(
    ("reported", "expected"),
    [(0, (0, None)), (1, (1, None)), (128, (128, None)), (137, (None, 9)), (159, (None, 31)),
     (192, (None, 64)), (193, (193, None)), (255, (255, None))],
)  # fmt: skip
def test_bwraps_number_is_an_exit_code_or_a_signal(
    reported: int, expected: tuple[int | None, int | None]
) -> None:
    assert ended(reported) == expected


@given(st.integers(0, 255))
def test_only_zero_reads_as_zero(reported: int) -> None:
    code, signal = ended(reported)
    assert (code == 0) == (reported == 0)
    assert (code is None) != (signal is None)


LEGACY = """24 1 0:22 / /proc rw - proc proc rw
30 25 0:26 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
31 25 0:27 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
32 25 0:28 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
"""


def test_mounts_of_both_versions_are_found() -> None:
    mounts = find_mounts(LEGACY)
    assert mounts.v1 == {
        "memory": Path("/sys/fs/cgroup/memory"),
        "cpu": Path("/sys/fs/cgroup/cpu,cpuacct"),
    }
    assert mounts.v2 == Path("/sys/fs/cgroup/unified")


def test_own_groups_are_read_per_controller() -> None:
    text = "4:memory:/a/b\n3:cpu,cpuacct:/c\n0::/user.slice/x:y\n"
    assert own_groups(text) == {
        "memory": "/a/b",
        "cpu": "/c",
        "cpuacct": "/c",
        "": "/user.slice/x:y",
    }


def test_event_files_of_both_versions_are_read() -> None:
    assert counts("oom_kill_disable 0\nunder_oom 0\noom_kill 2\n")["oom_kill"] == 2
    assert counts("low 0\nhigh 0\nmax 4\noom 1\noom_kill 1\noom_group_kill 0\n")["oom_kill"] == 1
    assert counts("max 17\n") == {"max": 17}
    assert counts("max max\n\n") == {}


def test_a_process_that_is_not_there_has_no_start_time() -> None:
    assert start_time(2**22 + 1) == ""
    assert start_time(1).isdigit()


@given(st.integers(1, 1 << 40))
def test_scratch_areas_hold_enough_files_for_a_build_and_not_endless_ones(size: int) -> None:
    assert 4096 <= inodes_for(size) <= 65536


DENIED = "the sandbox did not start the command (bwrap ended with 1): bwrap: "


@pytest.mark.parametrize(
    ("detail", "setting", "value", "words"),
    [
        ("setting up uid map: Permission denied",
         "kernel/apparmor_restrict_unprivileged_userns", "1", "AppArmor"),
        ("No permissions to create new namespace",
         "kernel/unprivileged_userns_clone", "0", "switched off"),
        ("Creating new namespace failed: No space left on device",
         "user/max_user_namespaces", "0", "no user namespaces"),
    ],
)  # fmt: skip
def test_the_setting_that_denies_namespaces_is_named(
    tmp_path: Path, detail: str, setting: str, value: str, words: str
) -> None:
    place = tmp_path / setting
    place.parent.mkdir()
    place.write_text(f"{value}\n")
    error = user_namespaces_denied(DENIED + detail, tmp_path)
    assert error is not None
    assert words in error.message
    assert place.name in error.mend
    place.write_text({"0": "1", "1": "0"}[value])
    unnamed = user_namespaces_denied(DENIED + detail, tmp_path)
    assert unnamed is not None
    assert detail in unnamed.message


def test_another_failure_is_not_blamed_on_namespaces(tmp_path: Path) -> None:
    assert user_namespaces_denied("bwrap: Can't find source path /x", tmp_path) is None


def test_a_pair_that_gets_only_half_of_its_pipes_leaves_no_descriptor() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    held: list[int] = []
    highest = max(int(number) for number in os.listdir("/proc/self/fd"))
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 8, before[1]))
    try:
        while True:  # every number below the limit is taken, but for three
            try:
                held.append(os.open("/dev/null", os.O_RDONLY))
            except OSError:
                break
        for fd in held[-3:]:
            os.close(fd)
        with pytest.raises(OSError, match="Too many open files"), joined():
            pass
        free = [os.open("/dev/null", os.O_RDONLY) for _ in range(3)]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    for fd in (*held[:-3], *free):
        os.close(fd)
