"""Labelled solutions and suites, and the tasks they belong to.

FOLDER/labels holds them; the tasks, with the solution each is compared against, come from
FOLDER/humanevalpack and FOLDER/mbpp. Labels are read for counting alone, and no input of the
labels' source is ever used. Solutions that define no function are left out. `corrected` puts the
reference of FOLDER/evalplus in the place of the data set's own, as somebody would who has such
data: the corrected body behind the contract's assertions, and the task vouches for it.
"""

from __future__ import annotations

import ast
import gzip
import json
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from workbench.exchange.pasted import joined
from workbench.exchange.registry import FORMATS
from workbench.model.task import LanguageName, Task

WRONG, RIGHT = "wrong_but_accepted", "correct"
WEAK, STRONG = "weak", "no_evidence_of_weakness"


class Source(NamedTuple):
    """Where one set is, in FOLDER."""

    solutions: str
    suites: str
    format_name: str
    tasks: str


SETS = {
    "humaneval": Source(
        *("humaneval_llm_solutions.jsonl.gz", "humaneval_weak_tests.jsonl"),
        *("humanevalpack", "humanevalpack/python.jsonl"),
    ),
    "mbpp": Source(
        *("mbpp_llm_solutions.jsonl", "mbpp_weak_tests.jsonl"),
        *("mbpp", "mbpp/sanitized-mbpp.json"),
    ),
}


class Labelled(NamedTuple):
    """A task, solutions by models that pass its suite, and what is known of the suite."""

    number: str
    task: Task
    rows: list[dict[str, Any]]
    suite: str
    """`weak`, `no_evidence_of_weakness` or something else, which is not ranked"""


def labelled(folder: Path, name: str) -> list[Labelled]:
    """One set, by task."""
    source = SETS[name]
    rows = _solutions(folder / "labels" / source.solutions)
    suites = {
        _number(row["task_id"]): row["label"]
        for row in map(json.loads, (folder / "labels" / source.suites).read_text().splitlines())
    }
    tasks = _tasks(source.format_name, folder / source.tasks)
    numbers = sorted({*rows, *suites} & set(tasks))
    return [Labelled(n, tasks[n], rows.get(n, []), suites.get(n, "")) for n in numbers]


def corrected(folder: Path, tasks: list[Labelled]) -> list[Labelled]:
    """Those of HumanEval whose corrected reference is there, with it as their reference."""
    bodies = _by_number(folder / "evalplus" / "HumanEvalPlus.jsonl")
    prompts = _by_number(folder / "humanevalpack" / "python.jsonl")
    found = []
    for given in tasks:
        own, body = given.task.solution("reference"), bodies.get(given.number)
        if own is None or body is None:
            continue
        prompt = prompts[given.number]["prompt"]
        text = joined(prompt, body["contract"], body["reference"])
        made = own.model_copy(update={"files": dict.fromkeys(own.files, text)})
        rest = tuple(s for s in given.task.solutions if s.name != made.name)
        update = {"solutions": (*rest, made), "tags": (*given.task.tags, f"vouched:{made.name}")}
        found.append(given._replace(task=given.task.model_copy(update=update)))
    return found


def _by_number(file: Path) -> dict[str, dict[str, Any]]:
    rows = map(json.loads, file.read_text().splitlines())
    return {_number(row["task_id"]): row for row in rows}


def who(row: dict[str, Any]) -> str:
    """What tells a solution's author apart from others."""
    return str(row.get("sample_id") or row.get("model"))


def _number(task_id: str) -> str:
    return task_id.rsplit("/", 1)[-1]


def _solutions(file: Path) -> dict[str, list[dict[str, Any]]]:
    data = file.read_bytes()
    text = gzip.decompress(data) if file.suffix == ".gz" else data
    found = defaultdict(list)
    for row in map(json.loads, text.decode().splitlines()):
        if row["label"] in (WRONG, RIGHT) and _defines(row["solution"]):
            found[_number(row["task_id"])].append(row)
    return found


def _defines(text: str) -> bool:
    try:
        return any(isinstance(n, ast.FunctionDef | ast.ClassDef) for n in ast.parse(text).body)
    except SyntaxError:
        return False


def _tasks(format_name: str, source: Path) -> dict[str, Task]:
    found = {}
    for record in FORMATS[format_name](source):
        if record.task is not None and record.task.language is LanguageName.PYTHON:
            found[_number(record.task.provenance.source_id)] = record.task
    return found
