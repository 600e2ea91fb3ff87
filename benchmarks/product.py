"""How large the product is, and what is waited for: bundles, wheel, import, unit tests.

    python -m benchmarks.product [--rounds 9]

The bundles are those that were built last; the wheel is built into a temporary folder.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.keeping import ROOT
from benchmarks.timing import head, row, seconds, turns

STATIC = ROOT / "workbench" / "jupyter" / "static"
_UNIT = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:warnings")


def bundles() -> Iterator[Figure]:
    """The front-end modules as they are served."""
    for name in ("desk", "board"):
        path = STATIC / f"{name}.js"
        if not path.exists():
            raise SystemExit(f"{path} is not built; `make setup` builds it")
        yield Figure(name, path.stat().st_size / 1e3)


def wheel() -> Figure:
    """Built from what is checked out."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["uv", "build", "-q", "--wheel", "--no-build-isolation", "--python", sys.executable]
        subprocess.run([*words, "--out-dir", folder], cwd=ROOT, check=True)
        (made,) = Path(folder).glob("*.whl")
        return Figure("wheel", made.stat().st_size / 1e6)


def importing(rounds: int) -> Figure:
    """A new process each time, Python's own start included, beside that start alone."""

    def started(code: str) -> float:
        return seconds(lambda: subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True))

    sides = {"ours": lambda: started("import workbench"), "bare": lambda: started("pass")}
    sides["ours"]()
    found = turns(sides, rounds)
    return Figure.of("import", found["ours"], found["bare"])


def unit_tests(folder: str) -> Figure:
    """One process, as somebody waits for them who changed a line."""
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, *_UNIT, folder]
    took = seconds(lambda: subprocess.run(command, cwd=ROOT, check=True, env=env))
    return Figure("unit", took)


def figures(*, quick: bool) -> Iterator[Figure]:
    """All of it; the quick form builds no wheel and runs the model's tests alone."""
    yield from bundles()
    yield importing(3 if quick else 9)
    if not quick:
        yield wheel()
    yield unit_tests("tests/unit/model" if quick else "tests/unit")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    head("what", "value")
    for found in bundles():
        row(f"{found.name}.js", f"{found.value:.0f} kB")
    row("wheel", f"{wheel().value:.2f} MB")
    row("import workbench", f"{importing(asked.rounds).value:.3f} s")
    row("unit tests", f"{unit_tests('tests/unit').value:.0f} s")


if __name__ == "__main__":
    main()
