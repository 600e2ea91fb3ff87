"""When two results are the same."""

from __future__ import annotations

import math

from workbench.adequacy.oracle import Oracle
from workbench.languages.calls import Result, View
from workbench.languages.values import Value, Yielded


def _gave(value: Value) -> Result:
    return Result(0, "returned", value)


def _raised(error: str) -> Result:
    return Result(0, "raised", None, error)


def test_floats_that_differ_in_the_last_digit_are_the_same() -> None:
    assert Oracle().same(_gave([0.1 + 0.2]), _gave([0.3]))


def test_integers_that_differ_by_one_are_not() -> None:
    assert not Oracle().same(_gave(10**12), _gave(10**12 + 1))


def test_digits_beyond_floats_are_told_apart_and_named() -> None:
    one, other = _gave(10**30), _gave(10**30 + 1)
    assert not Oracle().same(one, other)
    assert Oracle().imprecise(one, other)
    assert not Oracle().imprecise(_gave(10), _gave(11))


def test_nan_is_the_same_as_nan() -> None:
    assert Oracle().same(_gave(math.nan), _gave(math.nan))


def test_true_is_one_as_python_has_it() -> None:
    assert Oracle().same(_gave(True), _gave(1))


def test_a_list_is_no_tuple() -> None:
    assert not Oracle().same(_gave([1]), _gave((1,)))


def test_order_counts_unless_the_suite_forgets_it() -> None:
    one, other = _gave([1, 2]), _gave([2, 1])
    assert not Oracle().same(one, other)
    assert Oracle.of([View(("set",))]).same(one, other)
    assert Oracle.of([View(("sorted",))]).same(one, other)


def test_order_counts_in_no_depth_where_the_suite_forgets_it() -> None:
    left, right = _gave([["b", "a"], ["c"]]), _gave([["c"], ["a", "b"]])
    assert not Oracle(View(("sorted",))).same(left, right)
    assert Oracle(View(("unordered",))).same(left, right)
    assert not Oracle(View(("unordered",))).same(_gave("ab"), _gave("ba"))


def test_a_text_is_what_it_means_where_the_suite_reads_it_so() -> None:
    oracle = Oracle(View(("json",)))
    left, right = '{"a": 1, "b": [1, 2]}', '{"b":[1,2],"a":1}'
    assert oracle.same(_gave(left), _gave(list(right.encode())))
    assert not oracle.same(_gave(left), _gave('{"a": 1, "b": [2, 1]}'))
    assert not oracle.same(_gave("{"), _gave("}"))


def test_the_strictest_of_several_views_counts() -> None:
    oracle = Oracle.of([View(("set",)), View()])
    assert not oracle.same(_gave([1, 2]), _gave([2, 1]))


def test_truth_is_what_counts_when_nothing_else_is_asked() -> None:
    oracle = Oracle.of([View(("truth",))])
    assert oracle.same(_gave([1]), _gave([2]))
    assert not oracle.same(_gave([]), _gave([2]))


def test_the_suites_own_tolerance_counts() -> None:
    assert Oracle.of([View(tolerance=(0.0, 0.01))]).same(_gave(1.0), _gave(1.005))


def test_a_suite_that_compares_nothing_is_said_to() -> None:
    assert not Oracle.of([View(direct=False)]).asked


def test_an_exception_is_the_same_as_one_of_its_type() -> None:
    assert Oracle().same(_raised("ValueError"), _raised("ValueError"))
    assert not Oracle().same(_raised("ValueError"), _raised("TypeError"))
    assert not Oracle().same(_raised("ValueError"), _gave(None))


def test_what_a_call_changed_counts_when_it_gives_nothing() -> None:
    one = Result(0, "returned", None, after={0: [1, 2]})
    assert not Oracle().same(one, Result(0, "returned", None, after={0: [2, 1]}))
    assert not Oracle().same(one, _gave(None))


def test_iterators_are_the_same_when_they_yield_the_same() -> None:
    assert Oracle().same(_gave(Yielded("map", (1,))), _gave(Yielded("generator", (1,))))
