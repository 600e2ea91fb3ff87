"""Reading a data set of a million records: memory and time, beside one of a thousand.

    python -m benchmarks.exchange_size [--records 1000000] [--rounds 1]

Each size in a process of its own, from a file of JSON lines as MBPP's are. The memory is the
process's peak with everything it imported, the time that of the processor.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.figures import Figure
from benchmarks.keeping import ROOT
from benchmarks.timing import head, row, turns

FEW = 1_000
MANY = 1_000_000
_READ = """
import json, resource, sys, time
from pathlib import Path
from workbench.exchange.registry import FORMATS
began, read, refused = time.process_time(), 0, 0
for result in FORMATS["mbpp"](Path(sys.argv[1])):
    read += result.task is not None
    refused += result.task is None
took = time.process_time() - began
print(json.dumps([read, refused, took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""


class Read(NamedTuple):
    """One size: seconds of processor, and megabytes at most."""

    took_s: float
    peak_mb: float


def write(path: Path, count: int) -> None:
    """Records that differ, as MBPP's do in form."""
    with path.open("w") as file:
        for number in range(count):
            record = {
                "task_id": number,
                "text": f"Write a function to add {number} to a number.",
                "code": f"def add(x):\n    return x + {number}",
                "test_list": [f"assert add(1) == {number + 1}"],
            }
            file.write(json.dumps(record) + "\n")


def read(path: Path, count: int) -> Read:
    """Everything in it, in a process of its own."""
    said = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, check=True,
        cwd=ROOT,
    )  # fmt: skip
    imported, refused, took, peak = json.loads(said.stdout)
    if (imported, refused) != (count, 0):
        raise SystemExit(f"{imported} records read and {refused} refused, of {count}")
    return Read(took, peak)


def both(many: int, rounds: int) -> tuple[list[Read], list[Read]]:
    """The few and the many, turn by turn."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {count: Path(folder) / f"{count}.jsonl" for count in (FEW, many)}
        for count, path in paths.items():
            write(path, count)
        sides = {str(count): lambda c=count: read(paths[c], c) for count in paths}
        found = turns(sides, rounds)
    return found[str(FEW)], found[str(many)]


def figures(*, quick: bool) -> Iterator[Figure]:
    """A million; ten thousand in the quick form."""
    many = MANY // 100 if quick else MANY
    few, lots = both(many, 1)
    yield Figure.of("memory", [r.peak_mb for r in lots], [r.peak_mb for r in few])
    yield Figure.of("time", [r.took_s for r in lots])
    yield Figure.of(
        "each", [r.took_s * 1e3 / many for r in lots], [r.took_s * 1e3 / FEW for r in few]
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, default=MANY)
    parser.add_argument("--rounds", type=int, default=1)
    asked = parser.parse_args()
    head("records", "processor time", "peak memory")
    for count, found in zip((FEW, asked.records), both(asked.records, asked.rounds), strict=True):
        for one in found:
            row(f"{count:,}", f"{one.took_s:.2f} s", f"{one.peak_mb:.0f} MB")


if __name__ == "__main__":
    main()
