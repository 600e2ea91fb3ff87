"""Small records of each format, written for these tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from workbench.exchange.base import Imported
from workbench.exchange.registry import FORMATS
from workbench.model.task import Task

PYTHON = {
    "task_id": "Python/900",
    "prompt": "import math\n\n\ndef _half(x):\n    return x / 2\n\n\ndef area(r):\n    'Area.'\n",
    "canonical_solution": "    return math.pi * r * r\n",
    "buggy_solution": "    return math.pi * _half(r)\n",
    "test": "def check(area):\n    assert area(0) == 0\n    assert _half(2) == 1\n\ncheck(area)\n",
    "entry_point": "area",
    "instruction": "Write `area`.",
    "bug_type": "value misuse",
    "failure_symptoms": "incorrect output",
}
MBPP = {
    "task_id": 7,
    "prompt": "Write a function to add.",
    "code": "def add(a, b):\r\n    return a + b",
    "test_imports": ["import math"],
    "test_list": ["assert add(1, 2) == 3", "assert math.isclose(add(0.1, 0.2), 0.3)"],
}
TYPESCRIPT = {
    "source_repo": "someone/track",
    "source_commit": "abc",
    "source_path": "exercises/practice/two-words",
    "language": "typescript",
    "slug": "two-words",
    "files_role": {
        "solution": ["two-words.ts"],
        "test": ["two-words.test.ts"],
        "example": [".meta/proof.ci.ts"],
    },
    "files": {
        ".docs/introduction.md": "# Introduction\n",
        ".docs/instructions.md": "# Instructions\n\nJoin words.\n",
        ".docs/instructions.append.md": "# Appendix\n",
        ".meta/proof.ci.ts": "export const join = (a: string, b: string) => `${a} ${b}`\n",
        ".meta/config.json": "{}",
        "two-words.ts": "export const join = () => {\n  throw new Error('Remove this line')\n}\n",
        "two-words.test.ts": (
            "import { describe, it, expect, xit } from '@jest/globals'\n"
            "import { join } from './two-words.ts'\n\n"
            "describe('join', () => {\n"
            "  it('joins', () => {\n    expect(join('a', 'b')).toBe('a b')\n  })\n"
            "  xit('says xit(', () => {\n    expect(join('xit(', '')).toBe('xit( ')\n  })\n"
            "})\n"
        ),
        "package.json": "{}",
    },
}


def with_files(record: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A copy of a record with other top-level values."""
    return {**record, **changes}


def write_lines(folder: Path, *lines: str | bytes | dict[str, Any]) -> Path:
    """A JSON-lines file; dicts are dumped, texts and bytes go in as they are."""
    path = folder / "records.jsonl"
    raw = [
        line
        if isinstance(line, bytes)
        else (json.dumps(line) if isinstance(line, dict) else line).encode()
        for line in lines
    ]
    path.write_bytes(b"\n".join(raw) + b"\n")
    return path


def read(format_name: str, path: Path) -> list[Imported]:
    """All results of one file."""
    return list(FORMATS[format_name](path))


def task_of(format_name: str, folder: Path, record: dict[str, Any]) -> Task:
    """The task of one good record."""
    (result,) = read(format_name, write_lines(folder, record))
    assert result.task is not None, result.reason
    return result.task


def reason_of(format_name: str, folder: Path, record: str | bytes | dict[str, Any]) -> str:
    """Why one bad record was refused."""
    (result,) = read(format_name, write_lines(folder, record))
    assert result.task is None
    return result.reason
