"""What a Java mutant costs: schemata in the sandbox, and PIT; task by task, medians.

    python -m benchmarks.mutation_peers_java FORMAT FILE [FILE...] [--only PART]...
                                             [--mutators STRONGER] [--rounds 1]

Milliseconds a mutant, everything included: finding mutants, builds, the runs with nothing active
(PIT: compiling the task and its gathering of coverage), starts of JVMs. PIT brings its own
operators, so that the numbers of mutants differ: what is compared is one mutant. It gets one thread
and runs outside the sandbox, as it does elsewhere: give this nothing but solutions you trust. Its
jars are fetched by Maven into a folder that is gone afterwards.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.shadow_soundness_compiled import honest, tasks
from workbench.adequacy.trials import Bench, NotMutable, build
from workbench.languages.mutation import CANARY, NOTHING, Trial, fuel_limit
from workbench.languages.registry import language, mutation
from workbench.model.task import LanguageName, Solution, Task
from workbench.sandboxes.base import Sandbox
from workbench.sandboxes.select import get_sandbox
from workbench.toolchains.java import jar_names
from workbench.toolchains.place import cache_root
from workbench.toolchains.registry import toolchain

_POM = """\
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>peers</groupId><artifactId>peers</artifactId><version>1</version><dependencies>
<dependency><groupId>org.pitest</groupId><artifactId>pitest-command-line</artifactId>
<version>1.25.9</version></dependency>
<dependency><groupId>org.pitest</groupId><artifactId>pitest-junit5-plugin</artifactId>
<version>1.2.3</version></dependency></dependencies></project>
"""
_WALL_S = 900


def schemata(sandbox: Sandbox, task: Task, solution: Solution) -> tuple[float, int]:
    """Seconds for all mutants of a task, and how many there are."""
    began = time.perf_counter()
    speaker, speaks = language(task.language), mutation(task.language)
    tests = speaker.inventory(task.given, solution)
    tools = toolchain(speaker.toolchain).toolbox()
    bench = Bench(sandbox, speaker, speaks, tools, task.limits, task.given, tests)
    found = speaks.mutants(solution, task.given)
    built = build(bench, solution, found)
    ids = tuple(ref.id for ref in tests.tests if ref.id not in tests.skipped)
    base = list(built.run([
        *(Trial(NOTHING, (i,), probes=True) for i in ids),
        Trial(NOTHING, ids, full=True), Trial(CANARY, ids),
    ]))  # fmt: skip
    if base[-2].failed or not base[-1].failed:
        raise NotMutable("the suite fails with nothing active, or the canary lives")
    each = dict(zip(ids, base, strict=False))
    trials = []
    for number, probe in enumerate(built.schemata.reach, 1):
        cover = sorted((i for i in ids if probe in each[i].probes), key=lambda i: each[i].fuel)
        if cover:
            most = fuel_limit(sum(each[i].fuel for i in cover))
            trials.append(Trial(number, tuple(cover), fuel=most))
    list(built.run(trials, wall_s=600))
    return time.perf_counter() - began, len(found)


def fetched(folder: Path) -> list[Path]:
    """PIT's jars."""
    (folder / "pom.xml").write_text(_POM)
    subprocess.run(
        ["mvn", "-q", "-B", "dependency:copy-dependencies", f"-DoutputDirectory={folder / 'lib'}"],
        cwd=folder, check=True, timeout=600,
    )  # fmt: skip
    return sorted((folder / "lib").glob("*.jar"))


