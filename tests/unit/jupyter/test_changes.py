"""A change of the solution as a row of the matrix: named, rebuilt, run with a probe."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.jupyter.helpers import make_task, make_workspace, open_desk, sit
from tests.unit.jupyter.test_assessing import TEST, assessment, keep, mutant
from workbench.errors import InputError
from workbench.jupyter.changes import bits, change_name, changed_solution, near_misses
from workbench.jupyter.chosen import chosen_solutions
from workbench.jupyter.evidence import shown_assessment
from workbench.model.review import Review


def test_a_change_is_rebuilt_by_its_name_and_only_in_the_text_it_was_made_in() -> None:
    task, name = make_task(), change_name("m0")
    made = changed_solution(task, assessment(), name)
    assert made is not None
    assert made.files["add.py"] == task.candidate.files["add.py"].replace("+", "-", 1)
    assert made.name == name
    assert task.solution(name) is None
    assert changed_solution(task, assessment(mutants=[mutant(before="*")]), name) is None
    assert changed_solution(task, assessment(), change_name("other")) is None
    assert changed_solution(task, None, name) is None


def test_nothing_runs_on_a_change_that_is_not_known() -> None:
    task = make_task()
    review = Review.model_construct(what_if={})
    with pytest.raises(InputError, match="mutant-"):
        chosen_solutions(task, review, change_name("m0"))


def test_a_near_miss_is_noticed_by_one_test_of_the_whole_matrix() -> None:
    killed = mutant(1, fate="killed", killed_by=[TEST])
    assert near_misses(assessment(mutants=[mutant(), killed])) == []
    (near,) = near_misses(assessment(mutants=[mutant(), killed], full=True))
    assert near.id == "m1"
    shown = shown_assessment(
        assessment(mutants=[mutant(), killed], full=True), make_task(), stale=False
    )
    assert [(m["id"], m["noticed"], m["reach"]) for m in shown["near"]] == [("m1", [0], "1")]


def test_tests_that_reach_a_change_fit_into_one_number() -> None:
    assert bits([0, 5, 399, 400], 400) == f"{1 | 1 << 5 | 1 << 399:x}"


def test_the_page_is_told_which_functions_no_test_calls() -> None:
    found = assessment(coverage=[{"file": "add.py", "lines": {1: 1, 2: 0}}])
    (function,) = shown_assessment(found, make_task(), stale=False)["functions"]
    assert (function["name"], function["line"]) == ("add", 1)
    assert (function["lines"], function["reached"]) == (1, 0)


def test_a_page_may_run_a_suite_on_a_change(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path)
    keep(workspace, assessment())
    desk = open_desk(workspace)
    page = sit(desk)
    name = change_name("m0")
    desk.handle(page, {"type": "run", "request": "r1", "suite": "given", "solution": name})
    done = page.last("run_done")
    assert done["run"]["solution"] == name
