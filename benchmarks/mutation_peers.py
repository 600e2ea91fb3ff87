"""Milliseconds per mutant: this engine beside its peers, task by task, and medians.

    python -m benchmarks.mutation_peers WORKSPACE --language python [--limit 6] [--only GLOB]
                                        [--sample 12] [--peers NAME...]

Everything is included: finding mutants, builds, the runs with nothing active, coverage, the canary,
starts of sandboxes and programs. Each peer brings its own operators, hence figures per mutant. What
is a process per mutant is timed on `--sample` of the engine's own mutants. The sides take turns, so
that a busy machine is busy for all of them, and each has one worker.

    python                 mutmut, cosmic-ray, a pytest process each
    javascript typescript  StrykerJS on its vitest runner, a run of the suite each
    go                     gremlins, `go test` each
    rust                   cargo-mutants, `cargo test` each
    java                   PIT

Peers are fetched from their registries into a folder that is gone afterwards. They run outside the
sandbox: ask for workspaces of trusted solutions only.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path
from statistics import median

from benchmarks import timing as table
from benchmarks.figures import Figure
from benchmarks.grades import honest
from benchmarks.workspaces import exercises
from workbench.adequacy.survey import survey
from workbench.adequacy.trials import Bench, NotMutable, build
from workbench.errors import WorkbenchError
from workbench.languages.registry import language, mutation
from workbench.model.task import LanguageName, Task
from workbench.sandboxes.base import Sandbox
from workbench.sandboxes.select import get_sandbox
from workbench.store.workspace import Workspace
from workbench.toolchains.place import cache_root
from workbench.toolchains.registry import toolchain

Side = Callable[[Task], tuple[float, int]]
"""Seconds it takes, and how many mutants it ran."""
Row = Mapping[str, tuple[float, int]]
"""milliseconds a mutant and the number of mutants, of each side that ran a task"""
Makers = dict[str, Callable[[], Side]]

FAMILIES = {
    LanguageName.PYTHON: "python", LanguageName.JAVASCRIPT: "node",
    LanguageName.TYPESCRIPT: "node", LanguageName.GO: "go", LanguageName.RUST: "rust",
    LanguageName.JAVA: "java",
}  # fmt: skip
ENGINE = "engine"

_SAMPLE = 12
_TASKS = {
    LanguageName.PYTHON: 10, LanguageName.JAVASCRIPT: 8, LanguageName.TYPESCRIPT: 6,
    LanguageName.GO: 10, LanguageName.RUST: 8, LanguageName.JAVA: 8,
}  # fmt: skip
_AT_HAND = ("mutmut", "process each", "run each", "go test each", "cargo test each", "PIT")
"""what a quick run brings: nothing that is minutes of fetching and building"""


def engine(sandbox: Sandbox, task: Task) -> tuple[float, int]:
    """Seconds and mutants of this engine."""
    began = time.monotonic()
    speaker, mutator = language(task.language), mutation(task.language)
    solution = honest(task)
    tests = speaker.inventory(task.given, solution)
    tools = toolchain(speaker.toolchain).toolbox()
    bench = Bench(sandbox, speaker, mutator, tools, task.limits, task.given, tests)
    built = build(bench, solution, mutator.mutants(solution, task.given))
    _, results = survey(built, wall_s=900.0)
    count = len(list(results))
    return time.monotonic() - began, count


def compare(task: Task, sides: Mapping[str, Side]) -> dict[str, tuple[float, int]]:
    """Milliseconds a mutant and the number of mutants, of each side that could run."""
    found: dict[str, tuple[float, int]] = {}
    for name, run in sides.items():
        try:
            took, count = run(task)
        except (NotMutable, WorkbenchError, subprocess.SubprocessError, OSError) as error:
            print(f"{task.id}: {name} did not run: {str(error)[-300:]}", flush=True)
            continue
        if count:
            found[name] = took * 1000 / count, count
    return found


def tasks_of(space: Workspace, language: LanguageName, limit: int, only: str = "*") -> list[Task]:
    """The tasks that are asked for, the same ones each time."""
    ids = sorted(i for i in space.task_ids() if fnmatch(i, only))
    tasks = [t for t in map(space.task, ids) if t.language is language]
    chosen = random.Random(1).sample(tasks, min(limit or len(tasks), len(tasks)))
    return sorted(chosen, key=lambda task: task.id)


def known_peers(language: LanguageName, place: Path, sandbox: Sandbox, sample: int) -> Makers:
    """How to bring each peer of a language to `place`."""
    family = import_module(f"benchmarks.mutation_peers_{FAMILIES[language]}")
    return family.peers(place, sandbox, sample)


def brought(sandbox: Sandbox, makers: Makers) -> tuple[dict[str, Side], dict[str, str]]:
    """The engine and every peer that could be brought, and why the others could not."""
    sides: dict[str, Side] = {ENGINE: lambda task: engine(sandbox, task)}
    missing = {}
    for name, make in makers.items():
        try:
            sides[name] = make()
        except (WorkbenchError, subprocess.SubprocessError, OSError) as error:
            missing[name] = f"{name} could not be fetched: {str(error)[:160]}"
            print(missing[name], flush=True)
    return sides, missing


def figures(code: str, *, quick: bool) -> Iterator[Figure]:
    """The engine beside each peer over the tasks both could do, told after each task: a peer may
    take longer than there is time."""
    language = LanguageName(code)
    sandbox = get_sandbox("auto", state_dir=cache_root() / "state")
    try:
        with (
            exercises(language) as workspace,
            tempfile.TemporaryDirectory(prefix="peers-") as place,
        ):
            makers = known_peers(language, Path(place), sandbox, 2 if quick else _SAMPLE)
            wanted = {n: make for n, make in makers.items() if not quick or n in _AT_HAND}
            sides, missing = brought(sandbox, wanted)
            tasks = tasks_of(Workspace.open(workspace), language, 1 if quick else _TASKS[language])
            rows: list[Row] = []
            for task in tasks:
                rows.append(compare(task, sides))
                for peer in wanted:
                    yield from _figure(peer, rows, missing.get(peer, ""))
    finally:
        sandbox.close()


def _figure(peer: str, rows: list[Row], missing: str) -> Iterator[Figure]:
    both = [row for row in rows if {peer, ENGINE} <= set(row)]
    if not both:
        alone = [row[ENGINE][0] for row in rows if ENGINE in row]
        if alone:
            yield replace(Figure.of(peer, alone), note=missing or f"{peer} ran none of the tasks")
        return
    ours, theirs = ([row[side][0] for row in both] for side in (ENGINE, peer))
    times = median(row[peer][0] / row[ENGINE][0] for row in both)
    yield replace(Figure.of(peer, ours, theirs), ratio=1 / times)


def main() -> None:
    """Time and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--language", type=LanguageName, required=True)
    parser.add_argument("--limit", type=int, default=0, help="tasks; 0: all of them")
    parser.add_argument("--only", default="*")
    parser.add_argument("--sample", type=int, default=_SAMPLE)
    parser.add_argument("--peers", nargs="*", default=[], help="all of the language by default")
    asked = parser.parse_args()
    sandbox = get_sandbox("auto", state_dir=cache_root() / "state")
    rows: list[Row] = []
    try:
        with tempfile.TemporaryDirectory(prefix="peers-") as place:
            makers = known_peers(asked.language, Path(place), sandbox, asked.sample)
            unknown = set(asked.peers) - set(makers)
            if unknown:
                parser.error(f"no such peer: {', '.join(unknown)}; there are {', '.join(makers)}")
            wanted = {n: make for n, make in makers.items() if n in (asked.peers or makers)}
            sides, _ = brought(sandbox, wanted)
            others = [name for name in sides if name != ENGINE]
            columns = [f"{name}: ms of mutants" for name in sides]
            table.head("task", *columns, *(f"{name} / {ENGINE}" for name in others))
            space = Workspace.open(asked.workspace)
            for task in tasks_of(space, asked.language, asked.limit, asked.only):
                row = compare(task, sides)
                rows.append(row)
                table.row(f"`{task.id}`", *_cells(sides, row))
    finally:
        sandbox.close()
    table.row(f"**medians of {len(rows)} tasks**", *_medians(sides, rows))


def _cells(sides: Mapping[str, Side], row: Row) -> list[str]:
    cells = [f"{row[n][0]:.1f} of {row[n][1]}" if n in row else "-" for n in sides]
    others = [n for n in sides if n != ENGINE]
    return cells + [
        f"{row[n][0] / row[ENGINE][0]:.1f}" if {n, ENGINE} <= set(row) else "-" for n in others
    ]


def _medians(sides: Mapping[str, Side], rows: list[Row]) -> list[str]:
    """Of each column by itself: a ratio's median is that of the tasks' ratios."""
    cells = [_median([row[n][0] for row in rows if n in row]) for n in sides]
    return cells + [
        _median([row[n][0] / row[ENGINE][0] for row in rows if {n, ENGINE} <= set(row)])
        for n in sides if n != ENGINE
    ]  # fmt: skip


def _median(values: list[float]) -> str:
    return f"{median(values):.1f} ({len(values)})" if values else "-"


if __name__ == "__main__":
    main()
