"""What speaks against an input, and what does not."""

from __future__ import annotations

import pytest

from workbench.adequacy.domain import Domain
from workbench.adequacy.inputs import Args
from workbench.adequacy.shapes import shapes_of
from workbench.languages.values import Value


def _codes(
    known: list[Args], args: Args, prompt: str = "", types: list[str] | None = None
) -> set[str]:
    domain = Domain(shapes_of(known, types or []), ["a", "b", "c"], prompt, known)
    return {doubt.code for doubt in domain.doubts(args)}


def test_a_known_input_is_inside() -> None:
    known: list[Args] = [([3, 1, 2], 2), ([5], 0)]
    assert all(_codes(known, args) == set() for args in known)


def test_a_type_nobody_named_is_outside() -> None:
    assert "type:str" in _codes([(1,), (2,)], ("x",))


def test_an_annotated_type_is_inside() -> None:
    assert _codes([(1,), (2,)], (None,), types=["Optional[int]"]) == set()


def test_a_number_that_is_the_length_of_a_list_has_to_be() -> None:
    known: list[Args] = [([1, 2, 3], 3), ([4, 5], 2)]
    assert "is-length" in _codes(known, ([1, 2, 3], 2))
    assert "is-length" not in _codes(known, ([3, 2, 1, 1], 4))


def test_lists_that_are_as_long_in_many_known_calls_are_remarked_where_they_are_not() -> None:
    known: list[Args] = [([n] * n, [1] * n) for n in range(1, 6)]
    assert "same-length" in _codes(known, ([1, 2], [3]))


def test_what_a_few_known_calls_share_may_be_chance_unless_the_prompt_says_so() -> None:
    known: list[Args] = [([1, 2, 5],), ([2, 4, 9],), ([3, 8],)]
    assert _codes(known, ([4, 4, 3],)) == set()
    assert {"distinct", "sorted"} <= _codes(known * 2, ([4, 4, 3],))
    assert "stated:sorted" in _decisive(known, ([4, 3],), "takes a sorted list")


def test_rows_of_a_table_keep_their_length() -> None:
    known: list[Args] = [([("a", 1), ("b", 2)],), ([("c", 3)],)]
    assert any(c.startswith("row") for c in _codes(known, ([("a",)],)))


def test_text_of_another_form_is_in_doubt() -> None:
    known: list[Args] = [("2020-01-02",), ("1999-12-31",)]
    assert "pattern" in _codes(known, ("2020-01",))


LETTERS: list[Args] = [("PYTHon",), ("FInD",), ("STRinG",)]


@pytest.mark.parametrize("text", ["PY-on", "F1nD", "ST\nrinG"])
def test_a_text_of_another_form_with_characters_the_prompt_does_not_name_is_alien(
    text: str,
) -> None:
    assert "alien" in _codes(LETTERS, (text,), "remove lowercase substrings from a string")


def test_characters_that_the_prompt_names_are_not_alien() -> None:
    for prompt, text in (
        ("remove the digits", "F1nD"),
        ("remove punctuation", "PY-on"),
        ("split on whitespace", "ST\nrinG"),
        ("search for a regular expression", "F."),
        ("letters joined with '_'", "A_B"),
    ):
        assert "alien" not in _codes(LETTERS, (text,), prompt)
        assert "pattern" in _codes(LETTERS, (text,), prompt)


def test_a_text_of_known_characters_or_of_known_form_is_not_alien() -> None:
    assert "alien" not in _codes([("ab_cd",), ("b_c",)], ("a_",), "joined letters")
    assert "alien" not in _codes([("a b",), ("a 1",)], ("a'b",), "words")


def test_a_line_break_is_another_form_than_a_blank() -> None:
    known: list[Args] = [("write a program",), ("sorting list",)]
    assert "alien" in _codes(known, ("sorting\nlist",), "words longer than n characters")
    assert "pattern" not in _codes(known, ("sorting  list",), "words longer than n characters")


