"""How many wrong solutions a counterexample search finds, and how many right ones it accuses.

    python -m benchmarks.counterexamples [--data FOLDER] [--every N] [--limit N] [--budget 20]
                                         [--set humaneval|mbpp] [--verbose]

Solutions and labels are those of FOLDER/labels; the tasks, with the solution each is compared
against, come from FOLDER/humanevalpack and FOLDER/mbpp. Labels are read for counting alone, and no
contract or input of the labels' source is ever used. Solutions that define no function are left
out. Intervals are bootstrapped over tasks, for solutions of one task go right and wrong together.
"""

from __future__ import annotations

import argparse
import ast
import atexit
import gzip
import json
import os
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from workbench.adequacy.search import Finding, Jury, Lab, NotSearchable, search, survey
from workbench.errors import WorkbenchError
from workbench.exchange.registry import FORMATS
from workbench.languages.registry import calls, language
from workbench.model.task import LanguageName, Solution, Task
from workbench.sandboxes.base import Sandbox
from workbench.sandboxes.select import get_sandbox
from workbench.toolchains.place import cache_root
from workbench.toolchains.registry import toolchain

_SETS = {
    "humaneval": (
        "humaneval_llm_solutions.jsonl.gz",
        "humanevalpack",
        "humanevalpack/python.jsonl",
    ),
    "mbpp": ("mbpp_llm_solutions.jsonl", "mbpp", "mbpp/sanitized-mbpp.json"),
}
_RESAMPLED = 2_000
WRONG, RIGHT = "wrong_but_accepted", "correct"


class Verdict(NamedTuple):
    """What the search said of one solution."""

    task: str
    who: str
    label: str
    finding: Finding | None
    took_s: float
    error: str = ""

    @property
    def found(self) -> bool:
        """Whether it was accused inside the stated domain."""
        return self.finding is not None and self.finding.stands


def solutions(file: Path) -> dict[str, list[dict[str, Any]]]:
    """Labelled solutions by task, those that are wrong and fail their suite anyway left out."""
    data = file.read_bytes()
    text = gzip.decompress(data) if file.suffix == ".gz" else data
    found = defaultdict(list)
    for row in map(json.loads, text.decode().splitlines()):
        if row["label"] in (WRONG, RIGHT) and _defines(row["solution"]):
            found[row["task_id"]].append(row)
    return found


def _defines(text: str) -> bool:
    try:
        return any(isinstance(n, ast.FunctionDef | ast.ClassDef) for n in ast.parse(text).body)
    except SyntaxError:
        return False


_sandbox: list[Sandbox] = []
"""this process's own, once it has one"""


def _start(kind: str) -> None:
    _sandbox.append(get_sandbox(kind, state_dir=cache_root() / "state"))  # type: ignore[arg-type]
    atexit.register(_sandbox[0].close)


def _one(work: tuple[Task, list[dict[str, Any]], float, int, bool]) -> list[Verdict]:
    task, rows, budget_s, seed, voting = work
    found = search_task(_sandbox[0], task, rows, budget_s=budget_s, seed=seed, voting=voting)
    return list(found)


def search_task(
    sandbox: Sandbox,
    task: Task,
    rows: Sequence[dict[str, Any]],
    *,
    budget_s: float,
    seed: int,
    voting: bool,
) -> Iterator[Verdict]:
    """Every solution of one task against its reference; the corpus is made once."""
    speaker, calling = language(task.language), calls(task.language)
    assert calling is not None
    tools = toolchain(speaker.toolchain).toolbox()
    trusted = task.solution("reference") or task.candidate
    lab = Lab(sandbox, speaker, calling, tools, task.limits, task.given, task.prompt)
    started = time.monotonic()
    try:
        tests = speaker.inventory(task.given, trusted)
        entry = task.entry_points[0] if task.entry_points else ""
        ground = survey(lab, trusted, tests, entry=entry, seed=seed)
        ground.answers(ground.corpus)
    except (NotSearchable, WorkbenchError) as error:
        for row in rows:
            yield Verdict(row["task_id"], _who(row), row["label"], None, 0.0, str(error))
        return
    everybody = [_variant(ground.entry.file, row["solution"]) for row in rows]
    jury = Jury(ground, everybody) if voting else None
    shared = (time.monotonic() - started) / len(rows)
    # Models write the same code again and again; the search would say the same of it.
    said: dict[str, Verdict] = {}
    for row in rows:
        code = ast.dump(ast.parse(row["solution"]))
        if code in said:
            yield said[code]._replace(who=_who(row), label=row["label"])
            continue
        started = time.monotonic()
        finding, error = None, ""
        other = _variant(ground.entry.file, row["solution"])
        try:
            for finding in search(ground, other, budget_s=budget_s - shared, jury=jury):
                if finding.stands:
                    break
        except (NotSearchable, WorkbenchError) as problem:
            error = str(problem)
        took = time.monotonic() - started + shared
        verdict = Verdict(row["task_id"], _who(row), row["label"], finding, took, error)
        said[code] = verdict
        yield verdict


