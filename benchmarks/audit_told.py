"""The figures of `benchmarks.audit`: one process, two, all known, and two workers of a cluster."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks.audit import _cluster, _copy
from benchmarks.figures import Figure
from benchmarks.workspaces import exercises
from workbench.model.task import LanguageName
from workbench.store.workspace import Workspace


def assessed(space: Path, count: int, *more: str) -> float:
    """Seconds an assessment of all tasks takes. Each must be told, or it is no figure."""
    words = [sys.executable, "-m", "workbench.cli", "assess", str(space), "--json", "--budget=60"]
    began = time.monotonic()
    done = subprocess.run([*words, *more], capture_output=True, text=True, check=False)
    took = time.monotonic() - began
    if len(done.stdout.splitlines()) != count:
        raise SystemExit(f"not all of {count} tasks were told {more}: {done.stderr[-300:]}")
    return took


def figures(*, quick: bool) -> Iterator[Figure]:
    """24 Python exercises, or three."""
    with (
        exercises(LanguageName.PYTHON) as workspace,
        tempfile.TemporaryDirectory(prefix="audit-") as folder,
    ):
        source = Workspace.open(workspace)
        ids = sorted(Random(1).sample(list(source.task_ids()), 3 if quick else 24))
        spaces = {n: _copy(source, ids, Path(folder) / n) for n in ("one", "many", "dask")}
        one = assessed(spaces["one"], len(ids), "-j", "1")
        many = assessed(spaces["many"], len(ids), "-j", "2")
        yield Figure.of("two", [many], [one])
        yield Figure.of("again", [assessed(spaces["many"], len(ids), "-j", "2")], [many])
        with _cluster(Path(folder), 2) as address:
            dask = assessed(spaces["dask"], len(ids), "--scheduler", address)
        yield Figure.of("dask", [dask], [many])
