"""Records from a hostile stream: any bytes give a report, and nothing odd goes unnoticed."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.languages.records import MAX_LINE, MAX_RECORDS, read_records
from workbench.model.run import Status

NONCE = "n0"


def stream(*records: dict[str, Any]) -> bytes:
    return b"".join(json.dumps({"n": NONCE, **r}).encode() + b"\n" for r in records)


TEST = {"k": "test", "id": "a", "status": "passed", "duration_s": 0.5}
END = {"k": "end", "exit": 0, "count": 1}


def test_honest_stream_is_read() -> None:
    report = read_records(stream(TEST, END), NONCE)
    assert (report.ended, report.claimed_exit, report.flags) == (True, 0, ())
    assert report.results[0].status is Status.PASSED
    assert report.results[0].duration_s == 0.5


@pytest.mark.parametrize(
    "raw",
    [
        stream(TEST, END, TEST),
        stream(TEST, END, END),
        stream(TEST, {**END, "count": 2}),
        stream(TEST, END) + b"tail",
        stream({**TEST, "n": "other"}, END),
        stream({**TEST, "status": "great"}, END),
        stream({"k": "test", "status": "passed"}, END),
        stream({"k": "unknown"}),
        b"PASSED\n" + stream(TEST, END),
        b'{"n":"n0","k":"test","id":"a","id":"b","status":"passed"}\n',
        b'{"n":"n0","k":"end","exit":NaN}\n',
        b"[" * 100_000 + b"\n",
        b'{"n":' + b"9" * 5000 + b"}\n",
        b"x" * (MAX_LINE + 1) + b"\n",
        b"\n" * (MAX_RECORDS + 5),
    ],
)
def test_odd_stream_is_flagged(raw: bytes) -> None:
    assert read_records(raw, NONCE).flags


def test_half_a_record_is_a_break_not_tampering() -> None:
    report = read_records(stream(TEST) + b'{"n":"n0","k":', NONCE)
    assert (report.ended, report.flags) == (False, ())


def test_lone_surrogates_and_long_texts_become_storable() -> None:
    report = read_records(
        stream({**TEST, "message": "\ud800x", "output": "y" * 200_000}, END), NONCE
    )
    assert report.results[0].message == "\ufffdx"
    assert "characters more" in report.results[0].output


@given(st.binary(max_size=400))
def test_any_bytes_give_a_report(raw: bytes) -> None:
    assert not read_records(raw, NONCE).ended


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


keys = st.sampled_from(["k", "id", "status", "exit", "count", "children"])


@given(st.dictionaries(keys, json_values))
def test_any_signed_record_gives_a_report(record: dict[str, Any]) -> None:
    raw = json.dumps({**record, "n": NONCE}).encode() + b"\n"
    read_records(raw, NONCE)


def test_changed_data_file_of_the_suite_is_a_flag() -> None:
    report = read_records(stream(TEST, {**END, "changed": ["data/want.json"]}), NONCE)
    assert report.flags == ("data/want.json, a file of the suite, was changed during the run",)
    assert read_records(stream(TEST, {**END, "changed": []}), NONCE).flags == ()
