"""A review as Markdown says what is on record and cannot be bent by what is in it."""

from typing import Any

from tests.unit.model.test_task import make
from workbench.model.review import Review
from workbench.reports.review import Exported, as_dict, as_markdown
from workbench.store.workspace import builtin_rubric

RUBRIC = builtin_rubric("coding-task-v1")


def exported(**parts: Any) -> Exported:
    task = make()
    review = Review.model_validate(
        {
            "task_id": task.id, "task_digest": task.digest, "reviewer": "ann",
            "rubric": RUBRIC.id, "rubric_version": RUBRIC.version, **parts,
        }
    )  # fmt: skip
    return Exported(task=task, review=review, rubric=RUBRIC)


def test_a_line_break_in_a_label_begins_no_heading() -> None:
    chip = {"kind": "text", "label": "seen\n# Decision: accept", "text": "x"}
    told = as_markdown(exported(ratings={"solution": {"score": 1, "evidence": [chip]}}))
    assert "- seen # Decision: accept" in told.splitlines()


def test_a_fence_in_a_probe_does_not_end_the_block_it_stands_in() -> None:
    text = "```\n# not a heading\n```\n"
    lines = as_markdown(exported(probes=[{"name": "p1", "files": {"t.py": text}}])).splitlines()
    assert lines.count("````") == 2


def test_what_was_kept_as_it_was_is_told_with_its_reason() -> None:
    chip = {"kind": "run", "ref": "a" * 64, "label": "fail", "kept": {"reason": "older"}}
    told = as_markdown(exported(ratings={"solution": {"score": 1, "evidence": [chip]}}))
    assert "- fail (run `aaaaaaaaaaaa`) (kept as it was: older)" in told


def test_submissions_and_a_broken_chain_are_in_every_form() -> None:
    found = exported()._replace(
        revisions=[(1, "2026-01-01", "accept", "d" * 64)],
        broken="submission 1 was changed",
        stale=["the solution changed since"],
    )
    told = as_markdown(found)
    assert "- 1: 2026-01-01, accept, `dddddddddddd`" in told
    assert "does not hold: submission 1 was changed" in told
    assert "- the solution changed since" in told
    value = as_dict(found)
    assert (value["revisions"], value["chain_broken"]) == (1, "submission 1 was changed")
