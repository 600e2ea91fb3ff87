"""Values on their way between host and harness."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.languages.values import NotPlain, Opaque, Value, from_node, key_of, show, to_node

_plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=4)
        | st.sets(st.integers() | st.text(max_size=5), max_size=4)
    ),
    max_leaves=12,
)


@given(_plain)
def test_a_plain_value_comes_back_as_it_was(value: Value) -> None:
    sent = json.loads(json.dumps(to_node(value)))
    back = from_node(sent)
    assert key_of(back) == key_of(value)


def test_floats_json_has_no_word_for_cross() -> None:
    assert math.isnan(from_node(to_node(math.nan)))
    assert from_node(to_node(-math.inf)) == -math.inf


def test_one_true_and_one_point_nought_have_different_keys() -> None:
    assert len({key_of(1), key_of(True), key_of(1.0)}) == 3


def test_order_of_a_set_or_dictionary_is_not_in_its_key() -> None:
    assert key_of({"a": 1, "b": 2}) == key_of({"b": 2, "a": 1})


@pytest.mark.parametrize("node", [["?"], [], [1], {"a": 1}, ["S", ["L"]], ["i", "g"], ["b", 3]])
def test_a_node_no_harness_sends_is_refused(node: object) -> None:
    with pytest.raises(NotPlain):
        from_node(node)


def test_what_is_only_told_cannot_be_sent_back() -> None:
    told = from_node(["o", "solution.Thing", "<Thing>"])
    assert isinstance(told, Opaque)
    with pytest.raises(NotPlain):
        to_node(told)


def test_an_integer_of_many_digits_can_be_shown() -> None:
    assert show(10**5000) == "<an integer of 16610 bits>"
