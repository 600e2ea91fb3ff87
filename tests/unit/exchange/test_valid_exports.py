"""Exports are valid by the published schemas of their formats, whatever stands in a workspace.

Two formats have none that can be had: Cobertura's document type and Label Studio's rules for
results are written down here, after their documentation.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.unit.exchange.items import exported, small, whole_item
from workbench import resources
from workbench.exchange.exported import Item
from workbench.exchange.label_studio_config import VERDICTS
from workbench.model.assessment import FileCoverage
from workbench.model.rubric import Rubric
from workbench.store.rubric_files import read_rubric

HERE = Path(__file__).parent
SCHEMAS = HERE / "schemas"
ODD_PATHS = ("a b.py", "é/\ufffe&<>'\".py", "%41#?.py")
COBERTURA = """
<!ELEMENT coverage (sources?, packages)>
<!ATTLIST coverage line-rate CDATA #REQUIRED branch-rate CDATA #REQUIRED
  lines-covered CDATA #REQUIRED lines-valid CDATA #REQUIRED
  branches-covered CDATA #REQUIRED branches-valid CDATA #REQUIRED
  complexity CDATA #REQUIRED version CDATA #REQUIRED timestamp CDATA #REQUIRED>
<!ELEMENT sources (source*)>
<!ELEMENT source (#PCDATA)>
<!ELEMENT packages (package*)>
<!ELEMENT package (classes)>
<!ATTLIST package name CDATA #REQUIRED line-rate CDATA #REQUIRED branch-rate CDATA #REQUIRED
  complexity CDATA #REQUIRED>
<!ELEMENT classes (class*)>
<!ELEMENT class (methods, lines)>
<!ATTLIST class name CDATA #REQUIRED filename CDATA #REQUIRED line-rate CDATA #REQUIRED
  branch-rate CDATA #REQUIRED complexity CDATA #REQUIRED>
<!ELEMENT methods (method*)>
<!ELEMENT method (lines)>
<!ATTLIST method name CDATA #REQUIRED signature CDATA #REQUIRED line-rate CDATA #REQUIRED
  branch-rate CDATA #REQUIRED>
<!ELEMENT lines (line*)>
<!ELEMENT line (conditions*)>
<!ATTLIST line number CDATA #REQUIRED hits CDATA #REQUIRED branch CDATA "false"
  condition-coverage CDATA "100%">
<!ELEMENT conditions (condition*)>
<!ELEMENT condition EMPTY>
<!ATTLIST condition number CDATA #REQUIRED type CDATA #REQUIRED coverage CDATA #REQUIRED>
"""


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    path = resources.rubrics() / "coding-task-v1.rubric.yaml"
    return read_rubric(path, path.name)


@pytest.fixture
def items(rubric: Rubric) -> tuple[Item, ...]:
    """One of which everything is known, one of which nothing is."""
    task = small()
    item = whole_item(task, rubric)
    assert item.assessment is not None
    covered = tuple(
        FileCoverage(file=path, lines={1: 2, 3: 0}, branches={"3:true": 0, "9:false": 1})
        for path in ODD_PATHS
    )
    odd = item.assessment.model_copy(update={"coverage": covered})
    return (
        Item(**{**item.__dict__, "assessment": odd}), Item(task.model_copy(update={"id": "u"})),
    )  # fmt: skip


def test_sarif_is_valid_by_its_published_schema(items: tuple[Item, ...]) -> None:
    schema = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text())
    for given in (items, ()):
        log = json.loads(exported("sarif", *given)[0])
        found = jsonschema.Draft4Validator(
            schema, format_checker=jsonschema.FormatChecker()
        ).iter_errors(log)
        assert [error.message for error in found] == []
        # What the standard asks for in words: a rule stands where its index says, once.
        rules = [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]]
        assert len(set(rules)) == len(rules)
        for result in log["runs"][0]["results"]:
            assert rules[result["ruleIndex"]] == result["ruleId"]


def test_ctrf_and_mutation_reports_are_valid_by_their_published_schemas(
    items: tuple[Item, ...],
) -> None:
    for name, file in (
        ("ctrf", "ctrf-schema-0.0.json"),
        ("mutation-elements", "mutation-testing-report-schema.json"),
    ):
        schema = json.loads((SCHEMAS / file).read_text())
        for given in (items, ()):
            jsonschema.validate(json.loads(exported(name, *given)[0]), schema)


@pytest.mark.toolchain
def test_junit_and_cobertura_are_valid_by_schema_and_document_type(
    items: tuple[Item, ...], tmp_path: Path
) -> None:
    java = shutil.which("java")
    if java is None:
        pytest.skip("java is not here: install a JDK")
    types = tmp_path / "coverage-04.dtd"
    types.write_text(COBERTURA)
    pairs: list[Path] = []
    for number, given in enumerate((items, (), items[1:])):
        for name, schema in (("junit", SCHEMAS / "junit-10.xsd"), ("cobertura", types)):
            path = tmp_path / f"{name}-{number}.xml"
            path.write_text(exported(name, *given)[0], encoding="utf-8", newline="")
            pairs += [schema, path]
    wrong = tmp_path / "wrong.xml"
    wrong.write_text('<?xml version="1.0"?>\n<coverage/>')
    done = subprocess.run(
        [java, "-XX:TieredStopAtLevel=1", HERE / "ValidXml.java", *pairs, types, wrong],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    said = done.stdout.splitlines()
    assert [line for line in said if not line.startswith("wrong.xml:")] == []
    assert said, "the checker would find nothing at all"


def problems(config: ET.Element, task: dict[str, Any]) -> Iterator[str]:
    """What Label Studio would not open: every result names a control and an object of the
    configuration, is of the control's kind, and holds what its kind of value is made of."""
    controls = {e.get("name", ""): e for e in config if e.get("toName")}
    objects = {e.get("name", ""): e.get("value", "")[1:] for e in config if e.tag == "Text"}
    yield from (f"no data for {n}" for n, column in objects.items() if column not in task["data"])
    for result in (r for key in ("predictions", "annotations") for m in task[key]
                   for r in m["result"]):  # fmt: skip
        control = controls.get(result["from_name"])
        if control is None or result["to_name"] != control.get("toName"):
            yield f"no control {result['from_name']}"
            continue
        (kind, value), *more = result["value"].items()
        choices = [choice.get("value") for choice in control]
        right = {
            "Choices": kind == "choices" and isinstance(value, list) and set(value) <= set(choices),
            "TextArea": kind == "text" and all(isinstance(text, str) for text in value),
            "Number": kind == "number" and isinstance(value, int | float),
        }[control.tag]
        if not right or more or result["type"] != control.tag.lower():
            yield f"{result['from_name']}: {result['value']}"
    for made in task["annotations"]:
        ids = [result["id"] for result in made["result"]]
        yield from (f"{i} twice" for i in set(ids) if ids.count(i) > 1)


def test_label_studio_opens_its_export_with_the_configuration_that_goes_with_it(
    items: tuple[Item, ...],
) -> None:
    config = ET.fromstring(exported("label-studio-config", *items)[0])
    names = [element.get("name") for element in config if element.get("name")]
    assert len(set(names)) == len(names)
    assert {e.get("toName") for e in config if e.get("toName")} <= set(names)
    for task in json.loads(exported("label-studio", *items)[0]):
        assert list(problems(config, task)) == []
    verdicts = next(e for e in config if e.get("name") == "verdict")
    assert [choice.get("value") for choice in verdicts] == list(VERDICTS)


def test_everything_a_review_says_in_its_form_is_in_label_studio(items: tuple[Item, ...]) -> None:
    tasks = json.loads(exported("label-studio", *items)[0])
    shown = {r["from_name"]: r["value"] for r in tasks[0]["annotations"][1]["result"]}
    review = items[0].reviews[1]
    assert shown["why-solution"] == {"text": ["so far", "cannot judge: no"]}
    assert shown["confidence"] == {"number": 9}
    assert (shown["override"], shown["field-hours"]) == ({"text": ["fine"]}, {"text": ["2.5"]})
    for axis, rating in review.ratings.items():
        if rating.tags:
            assert shown[f"tags-{axis}"] == {"choices": list(rating.tags)}
    stale = next(p for p in tasks[0]["predictions"] if p["model_version"].endswith("reference"))
    assert [r["value"] for r in stale["result"]] == [
        {"choices": ["stale"]}, {"text": ["pass then: Python 3.11 then, 3.13 now"]},
    ]  # fmt: skip
