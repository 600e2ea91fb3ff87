"""What a trial harness says is read, whatever stands beside it."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from workbench.languages.mutation import Trial, dump_order
from workbench.languages.trial_records import parse_trials
from workbench.model.run import Status


def lines(*records: dict[str, object]) -> bytes:
    return b"".join(json.dumps({"n": "key", **r}).encode() + b"\n" for r in records)


TRIAL = {"k": "trial", "t": 0, "end": "done",
         "results": [["a", "passed", ""], ["b", "failed", "1"]],
         "fuel": 12, "probes": [3, 4], "duration_s": 0.5}  # fmt: skip


def test_a_trial_is_read_with_its_failures_in_order() -> None:
    report = parse_trials(lines({"k": "begin", "t": 0}, TRIAL, {"k": "end", "count": 1}), "key")
    (trial,) = report.trials
    assert report.ended
    assert report.begun is None
    assert trial.statuses == {"a": Status.PASSED, "b": Status.FAILED}
    assert trial.failed == ("b",)
    assert (trial.fuel, trial.probes, trial.duration_s) == (12, frozenset({3, 4}), 0.5)


def test_a_trial_that_took_the_harness_down_is_the_one_begun() -> None:
    report = parse_trials(lines({"k": "begin", "t": 0}, TRIAL, {"k": "begin", "t": 1}), "key")
    assert report.begun == 1
    assert not report.ended


def test_what_the_harness_did_not_sign_is_passed_over() -> None:
    forged = lines({**TRIAL, "n": "guessed"}, {"k": "end", "n": "guessed"})
    report = parse_trials(forged, "key")
    assert report.trials == ()
    assert not report.ended


def test_an_unknown_end_is_a_crash_never_a_survival() -> None:
    (trial,) = parse_trials(lines({**TRIAL, "end": "fine"}), "key").trials
    assert trial.end == "crashed"


def test_a_status_no_harness_writes_is_an_error() -> None:
    (trial,) = parse_trials(lines({**TRIAL, "results": [["a", "great", ""]]}), "key").trials
    assert trial.statuses["a"] is Status.ERRORED


@given(st.binary(max_size=400))
def test_any_bytes_give_a_report(raw: bytes) -> None:
    assert parse_trials(raw, "key").trials == ()


def test_the_order_holds_every_trial() -> None:
    order = json.loads(dump_order([Trial(3, ("a", "b"), fuel=9, fresh=True)], "key", kit="/k"))
    assert order["kit"] == "/k"
    assert order["trials"] == [
        {"active": 3, "tests": ["a", "b"], "fuel": [9, 9], "full": False, "probes": False,
         "seed": 0, "fresh": True}
    ]  # fmt: skip
