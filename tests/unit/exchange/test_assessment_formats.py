"""Assessments in formats of others: valid by their schema, and nothing shifts on the way."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from workbench.errors import InvalidFile
from workbench.exchange.coverage_formats import from_cobertura, from_lcov, to_cobertura, to_lcov
from workbench.exchange.mutation_elements import report
from workbench.model.assessment import Assessment, Fate, FileCoverage
from workbench.model.task import Task

SCHEMA = json.loads(
    (Path(__file__).parent / "schemas" / "mutation-testing-report-schema.json").read_text()
)
SOURCE = "é = 1\ndef f(a):\n    return a < é\n"
COVERAGE = [
    FileCoverage(
        file="a.py",
        lines={1: 2, 3: 0},
        branches={"3:false": 0, "3:true": 2, "4:false": 1, "4:true": 1},
    )
]


def task() -> Task:
    return Task.model_validate(
        {
            "id": "t", "title": "t", "language": "python", "prompt": "p",
            "solutions": [{"name": "candidate", "role": "candidate", "files": {"a.py": SOURCE}}],
            "suites": [{"name": "given", "role": "given", "files": {"test_a.py": "x"}}],
        }
    )  # fmt: skip


def assessment() -> Assessment:
    start = SOURCE.encode().index(b"<")
    mutants = [
        {
            "id": f"m{n}", "file": "a.py", "line": 3, "column": 14, "start": start,
            "end": start + 1, "operator": "boundary", "before": "<", "after": "<=", "fate": fate,
            "killed_by": ["test_a.py::test_f"] if fate is Fate.KILLED else [], "covered_by": [0],
        }
        for n, fate in enumerate(Fate)
    ]  # fmt: skip
    return Assessment.model_validate(
        {"id": "0" * 64, "task_id": "t", "language": "python", "solution": "candidate",
         "suite": "given", "tests": ["test_a.py::test_f"], "mutants": mutants}
    )  # fmt: skip


def test_a_report_is_valid_by_the_published_schema() -> None:
    jsonschema.validate(report(task(), assessment()), SCHEMA)


def test_every_fate_has_a_status_and_places_count_characters() -> None:
    mutants = report(task(), assessment())["files"]["a.py"]["mutants"]
    assert len(mutants) == len(Fate)
    assert mutants[0]["location"] == {
        "start": {"line": 3, "column": 14},
        "end": {"line": 3, "column": 15},
    }
    killed = next(m for m in mutants if m["status"] == "Killed")
    assert killed["killedBy"] == ["0"] == killed["coveredBy"]


def test_lcov_brings_back_what_it_was_given() -> None:
    assert from_lcov(to_lcov(COVERAGE)) == COVERAGE


def test_cobertura_keeps_lines_and_how_many_outcomes_were_seen() -> None:
    (found,) = from_cobertura(to_cobertura(COVERAGE))
    assert found.lines == COVERAGE[0].lines
    assert found.file == "a.py"


def test_a_broken_tracefile_names_its_line() -> None:
    with pytest.raises(InvalidFile, match="line 2"):
        from_lcov("SF:a.py\nDA:x,1\n")


def test_a_path_that_climbs_out_is_refused() -> None:
    with pytest.raises(InvalidFile):
        from_lcov("SF:../a.py\nend_of_record\n")


def test_a_report_with_entities_is_refused() -> None:
    with pytest.raises(InvalidFile, match="entities"):
        from_cobertura('<!DOCTYPE x [<!ENTITY a "b">]><coverage/>')
