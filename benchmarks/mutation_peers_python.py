"""Milliseconds per Python mutant: this engine, mutmut, cosmic-ray, and a pytest process per mutant.

    python -m benchmarks.mutation_peers_python WORKSPACE [--only GLOB] [--most 6] [--sample 12]

Task by task and turn by turn, so that a busy machine is busy for all of them. Each peer has its own
operators, hence figures per mutant. The engine's figure holds everything: schemata, baseline with
coverage, canary, the sandbox's start. mutmut's holds its generation and its baseline, with one
process as the engine has; cosmic-ray and single processes are timed on `--sample` of their mutants.
The peers come from the package index into a folder that is gone afterwards. They run outside the
sandbox: ask for workspaces of trusted solutions only.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path
from statistics import median

from benchmarks.grades import honest
from workbench.adequacy.mutants import examine, measure
from workbench.adequacy.trials import Bench, NotMutable, build
from workbench.languages.python_mutation import PythonMutation
from workbench.languages.registry import language, mutation
from workbench.model.task import LanguageName, Task
from workbench.sandboxes.base import Sandbox
from workbench.sandboxes.select import get_sandbox
from workbench.store.workspace import Workspace
from workbench.toolchains.place import cache_root
from workbench.toolchains.registry import toolchain

PEERS = ("mutmut==3.8.1", "cosmic-ray==8.7.0", "pytest==9.2.0")
_COSMIC = """
[cosmic-ray]
module-path = [{modules}]
timeout = 20.0
excluded-modules = []
test-command = "{python} -m pytest -x -q -p no:cacheprovider tests"
[cosmic-ray.distributor]
name = "local"
"""


def lay_out(task: Task, folder: Path) -> list[str]:
    """The task as a project with a `tests` folder, as mutmut wants it; the modules' names."""
    (folder / "tests").mkdir()
    solution = honest(task)
    for path, text in solution.files.items():
        (folder / path).write_text(text)
    for path, text in {**task.given.files, **task.given.support}.items():
        name = f"test_{path.removesuffix('_test.py')}.py" if path.endswith("_test.py") else path
        (folder / "tests" / name).write_text(text)
    modules = [p for p in solution.files if p.endswith(".py")]
    (folder / "setup.cfg").write_text(
        "[mutmut]\npaths_to_mutate=\n" + "".join(f"    {m}\n" for m in modules)
        + "tests_dir=tests/\n"
    )  # fmt: skip
    return modules


class Peers:
    """A virtual environment with the peers in it."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "venv" / "bin"
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        subprocess.run([self.bin / "pip", "install", "-q", *PEERS], check=True)

    def call(self, folder: Path, *words: str, at_most_s: float = 1800.0) -> None:
        """Run one of its commands there; kill it, and what it started, when it takes too long."""
        path = f"{self.bin}:{os.environ['PATH']}"
        env = {"PATH": path, "HOME": str(folder), "PYTHONPATH": str(folder), "LANG": "C.UTF-8"}
        started = subprocess.Popen(
            [str(self.bin / words[0]), *words[1:]], cwd=folder, env=env, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            started.wait(at_most_s)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()


def engine(sandbox: Sandbox, task: Task) -> tuple[float, int]:
    """Seconds and mutants of this engine."""
    began = time.monotonic()
    speaker, mutator = language(LanguageName.PYTHON), mutation(LanguageName.PYTHON)
    solution = honest(task)
    tests = speaker.inventory(task.given, solution)
    bench = Bench(sandbox, speaker, mutator, toolchain("python").toolbox(), task.limits,
                  task.given, tests)  # fmt: skip
    built = build(bench, solution, mutator.mutants(solution, task.given))
    results = list(examine(built, measure(built, wall_s=600.0), wall_s=900.0))
    return time.monotonic() - began, len(results)


def mutmut(peers: Peers, task: Task) -> tuple[float, int]:
    """Seconds and mutants of mutmut with one process."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        modules = lay_out(task, folder)
        began = time.monotonic()
        peers.call(folder, "mutmut", "run", "--max-children", "1")
        took = time.monotonic() - began
        count = 0
        for module in modules:
            meta = folder / "mutants" / f"{module}.meta"
            if meta.exists():
                codes = json.loads(meta.read_text())["exit_code_by_key"].values()
                count += sum(code is not None for code in codes)
        return took, count


