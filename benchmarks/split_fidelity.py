"""`python -m benchmarks.split_fidelity FORMAT FILE [WORDS...]`: how true split runs are.

Every solution runs in one sandbox with its suite, and apart from it: one that passes together must
pass apart, or the run must say what could not cross; one that fails together must not pass apart.
FORMAT is one of `workbench import`'s, or `demo` for the demo tasks of the language that FILE names.
WORDS choose tasks by parts of their ids. Ends with 1 when a verdict differs without such a reason.
"""

from __future__ import annotations

import secrets
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from workbench.commands import importing
from workbench.judge.verdict import decide, limit_struck
from workbench.languages.base import SplitJobs
from workbench.languages.registry import language
from workbench.model.run import Verdict
from workbench.model.task import Solution, Suite, Task
from workbench.sandboxes.base import Sandbox
from workbench.sandboxes.select import get_sandbox
from workbench.store.demo import demo_folders, pack
from workbench.toolchains.place import cache_root
from workbench.toolchains.registry import toolchain


def split_once(sandbox: Sandbox, task: Task, solution: Solution, suite: Suite) -> tuple[str, str]:
    """`(word, cause)`: passed, answered, uncrossed, refused, or a verdict that is no pass."""
    speaker = language(task.language)
    tools = toolchain(speaker.toolchain).toolbox()
    tests = speaker.inventory(suite, solution)
    artefact = b""
    build = speaker.build_job(solution, suite, tests, tools, task.limits)
    if build is not None:
        built = speaker.parse_build(sandbox.run(build))
        if not built.ok:
            return "build_error", built.output[:200]
        artefact = built.artefact
    nonce = secrets.token_hex(16)
    jobs = speaker.split_jobs(
        solution, suite, tests, tools, task.limits, nonce=nonce, artefact=artefact
    )
    if not isinstance(jobs, SplitJobs):
        return "refused", jobs
    outcome, theirs = sandbox.run_pair(jobs.tests, jobs.solution)
    report = speaker.parse(outcome, tests, nonce)
    if report.uncrossed:
        return "uncrossed", report.uncrossed[0]
    decision = decide(tests, outcome, report)
    struck = limit_struck(theirs)
    if struck and decision.verdict is Verdict.PASS:
        return struck[0].value, struck[1]
    if decision.verdict is not Verdict.PASS:
        bad = next((t for t in decision.tests if t.message), None)
        detail = f"\n{bad.message[-1500:]}" if bad else ""
        return decision.verdict.value, f"{decision.reason}{detail} {report.error[-1500:]}"
    if report.answered:
        return "answered", report.answered[0]
    return "passed", ""


def together_once(
    sandbox: Sandbox, task: Task, solution: Solution, suite: Suite
) -> tuple[Verdict, float]:
    """Verdict and seconds of the same run in one sandbox."""
    speaker = language(task.language)
    tools = toolchain(speaker.toolchain).toolbox()
    tests = speaker.inventory(suite, solution)
    artefact = b""
    build = speaker.build_job(solution, suite, tests, tools, task.limits)
    if build is not None:
        artefact = speaker.parse_build(sandbox.run(build)).artefact
    nonce = secrets.token_hex(16)
    job = speaker.test_job(
        solution, suite, tests, tools, task.limits, nonce=nonce, artefact=artefact
    )
    began = time.monotonic()
    outcome = sandbox.run(job)
    took = time.monotonic() - began
    return decide(tests, outcome, speaker.parse(outcome, tests, nonce)).verdict, took


def tasks_of(format_name: str, source: str) -> Iterator[Task]:
    """The tasks of a file in a foreign format, or the demo tasks of a language."""
    if format_name == "demo":
        yield from (task for task in map(pack, demo_folders()) if task.language == source)
        return
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder) / "w"
        yield from (
            result.task
            for result in importing.run(format_name, [Path(source)], into, lambda task_id: True)
            if result.task is not None
        )


def main() -> int:
    """Run, say a line a task that is not `passed`, then the counts."""
    format_name, source, *words = sys.argv[1:]
    sandbox = get_sandbox("auto", state_dir=cache_root() / "state")
    counts: Counter[str] = Counter()
    apart_s: list[float] = []
    together_s: list[float] = []
    wrong = 0
    for task in tasks_of(format_name, source):
        if words and not any(word in task.id for word in words):
            continue
        for solution in task.solutions:
            began = time.monotonic()
            word, cause = split_once(sandbox, task, solution, task.given)
            took = time.monotonic() - began
            verdict, took_together = together_once(sandbox, task, solution, task.given)
            if verdict is not Verdict.PASS:
                if word in ("passed", "answered"):
                    wrong += 1
                    print(f"PASSED APART ALONE {task.id} {solution.name}")
                continue
            counts[word] += 1
            if word in ("passed", "answered"):
                apart_s.append(took)
                together_s.append(took_together)
            if word != "passed":
                print(f"{word:10} {task.id} {solution.name}: {cause}")
    sandbox.close()
    total = sum(counts.values())
    print(
        f"{total} solutions that pass together: "
        + ", ".join(f"{n} {w}" for w, n in counts.most_common())
    )
    if apart_s:
        print(f"median {median(apart_s):.3f} s apart, {median(together_s):.3f} s together")
    print(f"{wrong} solutions passed apart alone")
    fine = ("passed", "answered", "uncrossed", "refused")
    return 1 if wrong or any(word not in fine for word in counts) else 0


if __name__ == "__main__":
    raise SystemExit(main())
