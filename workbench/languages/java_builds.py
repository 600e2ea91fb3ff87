"""Java: several trees compiled one after the other by one compiler, each with an end of its own."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import replace

from workbench.sandboxes.base import Job, JobFile, Outcome

_MANY = "workbench.harness.Builds"
_TREES = "/job/trees"
_KINDS = {
    "workbench.harness.Build": ("jar", ("/job/src", "/job/resources")),
    "workbench.harness.Code": ("code", ("/job/src",)),
}
"""What one tree alone is built by: what `Builds` calls that, and its first arguments."""
_HEAD = struct.Struct(">i?qi")
_LENGTH = struct.Struct(">i")
_NS = 1e9


class JavaBuilds:
    """Implements `builds.Builds`."""

    def together(self, jobs: Sequence[Job]) -> Job | None:
        """Where they differ in their files alone."""
        if len(jobs) < 2 or any(replace(job, files=jobs[0].files) != jobs[0] for job in jobs):
            return None
        command = jobs[0].command
        alone = next((c for c in command if c in _KINDS), None)
        if alone is None:
            return None
        what, folders = _KINDS[alone]
        at = command.index(alone)
        rest = at + 1 + len(folders)
        if command[at + 1 : rest] != folders:
            return None
        files: dict[str, JobFile] = {}
        for number, job in enumerate(jobs):
            place = _TREES.removeprefix("/job/")
            files |= {f"{place}/{number}/{path}": file for path, file in job.files.items()}
        return replace(
            jobs[0],
            command=(*command[:at], _MANY, what, _TREES, str(len(jobs)), *command[rest:]),
            files=files,
            label="java builds",
        )

    def parted(self, outcome: Outcome, count: int) -> list[Outcome | None]:
        """A tree's record counts where all of it came; the last may be cut by a limit."""
        found: list[Outcome | None] = [None] * count
        for number, built, nanoseconds, said, made in _records(outcome.results):
            if 0 <= number < count and found[number] is None:
                found[number] = Outcome(
                    exit_code=0 if built else 1,
                    signal=None,
                    events=frozenset(),
                    stdout=b"",
                    stderr=said,
                    results=made,
                    duration_s=nanoseconds / _NS,
                )
        return found


def _records(data: bytes) -> Iterator[tuple[int, bool, int, bytes, bytes]]:
    at = 0
    while at + _HEAD.size <= len(data):
        number, built, nanoseconds, length = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        if length < 0 or at + length + _LENGTH.size > len(data):
            return
        said = data[at : at + length]
        at += length
        (length,) = _LENGTH.unpack_from(data, at)
        at += _LENGTH.size
        if length < 0 or at + length > len(data):
            return
        yield number, built, max(0, nanoseconds), said, data[at : at + length]
        at += length
