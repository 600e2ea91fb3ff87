"""What travels between the workbench and its supervisor: length-prefixed frames.

A frame is a kind, a number (the job it is about), a JSON header and raw bytes. File contents and
captured output go as raw bytes, so nothing is escaped, decoded or copied through JSON.

Standard library only: the supervisor imports this under `python -I -S`.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any

from workbench.sandboxes.base import Event, Job, JobFile, JobLimits, Layer, Outcome

_HEAD = struct.Struct("!BQII")
_MOST_HEADER = 64 << 20
_MOST_BODY = 2 << 30


class Kind(IntEnum):
    """What a frame says."""

    HELLO = 1
    """Down: how to start. Up: what this machine can enforce."""
    RUN = 2
    CANCEL = 3
    OUTCOME = 4
    BROKEN = 5
    """Up: the sandbox failed; the header holds `message` and `mend`."""
    PAIR = 6
    """Down: two jobs joined by pipes. Each is answered under its own number."""
    HEARD = 7
    """Up: results of a job that runs, where that was asked for. The outcome holds them all."""


class BrokenFrame(ValueError):
    """The bytes are not a frame; the connection cannot be used any more."""


@dataclass(frozen=True)
class Frame:
    """One message."""

    kind: Kind
    number: int
    header: Mapping[str, Any] = field(default_factory=dict)
    body: bytes = b""

    def encode(self) -> bytes:
        """Bytes to send."""
        header = json.dumps(self.header, separators=(",", ":")).encode()
        return _HEAD.pack(self.kind, self.number, len(header), len(self.body)) + header + self.body


class FrameReader:
    """Cuts a stream of bytes, in whatever pieces it arrives, into frames."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Every frame that `data` completes."""
        self._buffer += data
        while len(self._buffer) >= _HEAD.size:
            kind, number, header_size, body_size = _HEAD.unpack_from(self._buffer)
            if header_size > _MOST_HEADER or body_size > _MOST_BODY:
                raise BrokenFrame(f"a frame of {header_size} + {body_size} bytes")
            end = _HEAD.size + header_size + body_size
            if len(self._buffer) < end:
                return
            split = _HEAD.size + header_size
            header_bytes = bytes(self._buffer[_HEAD.size : split])
            body = bytes(self._buffer[split:end])
            del self._buffer[:end]
            try:
                yield Frame(Kind(kind), number, json.loads(header_bytes), body)
            except ValueError as error:
                raise BrokenFrame(str(error)) from error


def job_frame(number: int, job: Job, *, heard: bool = False) -> Frame:
    """A job on its way down. `heard`: its results are wanted as they come."""
    return Frame(Kind.RUN, number, {**_job_header(job), "heard": heard}, _job_body(job))


def pair_frame(leader_number: int, leader: Job, follower_number: int, follower: Job) -> Frame:
    """Two jobs on their way down; the frame has the leader's number."""
    first = _job_body(leader)
    header = {
        "leader": _job_header(leader),
        "follower": _job_header(follower),
        "follower_number": follower_number,
        "leader_size": len(first),
    }
    return Frame(Kind.PAIR, leader_number, header, first + _job_body(follower))


def job_of(frame: Frame) -> Job:
    """The job a frame carries."""
    return _job(frame.header, frame.body)


def pair_of(frame: Frame) -> tuple[Job, int, Job]:
    """(leader, number of the follower, follower)"""
    header, size = frame.header, frame.header["leader_size"]
    leader = _job(header["leader"], frame.body[:size])
    return leader, header["follower_number"], _job(header["follower"], frame.body[size:])


def _job_header(job: Job) -> dict[str, Any]:
    return {
        "command": job.command,
        "files": [[path, len(file.data), file.executable] for path, file in job.files.items()],
        "env": dict(job.env),
        "layers": [[x.name, str(x.source), x.target, x.digest] for x in job.layers],
        "limits": vars(job.limits),
        "cwd": job.cwd,
        "label": job.label,
    }


def _job_body(job: Job) -> bytes:
    return b"".join([*(file.data for file in job.files.values()), job.stdin])


def _job(header: Mapping[str, Any], body: bytes) -> Job:
    files, at = {}, 0
    for path, size, executable in header["files"]:
        files[path] = JobFile(body[at : at + size], executable)
        at += size
    return Job(
        command=tuple(header["command"]),
        files=files,
        env=header["env"],
        layers=tuple(Layer(n, Path(source), t, d) for n, source, t, d in header["layers"]),
        limits=JobLimits(**header["limits"]),
        cwd=header["cwd"],
        stdin=body[at:],
        label=header["label"],
    )


def outcome_frame(number: int, outcome: Outcome) -> Frame:
    """An outcome on its way up."""
    header = {
        "exit_code": outcome.exit_code,
        "signal": outcome.signal,
        "events": sorted(outcome.events),
        "sizes": [len(outcome.stdout), len(outcome.stderr)],
        "duration_s": outcome.duration_s,
        "max_rss_bytes": outcome.max_rss_bytes,
    }
    return Frame(Kind.OUTCOME, number, header, outcome.stdout + outcome.stderr + outcome.results)


def outcome_of(frame: Frame) -> Outcome:
    """The outcome a frame carries."""
    header = frame.header
    first, second = header["sizes"]
    return Outcome(
        exit_code=header["exit_code"],
        signal=header["signal"],
        events=frozenset(Event(name) for name in header["events"]),
        stdout=frame.body[:first],
        stderr=frame.body[first : first + second],
        results=frame.body[first + second :],
        duration_s=header["duration_s"],
        max_rss_bytes=header["max_rss_bytes"],
    )
