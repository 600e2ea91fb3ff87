"""What a person is told of the difference between two states of a review."""

from typing import Any

from workbench.model.compared import compare
from workbench.model.review import Review
from workbench.store.workspace import builtin_rubric

RUBRIC = builtin_rubric("coding-task-v1")


def review(**parts: Any) -> Review:
    return Review.model_validate(
        {
            "task_id": "t", "task_digest": "d" * 64, "reviewer": "ann",
            "rubric": RUBRIC.id, "rubric_version": 1, **parts,
        }
    )  # fmt: skip


def told(before: Review, after: Review) -> dict[tuple[str, str], tuple[str | None, str | None]]:
    return {(d.part, d.what): (d.before, d.after) for d in compare(before, after, RUBRIC)}


def test_equal_reviews_do_not_differ() -> None:
    assert told(review(notes="x"), review(notes="x", active_s=9, sequence=4)) == {}


def test_a_changed_score_rationale_and_chip_are_told_apart() -> None:
    chip = {"kind": "run", "ref": "a" * 64, "label": "pass"}
    before = review(ratings={"solution": {"score": 1, "rationale": "old", "evidence": [chip]}})
    after = review(ratings={"solution": {"score": 2, "rationale": "new"}})
    title = next(axis.title for axis in RUBRIC.axes if axis.id == "solution")
    assert told(before, after) == {
        (title, "Score"): ("1", "2"),
        (title, "Rationale"): ("old", "new"),
        (title, "Evidence"): ("pass (run aaaaaaaaaaaa)", None),
    }


def test_a_chip_that_is_kept_as_it_was_is_one_line_with_the_reason() -> None:
    chip = {"kind": "text", "label": "by hand"}
    kept = {**chip, "kept": {"reason": "it still holds", "basis": {"prompt": "p"}}}
    (found,) = compare(
        review(ratings={"solution": {"evidence": [chip]}}),
        review(ratings={"solution": {"evidence": [kept]}}),
        RUBRIC,
    )
    assert (found.before, found.after) == ("by hand", "by hand; kept as it was: it still holds")


def test_files_comments_and_the_decision_are_compared() -> None:
    comment = {
        "id": "c1", "solution": "candidate", "file": "a.py", "first_line": 2, "last_line": 3,
        "text_hash": "h", "text": "why",
    }  # fmt: skip
    after = review(
        given_edits={"test_a.py": "x"},
        probes=[{"name": "p1", "files": {"test_p.py": "y"}}],
        comments=[comment],
        override={"decision": "reject", "reason": "leaked"},
        task_digest="e" * 64,
    )
    found = told(review(), after)
    assert found["Your edits of the given tests", "test_a.py"] == (None, "x")
    assert found["Probe p1", "test_p.py"] == (None, "y")
    assert found["Comments", "candidate: a.py:2-3"] == (None, "why")
    assert found["Review", "Override"] == (None, "reject: leaked")
    assert found["Made on", "Task"] == ("d" * 12, "e" * 12)
