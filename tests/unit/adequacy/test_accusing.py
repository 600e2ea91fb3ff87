"""Which differences accuse a solution, and which are only shown."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest

from workbench.adequacy.accusing import Voices, only_worded, spared
from workbench.adequacy.domain import Doubt
from workbench.adequacy.evidence import Searching
from workbench.adequacy.findings import Finding
from workbench.adequacy.flags import flags
from workbench.languages.calls import Entry, Result
from workbench.model.assessment import Assessment, Counterexample
from workbench.model.task import Solution, SolutionRole

UNUSUAL = (Doubt("empty", "empty, which it is in no known call", decisive=False),)
ALIEN = (Doubt("alien-inside", "no known call has a text of this form", decisive=False),)
ENTRY = Entry("sol.py", "top")


def _gave(value: int) -> Result:
    return Result(0, "returned", value)


def _raised(error: str) -> Result:
    return Result(0, "raised", error=error)


def _accuses(
    siding: int, against: int, divided: int = 0, *, got: Result | None = None,
    unusual: bool = False, vouched: bool = False, outvoted: bool = False,
    alien: bool = False, source: str = "",
) -> bool:  # fmt: skip
    got = got or _gave(2)
    doubts = ALIEN if alien else UNUSUAL if unusual else ()
    finding = Finding(ENTRY, (1,), _gave(1), got, doubts)
    said = [got] * siding + [_gave(1)] * against + [_gave(n + 10) for n in range(divided)]
    voices = Voices.of(finding, said, Result.__eq__)
    return not spared(finding, voices, vouched=vouched, outvoted=lambda: outvoted, source=source)


def test_on_an_ordinary_input_the_majority_of_the_others_decides() -> None:
    assert _accuses(0, 3)
    assert _accuses(1, 3)
    assert not _accuses(1, 2)
    assert not _accuses(0, 1, divided=1)
    assert not _accuses(3, 0)


def test_on_an_unusual_input_a_reference_in_good_standing_is_taken_at_its_word() -> None:
    assert _accuses(3, 0, unusual=True)
    assert _accuses(0, 3, unusual=True)
    assert not _accuses(3, 0, unusual=True, outvoted=True)


def test_where_the_others_are_divided_on_an_unusual_input_nobody_is_accused() -> None:
    assert not _accuses(2, 2, unusual=True)
    assert not _accuses(0, 1, divided=2, unusual=True)


def test_a_vouched_reference_needs_no_votes() -> None:
    assert _accuses(5, 0, vouched=True)
    assert _accuses(1, 1, vouched=True)
    assert _accuses(0, 0, unusual=True, vouched=True)


def test_where_neither_side_has_more_than_half_not_even_a_vouched_reference_accuses() -> None:
    assert not _accuses(2, 2, vouched=True)
    assert not _accuses(2, 1, divided=1, vouched=True)
    assert _accuses(2, 1, vouched=True)
    assert _accuses(2, 2, vouched=True, got=_raised("IndexError"))


def test_without_others_an_unusual_input_accuses_nobody_but_who_goes_wrong_by_accident() -> None:
    assert _accuses(0, 0)
    assert not _accuses(0, 0, unusual=True)
    assert _accuses(0, 0, got=_raised("IndexError"), unusual=True)


def test_an_accident_is_no_answer_that_a_tie_could_free() -> None:
    assert _accuses(1, 1, got=_raised("IndexError"))
    assert not _accuses(1, 1, got=_raised("ValueError"), source="raise ValueError(n)")


def test_an_error_the_solution_does_not_name_is_an_accident_and_no_refusal() -> None:
    refused, inside = "if not a: raise ValueError('empty')", "max(x for x in a if x)"
    raised = _raised("ValueError")
    assert _accuses(1, 1, got=raised, unusual=True, source=inside)
    assert not _accuses(1, 1, got=raised, unusual=True, source=refused)
    assert not _accuses(1, 1, got=_raised("AssertionError"), unusual=True, source=inside)


def test_on_a_text_unlike_all_known_ones_only_a_majority_accuses() -> None:
    assert not _accuses(3, 1, alien=True)
    assert not _accuses(3, 0, alien=True)
    assert _accuses(0, 3, alien=True)
    assert _accuses(3, 1, alien=True, vouched=True)


@pytest.mark.parametrize("prompt", ["find the index of a number", "find it, or give -1"])
def test_how_nothing_is_written_accuses_nobody_unless_the_prompt_says_how(prompt: str) -> None:
    finding = Finding(ENTRY, (1,), Result(0, "returned", -1), Result(0, "returned", None), UNUSUAL)
    silent = "-1" not in prompt
    assert only_worded(finding, prompt) is silent
    voices = Voices(siding=0, against=3, raising=0, heard=3)
    said = spared(finding, voices, vouched=False, outvoted=lambda: False, prompt=prompt)
    assert bool(said) is silent
    plain = replace(finding, doubts=())
    assert (
        bool(spared(plain, voices, vouched=False, outvoted=lambda: False, prompt=prompt)) is silent
    )
    assert not spared(finding, voices, vouched=True, outvoted=lambda: False, prompt=prompt)


def test_an_answer_is_not_another_way_to_write_nothing() -> None:
    def worded(expected: object, got: object) -> bool:
        ends = [Result(0, "returned", value) for value in (expected, got)]
        return only_worded(Finding(ENTRY, (1,), *ends, UNUSUAL), "the index")

    assert worded("", None)
    assert not worded([], "")
    assert not worded(0, None)
    assert not worded(False, None)
    assert not worded([0], [])


def test_an_input_on_which_most_others_raise_too_accuses_nobody() -> None:
    assert not _accuses(2, 1, got=_raised("IndexError"), vouched=True)
    assert _accuses(1, 2, got=_raised("IndexError"), vouched=True)


@pytest.mark.parametrize(
    ("code", "arguable"),
    [("negative", True), ("large-inside", True), ("zero", False), ("stated:negative", False)],
)
def test_only_a_sign_or_a_size_that_the_prompt_does_not_rule_out_is_arguable(
    code: str, arguable: bool
) -> None:
    finding = Finding(ENTRY, (1,), _gave(1), _gave(2), (Doubt(code, "words"),))
    assert finding.arguable is arguable
    both = Finding(ENTRY, (1,), _gave(1), _gave(2), (Doubt(code, "a"), Doubt("type:str", "b")))
    assert not both.arguable
    assert (
        finding.admitted("2 of 2 agree").where
        == "inside the stated domain (words), and 2 of 2 agree"
    )


def test_too_deep_a_recursion_is_arguable_at_any_size_and_steps_at_none() -> None:
    deep, large = Doubt("recursion", "deep"), Doubt("large", "large")
    assert Finding(ENTRY, (-1,), _gave(1), _raised("RecursionError"), (deep,)).arguable
    assert Finding(ENTRY, (9999,), _gave(1), _raised("RecursionError"), (deep, large)).arguable
    slow = Doubt("steps", "slow")
    assert not Finding(ENTRY, (9999,), _gave(1), Result(0, "fuel"), (slow, large)).arguable


def test_who_refuses_an_unusual_input_is_not_accused() -> None:
    refused = "raise ValueError(n)"
    assert not _accuses(0, 3, got=_raised("ValueError"), unusual=True, source=refused)
    assert _accuses(0, 3, got=_raised("ValueError"), source=refused)


@pytest.mark.parametrize("vouched", [True, False])
def test_steps_accuse_only_who_takes_too_many_alone(vouched: bool) -> None:
    slow = Result(0, "fuel")
    assert _accuses(0, 5, got=slow, vouched=vouched)
    assert not _accuses(1, 5, got=slow, vouched=vouched)


def test_what_spares_is_said_in_words() -> None:
    finding = Finding(ENTRY, (1,), _gave(1), _gave(2))
    voices = Voices.of(finding, [_gave(2), _gave(1), None], Result.__eq__)
    said = spared(finding, voices, vouched=False, outvoted=lambda: False)
    assert said == "1 of 2 other solutions answer so too, 1 as the first does"


def test_the_flag_of_a_difference_is_as_grave_as_what_it_says() -> None:
    examples = tuple(
        Counterexample(solution="a", other="b", input="top([])", expected="gives 1",
                       actual="gives 2", inside=inside, why="why")
        for inside in (False, None, True)
    )  # fmt: skip
    found = Assessment(id="0" * 64, task_id="t", language="python", solution="a", suite="given",
                       counterexamples=examples)  # fmt: skip
    assert [flag.severity for flag in flags(found)] == ["high", "medium", "low"]
    assert flags(found)[0].evidence == ("b gives 1, a gives 2", "why")


@pytest.mark.parametrize(
    ("role", "doubts", "weight"),
    [
        ("variant", (Doubt("zero", "`n`: zero", decisive=False),), None),
        ("variant", (), True),
        ("candidate", (Doubt("zero", "`n`: zero", decisive=False),), True),
    ],
)
def test_who_is_recorded_as_right_is_not_accused_on_an_input_unlike_all_known_ones(
    role: SolutionRole, doubts: tuple[Doubt, ...], weight: bool | None
) -> None:
    ground = SimpleNamespace(vouched=False)
    searching = Searching(None, None, ground)  # type: ignore[arg-type]
    one, two = Result(0, "returned", 1), Result(0, "returned", 2)
    finding = Finding(Entry("s.py", "f"), (0,), one, two, doubts)
    other = Solution(name="s", role=role, files={"s.py": "x"}, expected="pass")
    assert searching._weight(finding, other) is weight