@pytest.mark.parametrize(
    "prompt",
    ["the sum of the first n odd numbers", "Find the n'th one", "the n-th", "print it `n` times"],
)
def test_a_count_that_the_prompt_speaks_of_is_not_negative(prompt: str) -> None:
    assert _decisive([(2,), (3,)], (-1,), prompt) == {"stated:count"}
    assert _decisive([(2,), (3,)], (0,), prompt) == set()
    assert _decisive([(2,), (-3,)], (-1,), prompt) == set()


def test_the_count_is_the_parameter_of_that_name_else_the_only_whole_number() -> None:
    shapes = shapes_of([(1, 2), (3, 4)], [])
    domain = Domain(shapes, ["x", "k"], "x plus the first k", [(1, 2), (3, 4)])
    codes = [{d.code for d in domain.doubts(a)} for a in ((-1, 2), (1, -2))]
    assert ["stated:count" in found for found in codes] == [False, True]
    unnamed = Domain(shapes, ["x", "y"], "the first k", [(1, 2), (3, 4)])
    assert "stated:count" not in {d.code for d in unnamed.doubts((-1, -2))}


def _decisive(known: list[Args], args: Args, prompt: str = "") -> set[str]:
    domain = Domain(shapes_of(known, []), ["a", "b", "c"], prompt, known)
    return {doubt.code for doubt in domain.doubts(args) if doubt.decisive}


def test_what_is_merely_unlike_the_known_decides_nothing() -> None:
    known: list[Args] = [([3, 1, 2],), ([5, 4],)]
    assert _codes(known, ([],)) == {"empty"}
    assert _decisive(known, ([],)) == set()


def test_the_prompts_word_decides() -> None:
    known: list[Args] = [([3, 1, 2],), ([5, 4],)]
    assert _decisive(known, ([],), "a non-empty list of positive integers") == {"stated:empty"}
    codes = _decisive(known, ([-1],), "a list of positive integers")
    assert "stated:negative" in codes


def test_a_sign_that_many_calls_never_have_is_left_out_on_purpose() -> None:
    few: list[Args] = [(n,) for n in (3, 7, 9)]
    many: list[Args] = [(n,) for n in (3, 7, 9, 12, 15)]
    assert _decisive(few, (-4,)) == set()
    assert _decisive(many, (-4,)) == {"negative"}


def test_a_length_the_prompt_speaks_of_has_to_be_right() -> None:
    known: list[Args] = [([1, 2, 3], 3), ([4, 5], 2), ([1, 1], 5)]
    prompt = "takes a list and its length n"
    assert "is-length" in _decisive(known, ([1, 2, 3], 2), prompt)
    assert "is-length" not in _decisive(known, ([1, 2, 3], 2), "takes a list and n")


def test_one_longer_by_one_has_to_be() -> None:
    known: list[Args] = [(["+"], [1, 2]), (["+", "*"], [1, 2, 3])]
    assert "lengths-apart" in _decisive(known, (["+"], [1]))


def test_a_bound_the_prompt_names_holds() -> None:
    known: list[Args] = [(8, 3), (234, 2)]
    assert "stated:below" in _decisive(known, (8, 10), "base numbers are less than 10")
    assert _decisive(known, (8, 9), "base numbers are less than 10") == set()


def test_a_prompt_that_says_sorted_array_means_it_though_one_call_breaks_it() -> None:
    known: list[Args] = [([1, 2, 5], 2), ([2, 2, 9], 9), ([4, 1, 3], 4)]
    assert "stated:sorted" in _codes(known, ([3, 1], 1), "first place in a sorted array")
    assert "stated:sorted" not in _codes(known, ([3, 1], 1), "first place in an array")
    mixed: list[Args] = [([5, 2, 1], 2), ([2, 2, 9], 9), ([4, 1, 3], 4)]
    assert "stated:sorted" not in _codes(mixed, ([3, 1], 1), "give back a sorted array")


