"""The schemas that ship are those of the model."""

import json

import jsonschema
import yaml

from workbench import resources
from workbench.model import schema

FOLDER = resources.rubrics().parent / "schemas"


def test_shipped_schemas_are_up_to_date() -> None:
    shipped = {p.name: json.loads(p.read_text()) for p in FOLDER.glob("*.json")}
    assert shipped == schema.schemas(), "run: python scripts/write_schemas.py"


def test_built_in_rubric_fits_its_schema() -> None:
    value = yaml.safe_load((resources.rubrics() / "coding-task-v1.rubric.yaml").read_text())
    jsonschema.validate(value, schema.schemas()["rubric.v1.schema.json"])
