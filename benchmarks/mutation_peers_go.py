"""Go's peers: gremlins with all its operators, and `go test` for each mutant."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.edits import one_by_one
from benchmarks.grades import honest
from benchmarks.mutation_peers import Side
from benchmarks.outside import install, lay, timed
from workbench.model.task import Solution, Task
from workbench.sandboxes.base import Sandbox
from workbench.toolchains.registry import toolchain

_GREMLINS = "github.com/go-gremlins/gremlins/cmd/gremlins@v0.6.0"
_ALL = (
    "--invert-assignments", "--invert-bitwise", "--invert-bwassign", "--invert-logical",
    "--invert-loopctrl", "--remove-self-assignments", "--workers=1", "--silent",
)  # fmt: skip
_AT_MOST_S = 900.0
_RUN_S = 30.0


def peers(place: Path, sandbox: Sandbox, sample: int) -> dict[str, Callable[[], Side]]:
    """With the toolchain's own go command."""
    return {
        "gremlins": lambda: _Gremlins(place).run,
        "go test each": lambda: lambda task: _rebuilds(place, task, sample),
    }


def _env(place: Path) -> dict[str, str]:
    layer = toolchain("go").toolbox().layers[0].source
    return {
        "PATH": f"{layer / 'bin'}:{os.environ['PATH']}", "GOTOOLCHAIN": "local",
        "GOCACHE": str(place / "cache"), "GOMODCACHE": str(place / "modules"),
        "GOBIN": str(place), "GOFLAGS": "-modcacherw",
    }  # fmt: skip


def _laid(folder: Path, task: Task, solution: Solution) -> None:
    files = {**solution.files, **task.given.support, **task.given.files}
    lay(folder, {"go.mod": "module task\n\ngo 1.24\n", **files})


class _Gremlins:
    """gremlins, built from its module."""

    def __init__(self, place: Path) -> None:
        self._place = place
        install(["go", "install", _GREMLINS], place, **_env(place))

    def run(self, task: Task) -> tuple[float, int]:
        """Its gathering of coverage included."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            _laid(folder, task, honest(task))
            report = folder / "report.json"
            command = [self._place / "gremlins", "unleash", *_ALL, "-o", report, "."]
            took, _ = timed(command, folder, _AT_MOST_S, **_env(self._place))
            if not report.exists():
                return took, 0
            said = json.loads(report.read_text())
            ran = ("mutants_killed", "mutants_lived", "mutants_not_viable")
            late = sum(
                m["status"] == "TIMED OUT" for f in said.get("files", ()) for m in f["mutations"]
            )
            return took, sum(said.get(key, 0) for key in ran) + late


def _rebuilds(place: Path, task: Task, sample: int) -> tuple[float, int]:
    """With a warm build cache, stopped at the first failure."""

    def test(folder: Path, at_most_s: float = _RUN_S) -> float:
        command = ["go", "test", "-failfast", "-vet=off", "./..."]
        return timed(command, folder, at_most_s, **_env(place))[0]

    return one_by_one(task, sample, _laid, test, warm=lambda folder: test(folder, 300.0))
