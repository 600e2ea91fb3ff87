"""Builds that share a job keep apart, and a record that was cut short is none."""

from __future__ import annotations

import struct
from dataclasses import replace

from workbench.languages.java_builds import JavaBuilds
from workbench.sandboxes.base import Event, Job, JobFile, JobLimits, Outcome

COMMAND = (
    "/java", "-cp", "a.jar", "workbench.harness.Build", "/job/src", "/job/resources", "a.jar", "-X",
)  # fmt: skip

BUILDS = "workbench.harness.Builds"


def job(text: str) -> Job:
    return Job(command=COMMAND, files={"src/A.java": JobFile(text.encode())}, label="java build")


def record(number: int, said: bytes, jar: bytes, *, built: bool = True) -> bytes:
    head = struct.pack(">i?qi", number, built, 2_000_000_000, len(said))
    return head + said + struct.pack(">i", len(jar)) + jar


def outcome(results: bytes) -> Outcome:
    return Outcome(0, None, frozenset(), b"", b"", results, 1.0)


def test_each_tree_has_a_folder_of_its_own() -> None:
    whole = JavaBuilds().together([job("one"), job("two")])
    assert whole is not None
    assert {path: file.data for path, file in whole.files.items()} == {
        "trees/0/src/A.java": b"one",
        "trees/1/src/A.java": b"two",
    }
    assert whole.command[3:] == (BUILDS, "jar", "/job/trees", "2", "a.jar", "-X")
    assert whole.limits == job("one").limits


def test_code_that_is_only_compared_is_compiled_together_too() -> None:
    command = ("/java", "workbench.harness.Code", "/job/src", "a.jar", "-g:none")
    whole = JavaBuilds().together([replace(job(t), command=command) for t in ("one", "two")])
    assert whole is not None
    assert whole.command == ("/java", BUILDS, "code", "/job/trees", "2", "a.jar", "-g:none")


def test_only_jobs_that_differ_in_their_files_alone_are_put_together() -> None:
    several = JavaBuilds().together
    assert several([]) is None
    assert several([job("one")]) is None
    assert several([job("one"), replace(job("two"), limits=JobLimits(wall_s=1))]) is None
    assert several([replace(job("one"), command=("/java",))] * 2) is None


def test_what_a_tree_showed_is_what_a_job_of_its_own_would_show() -> None:
    raw = record(1, b"no", b"", built=False) + record(0, b"", b"PK")
    first, second, third = JavaBuilds().parted(outcome(raw), 3)
    assert first is not None
    assert second is not None
    assert (first.exit_code, first.results, first.stderr) == (0, b"PK", b"")
    assert (second.exit_code, second.results, second.stderr) == (1, b"", b"no")
    assert first.duration_s == 2.0
    assert third is None


def test_a_record_that_was_cut_short_or_is_nobodys_counts_for_nothing() -> None:
    whole = record(0, b"said", b"PK" * 9)
    for length in range(len(whole)):
        assert JavaBuilds().parted(outcome(whole[:length]), 1) == [None]
    assert JavaBuilds().parted(outcome(record(7, b"", b"PK") + record(-1, b"", b"")), 1) == [None]
    long = struct.pack(">i?qi", 0, True, 0, 1 << 30)
    assert JavaBuilds().parted(outcome(long + whole), 1) == [None]
    negative = struct.pack(">i?qi", 0, True, 0, -5)
    assert JavaBuilds().parted(outcome(negative + whole), 1) == [None]


def test_the_first_record_of_a_tree_stands() -> None:
    (found,) = JavaBuilds().parted(outcome(record(0, b"", b"1") + record(0, b"", b"2")), 1)
    assert found is not None
    assert found.results == b"1"


def test_what_came_whole_before_a_limit_struck_counts() -> None:
    struck = replace(outcome(record(0, b"", b"1")), events=frozenset({Event.TIMEOUT}))
    first, second = JavaBuilds().parted(struck, 2)
    assert first is not None
    assert first.events == frozenset()
    assert second is None
