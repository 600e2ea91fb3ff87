"""Python's peers: mutmut, cosmic-ray, and a pytest process for each mutant."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.edits import one_by_one
from benchmarks.grades import honest
from benchmarks.mutation_peers import Side
from benchmarks.outside import install, lay, timed
from workbench.model.task import Solution, Task
from workbench.sandboxes.base import Sandbox

_PYTEST = "pytest==9.2.0"
_RUN = ("-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "tests")
_COSMIC = """
[cosmic-ray]
module-path = [{modules}]
timeout = 20.0
excluded-modules = []
test-command = "{python} {run}"
[cosmic-ray.distributor]
name = "local"
"""


def peers(place: Path, sandbox: Sandbox, sample: int) -> dict[str, Callable[[], Side]]:
    """Each in a virtual environment of its own."""
    return {
        "mutmut": lambda: _Environment(place, "mutmut==3.8.1").mutmut,
        "cosmic-ray": lambda: _Environment(place, "cosmic-ray==8.7.0", sample).cosmic_ray,
        "process each": lambda: _Environment(place, "", sample).processes,
    }


def _lay_out(folder: Path, task: Task, solution: Solution) -> list[str]:
    """The task as a project with a `tests` folder, as mutmut wants it; the modules' names."""
    lay(folder, solution.files)
    for path, text in {**task.given.files, **task.given.support}.items():
        name = f"test_{path.removesuffix('_test.py')}.py" if path.endswith("_test.py") else path
        lay(folder, {f"tests/{name}": text})
    modules = [p for p in solution.files if p.endswith(".py")]
    listed = "".join(f"    {m}\n" for m in modules)
    lay(folder, {"setup.cfg": f"[mutmut]\npaths_to_mutate=\n{listed}tests_dir=tests/\n"})
    return modules


class _Environment:
    """A virtual environment with pytest and one peer in it."""

    def __init__(self, place: Path, peer: str, sample: int = 0) -> None:
        self._sample = sample
        folder = place / (peer or "pytest")
        self._bin = folder / "bin"
        install([sys.executable, "-m", "venv", folder], place)
        install([self._bin / "pip", "install", "-q", _PYTEST, *filter(None, [peer])], place)

    def _call(self, folder: Path, *words: str, at_most_s: float = 1800.0) -> float:
        path = f"{self._bin}:{os.environ['PATH']}"
        env = {"PATH": path, "HOME": str(folder), "PYTHONPATH": str(folder)}
        return timed([self._bin / words[0], *words[1:]], folder, at_most_s, **env)[0]

    def mutmut(self, task: Task) -> tuple[float, int]:
        """With one process; its generation and its baseline included."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            modules = _lay_out(folder, task, honest(task))
            took = self._call(folder, "mutmut", "run", "--max-children", "1")
            count = 0
            for module in modules:
                meta = folder / "mutants" / f"{module}.meta"
                if meta.exists():
                    codes = json.loads(meta.read_text())["exit_code_by_key"].values()
                    count += sum(code is not None for code in codes)
            return took, count

    def cosmic_ray(self, task: Task) -> tuple[float, int]:
        """On a sample of its session."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            modules = _lay_out(folder, task, honest(task))
            quoted = ", ".join(f'"{m}"' for m in modules)
            python = self._bin / "python"
            config = _COSMIC.format(modules=quoted, python=python, run=" ".join(_RUN))
            lay(folder, {"c.toml": config})
            self._call(folder, "cosmic-ray", "init", "c.toml", "s.sqlite")
            with sqlite3.connect(folder / "s.sqlite") as session:
                jobs = [row[0] for row in session.execute("select job_id from work_items")]
                for job in random.Random(1).sample(jobs, max(0, len(jobs) - self._sample)):
                    session.execute("delete from mutation_specs where job_id = ?", (job,))
                    session.execute("delete from work_items where job_id = ?", (job,))
            took = self._call(folder, "cosmic-ray", "exec", "c.toml", "s.sqlite")
            return took, min(self._sample, len(jobs))

    def processes(self, task: Task) -> tuple[float, int]:
        """For a sample of the engine's own edits."""

        def test(folder: Path) -> float:
            return self._call(folder, "python", *_RUN, at_most_s=20.0)

        return one_by_one(task, self._sample, _lay_out, test)