def _variant(file: str, text: str) -> Solution:
    return Solution(name="other", role="variant", files={file: text})


def _who(row: dict[str, Any]) -> str:
    return str(row.get("sample_id") or row.get("model"))


def share(
    verdicts: Sequence[Verdict], label: str, seed: int = 1
) -> tuple[int, int, float, tuple[float, float]]:
    """Accused and all solutions of a label, their share, and its 95 % interval over tasks."""
    by_task: dict[str, list[bool]] = defaultdict(list)
    for v in verdicts:
        if v.label == label:
            by_task[v.task].append(v.found)
    groups = list(by_task.values())
    hits, count = sum(map(sum, groups)), sum(map(len, groups))
    if not count:
        return 0, 0, 0.0, (0.0, 0.0)
    rng = random.Random(seed)
    again = []
    for _ in range(_RESAMPLED):
        drawn = rng.choices(groups, k=len(groups))
        again.append(sum(map(sum, drawn)) / sum(map(len, drawn)))
    again.sort()
    low, high = again[int(0.025 * _RESAMPLED)], again[int(0.975 * _RESAMPLED) - 1]
    return hits, count, hits / count, (low, high)


def report(name: str, verdicts: Sequence[Verdict], *, verbose: bool) -> None:
    """Print a set's figures, and what was missed or wrongly accused."""
    for label, said in ((WRONG, "wrong ones found"), (RIGHT, "right ones accused")):
        hits, count, part, (low, high) = share(verdicts, label)
        print(f"{name}: {said}: {hits} of {count} = {part:.1%} [{low:.1%}, {high:.1%}]")
    times = sorted(v.took_s for v in verdicts)
    outside = sum(v.finding is not None and not v.found for v in verdicts if v.label == WRONG)
    errors = Counter(v.error[:90] for v in verdicts if v.error)
    if times:
        late = times[int(len(times) * 0.95)]
        print(
            f"{name}: {times[len(times) // 2]:.1f} s a solution, 95 % under {late:.1f} s, ", end=""
        )
        print(f"longest {times[-1]:.1f} s; {outside} wrong ones differ outside only", flush=True)
    for error, many in errors.most_common(5):
        print(f"  {many:4} not searched: {error}")
    if verbose:
        for v in verdicts:
            if v.found != (v.label == WRONG):
                mark = "MISSED" if v.label == WRONG else "ACCUSED"
                words = v.finding.words if v.finding else v.error or "no difference"
                print(f"  {mark} {v.task} {v.who}: {words[:700]}")


def tasks_of(format_name: str, source: Path) -> dict[str, Task]:
    """Tasks by the number their data set gives them."""
    found = {}
    for record in FORMATS[format_name](source):
        if record.task is not None and record.task.language is LanguageName.PYTHON:
            found[record.task.provenance.source_id.rsplit("/", 1)[-1]] = record.task
    return found


def main() -> None:
    """Run and print."""
    root = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser()
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get("WORKBENCH_DATA") or root / "shared/data")
    )
    parser.add_argument("--set", choices=list(_SETS), action="append")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--offset", type=int, default=0)
    parser.add_argument("--limit", type=int, default=10_000)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--budget", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=2)
    parser.add_argument("--sandbox", default="auto")
    parser.add_argument("--jury", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    asked = parser.parse_args()
    everything: list[Verdict] = []
    with ProcessPoolExecutor(asked.at_once, initializer=_start, initargs=(asked.sandbox,)) as pool:
        for name in asked.set or list(_SETS):
            file, format_name, source = _SETS[name]
            tasks = tasks_of(format_name, asked.data / source)
            labelled = sorted(solutions(asked.data / "labels" / file).items())
            chosen = [
                (tasks[number], rows, asked.budget, asked.seed, asked.jury)
                for id, rows in labelled[asked.offset :: asked.every][: asked.limit]
                if (number := id.rsplit("/", 1)[-1]) in tasks
                and (not asked.only or id in asked.only)
            ]
            verdicts = []
            for done, found in enumerate(pool.map(_one, chosen), start=1):
                verdicts += found
                hits, count, *_ = share(verdicts, WRONG)
                accused, right, *_ = share(verdicts, RIGHT)
                so_far = f"{hits} of {count} found, {accused} of {right} accused"
                progress = f"\r{name}: {done} of {len(chosen)} tasks, {so_far}"
                print(progress, end="", file=sys.stderr, flush=True)
            print(file=sys.stderr)
            report(name, verdicts, verbose=asked.verbose)
            everything += verdicts
    if len(asked.set or _SETS) > 1:
        report("together", everything, verbose=False)


if __name__ == "__main__":
    main()
