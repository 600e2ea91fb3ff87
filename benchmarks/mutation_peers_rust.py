"""What a Rust mutant costs: schemata in the sandbox, `cargo test` for each, cargo-mutants.

    python -m benchmarks.mutation_peers_rust FORMAT FILE [FILE...] [--sample 10] [--only ID]...
                                             [--cargo-mutants PATH]

Milliseconds a mutant, everything included: finding mutants, builds, the runs with nothing active.
`cargo test` gets a sample of the same mutants and a warm, incremental build; it stands in for
cargo-mutants, which does just that in a copied tree, where that is not installed (`cargo install
cargo-mutants`). cargo-mutants brings its own operators and one job. Both run outside the sandbox,
as they do elsewhere: give this nothing but solutions you trust. Tasks that need crates are left
out: cargo would fetch them. The sides take turns, so that what else the machine does falls on all.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import signal
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.shadow_soundness_compiled import honest, tasks
from workbench.adequacy.trials import Bench, NotMutable, build
from workbench.languages.mutation import CANARY, NOTHING, Mutant, Trial, fuel_limit
from workbench.languages.registry import language, mutation
from workbench.languages.rust_manifest import read_manifest
from workbench.model.task import LanguageName, Solution, Suite, Task
from workbench.sandboxes.base import Sandbox
from workbench.sandboxes.select import get_sandbox
from workbench.toolchains.place import cache_root
from workbench.toolchains.registry import toolchain

_WALL_S = 60.0
_CARGO = '[package]\nname = "task"\nversion = "0.1.0"\nedition = "2021"\n'


def schemata(sandbox: Sandbox, task: Task, solution: Solution) -> tuple[float, tuple[Mutant, ...]]:
    """Seconds for all mutants of a task, and the mutants."""
    began = time.perf_counter()
    speaker, speaks = language(task.language), mutation(task.language)
    tests = speaker.inventory(task.given, solution)
    tools = toolchain(speaker.toolchain).toolbox()
    bench = Bench(sandbox, speaker, speaks, tools, task.limits, task.given, tests)
    found = speaks.mutants(solution, task.given)
    built = build(bench, solution, found)
    ids = [ref.id for ref in tests.tests]
    first = [Trial(NOTHING, (i,), probes=True) for i in ids]
    *base, canary = built.run([*first, Trial(CANARY, tuple(ids))])
    if found and not canary.failed:
        raise NotMutable("the canary lives")
    fuel = {ids[t.index]: t.fuel for t in base}
    trials = []
    for number, probe in enumerate(built.schemata.reach, 1):
        cover = sorted((ids[t.index] for t in base if probe in t.probes), key=fuel.__getitem__)
        if cover:
            most = fuel_limit(sum(fuel[i] for i in cover))
            trials.append(Trial(number, tuple(cover), fuel=most))
    list(built.run(trials, wall_s=600))
    return time.perf_counter() - began, found


def lay(folder: Path, solution: Solution, suite: Suite) -> None:
    """A cargo package on disk."""
    files: Mapping[str, str] = {
        "Cargo.toml": _CARGO,
        **solution.files,
        **suite.support,
        **suite.files,
    }
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.read_text() != text:
            target.write_text(text)


def timed(command: list[str], folder: Path, wall_s: float) -> tuple[float, bool]:
    """Seconds a command takes, at most `wall_s`, and whether it ended well; what it started ends
    with it."""
    began = time.perf_counter()
    env = {**os.environ, "CARGO_NET_OFFLINE": "true"}
    with subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as child:  # fmt: skip
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(wall_s)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    return time.perf_counter() - began, child.returncode == 0


def rebuilds(task: Task, solution: Solution, sample: list[Mutant]) -> list[float]:
    """Seconds of `cargo test` for each mutant of the sample; none when cargo cannot build it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lay(folder, solution, task.given)
        command = ["cargo", "test", "--quiet", "--tests"]
        if not timed(command, folder, 600)[1]:
            return []
        took = []
        for mutant in sample:
            lay(folder, mutant.applied(solution), task.given)
            took.append(timed(command, folder, _WALL_S)[0])
        return took


def cargo_mutants(program: str, task: Task, solution: Solution) -> tuple[float, int]:
    """Seconds of a cargo-mutants run, and how many mutants it ran."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lay(folder, solution, task.given)
        command = [program, "mutants", "--jobs=1", "--no-shuffle", "--dir", name, "--output", name]
        took = timed(command, folder, 1200)[0]
        report = folder / "mutants.out/outcomes.json"
        said = json.loads(report.read_text()) if report.exists() else {}
        return took, int(said.get("total_mutants", 0))


def main() -> None:
    """Time and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("format")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--sample", type=int, default=10)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--cargo-mutants", default="")
    asked = parser.parse_args()
    sandbox = get_sandbox("auto", state_dir=cache_root() / "state")
    ratios: dict[str, list[float]] = {"ours": [], "cargo test": [], "cargo-mutants": []}
    print("| task | mutants | schemata | `cargo test` each | ratio | cargo-mutants | ratio |")
    print("|---|---|---|---|---|---|---|")
    try:
        for task in tasks(asked.format, asked.files):
            solution = honest(task)
            if task.language is not LanguageName.RUST or read_manifest(solution.files).dependencies:
                continue
            if asked.only and not any(part in task.id for part in asked.only):
                continue
            try:
                took, found = schemata(sandbox, task, solution)
            except NotMutable as reason:
                print(f"| `{task.id}` | {str(reason)[:80]} |")
                continue
            sample = random.Random(7).sample(found, min(asked.sample, len(found)))
            each = rebuilds(task, solution, sample)
            if not each:
                continue
            ours, rebuilt = took * 1e3 / len(found), statistics.median(each) * 1e3
            ratios["ours"].append(ours)
            ratios["cargo test"].append(rebuilt / ours)
            line = f"| `{task.id}` | {len(found)} | {ours:.1f} ms |"
            line += f" {rebuilt:.0f} ms | {rebuilt / ours:.1f} |"
            if asked.cargo_mutants:
                spent, ran = cargo_mutants(asked.cargo_mutants, task, solution)
                if ran:
                    theirs = spent * 1e3 / ran
                    ratios["cargo-mutants"].append(theirs / ours)
                    line += f" {theirs:.0f} ms of {ran} | {theirs / ours:.1f} |"
            print(line, flush=True)
        for side, values in ratios.items():
            if values:
                unit = "ms a mutant" if side == "ours" else "times ours"
                print(
                    f"median, {side}: {statistics.median(values):.1f} {unit} ({len(values)} tasks)"
                )
    finally:
        sandbox.close()


if __name__ == "__main__":
    main()
