"""Survivors as SARIF 2.1.0: places where the code could be wrong and no test would notice.

Source of the format: the OASIS standard SARIF 2.1.0. Columns count characters, as `columnKind`
says; a file's address is the task's id, then its path.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO
from urllib.parse import quote

from workbench.exchange.exported import TOOL, Item, Loss, unsaid
from workbench.exchange.mutation_elements import place
from workbench.model.assessment import MISSED, Fate, MutantResult

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def sarif(items: Iterable[Item], out: TextIO) -> Iterator[Loss]:
    """One log with one run; a result a survivor, a rule an operator."""
    rules: dict[str, int] = {}
    results: list[dict[str, Any]] = []
    for item in items:
        yield from unsaid(item, assessment=True)
        if item.runs:
            yield Loss(item.task.id, "its runs")
        if item.assessment is None:
            yield Loss(item.task.id, "not assessed, so no survivor is known", whole=True)
            continue
        solution = item.task.solution(item.assessment.solution) or item.task.candidate
        for mutant in item.assessment.mutants:
            if mutant.fate in MISSED and mutant.file in solution.files:
                rule = rules.setdefault(mutant.operator or "mutant", len(rules))
                source = solution.files[mutant.file].encode()
                results.append(_result(item.task.id, mutant, source, rule))
    driver = {
        "name": TOOL,
        "rules": [
            {"id": name, "shortDescription": {"text": f"No test notices this change: {name}."}}
            for name in rules
        ],
    }
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": results,
            }
        ],
    }
    json.dump(log, out, ensure_ascii=True, indent=1)
    out.write("\n")


def _result(task_id: str, mutant: MutantResult, source: bytes, rule: int) -> dict[str, Any]:
    start = place(source, mutant.start)
    end = place(source, max(mutant.end, mutant.start))
    reached = "no test reaches it" if mutant.fate is Fate.NO_COVERAGE else "every test passes"
    said = f"{mutant.before!r} could be {mutant.after!r}: {reached}."
    if mutant.witness is not None:
        witness = mutant.witness
        said += f" On {witness.input} it gives {witness.mutated} instead of {witness.original}."
    named = f"{task_id}\0{mutant.file}\0{mutant.operator}\0{mutant.before}\0{mutant.after}"
    return {
        "ruleId": mutant.operator or "mutant",
        "ruleIndex": rule,
        "level": "warning",
        "message": {"text": said},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(f"{task_id}/{mutant.file}")},
                    "region": {
                        "startLine": start["line"],
                        "startColumn": start["column"],
                        "endLine": end["line"],
                        "endColumn": end["column"],
                        "snippet": {"text": mutant.before},
                    },
                }
            }
        ],
        "partialFingerprints": {
            "mutant/v1": hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()
        },
        "properties": {"mutant": mutant.id, "fate": mutant.fate.value, "task": task_id},
    }
