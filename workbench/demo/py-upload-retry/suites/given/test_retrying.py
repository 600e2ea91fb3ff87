import random

import pytest

from retrying import plan_delays, retry


class Middle(random.Random):
    """Always draws the middle of the range."""

    def uniform(self, a, b):
        return (a + b) / 2


class Top(random.Random):
    """Always draws the upper end of the range."""

    def uniform(self, a, b):
        return b


class Action:
    """Fails with the given errors, then succeeds."""

    def __init__(self, *errors):
        self.errors = list(errors)
        self.calls = 0

    def __call__(self):
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return "stored"


def test_nominal_delays_double_up_to_the_longest():
    assert plan_delays(5, 1.0, 5.0, Middle()) == [1.0, 2.0, 4.0, 5.0, 5.0]


def test_random_factor_comes_after_the_longest():
    assert plan_delays(4, 2.0, 6.0, Top()) == [3.0, 6.0, 9.0, 9.0]


def test_same_seed_gives_the_same_plan():
    first = plan_delays(6, 0.5, 30.0, random.Random(42))
    assert plan_delays(6, 0.5, 30.0, random.Random(42)) == first
    assert len(first) == 6


def test_delays_grow_until_the_longest():
    delays = plan_delays(5, 1.0, 8.0)
    assert delays == sorted(delays)


def test_no_retries_no_delays():
    assert plan_delays(0, 1.0, 5.0) == []


@pytest.mark.parametrize(
    ("retries", "base", "longest"), [(-1, 1.0, 5.0), (3, 0.0, 5.0), (3, -1.0, 5.0), (3, 6.0, 5.0)]
)
def test_impossible_plans(retries, base, longest):
    with pytest.raises(ValueError):
        plan_delays(retries, base, longest)


def test_success_needs_no_sleep():
    slept = []
    assert retry(Action(), [1.0], sleep=slept.append) == "stored"
    assert slept == []


def test_sleeps_between_attempts():
    slept, action = [], Action(OSError("down"), TimeoutError())
    assert retry(action, [1.0, 2.5, 4.0], sleep=slept.append) == "stored"
    assert slept == [1.0, 2.5]
    assert action.calls == 3


def test_last_error_goes_through():
    slept, action = [], Action(OSError("first"), OSError("second"), OSError("third"))
    with pytest.raises(OSError, match="third"):
        retry(action, [0.1, 0.2], sleep=slept.append)
    assert slept == [0.1, 0.2]


def test_other_errors_are_not_retried():
    action = Action(KeyError("photo"))
    with pytest.raises(KeyError):
        retry(action, [0.1], sleep=pytest.fail)
    assert action.calls == 1


def test_errors_to_retry_can_be_chosen():
    slept = []
    assert retry(Action(KeyError("x")), [0.3], on=(KeyError,), sleep=slept.append) == "stored"
    assert slept == [0.3]


def test_without_delays_there_is_one_call():
    action = Action(OSError("down"))
    with pytest.raises(OSError):
        retry(action, [], sleep=pytest.fail)
    assert action.calls == 1
