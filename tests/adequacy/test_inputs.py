"""Inputs made from those that are known."""

from __future__ import annotations

import pytest

from workbench.adequacy.inputs import Args, Maker
from workbench.adequacy.minimise import smaller
from workbench.adequacy.shapes import shapes_of
from workbench.adequacy.values_made import Ingredients
from workbench.languages.values import from_node, key_of, size_of


def _made(seeds: list[Args], annotations: list[str] | None = None, most: int = 800) -> list[Args]:
    shapes = shapes_of(seeds, annotations or [])
    return list(Maker(seeds, shapes, Ingredients.of([7, "needle"]), 1).inputs(most))


def test_the_same_seed_makes_the_same_inputs() -> None:
    seeds: list[Args] = [([1, 2, 3], "ab c"), ([4], "x")]
    assert [key_of(a) for a in _made(seeds)] == [key_of(a) for a in _made(seeds)]


def test_no_input_is_made_twice() -> None:
    keys = [key_of(a) for a in _made([("hello world", 3), ("a", 1)])]
    assert len(keys) == len(set(keys)) > 300


@pytest.mark.parametrize(
    "wanted",
    [([], 0), ([2], 0), ([5, 1, 3], 0), ([3, 1, 5, 3, 1, 5], 0), ([3, 1, 5], 1), ([3, 1, 5], -1)],
)
def test_one_place_of_a_known_input_at_a_time_is_put_to_its_edges(wanted: Args) -> None:
    made = {key_of(a) for a in _made([([3, 1, 5], 0), ([2, 4], 0)])}
    assert key_of(wanted) in made


def test_known_inputs_may_have_more_or_fewer_places_than_each_other() -> None:
    made = _made([("a", 5), ("of many more words than the other",)])
    assert {len(a) for a in made} <= {1, 2}
    assert len(made) > 100


def test_edges_are_those_of_every_known_input_however_many_places_each_has() -> None:
    seeds: list[Args] = [("a", 5), ("of many more words than the other",)]
    made = {key_of(a) for a in _made(seeds)}
    for near in [("", 5), ("a", -5), ("a", 50), ("",)]:
        assert key_of(near) in made


def test_floats_that_are_no_numbers_have_edges_too() -> None:
    made = _made([(float("nan"), 1.5), (float("inf"), 2.5), (float("-inf"), 0.5)])
    assert {key_of((0.0, 1.5)), key_of((float("inf"), -2.5))} <= {key_of(a) for a in made}


def test_records_have_the_keys_they_cannot_be_without_and_no_unknown_ones() -> None:
    seeds: list[Args] = [([{"at": "2026-01-01", "on": True}, {"at": "2026-01-02"}],)]
    types = ['List[TypedDict({"at": str, "on": NotRequired[bool], "who": NotRequired[str]})]']
    made = [row for (rows,) in _made(seeds, types) for row in rows]
    assert {"at"} == set.intersection(*map(set, made))
    assert {"at", "on", "who"} == set.union(*map(set, made))
    assert {type(row["on"]) for row in made if "on" in row} == {bool}


def test_every_small_number_is_tried_where_numbers_are_all_there_is() -> None:
    made = set(_made([(5,), (9,)], most=1500))
    assert {(n,) for n in range(200) if n not in (5, 9)} <= made


def test_types_stay_what_they_were() -> None:
    seeds: list[Args] = [([(1, "a", 2.5), (2, "b", 0.5)], {"k": 1})] * 3
    for rows, table in _made(seeds):
        assert isinstance(table, dict)
        assert all(isinstance(row, tuple) for row in rows)


def test_arguments_are_made_of_each_other() -> None:
    made = _made([([1, 2, 3, 4], [2, 3]), ([5, 6, 7], [9])])
    parts = [
        a for a in made if len(a[1]) > 1 and any(a[0][i : i + len(a[1])] == a[1] for i in range(9))
    ]
    assert len(parts) > 20


def test_an_annotation_alone_is_enough_for_a_type() -> None:
    made = _made([([],)], ["List[Optional[int]]"])
    assert any(None in row for (row,) in made)
    assert any(any(type(v) is int for v in row) for (row,) in made)


def test_smaller_neighbours_are_smaller() -> None:
    args: Args = ([10, 20, 30], "some text", 7)
    assert all(size_of(a) < size_of(args) for a in smaller(args))


def test_a_length_shrinks_with_what_it_measures() -> None:
    assert ([1, 2], 2) in smaller(([1, 2, 3], 3))


def test_moments_are_moved_a_field_at_a_time_and_stay_valid() -> None:
    node = ["v", "datetime", "datetime", 2026, 2, 28, 18, 0, 0, 0, None, 0]
    seed = from_node(node)
    made = {made.text for (made, *_) in _made([(seed,)], most=200)}
    assert "datetime(2026, 2, 28, 3, 0, 0, 0, None, 0)" in made
    assert "datetime(2026, 3, 28, 18, 0, 0, 0, None, 0)" in made
    assert not any(text.startswith("datetime(2026, 2, 29") for text in made)
    assert len({key_of(from_node([*node[:6], hour, *node[7:]])) for hour in (1, 2)}) == 2


MANY: list[Args] = [("sam", n, 50, word, n + 9) for n in (1, 4, 7) for word in ("ann", "bob")]


def test_many_known_inputs_leave_room_for_those_made_by_chance() -> None:
    def changed(args: Args) -> int:
        return min(sum(a != b for a, b in zip(args, seed, strict=True)) for seed in MANY)

    assert sum(changed(args) > 1 for args in _made(MANY)) > 200


def test_every_place_of_a_long_row_is_put_to_its_edges() -> None:
    made = {key_of(a) for a in _made(MANY)}
    assert key_of(("", 1, 50, "ann", 10)) in made
    assert key_of(("sam", 1, 50, "ann", -1)) in made


def test_whoever_stands_at_one_place_may_stand_at_another() -> None:
    assert key_of(("sam", 1, 50, "sam", 10)) in {key_of(a) for a in _made(MANY)}
