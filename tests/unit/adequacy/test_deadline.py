"""What stops an assessment: its caller at once, its budget as soon as something is done in it."""

from __future__ import annotations

import gc
import threading
import time
import weakref

from workbench.adequacy.deadline import TOO_SHORT, Deadline, ran_out
from workbench.sandboxes.base import Cancel


def stopped_in(deadline: Deadline, seconds: float) -> bool:
    """Whether its flag is raised within so many seconds."""
    raised = threading.Event()
    deadline.stop.on_set(raised.set)
    return raised.wait(seconds)


def test_a_call_that_got_on_ends_with_its_budget() -> None:
    with Deadline(Cancel(), 0.05, grace_s=60) as deadline:
        deadline.got_on()
        assert stopped_in(deadline, 10)
        assert deadline.ended
        assert deadline.said("here") == "the budget ended here"


def test_a_call_that_has_got_nothing_done_waits_for_its_first_step() -> None:
    with Deadline(Cancel(), 0.05, grace_s=60) as deadline:
        assert not stopped_in(deadline, 0.2)
        deadline.got_on()
        assert stopped_in(deadline, 10)


def test_it_does_not_wait_for_ever_and_then_says_that_more_time_is_needed() -> None:
    with Deadline(Cancel(), 0.01, grace_s=0.05) as deadline:
        assert stopped_in(deadline, 10)
        assert deadline.left_s == 0
        assert deadline.said("before: gates") == f"the budget ended before: gates; {TOO_SHORT}"


def test_whoever_stops_it_by_hand_is_not_taken_for_time() -> None:
    cancel = Cancel()
    with Deadline(cancel, 60) as deadline:
        assert not deadline.stop.is_set()
        cancel.set()
        assert deadline.stop.is_set()
        assert not deadline.ended
    with Deadline(cancel, 60) as late:
        assert late.stop.is_set()


def test_what_is_over_raises_no_flag_and_leaves_no_thread() -> None:
    before = threading.active_count()
    with Deadline(Cancel(), 0.05) as deadline:
        deadline.got_on()
    time.sleep(0.1)
    assert not deadline.stop.is_set()
    assert threading.active_count() <= before


def test_the_callers_flag_keeps_nothing_of_an_assessment_that_is_over() -> None:
    cancel = Cancel()
    with Deadline(cancel, 60) as deadline:
        held = weakref.ref(deadline.stop)
    del deadline
    gc.collect()
    assert held() is None
    cancel.set()


def test_a_test_that_is_named_after_a_budget_is_not_taken_for_its_end() -> None:
    assert not ran_out(("tests that depend on others: test_the_budget_ended",))
    assert ran_out(("nothing", "the budget ended in mutants: 3 of 9 mutants are tried"))
