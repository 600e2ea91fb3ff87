"""What a Go mutant costs: schemata in the sandbox, `go test` for each, gremlins; task by task.

    python -m benchmarks.mutation_peers_go FORMAT FILE [FILE...] [--sample 12] [--only ID]...
                                           [--gremlins PATH]

Milliseconds a mutant, everything included: finding mutants, builds, the runs with nothing active
(gremlins: its gathering of coverage). `go test` gets a sample of the same mutants, a warm build
cache and stops at the first failure; gremlins brings its own operators, all switched on, and one
worker. Both run outside the sandbox, as they do elsewhere: give this nothing but solutions you
trust. The sides take turns, so that what else the machine does falls on all of them.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import resource
import signal
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks.shadow_soundness_compiled import honest, tasks
from workbench.adequacy.trials import Bench, NotMutable, build
from workbench.languages.mutation import NOTHING, Mutant, Trial, fuel_limit
from workbench.languages.registry import language, mutation
from workbench.model.task import LanguageName, Solution, Suite, Task
from workbench.sandboxes.base import Sandbox
from workbench.sandboxes.select import get_sandbox
from workbench.toolchains.place import cache_root
from workbench.toolchains.registry import toolchain

_GREMLINS = (
    "--invert-assignments", "--invert-bitwise", "--invert-bwassign", "--invert-logical",
    "--invert-loopctrl", "--remove-self-assignments", "--workers=1", "--silent",
)  # fmt: skip
_MEMORY = 2 << 30
_WALL_S = 30.0


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
    base = list(built.run([Trial(NOTHING, (i,), probes=True) for i in ids]))
    fuel = {ids[t.index]: t.fuel for t in base}
    trials = []
    for number, probe in enumerate(built.schemata.reach, 1):
        cover = sorted((ids[t.index] for t in base if probe in t.probes), key=fuel.__getitem__)
        if cover:
            most = fuel_limit(sum(fuel[i] for i in cover))
            trials.append(Trial(number, tuple(cover), fuel=most))
    list(built.run(trials, wall_s=600))
    return time.perf_counter() - began, found


def lay(folder: Path, files: Mapping[str, str]) -> None:
    """Files on disk."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def laid(solution: Solution, suite: Suite) -> dict[str, str]:
    """The module as `go test` wants it."""
    files = {**solution.files, **suite.support, **suite.files}
    return {"go.mod": "module task\n\ngo 1.24\n", **files}


def _bounded() -> None:
    os.setsid()
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))


def timed(command: list[str], folder: Path, wall_s: float) -> float:
    """Seconds a command takes, at most `wall_s`; what it started ends with it."""
    began = time.perf_counter()
    env = {**os.environ, "GOFLAGS": "-mod=mod", "GOTOOLCHAIN": "local", "GOPROXY": "off"}
    with subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        preexec_fn=_bounded,
    ) as child:  # fmt: skip
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(wall_s)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    return time.perf_counter() - began


def rebuilds(go: str, task: Task, solution: Solution, sample: list[Mutant]) -> list[float]:
    """Seconds of `go test` for each mutant of the sample."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lay(folder, laid(solution, task.given))
        command = [go, "test", "-failfast", "-vet=off", "./..."]
        timed(command, folder, 300)  # warms the build cache
        took = []
        for mutant in sample:
            lay(folder, laid(mutant.applied(solution), task.given))
            took.append(timed(command, folder, _WALL_S))
        return took


def gremlins(program: str, task: Task, solution: Solution) -> tuple[float, int]:
    """Seconds of a gremlins run, and how many mutants it ran."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lay(folder, laid(solution, task.given))
        report = folder / "report.json"
        took = timed([program, "unleash", *_GREMLINS, "-o", str(report), "."], folder, 900)
        if not report.exists():
            return took, 0
        said = json.loads(report.read_text())
        ran = ("mutants_killed", "mutants_lived", "mutants_timed_out", "mutants_not_viable")
        timed_out = sum(
            m["status"] == "TIMED OUT" for f in said.get("files", ()) for m in f["mutations"]
        )
        return took, sum(said.get(key, 0) for key in ran if key != ran[2]) + timed_out


def main() -> None:
    """Time and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("format")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--sample", type=int, default=12)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--gremlins", default="")
    asked = parser.parse_args()
    sandbox = get_sandbox("auto", state_dir=cache_root() / "state")
    go = str(toolchain("go").toolbox().layers[0].source / "bin/go")
    os.environ["PATH"] = f"{Path(go).parent}:{os.environ['PATH']}"
    ratios: dict[str, list[float]] = {"ours": [], "go test": [], "gremlins": []}
    print("| task | mutants | schemata | `go test` each | ratio | gremlins | ratio |")
    print("|---|---|---|---|---|---|---|")
    try:
        for task in tasks(asked.format, asked.files):
            if task.language is not LanguageName.GO or not (
                not asked.only or any(part in task.id for part in asked.only)
            ):
                continue
            solution = honest(task)
            try:
                took, found = schemata(sandbox, task, solution)
            except NotMutable as reason:
                print(f"| `{task.id}` | {str(reason)[:80]} |")
                continue
            if not found:
                continue
            ours = took * 1e3 / len(found)
            sample = random.Random(7).sample(found, min(asked.sample, len(found)))
            each = statistics.median(rebuilds(go, task, solution, sample)) * 1e3
            ratios["ours"].append(ours)
            ratios["go test"].append(each / ours)
            line = f"| `{task.id}` | {len(found)} | {ours:.1f} ms "
            line += f"| {each:.0f} ms | {each / ours:.0f} |"
            if asked.gremlins:
                spent, ran = gremlins(asked.gremlins, task, solution)
                if ran:
                    theirs = spent * 1e3 / ran
                    ratios["gremlins"].append(theirs / ours)
                    line += f" {theirs:.0f} ms of {ran} | {theirs / ours:.0f} |"
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
