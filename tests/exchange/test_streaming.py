"""A data set of any length is read in the memory of one record."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

READ = """
import resource, sys
from pathlib import Path
from workbench.exchange.registry import FORMATS
done = refused = 0
for result in FORMATS["columns"](Path(sys.argv[1])):
    done += result.task is not None
    refused += result.task is None
print(done, refused, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
RECORD = {
    "prompt": "Add two numbers.",
    "language": "javascript",
    "solution": "const add = (a, b) => a + b",
    "tests": "console.assert(add(1, 2) === 3)",
}


def peak(path: Path, count: int) -> tuple[int, int, int]:
    """Imported, refused, and MiB at most, in a process of its own."""
    with path.open("w") as file:
        for number in range(count):
            file.write(json.dumps({"id": number, **RECORD}) + "\n")
            if number % 50 == 0:
                file.write("{broken\n")
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=True
    )
    imported, refused, most = map(int, done.stdout.split())
    return imported, refused, most


@pytest.mark.slow
def test_a_hundred_thousand_records_cost_no_more_memory_than_a_thousand(tmp_path: Path) -> None:
    few = peak(tmp_path / "few.jsonl", 1_000)
    many = peak(tmp_path / "many.jsonl", 100_000)
    assert few[:2] == (1_000, 20)
    assert many[:2] == (100_000, 2_000)
    assert many[2] < few[2] + 16
