"""Rust's peers: cargo-mutants, and `cargo test` for each mutant."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.edits import one_by_one
from benchmarks.grades import honest
from benchmarks.mutation_peers import Side
from benchmarks.outside import install, lay, timed
from workbench.adequacy.trials import NotMutable
from workbench.languages.rust_manifest import read_manifest
from workbench.model.task import Solution, Task
from workbench.sandboxes.base import Sandbox

_CARGO_MUTANTS = "27.1.0"
_CARGO = '[package]\nname = "task"\nversion = "0.1.0"\nedition = "2021"\n'
_AT_MOST_S = 1200.0
_RUN_S = 60.0


def peers(place: Path, sandbox: Sandbox, sample: int) -> dict[str, Callable[[], Side]]:
    """With the cargo of this machine. Tasks that need crates are left out."""
    return {
        "cargo-mutants": lambda: _CargoMutants(place).run,
        "cargo test each": lambda: lambda task: _rebuilds(task, sample),
    }


def _laid(folder: Path, task: Task, solution: Solution) -> None:
    if read_manifest(solution.files).dependencies:
        raise NotMutable("it needs crates")
    lay(folder, {"Cargo.toml": _CARGO, **solution.files, **task.given.support, **task.given.files})


class _CargoMutants:
    """cargo-mutants, built from its crate, which takes minutes."""

    def __init__(self, place: Path) -> None:
        self._place = place
        named = ["cargo-mutants", "--version", _CARGO_MUTANTS, "--root", str(place)]
        install(["cargo", "install", "--quiet", "--locked", *named], place)

    def run(self, task: Task) -> tuple[float, int]:
        """With one job; its own baseline included."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            _laid(folder, task, honest(task))
            command = [self._place / "bin/cargo-mutants", "mutants", "--jobs=1", "--no-shuffle",
                       "--dir", name, "--output", name]  # fmt: skip
            took, _ = timed(command, folder, _AT_MOST_S, CARGO_NET_OFFLINE="true")
            report = folder / "mutants.out/outcomes.json"
            said = json.loads(report.read_text()) if report.exists() else {}
            return took, int(said.get("total_mutants", 0))


def _rebuilds(task: Task, sample: int) -> tuple[float, int]:
    """With a warm, incremental build."""
    command = ["cargo", "test", "--quiet", "--tests"]

    def first(folder: Path) -> float:
        took, code = timed(command, folder, 600.0, CARGO_NET_OFFLINE="true")
        if code != 0:
            raise NotMutable("cargo cannot build it, or its tests fail")
        return took

    def test(folder: Path) -> float:
        return timed(command, folder, _RUN_S, CARGO_NET_OFFLINE="true")[0]

    return one_by_one(task, sample, _laid, test, warm=first)
