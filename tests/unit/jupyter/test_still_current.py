"""A stored run speaks about the text it judged, and says so when that text is gone."""

from tests.unit.model.test_task import make
from workbench.jupyter.chosen import still_current
from workbench.model.review import ProbeSuite, Review
from workbench.model.run import Run, SandboxInfo, Verdict
from workbench.model.task import Solution, Suite, Task

TASK = make()
REVIEW = Review(
    task_id="t", task_digest="d", reviewer="ann", rubric="coding-task-v1", rubric_version=1
)


def run_of(solution: Solution, suite: Suite) -> Run:
    return Run(
        id="0" * 64, task_id="t", language="python", solution=solution.name, suite=suite.name,
        solution_hash=solution.digest, suite_hash=suite.digest, verdict=Verdict.PASS, grade="C",
        grade_reason="", reason="", started_at="", duration_s=0,
        sandbox=SandboxInfo(backend="bubblewrap"),
    )  # fmt: skip


def test_run_of_unchanged_text_is_current() -> None:
    assert still_current(TASK, REVIEW, "given", run_of(TASK.candidate, TASK.given))


def test_edited_test_makes_the_run_outdated() -> None:
    edited = REVIEW.model_copy(update={"given_edits": {"test_a.py": "def test(): assert 0"}})
    assert not still_current(TASK, edited, "given", run_of(TASK.candidate, TASK.given))


def test_changed_solution_of_the_task_makes_the_run_outdated() -> None:
    other: Task = make(
        solutions=[{"name": "candidate", "role": "candidate", "files": {"a.py": "x = 2\n"}}]
    )
    assert not still_current(other, REVIEW, "given", run_of(TASK.candidate, TASK.given))


def test_changed_what_if_makes_its_run_outdated() -> None:
    first = Solution(name="what-if", role="variant", files={"a.py": "x = 3\n"})
    review = REVIEW.model_copy(update={"what_if": {"a.py": "x = 3\n"}})
    assert still_current(TASK, review, "given", run_of(first, TASK.given))
    changed = review.model_copy(update={"what_if": {"a.py": "x = 4\n"}})
    assert not still_current(TASK, changed, "given", run_of(first, TASK.given))


def test_run_of_a_probe_that_was_removed_is_outdated() -> None:
    probe = Suite(name="p1", role="probe", files={"test_p.py": "def test(): pass"})
    review = REVIEW.model_copy(update={"probes": (ProbeSuite(name=probe.name, files=probe.files),)})
    assert still_current(TASK, review, "probe:p1", run_of(TASK.candidate, probe))
    assert not still_current(TASK, REVIEW, "probe:p1", run_of(TASK.candidate, probe))
