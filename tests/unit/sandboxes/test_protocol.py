from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.sandboxes.base import Event, Job, JobFile, JobLimits, Layer, Outcome
from workbench.sandboxes.protocol import (
    BrokenFrame,
    Frame,
    FrameReader,
    Kind,
    job_frame,
    job_of,
    outcome_frame,
    outcome_of,
)

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
jobs = st.builds(
    Job,
    command=st.lists(words, min_size=1).map(tuple),
    files=st.dictionaries(words, st.builds(JobFile, st.binary(max_size=50), st.booleans())),
    env=st.dictionaries(words, words),
    layers=st.lists(
        st.builds(Layer, words, words.map(lambda w: Path("/", w)), words, words), max_size=3
    ).map(tuple),
    limits=st.builds(JobLimits, wall_s=st.floats(0.1, 99), cpu_s=st.none() | st.floats(0.1, 9)),
    stdin=st.binary(max_size=50),
    label=words,
)
outcomes = st.builds(
    Outcome,
    exit_code=st.none() | st.integers(0, 255),
    signal=st.none() | st.integers(1, 64),
    events=st.frozensets(st.sampled_from(Event)),
    stdout=st.binary(max_size=50),
    stderr=st.binary(max_size=50),
    results=st.binary(max_size=50),
    duration_s=st.floats(0, 99),
    max_rss_bytes=st.none() | st.integers(0, 1 << 40),
)


def through(frame: Frame, cut: int = 7) -> Frame:
    data, reader = frame.encode(), FrameReader()
    found = [f for at in range(0, len(data), cut) for f in reader.feed(data[at : at + cut])]
    assert len(found) == 1
    return found[0]


@given(jobs, st.integers(1, 40))
def test_a_job_survives_the_line_however_it_is_cut(job: Job, cut: int) -> None:
    frame = through(job_frame(7, job), cut)
    assert (frame.kind, frame.number) == (Kind.RUN, 7)
    assert job_of(frame) == job


@given(outcomes)
def test_an_outcome_survives_the_line(outcome: Outcome) -> None:
    assert outcome_of(through(outcome_frame(9, outcome))) == outcome


@given(st.lists(st.binary(max_size=30), max_size=6))
def test_frames_in_one_piece_come_out_in_order(bodies: list[bytes]) -> None:
    data = b"".join(Frame(Kind.RUN, n, {}, body).encode() for n, body in enumerate(bodies))
    found = list(FrameReader().feed(data))
    assert [(f.number, f.body) for f in found] == list(enumerate(bodies))


def test_half_a_frame_is_not_a_frame() -> None:
    data = Frame(Kind.RUN, 1, {"a": 1}, b"body").encode()
    assert list(FrameReader().feed(data[:-1])) == []


@pytest.mark.parametrize(
    "data",
    [
        b"\xff" * 40,
        Frame(Kind.RUN, 1).encode().replace(b"\x02", b"\x63", 1),
        Frame(Kind.RUN, 1).encode()[:-2] + b"{]",
    ],
)
def test_bytes_that_are_no_frame_end_the_conversation(data: bytes) -> None:
    with pytest.raises(BrokenFrame):
        list(FrameReader().feed(data))
