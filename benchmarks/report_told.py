"""The figures of `benchmarks.report_size`: reports on 3,000 and on 10,000 tasks."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure
from benchmarks.report_size import _fill, _opening
from benchmarks.timing import seconds


def figures(*, quick: bool) -> Iterator[Figure]:
    """Made by the command, opened three times; a hundredth of the tasks when quick."""
    for count in (3_000, 10_000):
        with tempfile.TemporaryDirectory(prefix="reports-") as folder:
            out = Path(folder) / "report.html"
            space = _fill(Path(folder), count // 100 if quick else count)
            code = "from workbench.cli import main; main()"
            words = [sys.executable, "-c", code, "report", str(space.root), "-o", str(out)]
            took = seconds(lambda w=words: subprocess.run(w, check=True, capture_output=True))
            yield Figure(f"write {count:,}", took)
            yield Figure(f"size {count:,}", out.stat().st_size / 1e6)
            # Until the last of what it times, the frame after the load event.
            yield Figure(f"open {count:,}", float(np.max(_opening(out, 3))))
