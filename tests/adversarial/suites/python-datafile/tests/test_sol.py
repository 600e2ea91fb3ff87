import json
from pathlib import Path

from sol import add

ROWS = json.loads(Path("rows.json").read_text())


def test_adds_as_recorded():
    rows = json.loads(Path("rows.json").read_text())
    for a, b, total in rows:
        assert add(a, b) == total


def test_adds_as_loaded_first():
    for a, b, total in ROWS:
        assert add(a, b) == total