def pit(jars: list[Path], task: Task, solution: Solution, mutators: str) -> tuple[float, int]:
    """Seconds of compiling and a PIT run, and how many mutants it made."""
    layers = {layer.name: layer.source for layer in toolchain("java").toolbox().layers}
    kit = [layers["java-kit"] / "lib" / name for name in jar_names()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = {}
        for side, files in (
            ("main", solution.files), ("test", {**task.given.support, **task.given.files})
        ):  # fmt: skip
            sources[side] = []
            for path, text in files.items():
                laid = folder / side / path
                laid.parent.mkdir(parents=True, exist_ok=True)
                laid.write_text(text)
                if path.endswith(".java"):
                    sources[side].append(str(laid))
        began = time.perf_counter()
        path = [folder / "main-out", folder / "test-out", *kit]
        for side in ("main", "test"):
            _run(layers["java"] / "bin/javac", "-g", "-nowarn", "-d", folder / f"{side}-out",
                 "-cp", _joined(path), *sources[side])  # fmt: skip
        classes, tests = (",".join(_named(folder / f"{side}-out")) for side in ("main", "test"))
        listed = folder / "classpath"
        listed.write_text("\n".join(str(p) for p in path))
        _run(layers["java"] / "bin/java", "-cp", _joined([*jars, *kit]),
             "org.pitest.mutationtest.commandline.MutationCoverageReport",
             "--reportDir", folder / "report", "--targetClasses", classes,
             "--targetTests", tests, "--sourceDirs", folder / "main",
             "--classPathFile", listed, "--mutators", mutators, "--threads", "1",
             "--outputFormats", "CSV", "--timestampedReports", "false")  # fmt: skip
        took = time.perf_counter() - began
        return took, len((folder / "report/mutations.csv").read_text().splitlines())


def _joined(paths: list[Path]) -> str:
    return ":".join(str(p) for p in paths)


def _named(folder: Path) -> list[str]:
    """The classes below a folder, without those inside others."""
    found = (p.relative_to(folder).with_suffix("") for p in folder.rglob("*.class"))
    return sorted({f"{str(p).replace('/', '.').split('$')[0]}*" for p in found})


def _run(*command: object) -> None:
    made = subprocess.run(
        [str(word) for word in command], capture_output=True, timeout=_WALL_S, check=False
    )
    if made.returncode:
        said = (made.stdout + made.stderr).decode(errors="replace")
        raise NotMutable(f"{command[0]} ended with {made.returncode}: {said[-500:]}")


def main() -> None:
    """Time and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("format")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--mutators", default="STRONGER")
    parser.add_argument("--rounds", type=int, default=1)
    asked = parser.parse_args()
    sandbox = get_sandbox("auto", state_dir=cache_root() / "state")
    sides: dict[str, list[float]] = {"ours": [], "PIT": [], "ratio": []}
    print("| task | mutants | ms each | PIT's mutants | ms each | ratio |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        jars = fetched(Path(name))
        for task in tasks(asked.format, asked.files):
            wanted = not asked.only or any(part in task.id for part in asked.only)
            if task.language is not LanguageName.JAVA or not wanted:
                continue
            solution = honest(task)
            ours, theirs = [], []
            try:
                for _ in range(asked.rounds):
                    ours.append(schemata(sandbox, task, solution))
                    theirs.append(pit(jars, task, solution, asked.mutators))
            except (NotMutable, subprocess.TimeoutExpired) as reason:
                print(f"| `{task.id}` | {str(reason)[-200:]} |", flush=True)
                continue
            one, other = (
                statistics.median(s * 1e3 / max(n, 1) for s, n in side) for side in (ours, theirs)
            )
            for side, value in zip(sides, (one, other, other / one), strict=True):
                sides[side].append(value)
            print(
                f"| `{task.id}` | {ours[0][1]} | {one:.1f} | {theirs[0][1]} | {other:.1f} "
                f"| {other / one:.1f} |",
                flush=True,
            )
    sandbox.close()
    if sides["ratio"]:
        one, other, ratio = (statistics.median(values) for values in sides.values())
        print(
            f"\nmedians of {len(sides['ratio'])} tasks: {one:.1f} ms, {other:.1f} ms, {ratio:.1f}x"
        )


if __name__ == "__main__":
    main()
