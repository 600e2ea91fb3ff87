"""JavaScript's and TypeScript's peers: StrykerJS, and a plain run of the suite for each mutant."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.edits import sampled
from benchmarks.grades import honest
from benchmarks.mutation_peers import Side
from benchmarks.outside import install, lay, timed
from workbench.judge import Judge
from workbench.model.task import Task
from workbench.sandboxes.base import Sandbox

_PEERS = (
    "@stryker-mutator/core@9.6.1", "@stryker-mutator/vitest-runner@9.6.1", "vitest@3.2.7",
)  # fmt: skip
_PACKAGE = '{"private": true, "type": "module"}'
_VITEST = """\
import { defineConfig } from 'vitest/config'
const alias = { '@jest/globals': 'vitest' }
export default defineConfig({ test: { globals: true, include: ['**/*.{spec,test}.*'], alias } })
"""
_AT_MOST_S = 1800.0
_RUN_S = 15.0


def peers(place: Path, sandbox: Sandbox, sample: int) -> dict[str, Callable[[], Side]]:
    """StrykerJS with one worker and coverage per test; this workbench's own plain runs."""
    return {
        "StrykerJS": lambda: _Stryker(place).run,
        "run each": lambda: lambda task: _runs(Judge(sandbox), task, sample),
    }


class _Stryker:
    """StrykerJS and its vitest runner, installed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        lay(folder, {"package.json": _PACKAGE})
        quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
        install(["npm", "install", *quiet, *_PEERS], folder)

    def run(self, task: Task) -> tuple[float, int]:
        """Its instrumentation and its dry run included."""
        with tempfile.TemporaryDirectory(dir=self._folder) as name:
            folder = Path(name)
            solution = honest(task)
            suite = {**task.given.support, **task.given.files}
            config = {
                "testRunner": "vitest", "plugins": ["@stryker-mutator/vitest-runner"],
                "mutate": [p for p in solution.files if p not in suite],
                "reporters": ["json"], "jsonReporter": {"fileName": "report.json"},
                "coverageAnalysis": "perTest", "concurrency": 1, "packageManager": "npm",
            }  # fmt: skip
            own = {"package.json": _PACKAGE, "vitest.config.mjs": _VITEST}
            own["stryker.conf.json"] = json.dumps(config)
            lay(folder, {**solution.files, **suite, **own})
            program = self._folder / "node_modules/@stryker-mutator/core/bin/stryker.js"
            took, _ = timed(["node", program, "run", "stryker.conf.json"], folder, _AT_MOST_S)
            files = json.loads((folder / "report.json").read_text())["files"].values()
            return took, sum(m["status"] != "Ignored" for f in files for m in f["mutants"])


def _runs(judge: Judge, task: Task, sample: int) -> tuple[float, int]:
    solution, chosen = honest(task), sampled(task, sample)
    limits = task.limits.model_copy(update={"wall_s": min(task.limits.wall_s, _RUN_S)})
    task = task.model_copy(update={"limits": limits})
    began = time.monotonic()
    for mutant in chosen:
        judge.run(task, mutant.applied(solution), task.given, method="plain", use_cache=False)
    return time.monotonic() - began, len(chosen)
