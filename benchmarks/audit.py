"""An audit by one process, by several, by a dask cluster, and again when all is known.

    python -m benchmarks.audit WORKSPACE [--limit 24] [--jobs 2] [--budget 60]

The same tasks each time, copied to a fresh workspace, so that nothing is known beforehand. The
cluster is a scheduler and `--jobs` workers of this machine. Seconds, and ratios to one process.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from workbench.store.workspace import Workspace

_DASK = (sys.executable, "-m", "dask")


def _copy(source: Workspace, ids: list[str], place: Path) -> Path:
    made = Workspace.create(place)
    for task_id in ids:
        made.save_task(source.task(task_id))
    made.refresh()
    return place


def _assess(space: Path, budget: float, *more: str) -> tuple[float, int]:
    """Seconds it took, and how many assessments it told."""
    command = [sys.executable, "-m", "workbench.cli", "assess", str(space), "--json",
               "--budget", str(budget), *more]  # fmt: skip
    began = time.monotonic()
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    took = time.monotonic() - began
    if done.returncode:
        print(done.stderr[-600:])
    return took, len(done.stdout.splitlines())


@contextmanager
def _cluster(place: Path, jobs: int) -> Iterator[str]:
    found = place / "scheduler.json"
    at = ["--scheduler-file", str(found), "--no-dashboard"]
    commands = (
        [*_DASK, "scheduler", *at, "--host", "127.0.0.1", "--port", "0"],
        [*_DASK, "worker", *at, "--nworkers", str(jobs), "--nthreads", "1", "--memory-limit", "0",
         "--local-directory", str(place)],
    )  # fmt: skip
    started = [
        subprocess.Popen(c, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
        for c in commands
    ]
    try:
        while not (found.is_file() and found.read_text().strip()):
            time.sleep(0.1)
        # Workers import for seconds; an audit of hours does not feel that.
        time.sleep(10)
        yield json.loads(found.read_text())["address"]
    finally:
        for process in started:
            process.terminate()
            process.wait()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--limit", type=int, default=24)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--budget", type=float, default=60)
    asked = parser.parse_args()
    source = Workspace.open(asked.workspace)
    ids = list(source.task_ids())
    ids = sorted(Random(1).sample(ids, min(asked.limit, len(ids))))
    jobs = str(asked.jobs)
    with tempfile.TemporaryDirectory(prefix="audit-") as folder:
        spaces = {n: _copy(source, ids, Path(folder) / n) for n in ("one", "many", "dask")}
        one, told = _assess(spaces["one"], asked.budget)
        print(f"one process: {one:.1f} s, {told} of {len(ids)} tasks", flush=True)
        many, told = _assess(spaces["many"], asked.budget, "-j", jobs)
        print(f"{jobs} processes: {many:.1f} s, {told} tasks: {one / many:.2f} times as fast")
        again, told = _assess(spaces["many"], asked.budget, "-j", jobs)
        print(f"again, all known: {again:.1f} s, {told} tasks: {again / many:.3f} of the first")
        with _cluster(Path(folder), asked.jobs) as address:
            dask, told = _assess(spaces["dask"], asked.budget, "--scheduler", address)
        print(f"dask, {jobs} workers: {dask:.1f} s, {told} tasks: {dask / many - 1:+.1%}")


if __name__ == "__main__":
    main()
