"""A task with all that can be known of it: runs of now and of then, reviews, an assessment."""

from __future__ import annotations

import io
from typing import Any

from tests.unit.exchange.test_assessment_formats import COVERAGE, SOURCE
from workbench.exchange.exported import Item, Loss, Ran
from workbench.exchange.registry import EXPORTS
from workbench.exchange.to_records import as_imported
from workbench.model.assessment import Assessment, Fate, Row, Witness
from workbench.model.evidence import EvidenceRef
from workbench.model.report import Outcome
from workbench.model.review import (
    LineComment,
    Override,
    ProbeSuite,
    Rating,
    Review,
    SetAside,
)
from workbench.model.rubric import Rubric
from workbench.model.run import Diagnostic, Run, SandboxInfo, Status, TestResult, Verdict
from workbench.model.task import Task

CHANGED = "Python 3.11 then, 3.13 now"


def exported(name: str, *items: Item) -> tuple[str, list[Loss]]:
    out = io.StringIO()
    write = EXPORTS[name].write if name in EXPORTS else as_imported(name)
    losses = list(write(items, out))
    return out.getvalue(), losses


def run(task: Task, verdict: Verdict = Verdict.PASS, **changes: Any) -> Run:
    tests = (
        TestResult(id="t::a", status=Status.PASSED, duration_s=0.25, file="t.py", line=3),
        TestResult(id="t::b\x00\ud7ff", status=Status.SKIPPED, message="later \x1b[31m"),
    )
    return Run(
        id="a" * 64, task_id=task.id, language="python", solution="candidate", suite="given",
        solution_hash="s", suite_hash="g", verdict=verdict, grade="A", grade_reason="apart",
        reason="because", tests=tests, started_at="2024-01-01T00:00:00.500Z", duration_s=1.5,
        sandbox=SandboxInfo(backend="bubblewrap"),
    ).model_copy(update=changes)  # fmt: skip


def ran(task: Task, verdict: Verdict = Verdict.PASS, *, changed: str = "", **changes: Any) -> Ran:
    """A run and what it says now: nothing, when something `changed` since."""
    made = run(task, verdict, **changes)
    known = {"solution": made.solution, "role": made.solution, "run": made.id}
    if changed:
        return Ran(made, Outcome(**known, reason="because", then=verdict, changed=changed))
    return Ran(made, Outcome(**known, verdict=verdict, grade=made.grade, reason="because"))


def review(task: Task) -> Review:
    return Review(
        task_id=task.id, task_digest=task.digest, reviewer="ada", rubric="coding-task-v1",
        rubric_version=1, state="submitted", difficulty="easy", confidence=9,
        ratings={"solution": Rating(score=2, rationale="wrong on empty input")},
    )  # fmt: skip


def small() -> Task:
    return Task.model_validate(
        {
            "id": "t", "title": "t <&>", "language": "python", "prompt": "p",
            "solutions": [{"name": "candidate", "role": "candidate", "files": {"a b.py": SOURCE}}],
            "suites": [{"name": "given", "role": "given", "files": {"test_a.py": "x"},
                        "support": {"d.json": "{}"}}],
        }
    )  # fmt: skip


def assessment(**changes: Any) -> Assessment:
    start = SOURCE.encode().index(b"<")
    mutant = {
        "file": "a b.py", "line": 3, "column": 14, "start": start, "end": start + 1,
        "operator": "boundary", "before": "<", "after": "<=", "covered_by": [0],
        "witness": Witness(input="1", original="False", mutated="True").model_dump(),
    }  # fmt: skip
    return Assessment.model_validate(
        {"id": "0" * 64, "task_id": "t", "language": "python", "solution": "candidate",
         "suite": "given", "tests": ["t"], "coverage": [f.model_dump() for f in COVERAGE],
         "mutants": [{**mutant, "id": f"m{n}", "fate": fate} for n, fate in enumerate(Fate)],
         **changes}
    )  # fmt: skip


NASTY = 'a\x00\x1b[31m <b>&amp;</b> "q" \ufffe \u2028 ü 😀\r\nnext'
EVIDENCE = EvidenceRef(kind="run", ref="a" * 64, label="fails", text=NASTY)


def whole_review(task: Task, rubric: Rubric) -> Review:
    """One with something in every part."""
    ratings = {axis.id: Rating(score=1, rationale=NASTY, tags=axis.tags) for axis in rubric.axes}
    ratings["solution"] = Rating(cannot_judge="no", evidence=(EVIDENCE,), rationale="so far")
    comment = LineComment(
        id="c1", solution="candidate", file="a.py", first_line=1, last_line=1, text_hash="h",
        text=NASTY, quote="é",
    )  # fmt: skip
    return review(task).model_copy(
        update={
            "reviewer": "eve", "ratings": ratings, "comments": (comment,), "notes": NASTY,
            "answers": {"how": "by hand", "hours": 2.5}, "what_if": {"a.py": "x"},
            "probes": (ProbeSuite(name="mine", files={"test_p.py": NASTY}),),
            "given_edits": {"test_a.py": "y"}, "equivalents": {"m1": "same"},
            "override": Override(decision="accept", reason="fine"), "active_s": 61.25,
            "set_aside": SetAside(ratings={"gone": Rating(score=1)}), "runs": ("a" * 64,),
        }
    )  # fmt: skip


def whole_item(task: Task, rubric: Rubric, **changes: Any) -> Item:
    """A run of now, one of then, two reviews, an assessment."""
    tests = (
        TestResult(id=NASTY, status=Status.PASSED, output=NASTY, children=("passed one",)),
        *(TestResult(id=f"t::{s}", status=s, message=NASTY, file="t.py", line=2) for s in Status),
    )
    said: dict[str, Any] = {
        "tests": tests, "stdout": NASTY, "stderr": NASTY, "build_output": NASTY,
        "diagnostics": (Diagnostic(message=NASTY),),
    }  # fmt: skip
    runs = (
        ran(task, Verdict.TAMPERED, **said),
        ran(task, Verdict.PASS, changed=CHANGED, id="b" * 64, solution="reference"),
    )
    row = Row(solution="candidate", kind="candidate", suite="given", verdict="pass")
    return Item(
        task, runs=runs, reviews=(review(task), whole_review(task, rubric)),
        decisions={"ada": "revise", "eve": "accept"}, rubrics=(rubric,),
        assessment=assessment(matrix=(row.model_dump(),), solution=task.candidate.name),
        **changes,
    )  # fmt: skip
