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
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path
from statistics import median

from benchmarks.grades import honest
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

FAMILIES = {
    LanguageName.PYTHON: "python", LanguageName.JAVASCRIPT: "node",
    LanguageName.TYPESCRIPT: "node", LanguageName.GO: "go", LanguageName.RUST: "rust",
    LanguageName.JAVA: "java",
}  # fmt: skip
ENGINE = "engine"


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


def tasks_of(asked: argparse.Namespace) -> Iterator[Task]:
    """The tasks that are asked for, the same ones each time."""
    space = Workspace.open(asked.workspace)
    ids = sorted(i for i in space.task_ids() if fnmatch(i, asked.only))
    tasks = [t for t in map(space.task, ids) if t.language is asked.language]
    chosen = random.Random(1).sample(tasks, min(asked.limit or len(tasks), len(tasks)))
    yield from sorted(chosen, key=lambda task: task.id)


def main() -> None:
    """Time and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--language", type=LanguageName, required=True)
    parser.add_argument("--limit", type=int, default=0, help="tasks; 0: all of them")
    parser.add_argument("--only", default="*")
    parser.add_argument("--sample", type=int, default=12)
    parser.add_argument("--peers", nargs="*", default=[], help="all of the language by default")
    asked = parser.parse_args()
    family = import_module(f"benchmarks.mutation_peers_{FAMILIES[asked.language]}")
    sandbox = get_sandbox("auto", state_dir=cache_root() / "state")
    rows: list[dict[str, tuple[float, int]]] = []
    try:
        with tempfile.TemporaryDirectory(prefix="peers-") as place:
            peers: dict[str, Callable[[], Side]] = family.peers(Path(place), sandbox, asked.sample)
            unknown = set(asked.peers) - set(peers)
            if unknown:
                parser.error(f"no such peer: {', '.join(unknown)}; there are {', '.join(peers)}")
            sides: dict[str, Side] = {ENGINE: lambda task: engine(sandbox, task)}
            sides |= {n: make() for n, make in peers.items() if n in (asked.peers or peers)}
            header = ["task", *(f"{name}: ms of mutants" for name in sides)]
            header += [f"{name} / {ENGINE}" for name in sides if name != ENGINE]
            print(f"| {' | '.join(header)} |\n|{'---|' * len(header)}")
            for task in tasks_of(asked):
                row = compare(task, sides)
                rows.append(row)
                print(_line(task.id, sides, row), flush=True)
    finally:
        sandbox.close()
    print(_medians(sides, rows))


def _line(id: str, sides: Mapping[str, Side], row: Mapping[str, tuple[float, int]]) -> str:
    cells = [f"{row[n][0]:.1f} of {row[n][1]}" if n in row else "-" for n in sides]
    others = [n for n in sides if n != ENGINE]
    cells += [f"{row[n][0] / row[ENGINE][0]:.1f}" if {n, ENGINE} <= set(row) else "-"
              for n in others]  # fmt: skip
    return f"| `{id}` | {' | '.join(cells)} |"


def _medians(sides: Mapping[str, Side], rows: list[dict[str, tuple[float, int]]]) -> str:
    """Of each column by itself: a ratio's median is that of the tasks' ratios."""
    cells = [_median([row[n][0] for row in rows if n in row]) for n in sides]
    cells += [
        _median([row[n][0] / row[ENGINE][0] for row in rows if {n, ENGINE} <= set(row)])
        for n in sides if n != ENGINE
    ]  # fmt: skip
    return f"| **medians of {len(rows)} tasks** | {' | '.join(cells)} |"


def _median(values: list[float]) -> str:
    return f"{median(values):.1f} ({len(values)})" if values else "-"


if __name__ == "__main__":
    main()
