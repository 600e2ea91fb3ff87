"""Assessments as coverage files and mutation reports: one file for a whole workspace."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Iterator
from typing import TextIO

from workbench.exchange.coverage_formats import to_cobertura, to_lcov
from workbench.exchange.exported import Item, Loss
from workbench.exchange.mutation_elements import report
from workbench.model.assessment import FileCoverage


def lcov(items: Iterable[Item], out: TextIO) -> Iterator[Loss]:
    """An LCOV tracefile; a file's path begins with its task's id."""
    for item in items:
        files = _files(item)
        yield from _losses(item, "coverage", bool(files))
        out.write(to_lcov(files, re.sub(r"\W", "_", item.task.id)) if files else "")


def cobertura(items: Iterable[Item], out: TextIO) -> Iterator[Loss]:
    """A Cobertura report; a file's path begins with its task's id."""
    found: list[FileCoverage] = []
    for item in items:
        files = _files(item)
        yield from _losses(item, "coverage", bool(files))
        if any(file.branches for file in files):
            yield Loss(item.task.id, "which outcomes of a condition were seen")
        if any(int(key.partition(":")[0]) not in f.lines for f in files for key in f.branches):
            yield Loss(item.task.id, "branches of lines that were not counted")
        found += files
    out.write(to_cobertura(found, time.time_ns() // 1_000_000))


def mutation_elements(items: Iterable[Item], out: TextIO) -> Iterator[Loss]:
    """A mutation-testing-elements report of all assessed tasks; ids of tests are made unique."""
    whole = {
        "schemaVersion": "2.0",
        "thresholds": {"high": 90, "low": 70},
        "framework": {"name": "reviewer-workbench"},
    }
    files, tests = {}, {}
    for item in items:
        made = report(item.task, item.assessment) if item.assessment is not None else None
        has = made is not None and bool(made["files"])
        yield from _losses(item, "mutants", has)
        if made is None or not has:
            continue
        start = f"{item.task.id}/"
        for path, file in made["files"].items():
            for mutant in file["mutants"]:
                mutant["id"] = start + mutant["id"]
                for key in ("coveredBy", "killedBy"):
                    mutant[key] = [start + number for number in mutant[key]]
            files[start + path] = file
        for path, file in made["testFiles"].items():
            for test in file["tests"]:
                test["id"] = start + test["id"]
            tests[start + path] = file
    json.dump(whole | {"files": files, "testFiles": tests}, out, ensure_ascii=True)
    out.write("\n")


def _files(item: Item) -> list[FileCoverage]:
    found = item.assessment.coverage if item.assessment is not None else ()
    return [f.model_copy(update={"file": f"{item.task.id}/{f.file}"}) for f in found]


def _losses(item: Item, what: str, has: bool) -> Iterator[Loss]:
    if not has:
        yield Loss(item.task.id, f"{what} not measured", whole=True)
    if item.runs:
        yield Loss(item.task.id, "its runs")
    if item.reviews:
        yield Loss(item.task.id, f"reviews: {len(item.reviews)}")
