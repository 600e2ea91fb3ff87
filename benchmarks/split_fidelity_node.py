"""Split runs of JavaScript and TypeScript: does every honest solution pass apart, and no wrong one?

    python -m benchmarks.split_fidelity_node [--data FOLDER] [--only WORD] [--cost]

One line a solution that did not simply pass, then a table: how many passed apart, how many suites
were refused or had a value that did not cross, how many failed apart and pass together.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from workbench.exchange.registry import FORMATS
from workbench.judge.execution import Executed, Execution
from workbench.languages.registry import language
from workbench.model.run import Verdict
from workbench.model.task import LanguageName, Solution, Task
from workbench.sandboxes.base import Cancel, Sandbox
from workbench.sandboxes.select import get_sandbox
from workbench.store.demo import demo_folders, pack
from workbench.toolchains.place import cache_root
from workbench.toolchains.registry import toolchain

SOURCES = {
    "humanevalpack": "humanevalpack/js.jsonl",
    "aider-polyglot": "aider-polyglot/javascript.jsonl",
    "exercism": "exercism/typescript.jsonl",
}
NODE = (LanguageName.JAVASCRIPT, LanguageName.TYPESCRIPT)


def tasks(data: Path) -> Iterator[Task]:
    """All JavaScript and TypeScript tasks there are."""
    for name, file in SOURCES.items():
        for imported in FORMATS[name](data / file):
            if imported.task is not None:
                yield imported.task
    for folder in demo_folders():
        task = pack(folder)
        if task.language in NODE:
            yield task


def sorted_out(executed: Executed | str, together: Executed) -> tuple[str, str]:
    """What a run apart came to, seen beside the run together."""
    if isinstance(executed, str):
        return "refused", executed
    report = executed.report
    if report is not None and report.uncrossed:
        return "uncrossed", report.uncrossed[0]
    same = executed.passed == together.passed
    kind = ("pass" if executed.passed else "fail") if same else "DIFFERS"
    why = "" if executed.passed else executed.decision.reason
    if not executed.passed and not same:
        why += "".join(
            f"\n    {t.id}: {t.message[:300]}"
            for t in executed.decision.tests[:40]
            if t.status != "passed"
        )
    if executed.passed and report is not None and report.answered:
        kind, why = f"{kind}, answered", report.answered[0]
    return kind, why


def one(
    sandbox: Sandbox, task: Task, solution: Solution, times: list[float]
) -> tuple[str, str, Verdict]:
    """One solution, together and apart."""
    speaker = language(task.language)
    tools = toolchain(speaker.toolchain).toolbox()
    execution = Execution(sandbox, speaker, tools, task.limits, Cancel())
    tests = speaker.inventory(task.given, solution)
    began = time.monotonic()
    together = execution.together(solution, task.given, tests)
    half = time.monotonic()
    apart = execution.apart(solution, task.given, tests)
    if not isinstance(apart, str) and together.passed:
        times.append((time.monotonic() - half) / (half - began))
    return *sorted_out(apart, together), together.decision.verdict


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, default=Path("../../shared/data"))
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    sandbox = get_sandbox("auto", state_dir=cache_root() / "state")
    counts: dict[str, Counter[str]] = {}
    times: list[float] = []
    try:
        for task in tasks(options.data):
            if options.only not in task.id:
                continue
            for solution in task.solutions:
                kind, why, verdict = one(sandbox, task, solution, times)
                honest = "honest" if verdict is Verdict.PASS else "wrong"
                counts.setdefault(honest, Counter())[kind] += 1
                if kind not in ("pass", "fail"):
                    print(f"{task.id} {solution.name} ({verdict}): {kind}: {why}", flush=True)
    finally:
        sandbox.close()
    for honest, row in counts.items():
        shown = ", ".join(f"{kind} {n}" for kind, n in row.most_common())
        print(f"{honest} ({sum(row.values())}): {shown}")
    if times:
        print(f"apart / together: median {statistics.median(times):.2f}, most {max(times):.2f}")


if __name__ == "__main__":
    main()