def cosmic_ray(peers: Peers, task: Task, sample: int) -> tuple[float, int]:
    """Seconds and mutants of cosmic-ray, on a sample of its session."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        modules = lay_out(task, folder)
        quoted = ", ".join(f'"{m}"' for m in modules)
        config = _COSMIC.format(modules=quoted, python=peers.bin / "python")
        (folder / "c.toml").write_text(config)
        peers.call(folder, "cosmic-ray", "init", "c.toml", "s.sqlite")
        with sqlite3.connect(folder / "s.sqlite") as session:
            jobs = [row[0] for row in session.execute("select job_id from work_items")]
            for job in random.Random(1).sample(jobs, max(0, len(jobs) - sample)):
                session.execute("delete from mutation_specs where job_id = ?", (job,))
                session.execute("delete from work_items where job_id = ?", (job,))
        began = time.monotonic()
        peers.call(folder, "cosmic-ray", "exec", "c.toml", "s.sqlite")
        return time.monotonic() - began, min(sample, len(jobs))


def processes(peers: Peers, task: Task, sample: int) -> tuple[float, int]:
    """Seconds and mutants of a pytest process for each of the engine's own edits."""
    solution = honest(task)
    mutants = PythonMutation().mutants(solution, task.given)
    chosen = random.Random(1).sample(mutants, min(sample, len(mutants)))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lay_out(task, folder)
        began = time.monotonic()
        for mutant in chosen:
            (folder / mutant.file).write_text(mutant.applied(solution).files[mutant.file])
            try:
                peers.call(
                    folder, "python", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "tests",
                    at_most_s=20.0,
                )  # fmt: skip
            finally:
                (folder / mutant.file).write_text(solution.files[mutant.file])
        return time.monotonic() - began, len(chosen)


def main() -> None:
    """Run and print medians and ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--only", default="*")
    parser.add_argument("--most", type=int, default=6)
    parser.add_argument("--sample", type=int, default=12)
    asked = parser.parse_args()
    space = Workspace.open(asked.workspace)
    ids = sorted(i for i in space.task_ids() if fnmatch(i, asked.only))
    ids = sorted(random.Random(1).sample(ids, min(asked.most, len(ids))))
    sandbox = get_sandbox("auto", state_dir=cache_root() / "state")
    rows: dict[str, list[float]] = {}
    ratios: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        peers = Peers(Path(name))
        try:
            for id in ids:
                task = space.task(id)
                runs: dict[str, Callable[[Task], tuple[float, int]]] = {
                    "engine": lambda t: engine(sandbox, t),
                    "mutmut": lambda t: mutmut(peers, t),
                    "cosmic-ray": lambda t: cosmic_ray(peers, t, asked.sample),
                    "process each": lambda t: processes(peers, t, asked.sample),
                }
                one: dict[str, float] = {}
                for who, run in runs.items():
                    try:
                        took, count = run(task)
                    except (NotMutable, subprocess.SubprocessError, OSError) as error:
                        print(f"  {id}: {who} did not run: {error}")
                        continue
                    if count:
                        one[who] = took * 1000 / count
                print(f"  {id}: " + ", ".join(f"{w} {ms:.1f} ms" for w, ms in one.items()),
                      flush=True)  # fmt: skip
                for who, ms in one.items():
                    rows.setdefault(who, []).append(ms)
                    if "engine" in one and who != "engine":
                        ratios.setdefault(who, []).append(ms / one["engine"])
        finally:
            sandbox.close()
    for who, each in rows.items():
        over = f", {median(ratios[who]):.1f} x the engine" if who in ratios else ""
        print(f"{who}: {median(each):.1f} ms a mutant, median of {len(each)} tasks{over}")


if __name__ == "__main__":
    main()
