"""One small good record of every format, and how to make another one of it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.unit.exchange import benchmark_records as b
from tests.unit.exchange import records as r
from tests.unit.exchange import repository_records as repositories

TABLE = {
    "id": "a-1",
    "title": "Add",
    "prompt": "Add.",
    "language": "python",
    "solution": {"solution.py": "def add(a, b):\n    return a + b\n"},
    "reference": "def add(a, b):\n    return b + a\n",
    "stub": "def add(a, b):\n    pass\n",
    "tests": ["assert add(1, 2) == 3"],
    "entry_point": "add",
    "licence": "MIT",
}
RECORDS: Mapping[str, tuple[dict[str, Any], str, Any]] = {
    "aider-polyglot": (r.TYPESCRIPT, "slug", "other-words"),
    "columns": (TABLE, "id", "a-2"),
    "evalplus": (b.EVALPLUS, "task_id", "HumanEval/901"),
    "exercism": (r.TYPESCRIPT, "slug", "other-words"),
    "humaneval": (b.HUMANEVAL, "task_id", "HumanEval/901"),
    "humaneval-x": (b.HUMANEVAL_X, "task_id", "JavaScript/901"),
    "humanevalpack": (r.PYTHON, "task_id", "Python/901"),
    "livecodebench": (b.LIVECODEBENCH, "question_id", "abc900_b"),
    "mbpp": (r.MBPP, "task_id", 8),
    "mceval": (b.MCEVAL["Go"], "task_id", "Go/901"),
    "multi-swe-bench": (repositories.MULTI, "number", 15),
    "multipl-e": (b.MULTIPL_E["rs"], "name", "HumanEval_901_add"),
    "swe-bench": (repositories.SWE, "instance_id", "someone__adder-99"),
    "swe-polybench": (repositories.POLY, "instance_id", "someone__adder-98"),
}
"""Format -> record, the field that names it, another name."""
PLAIN = {
    "prompt.md": "Add.\n",
    "solution/add.py": "def add(a, b):\n    return a + b\n",
    "tests/test_add.py": "from add import add\n\n\ndef test_it():\n    assert add(1, 2) == 3\n",
}
FOLDERS: Mapping[str, dict[str, str]] = {
    "folder": PLAIN,
    "harbor": repositories.HARBOR,
    "swe-bench-5": {**repositories.SWE_FOLDER, "task.yaml": "repo: someone/adder\n"},
}
"""Format -> the files of one task, named by its folder."""


def first(format_name: str) -> str:
    """The good record as a line."""
    return json.dumps(RECORDS[format_name][0])


def second(format_name: str) -> str:
    """The same under another name."""
    record, field, other = RECORDS[format_name]
    return json.dumps({**record, field: other})


def archive(path: Path, files: Mapping[str, str | bytes], **folders: Mapping[str, str]) -> Path:
    """A zip archive of these files, and of the files of each folder."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in files.items():
            out.writestr(name, data)
        for folder, inside in folders.items():
            for name, text in inside.items():
                out.writestr(f"{folder}/{name}", text)
    return path