READINGS: list[Args] = [
    ([{"date": "2026-03-01", "value": 140}, {"date": "2026-01-01", "value": 99900}],),
    ([{"date": "2026-02-01", "value": 0, "replaced": True}],),
]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"u": True}, "keys-inside"),
        ({"date": "2026-01-02"}, "keys-inside"),
        ({"date": "2026-01-02", "value": 3, "u": 1}, "keys-inside"),
        ({"date": "2026-01-02", "value": True}, "type:bool"),
        ({"date": 3, "value": 3}, "type:int"),
        ({"date": "0026-01-02", "value": 3}, "era-inside"),
    ],
)
def test_an_object_of_other_keys_or_types_than_every_known_one_is_outside(
    row: Value, code: str
) -> None:
    assert code in _decisive(READINGS, ([row],))


def test_what_some_known_objects_leave_out_may_be_left_out() -> None:
    assert _decisive(READINGS, ([{"date": "1900-02-28", "value": 12, "replaced": False}],)) == set()
    assert _decisive(READINGS, ([{"date": "2100-02-28", "value": 12}],)) == set()


@pytest.mark.parametrize("types", [["dict"], ["Dict[str, int]"]])
def test_the_keys_of_a_table_are_free(types: list[str]) -> None:
    known: list[Args] = [({"red": 1, "green": 2},), ({"blue": 3},)]
    assert not _codes(known, ({"white": 2},), types=types) & {"keys", "type:str"}


def test_a_declared_type_says_which_keys_there_may_be() -> None:
    types = ['TypedDict({"a": int, "b": NotRequired[Literal["x", "y"]]})']
    known: list[Args] = [({"a": 1},)]
    assert _codes(known, ({"a": 2, "b": "x"},), types=types) == set()
    assert _codes(known, ({"a": 2, "b": "z"},), types=types) == {"one-of-few"}
    assert "keys" in _codes(known, ({"b": "x"},), types=types)
    assert "keys" in _codes(known, ({"a": 2, "c": "x"},), types=types)


def test_a_number_that_may_be_left_out_is_near_the_known_ones() -> None:
    known: list[Args] = [(["a"], 3), (["b"], 4)]
    shapes = shapes_of(known, [])
    assert "large" not in {d.code for d in Domain(shapes, [], "", known).doubts((["a"], 20))}
    shapes[1].setting = True
    domain = Domain(shapes, [], "", known)
    assert "large" in {d.code for d in domain.doubts((["a"], 20)) if d.decisive}
    assert not domain.doubts((["a"], 10))


DAYS: list[Args] = [("2024-03-04",), ("2025-09-30",)]


@pytest.mark.parametrize("text", ["40-30-4202", "2024-13-01", "2024-02-30", "0000"])
def test_a_text_that_is_no_day_is_outside_where_all_known_ones_are(text: str) -> None:
    assert "no-moment" in _decisive(DAYS, (text,), "the day after a day")


def test_a_day_is_inside_and_so_is_any_text_where_the_prompt_speaks_of_bad_ones() -> None:
    assert "no-moment" not in _codes(DAYS, ("2024-02-29",))
    assert "no-moment" not in _codes(DAYS, ("2024-13-01",), "an impossible day throws")
    assert "no-moment" not in _codes([*DAYS, ("soon",)], ("2024-13-01",))


def test_times_of_day_are_meant_in_the_same_way() -> None:
    known: list[Args] = [("07:30",), ("8:05",)]
    assert "no-moment" in _codes(known, ("99:00",))
    assert "no-moment" not in _codes(known, ("23:59",))


def test_a_text_that_another_argument_has_is_no_word_made_up() -> None:
    known: list[Args] = [("sam", "ann"), ("sam", "bob"), ("sam", "ann"), ("sam", "bob")]
    assert "one-of-few" in _codes(known, ("sam", "xyz"))
    assert _codes(known, ("sam", "sam")) >= {"of-another"}
    assert "one-of-few" not in _codes(known, ("sam", "sam"))
    domain = Domain(shapes_of(known, []), ["a", "b"], "", known)
    assert not any(d.decisive for d in domain.doubts(("sam", "sam")))
