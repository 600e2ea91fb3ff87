"""When parts of a form are asked, what evidence fits, and that nothing filled in is lost."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.proof import run_of
from workbench.model.evidence import EvidenceKind, lacking
from workbench.model.review import (
    EvidenceRef,
    LineComment,
    Rating,
    Review,
    as_draft,
    as_given,
    asked,
    derivation,
    derived_decision,
    what_is_missing,
)
from workbench.model.rubric import Rubric
from workbench.model.run import EarlierOutcome, Run, Status, TestResult, Verdict

ROOT = Path(__file__).resolve().parents[3]
CASES = ROOT / "extensions" / "widget" / "tests" / "asked_cases.json"


def documented() -> dict[str, Any]:
    text = (ROOT / "docs" / "rubrics.md").read_text()
    value: dict[str, Any] = yaml.safe_load(re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)[0])
    return value


RUBRIC = Rubric.model_validate(documented())
PARTS = [part.id for part in RUBRIC.parts]


def no_runs(run_id: str) -> None:
    """Nothing was run."""


def review(**parts: Any) -> Review:
    return Review.model_validate({
        "task_id": "t", "task_digest": "d", "reviewer": "ann", "rubric": RUBRIC.id,
        "rubric_version": 1, "difficulty": "easy", "confidence": 3, **parts,
    })  # fmt: skip


def scored(answers: dict[str, Any] | None = None, **scores: int) -> Review:
    ratings = {axis: {"score": score, "rationale": "x" * 40} for axis, score in scores.items()}
    return review(ratings=ratings, answers=answers or {})


CLEAR = {"exploit": 0, "tests_accept_wrong": 0, "other_major": 0}


def test_the_documented_rubric_uses_everything_there_is() -> None:
    def names(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*(names(v) for v in value.values()))
        return set().union(*(names(v) for v in value)) if isinstance(value, list) else set()

    parts = (RUBRIC, RUBRIC.axes[0], RUBRIC.axes[0].levels[0], RUBRIC.difficulty)
    known = {name for part in (*parts, *RUBRIC.fields) for name in type(part).model_fields}
    known |= {"axis", "field", "scores", "tags", "answers"}
    assert known - names(documented()) == {"notes"}, "adjudication writes notes, nobody else"


def test_what_is_not_asked_is_neither_missing_nor_counted() -> None:
    found = scored({"minutes": 5}, **CLEAR)
    assert what_is_missing(found, RUBRIC, no_runs) == ()
    assert "severity" not in asked(found, RUBRIC)
    hidden = scored({"minutes": 5, "where": "kept from before"}, **CLEAR, severity=1)
    assert what_is_missing(hidden, RUBRIC, no_runs) == ()
    assert derived_decision(hidden, RUBRIC) == "accept"


def test_a_hidden_parent_hides_what_hangs_on_it() -> None:
    found = scored({"leak": "leak"}, **CLEAR)
    assert asked(found, RUBRIC) == {"exploit", "tests_accept_wrong", "other_major", "minutes"}
    found = scored({"leak": "leak"}, **{**CLEAR, "other_major": 1})
    assert {"severity", "leak", "where"} <= asked(found, RUBRIC)


def test_a_shown_field_is_required_unless_it_says_otherwise() -> None:
    told = what_is_missing(scored({"leak": "leak"}, **{**CLEAR, "other_major": 1}), RUBRIC, no_runs)
    assert any(line.startswith("Where it is public: not filled in") for line in told)
    assert any(line.startswith("Severity of the problem: no score") for line in told)
    narrow = review(ratings={"tests_accept_wrong": {"score": 1, "tags": ["narrow"]}})
    assert "cause" in asked(narrow, RUBRIC)
    assert not any("narrow" in line for line in what_is_missing(narrow, RUBRIC, no_runs))


def test_tags_below_their_score_do_not_show_a_field() -> None:
    below = review(ratings={"tests_accept_wrong": {"score": 0, "tags": ["narrow"]}})
    assert "cause" not in asked(below, RUBRIC)
    assert as_given(below, RUBRIC).ratings["tests_accept_wrong"].tags == ()
    assert as_draft(as_given(below, RUBRIC)).ratings == below.ratings


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (0, "1 or more"),
        (601, "600 or less"),
        (1.5, "whole"),
        ("ten", "a number"),
        ("", "not filled"),
    ],
)
def test_a_number_outside_its_bounds_is_named(answer: float | str, why: str) -> None:
    (told,) = what_is_missing(scored({"minutes": answer}, **CLEAR), RUBRIC, no_runs)
    assert told.startswith("Minutes an expert needs: ")
    assert why in told


def test_a_score_and_a_reason_why_it_cannot_be_judged_exclude_each_other() -> None:
    both = scored({"minutes": 5}, **CLEAR)
    rating = both.ratings["exploit"].model_copy(update={"cannot_judge": "no network"})
    both = both.model_copy(update={"ratings": {**both.ratings, "exploit": rating}})
    (told,) = what_is_missing(both, RUBRIC, no_runs)
    assert "keep one" in told


def test_the_derived_decision_says_why() -> None:
    assert derivation(scored(**{**CLEAR, "exploit": 3}), RUBRIC) == (
        "reject", ("Exploit 3, open: the highest level rejects",),
    )  # fmt: skip
    word, why = derivation(scored(**{**CLEAR, "exploit": 2, "tests_accept_wrong": 2}), RUBRIC)
    assert (word, len(why)) == ("revise", 2)
    assert derivation(scored(exploit=0), RUBRIC)[0] is None


# What must not be a rubric


def changed(change: Any) -> dict[str, Any]:
    value = documented()
    change(value)
    return value


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda v: v["axes"][2].update(shown_when=[{"axis": "severity", "scores": [1]}]), "circle"),
        (lambda v: v["fields"][3].update(shown_when=[{"axis": "no", "scores": [1]}]), "axis no"),
        (lambda v: v["fields"][3].update(shown_when=[{"axis": "severity", "scores": [3]}]),
         "level 3"),
        (lambda v: v["fields"][2].update(shown_when=[{"axis": "exploit", "tags": ["a"]}]), "tag a"),
        (lambda v: v["fields"][1].update(shown_when=[{"field": "leak", "answers": ["b"]}]), "'b'"),
        (lambda v: v["fields"][1].update(shown_when=[{"field": "minutes", "answers": ["1"]}]),
         "only a choice"),
        (lambda v: v["fields"][1].update(shown_when=[{"axis": "exploit"}]), "lists `scores`"),
        (lambda v: v["fields"][1].update(shown_when=[{"scores": [1]}]), "either an `axis`"),
        (lambda v: v["fields"][0].update(id="exploit"), "must differ"),
        (lambda v: v["fields"][0].update(id="difficulty"), "must differ"),
        (lambda v: v["fields"][0].update(options=["one"]), "two or more"),
        (lambda v: v["fields"][1].update(least=3), "for kind number"),
        (lambda v: v["axes"][1].update(tags_from=3), "no level"),
    ],
)  # fmt: skip
def test_a_condition_that_cannot_hold_is_refused(change: Any, why: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(why)):
        Rubric.model_validate(changed(change))


# Evidence


def chip(kind: str, **parts: str) -> EvidenceRef:
    return EvidenceRef.model_validate({"kind": kind, **parts})


def made(verdict: Verdict, *statuses: Status, **parts: Any) -> Run:
    tests = tuple(TestResult(id=f"t{n}", status=status) for n, status in enumerate(statuses))
    return run_of("t", verdict).model_copy(update={"tests": tests, **parts})


def lacks(need: EvidenceKind, *chips: EvidenceRef, run: Run | None = None) -> str:
    return lacking(
        (need,), chips, task_id="t", comments={"c1"}, runs=lambda _: run, probes={"mine"}
    )


@pytest.mark.parametrize(
    ("run", "failing", "passing"),
    [
        (made(Verdict.PASS), False, True),
        (made(Verdict.FAIL), True, False),
        (made(Verdict.BUILD_ERROR), True, False),
        (made(Verdict.TIMEOUT), True, False),
        (made(Verdict.INFRASTRUCTURE, Status.NOT_RUN), False, False),
        (made(Verdict.INCOMPLETE, Status.PASSED, Status.NOT_RUN, selected=("t0",)), False, False),
        (made(Verdict.INCOMPLETE, Status.FAILED, Status.NOT_RUN, selected=("t0",)), True, False),
        (made(Verdict.INCOMPLETE, Status.PASSED, Status.NOT_RUN), True, False),
        (made(Verdict.INCOMPLETE, Status.PASSED, Status.SKIPPED), False, False),
    ],
)
def test_a_run_is_evidence_of_what_it_showed(run: Run, failing: bool, passing: bool) -> None:
    given_chip = chip("run", ref=run.id, label="✗ fail")
    assert (lacks("failing_run", given_chip, run=run) == "") is failing
    assert (lacks("passing_run", given_chip, run=run) == "") is passing
    assert lacks("run", given_chip, run=run) == ""


def test_a_run_that_is_gone_or_of_another_task_is_no_evidence() -> None:
    assert "run it again" in lacks("run", chip("run", ref="x"))
    other = run_of("other", Verdict.FAIL)
    assert "another task" in lacks("failing_run", chip("run", ref=other.id), run=other)


@pytest.mark.parametrize(
    ("suite", "words"), [("given.edited", "passed edited tests"), ("mine", "passed probe mine")]
)
def test_what_passes_other_tests_is_no_evidence_of_what_the_given_ones_accept(
    suite: str, words: str
) -> None:
    run = made(Verdict.PASS, suite=suite)
    said = lacks("passing_run", chip("run", ref=run.id, label="pass"), run=run)
    assert words in said
    assert lacks("run", chip("run", ref=run.id), run=run) == ""


def test_a_run_made_once_is_not_repeated() -> None:
    once = run_of("t", Verdict.PASS)
    again = once.model_copy(
        update={"earlier": (EarlierOutcome(finished_at="then", verdict=Verdict.FAIL),)}
    )
    assert lacks("repeat_runs", chip("run", ref=once.id), run=once)
    assert lacks("repeat_runs", chip("run", ref=once.id), run=again) == ""


def test_other_kinds_must_be_what_they_say() -> None:
    assert lacks("two_readings", chip("two_readings", text="only one"))
    assert lacks("two_readings", chip("two_readings", text="one\nother")) == ""
    assert "removed" in lacks("line_comment", chip("line_comment", ref="c2"))
    assert lacks("line_comment", chip("line_comment", ref="c1")) == ""
    assert "not enough" in lacks("passing_run", chip("text", text="I saw it pass"))
    assert lacks("text", chip("text"))


def test_any_of_the_kinds_will_do() -> None:
    kinds: tuple[EvidenceKind, ...] = ("failing_run", "counterexample")
    chips = (chip("text", text="x"), chip("counterexample", text="f(0)"))
    assert lacking(kinds, chips, task_id="t", comments=(), runs=no_runs) == ""


# Digests of what is kept


def test_parts_that_came_later_are_not_written_while_they_are_empty() -> None:
    bare = review(comments=[{
        "id": "c", "solution": "s", "file": "f", "first_line": 1, "last_line": 1,
        "text_hash": "h", "text": "t",
    }]).model_dump(mode="json")  # fmt: skip
    assert not {"answers", "set_aside", "equivalents"} & bare.keys()
    assert not {"quote", "before", "after"} & bare["comments"][0].keys()
    full = LineComment.model_validate({**bare["comments"][0], "quote": "x = 1"})
    assert full.model_dump()["quote"] == "x = 1"


# Properties

RATING = st.fixed_dictionaries(
    {
        "score": st.none() | st.integers(0, 3),
        "rationale": st.sampled_from(["", "x" * 40]),
        "cannot_judge": st.sampled_from(["", "", "no"]),
        "tags": st.lists(st.sampled_from(["narrow", "wide"]), max_size=2, unique=True),
    }
)
ANSWER = st.sampled_from(["leak", "licence", "", "somewhere public", 5, 7.5, 0])
REVIEWS = st.builds(
    lambda ratings, answers: review(ratings=ratings, answers=answers),
    st.dictionaries(st.sampled_from([axis.id for axis in RUBRIC.axes]), RATING),
    st.dictionaries(st.sampled_from([field.id for field in RUBRIC.fields]), ANSWER),
)


@given(REVIEWS)
def test_setting_aside_changes_neither_what_is_asked_nor_decided_nor_missing(found: Review) -> None:
    shown = as_given(found, RUBRIC)
    assert asked(shown, RUBRIC) == asked(found, RUBRIC)
    assert derivation(shown, RUBRIC) == derivation(found, RUBRIC)
    assert what_is_missing(shown, RUBRIC, no_runs) == what_is_missing(found, RUBRIC, no_runs)
    assert as_given(shown.model_copy(update={"set_aside": None}), RUBRIC).set_aside is None


@given(REVIEWS)
def test_nothing_that_was_filled_in_is_lost(found: Review) -> None:
    shown = as_given(found, RUBRIC)
    back = as_draft(Review.model_validate_json(shown.model_dump_json()))
    assert (back.ratings, back.answers) == (found.ratings, found.answers)
    hidden = set(PARTS) - asked(found, RUBRIC)
    assert not hidden & (shown.ratings.keys() | shown.answers.keys())


@given(REVIEWS)
def test_what_is_missing_speaks_of_what_is_asked_alone(found: Review) -> None:
    titles = {part.title for part in RUBRIC.parts if part.id not in asked(found, RUBRIC)}
    for line in what_is_missing(found, RUBRIC, no_runs):
        assert line.split(":")[0] not in titles


@given(REVIEWS, st.sampled_from(PARTS))
def test_what_is_not_asked_can_be_anything(found: Review, part: str) -> None:
    if part in asked(found, RUBRIC):
        return
    without = found.model_copy(
        update={
            "ratings": {a: r for a, r in found.ratings.items() if a != part},
            "answers": {f: a for f, a in found.answers.items() if f != part},
        }
    )
    assert asked(without, RUBRIC) == asked(found, RUBRIC)
    assert derivation(without, RUBRIC) == derivation(found, RUBRIC)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_exactly_the_conditions_that_go_round_are_refused(edges: list[tuple[int, int]]) -> None:
    def leads(start: int, seen: frozenset[int] = frozenset()) -> set[int]:
        out = {b for a, b in edges if a == start}
        return out.union(*(leads(b, seen | {b}) for b in out - seen)) if out else out

    axes = [
        {
            "id": f"a{n}", "title": "A", "question": "?",
            "levels": [{"score": 0, "anchor": "no"}, {"score": 1, "anchor": "yes"}],
            "shown_when": [{"axis": f"a{b}", "scores": [1]} for a, b in edges if a == n],
        }
        for n in range(6)
    ]  # fmt: skip
    value = {**documented(), "fields": [], "axes": axes}
    if any(n in leads(n) for n in range(6)):
        with pytest.raises(ValidationError, match="circle"):
            Rubric.model_validate(value)
    else:
        Rubric.model_validate(value)


def test_the_page_and_the_model_ask_the_same() -> None:
    kept = json.loads(CASES.read_text())
    assert Rubric.model_validate(kept["rubric"]) == RUBRIC, "write the cases anew"
    for case in kept["cases"]:
        found = review(ratings=case["ratings"], answers=case["answers"])
        assert sorted(asked(found, RUBRIC)) == case["asked"]
    assert {frozenset(case["asked"]) for case in kept["cases"]} >= {frozenset(PARTS)}
    assert Rating() == Rating(score=None)
