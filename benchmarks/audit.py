"""An audit by one process, by several, by a dask cluster, and again when all is known; its memory.

    python -m benchmarks.audit WORKSPACE [--command assess] [--limit 24] [--jobs 2] [--budget 60]
    python -m benchmarks.audit --memory [--tasks 3000 30000]

The same tasks each time, copied to a fresh workspace, so that nothing is known beforehand. The
cluster is a scheduler and `--jobs` workers of this machine. Seconds, and ratios. A job keeps to a
core; a worker of a cluster takes what is free.

`--memory`: the peak of the command over so many tiny tasks that are all known, by `run` and by
`assess`, in MiB.
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

from workbench.adequacy.wish import Wish, identity
from workbench.judge.identity import identity as run_identity
from workbench.judge.judge import judge_in
from workbench.languages.registry import language
from workbench.model.task import Task
from workbench.sandboxes.select import get_sandbox
from workbench.store.files import dump_document
from workbench.store.workspace import Workspace
from workbench.toolchains.place import cache_root
from workbench.toolchains.registry import toolchain

_DASK = (sys.executable, "-m", "dask")


def _copy(source: Workspace, ids: list[str], place: Path) -> Path:
    made = Workspace.create(place)
    for task_id in ids:
        made.save_task(source.task(task_id))
    made.refresh()
    return place


def _audit(space: Path, command: list[str], *more: str) -> float:
    """Seconds it took; says how many tasks it told."""
    words = [sys.executable, "-m", "workbench.cli", command[0], str(space), "--json"]
    began = time.monotonic()
    done = subprocess.run(
        [*words, *command[1:], *more], capture_output=True, check=False, text=True,
    )  # fmt: skip
    took = time.monotonic() - began
    if done.returncode:
        print(done.stderr[-600:])
    print(f"  {took:7.1f} s, {len(done.stdout.splitlines())} lines: {' '.join(more) or 'alone'}")
    return took


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


def _speed(asked: argparse.Namespace) -> None:
    source = Workspace.open(asked.workspace)
    ids = list(source.task_ids())
    ids = sorted(Random(1).sample(ids, min(asked.limit, len(ids))))
    jobs = ("-j", str(asked.jobs))
    command = [asked.command]
    if asked.command == "assess":
        command += ["--budget", str(asked.budget)]
    with tempfile.TemporaryDirectory(prefix="audit-") as folder:
        spaces = {n: _copy(source, ids, Path(folder) / n) for n in ("one", "many", "dask")}
        one = _audit(spaces["one"], command, "-j", "1")
        many = _audit(spaces["many"], command, *jobs)
        print(f"{asked.jobs} processes: {one / many:.2f} times as fast as one", flush=True)
        again = _audit(spaces["many"], command, *jobs)
        print(f"again, all known: {again / many:.3f} of the first", flush=True)
        with _cluster(Path(folder), asked.jobs) as address:
            dask = _audit(spaces["dask"], command, "--scheduler", address)
        print(f"dask, {asked.jobs} workers: {dask / many - 1:+.1%}, against as many processes")


def _known(place: Path, count: int) -> None:
    """A workspace of so many tiny tasks, all run and assessed: one is, the others are its like."""
    made = Workspace.create(place)
    files = {"clock.py": "def tick(n):\n    return n + 1\n"}
    tests = {"test_clock.py": "import clock\n\n\ndef test_tick():\n    assert clock.tick(1) == 2\n"}
    task = Task.model_validate({
        "id": "tick", "title": "Tick", "language": "python", "prompt": "tick",
        "solutions": [{"name": "candidate", "role": "candidate", "files": files}],
        "suites": [{"name": "given", "role": "given", "framework": "pytest", "files": tests}],
    })  # fmt: skip
    path = made.save_task(task)
    _audit(path, ["assess"])
    found = made.assessments.load(task.id)
    assert found is not None
    path.unlink()
    made.assessments.path(task.id).unlink()
    sandbox = get_sandbox("auto", state_dir=cache_root() / "state")
    judge = judge_in(None, sandbox)
    run = judge.run(task, task.candidate, task.given).run
    facts = dict(toolchain(language(task.language).toolchain).toolbox().facts)
    for number in range(count):
        like = task.model_copy(update={"id": f"tick-{number:06}"})
        known = found.model_copy(update={"task_id": like.id, "id": identity(like, facts, Wish())})
        run_id = run_identity(
            like, like.candidate, like.given, (), "auto", facts, judge.sandbox_info
        )
        kept = made.runs.path(run_id)
        kept.parent.mkdir(exist_ok=True)
        made.task_path(like.id).write_bytes(dump_document(like))
        made.assessments.path(like.id).write_bytes(dump_document(known))
        kept.write_bytes(dump_document(run.model_copy(update={"id": run_id, "task_id": like.id})))
    sandbox.close()


def _peak(command: str, place: Path, *more: str) -> float:
    """MiB of the command's own process, and seconds."""
    words = [sys.executable, "-m", "workbench.cli", command, str(place), "--json", *more]
    with open(os.devnull, "wb") as nowhere, tempfile.TemporaryFile() as said:
        process = subprocess.Popen(words, stdout=nowhere, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            print(said.read()[-600:].decode("utf-8", "replace"))
    return used.ru_maxrss / 1024


def _memory(counts: list[int]) -> None:
    peaks: dict[tuple[str, str], list[float]] = {}
    for count in counts:
        with tempfile.TemporaryDirectory(prefix="audit-") as folder:
            place = Path(folder) / "ws"
            _known(place, count)
            for command in ("run", "assess"):
                for jobs in ("1", "2"):
                    peak = _peak(command, place, "-j", jobs)
                    peaks.setdefault((command, jobs), []).append(peak)
                    print(f"{count} tasks, {command} -j {jobs}: {peak:.1f} MiB", flush=True)
    for (command, jobs), found in peaks.items():
        print(
            f"{command} -j {jobs}: {found[-1] / found[0] - 1:+.1%} from {counts[0]} to {counts[-1]}"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workspace", type=Path, nargs="?")
    parser.add_argument("--command", choices=["run", "assess"], default="assess")
    parser.add_argument("--limit", type=int, default=24)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--budget", type=float, default=60)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--tasks", type=int, nargs="+", default=[3_000, 30_000])
    asked = parser.parse_args()
    if asked.memory:
        _memory(asked.tasks)
    elif asked.workspace is None:
        parser.error("a workspace, or --memory")
    else:
        _speed(asked)


if __name__ == "__main__":
    main()
