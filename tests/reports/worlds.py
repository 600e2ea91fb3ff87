"""Workspaces to report on, written by hand: what was measured is known, and names are hostile."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workbench.adequacy.flags import flags
from workbench.adequacy.strength import strength
from workbench.adequacy.wish import PHASES, Wish, identity
from workbench.judge.identity import identity as run_identity
from workbench.languages.registry import language
from workbench.model.assessment import Assessment, Fate, FileCoverage, Gate, MutantResult, Row
from workbench.model.review import Rating, Review
from workbench.model.run import Run, SandboxInfo, Verdict
from workbench.model.task import LanguageName, Solution, Suite, Task
from workbench.store.assessments import AssessmentFolder
from workbench.store.workspace import Workspace
from workbench.toolchains.registry import toolchain

HOSTILE = '=cmd|"/c calc"!A1<script>alert(1)</script>[x](javascript:alert(1))|`'
CODE = "def double(n):\n    return n * 2  # </pre><script>alert(2)</script>\n"
TESTS = "from double import double\n\ndef test_two():\n    assert double(2) == 4\n"


def a_task(id: str, *, title: str = "", **changes: Any) -> Task:
    """A Python task of one function."""
    return Task(
        id=id, title=title or f"Task {id}", language=LanguageName.PYTHON, prompt="Double n.",
        solutions=(
            Solution(name="candidate", role="candidate", files={"double.py": CODE}),
            Solution(name="stub", role="stub", files={"double.py": "def double(n): ...\n"},
                     expected="fail"),
        ),
        suites=(Suite(name="given", role="given", files={"test_double.py": TESTS}),),
        **changes,
    )  # fmt: skip


def facts_here(task: Task) -> Mapping[str, str]:
    """The toolchain's, as they are on this machine."""
    return toolchain(language(task.language).toolchain).toolbox().facts


def add(
    space: Workspace, task: Task, verdict: Verdict | None = Verdict.PASS, *,
    facts: Mapping[str, str] | None = None, at: str = "2026-01-01T00:00:00Z",
) -> Task:  # fmt: skip
    """Keep the task, and how its candidate ran: here, unless `facts` are another machine's."""
    space.save_task(task)
    if verdict is not None:
        facts = facts_here(task) if facts is None else facts
        sandbox = SandboxInfo(backend="bubblewrap")
        made = run_identity(task, task.candidate, task.given, (), "auto", facts, sandbox)
        space.save_run(
            Run(
                id=made, task_id=task.id, language=task.language, solution="candidate",
                suite="given", solution_hash=task.candidate.digest, suite_hash=task.given.digest,
                verdict=verdict, grade="A", grade_reason="apart", reason="as it ended",
                started_at=at, duration_s=0.1, sandbox=sandbox, toolchain=dict(facts),
                limits=task.limits,
            )
        )  # fmt: skip
    return task


def assess(space: Workspace, task: Task, *, killed: int, missed: int, **changes: Any) -> Assessment:
    """Keep an assessment of the task as it is, with flags and strength as they are derived."""
    facts = facts_here(task)
    fates = [Fate.KILLED] * killed + [Fate.SURVIVED] * missed
    given: dict[str, Any] = {
        "id": identity(task, facts, Wish()), "task_id": task.id, "language": task.language.value,
        "solution": "candidate", "suite": "given", "tests": ("test_double.py::test_two",),
        "done": PHASES, "reruns": 20,
        "gates": (Gate(name="stub_fails", ok=True, detail="fail"),),
        "matrix": (Row(solution="stub", kind="stub", suite="given", verdict="fail"),),
        "mutants": tuple(_mutant(n, fate) for n, fate in enumerate(fates)),
        "coverage": (FileCoverage(file="double.py", lines={1: 1, 2: 1, 4: 0, 5: 0, 9: 0}),),
    }  # fmt: skip
    made = Assessment(**{**given, **changes})
    made = made.model_copy(
        update={"flags": tuple(flags(made)), "strength": strength(made.gates, made.mutants)}
    )
    AssessmentFolder(space.root / "assessments").save(made)
    return made


def _mutant(number: int, fate: Fate) -> MutantResult:
    return MutantResult(
        id=f"m{number}", file="double.py", line=2, column=14, start=28, end=29, operator="number",
        before="2", after=str(number + 3), function="double", fate=fate,
    )  # fmt: skip


def review(space: Workspace, task: Task, reviewer: str, score: int, **changes: Any) -> None:
    """Submit one: a score of 2 on an axis asks for revision."""
    rubric = space.rubric()
    ratings = {
        axis.id: Rating(score=0) for axis in rubric.axes
    } | {"solution": Rating(score=score, rationale="r" * 120)}  # fmt: skip
    body = Review(
        task_id=task.id, task_digest=task.digest, reviewer=reviewer, rubric=rubric.id,
        rubric_version=rubric.version, ratings=ratings, difficulty=rubric.difficulty.options[0],
        confidence=4, active_s=600.0, **changes,
    )  # fmt: skip
    saved = space.save_review(body, based_on=0)
    space.submit(saved)


def a_world(root: Path) -> Workspace:
    """Five tasks: a weak suite, a strong one, a failing candidate, a stale one, one untouched."""
    space = Workspace.create(root / "ws", name="five")
    weak = add(space, a_task("weak", title=HOSTILE))
    assess(space, weak, killed=4, missed=16)
    strong = add(space, a_task("strong"))
    assess(space, strong, killed=40, missed=0)
    add(space, a_task("failing"), Verdict.FAIL)
    stale = add(space, a_task("stale"))
    assess(space, stale, killed=9, missed=1)
    space.save_task(stale.model_copy(update={"prompt": "Double n, whatever n is."}))
    add(space, a_task("untouched"), None)
    review(space, weak, "maria.lopez", 1)
    review(space, strong, "maria.lopez", 0)
    review(space, strong, "jan.novak", 0)
    space.refresh()
    return space
