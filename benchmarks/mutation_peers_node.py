"""Milliseconds per JavaScript or TypeScript mutant: this engine, StrykerJS, a process per mutant.

    python -m benchmarks.mutation_peers_node WORKSPACE [--only GLOB] [--most 4] [--sample 12]

Task by task and turn by turn, so that a busy machine is busy for all of them. Each peer has its own
operators, hence figures per mutant. The engine's figure holds everything: schemata, build, baseline
with coverage, canary, the sandbox's start. StrykerJS's holds its instrumentation and its dry run,
with one process as the engine has, on its vitest runner with coverage per test. A process per
mutant is this workbench's own plain run, build included, on `--sample` of the engine's mutants.
StrykerJS comes from the package index into a folder that is gone afterwards. It runs outside the
sandbox: ask for workspaces of trusted solutions only.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path
from statistics import median

from benchmarks.grades import honest
from workbench.adequacy.mutants import examine, measure
from workbench.adequacy.trials import Bench, NotMutable, build
from workbench.judge import Judge
from workbench.languages.registry import language, mutation
from workbench.model.task import Task
from workbench.sandboxes.base import Sandbox
from workbench.sandboxes.select import get_sandbox
from workbench.store.workspace import Workspace
from workbench.toolchains.place import cache_root
from workbench.toolchains.registry import toolchain

PEERS = (
    "@stryker-mutator/core@9.6.1", "@stryker-mutator/vitest-runner@9.6.1", "vitest@3.2.7",
)  # fmt: skip
_VITEST = """\
import { defineConfig } from 'vitest/config'
const alias = { '@jest/globals': 'vitest' }
export default defineConfig({ test: { globals: true, include: ['**/*.{spec,test}.*'], alias } })
"""


class Stryker:
    """StrykerJS and its vitest runner, installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "package.json").write_text('{"private": true, "type": "module"}')
        quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(["npm", "install", *quiet, *PEERS], cwd=folder, check=True)

    def run(self, task: Task, at_most_s: float) -> tuple[float, int]:
        """Seconds and mutants."""
        with tempfile.TemporaryDirectory(dir=self.folder) as name:
            folder = Path(name)
            solution = honest(task)
            suite = {**task.given.support, **task.given.files}
            for path, text in {**solution.files, **suite}.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_text(text)
            (folder / "package.json").write_text('{"private": true, "type": "module"}')
            (folder / "vitest.config.mjs").write_text(_VITEST)
            config = {
                "testRunner": "vitest", "plugins": ["@stryker-mutator/vitest-runner"],
                "mutate": [p for p in solution.files if p not in suite],
                "reporters": ["json"], "jsonReporter": {"fileName": "report.json"},
                "coverageAnalysis": "perTest", "concurrency": 1, "packageManager": "npm",
            }  # fmt: skip
            (folder / "stryker.conf.json").write_text(json.dumps(config))
            program = self.folder / "node_modules/@stryker-mutator/core/bin/stryker.js"
            began = time.monotonic()
            _call(["node", str(program), "run", "stryker.conf.json"], folder, at_most_s)
            took = time.monotonic() - began
            files = json.loads((folder / "report.json").read_text())["files"].values()
            return took, sum(m["status"] != "Ignored" for f in files for m in f["mutants"])


def _call(command: list[str], folder: Path, at_most_s: float) -> None:
    """Run it there; kill it, and what it started, when it takes too long."""
    started = subprocess.Popen(
        command, cwd=folder, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        started.wait(at_most_s)
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()


def engine(sandbox: Sandbox, task: Task) -> tuple[float, int]:
    """Seconds and mutants of this engine."""
    began = time.monotonic()
    speaker, mutator = language(task.language), mutation(task.language)
    solution = honest(task)
    tests = speaker.inventory(task.given, solution)
    bench = Bench(sandbox, speaker, mutator, toolchain("node").toolbox(), task.limits,
                  task.given, tests)  # fmt: skip
    built = build(bench, solution, mutator.mutants(solution, task.given))
    results = list(examine(built, measure(built, wall_s=600.0), wall_s=900.0))
    return time.monotonic() - began, len(results)


def processes(judge: Judge, task: Task, sample: int) -> tuple[float, int]:
    """Seconds and mutants of a run of the suite for each of the engine's own edits."""
    solution = honest(task)
    mutants = mutation(task.language).mutants(solution, task.given)
    chosen = random.Random(1).sample(mutants, min(sample, len(mutants)))
    began = time.monotonic()
    for mutant in chosen:
        judge.run(task, mutant.applied(solution), task.given, method="plain", use_cache=False)
    return time.monotonic() - began, len(chosen)


def main() -> None:
    """Run and print medians and ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--only", default="*")
    parser.add_argument("--most", type=int, default=4)
    parser.add_argument("--sample", type=int, default=12)
    parser.add_argument("--at-most", type=float, default=1800.0, help="seconds StrykerJS may take")
    asked = parser.parse_args()
    space = Workspace.open(asked.workspace)
    ids = sorted(i for i in space.task_ids() if fnmatch(i, asked.only))
    ids = sorted(random.Random(1).sample(ids, min(asked.most, len(ids))))
    sandbox = get_sandbox("auto", state_dir=cache_root() / "state")
    judge = Judge(sandbox)
    rows: dict[str, list[float]] = {}
    ratios: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        stryker = Stryker(Path(name))
        try:
            for id in ids:
                task = space.task(id)
                limits = task.limits.model_copy(update={"wall_s": min(task.limits.wall_s, 15.0)})
                task = task.model_copy(update={"limits": limits})
                runs: dict[str, Callable[[Task], tuple[float, int]]] = {
                    "engine": lambda t: engine(sandbox, t),
                    "StrykerJS": lambda t: stryker.run(t, asked.at_most),
                    "process each": lambda t: processes(judge, t, asked.sample),
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
