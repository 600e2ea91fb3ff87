"""What goes out is valid, loses nothing its format can hold, and says what it cannot."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest

from tests.unit.exchange.items import CHANGED, assessment, exported, ran, review, small
from tests.unit.exchange.test_assessment_formats import SOURCE
from workbench.exchange.exported import Item, Loss, fits
from workbench.exchange.registry import EXPORTS
from workbench.exchange.to_records import FIELD
from workbench.model.run import Status, TestResult, Verdict


def test_tasks_of_elsewhere_and_edited_ones_are_said_to_be_lost() -> None:
    task = small()
    assert exported("mbpp", Item(task)) == (
        "",
        [Loss("t", "it was not imported, not from mbpp", True)],
    )
    text, losses = exported("mbpp", Item(task, {"a": 1, FIELD: 2}, "mbpp", changed=True))
    assert [loss.what for loss in losses] == [
        "edits of the task since its import", "the record's own field 'workbench'",
    ]  # fmt: skip
    assert json.loads(text)[FIELD]["task_changed"] is True


def test_ctrf_counts_every_test_and_the_verdict() -> None:
    task = small()
    text, losses = exported("ctrf", Item(task, runs=[ran(task)]))
    results = json.loads(text)["results"]
    assert results["summary"] | {"start": 0, "stop": 0} == {
        "tests": 3, "passed": 2, "failed": 0, "pending": 0, "skipped": 1, "other": 0,
        "start": 0, "stop": 0,
    }  # fmt: skip
    assert results["summary"]["stop"] - results["summary"]["start"] == 1500
    assert losses == []


@pytest.mark.parametrize("verdict", Verdict)
def test_a_run_that_is_no_pass_of_now_is_never_all_green(verdict: Verdict) -> None:
    task = small()
    green = (TestResult(id="t::a", status=Status.PASSED),)
    changed = CHANGED if verdict is Verdict.PASS else ""
    item = Item(task, runs=[ran(task, verdict, changed=changed, tests=green)])
    summary = json.loads(exported("ctrf", item)[0])["results"]["summary"]
    assert summary["failed"] == 1
    suite = ET.fromstring(exported("junit", item)[0]).find("testsuite")
    assert suite is not None
    assert suite.attrib["failures"] == "1"
    assert verdict.value in "".join(f.attrib["message"] for f in suite.iter("failure"))


def test_junit_is_xml_whatever_tests_are_called_and_print() -> None:
    task = small()
    text, losses = exported("junit", Item(task, runs=[ran(task)]))
    suite = ET.fromstring(text).find("testsuite")
    assert suite is not None
    assert (suite.attrib["tests"], suite.attrib["skipped"]) == ("3", "1")
    assert suite.attrib["name"] == "t/candidate/given"
    assert [loss.what for loss in losses] == [
        "in which file and line its tests stand", "characters XML does not allow: 2",
    ]  # fmt: skip
    assert exported("junit", Item(task))[1] == [Loss("t", "not run as it is now", True)]


def test_sarif_has_a_result_a_survivor_where_it_stands() -> None:
    text, _ = exported("sarif", Item(small(), assessment=assessment()))
    (one,) = json.loads(text)["runs"]
    assert {result["properties"]["fate"] for result in one["results"]} == {
        "survived", "no_coverage",
    }  # fmt: skip
    for result in one["results"]:
        assert "On 1 it gives True instead of False." in result["message"]["text"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "t/a%20b.py"
        region = place["region"]
        assert (region["startLine"], region["startColumn"], region["endColumn"]) == (3, 14, 15)
        rule = one["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
    assert exported("sarif", Item(small()))[1][-1].whole


def test_an_assessment_of_an_earlier_text_does_not_fit() -> None:
    task = small()
    edited = task.candidate.model_copy(update={"files": {"a b.py": "# one more line\n" + SOURCE}})
    assert fits(task, assessment())
    assert not fits(task.model_copy(update={"solutions": (edited,)}), assessment())
    assert not fits(task, assessment(solution="other"))


def test_coverage_and_mutants_of_several_tasks_keep_apart() -> None:
    task, found = small(), assessment()
    other = task.model_copy(update={"id": "u.v-w"})
    items = Item(task, assessment=found), Item(other, assessment=found)
    assert "TN:u_v_w\nSF:u.v-w/a.py" in exported("lcov", *items)[0]
    names = [
        c.attrib["filename"] for c in ET.fromstring(exported("cobertura", *items)[0]).iter("class")
    ]
    assert names == ["t/a.py", "u.v-w/a.py"]
    report = json.loads(exported("mutation-elements", *items)[0])
    assert set(report["files"]) == {"t/a b.py", "u.v-w/a b.py"}
    known = {test["id"] for file in report["testFiles"].values() for test in file["tests"]}
    mutants = [m for file in report["files"].values() for m in file["mutants"]]
    assert len({m["id"] for m in mutants}) == len(mutants)
    assert known >= {number for m in mutants for number in (*m["coveredBy"], *m["killedBy"])}


def test_label_studio_has_predictions_for_runs_and_annotations_for_reviews() -> None:
    task = small()
    item = Item(task, runs=[ran(task)], reviews=[review(task)], decisions={"ada": "revise"})
    text, losses = exported("label-studio", item, Item(task))
    first, second = json.loads(text)
    assert first["data"]["prompt"] == "p"
    results = [*first["predictions"][0]["result"], *first["annotations"][0]["result"]]
    assert all(one.keys() >= {"from_name", "to_name", "type", "value"} for one in results)
    shown = {one["from_name"]: next(iter(one["value"].values())) for one in results}
    assert shown["decision"] == ["revise"]
    assert shown["axis-solution"] == ["2"]
    assert shown["verdict"] == ["pass"]
    assert second["annotations"] == []
    assert "files the tests read: 1" in [loss.what for loss in losses]


@pytest.mark.parametrize("name", EXPORTS)
def test_an_empty_workspace_is_a_valid_file(name: str) -> None:
    text, losses = exported(name)
    assert losses == []
    if name in ("junit", "cobertura", "label-studio-config"):
        ET.fromstring(text)
    elif name not in ("lcov", "table"):
        json.loads(text)
