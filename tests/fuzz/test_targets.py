"""Whatever bytes come: an answer, in little time and memory, and never a crash."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import NONCE, SEEDS, TARGETS
from tests.whole import WHOLE

PIECES = [
    b"\n", b"\0", b"\xff", b"{", b"}", b"[", b'"', b":", b",", b"\\ud800", b"NaN", b"9" * 400,
    b"null", b"true", b"-1", b"1e400", b"\xed\xa0\x80", NONCE.encode(), b'"k":"end"', b"\r",
]  # fmt: skip
each_target = pytest.mark.parametrize("name", TARGETS)


@each_target
def test_a_seed_is_answered(name: str) -> None:
    for seed in SEEDS[name]:
        TARGETS[name](seed)


@each_target
@given(data=st.data())
@settings(max_examples=60)
def test_a_damaged_stream_is_answered(name: str, data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from(SEEDS[name])))
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(raw)))
        length = data.draw(st.sampled_from([0, 0, 1, 8, len(raw)]))
        raw[at : at + length] = data.draw(st.sampled_from(PIECES) | st.binary(max_size=20))
    TARGETS[name](bytes(raw))


@each_target
@given(st.binary(max_size=300))
@settings(max_examples=40)
def test_any_bytes_are_answered(name: str, raw: bytes) -> None:
    TARGETS[name](raw)


@pytest.mark.parametrize("name", ["records", "go_events", "rust_events", "java_build", "frames"])
def test_a_flood_is_answered_in_bounded_time_and_memory(name: str) -> None:
    size = (4 << 20) if WHOLE else (1 << 20)
    flood = SEEDS[name][0] * (size // len(SEEDS[name][0]))
    tracemalloc.start()
    began = time.process_time()
    try:
        TARGETS[name](flood)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    # With every allocation traced, on a busy machine: a tenth of it is usual.
    assert time.process_time() - began < 15 * (size >> 20)
    assert peak < 40 * len(flood)
