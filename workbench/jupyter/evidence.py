"""What the page is shown of an assessment: small enough to arrive, and without the answer.

A server drops what a kernel says beyond about a megabyte a second, silently; an assessment may hold
thousands of mutants. The page gets counts, the survivors it should read first, and short texts; the
rest is one `get_mutants` away. What was recorded of the candidate is not told: the reviewer is to
find out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from workbench.adequacy.coverage import shares
from workbench.adequacy.flakes import in_words
from workbench.adequacy.matrix import worth
from workbench.adequacy.rote import in_words as in_words_of
from workbench.adequacy.strength import score
from workbench.adequacy.survivors import ranking
from workbench.adequacy.wish import PHASES
from workbench.jupyter.changes import bits, change_name, near_misses, shown_functions
from workbench.model.assessment import DETECTED, MISSED, Assessment, Fate, Flag, Gate, MutantResult
from workbench.model.basis import UNKNOWN
from workbench.model.run import Verdict
from workbench.model.task import Task

_MESSAGE = 160_000
_SURVIVORS = 60
_PAGE = 50
_TESTS, _NAME, _TEXT, _PROBE = 400, 300, 400, 6_000
_NAMES = 60_000
_ROWS, _LIST, _LINES, _REACHED = 40, 60, 4_000, 12
_CANDIDATE = "candidate"
_UNEXPECTED = "the candidate's verdict is not what it should be"


def shown_assessment(found: Assessment, task: Task, *, stale: bool) -> dict[str, Any]:
    """The assessment as one message can carry it. Counts are of all; lists may be shorter."""
    survivors = _SURVIVORS
    value = _shown(found, task, survivors, _LIST)
    while len(json.dumps(value)) > _MESSAGE and survivors > 1:
        survivors //= 2
        value = _shown(found, task, survivors, survivors)
    return {**value, "stale": stale}


def shown_mutants(found: Assessment, task: Task, offset: int) -> dict[str, Any]:
    """A page of all mutants that no test notices, the first to read first."""
    missed = ranking(found.mutants, every=True)
    offset = max(0, min(offset, len(missed)))
    place = _places(found)
    page = [_mutant(m, task, found, place) for m in missed[offset : offset + _PAGE]]
    return {"type": "mutants", "id": found.id, "offset": offset, "total": len(missed),
            "mutants": page}  # fmt: skip


def _shown(found: Assessment, task: Task, survivors: int, most: int) -> dict[str, Any]:
    place = _places(found)
    name = min(_NAME, _NAMES // max(1, min(_TESTS, len(found.tests))))
    ranked = ranking(found.mutants)
    line, branch = shares(found.coverage)
    share = score(found.mutants)
    count = {fate: sum(m.fate is fate for m in found.mutants) for fate in Fate}
    return {
        "id": found.id,
        "solution": found.solution,
        "suite": found.suite,
        "basis": found.basis or {UNKNOWN: found.id},
        "tests": [_cut(test, name) for test in found.tests[:_TESTS]],
        "tests_total": len(found.tests),
        "phases": list(PHASES),
        "done": list(found.done),
        "problems": [_cut(p, _TEXT) for p in found.problems[:most]],
        "gates": [_gate(gate) for gate in _gates(found, task)],
        "matrix": [
            {
                "solution": row.solution, "kind": row.kind, "suite": row.suite,
                "expected": None if row.kind == _CANDIDATE else row.expected,
                "verdict": _cut(row.verdict, _NAME), "failed": _numbers(row.failed, place),
                "run": row.run,
            }
            for row in found.matrix[:_ROWS]
        ],
        "mutants": {
            "total": len(found.mutants),
            "detected": sum(count[fate] for fate in DETECTED),
            "missed": sum(count[fate] for fate in MISSED),
            "score": None if share is None else round(share, 4),
            "fates": {fate.value: number for fate, number in count.items() if number},
        },
        "survivors": [_mutant(m, task, found, place) for m in ranked[:survivors]],
        "near": [_mutant(m, task, found, place) for m in near_misses(found)[:most]],
        "full": found.full,
        "worth": [
            {"test": place[t.id], "kills": len(t.kills), "alone": len(t.alone)}
            for t in (worth(found.tests, found.mutants) if found.full else [])
            if t.id in place
        ],
        "asleep": _numbers(found.asleep, place),
        "idle": _numbers(found.idle, place),
        "reruns": found.reruns,
        "flakes": [
            {
                "test": _cut(f.id, _NAME), "failures": f.failures, "runs": f.runs,
                "words": in_words(f), "note": _cut(f.note, _TEXT),
            }
            for f in sorted(found.flakes, key=lambda f: -f.failures)[:most]
        ],
        "flakes_total": len(found.flakes),
        "coverage": _coverage(found),
        "shares": {"line": line, "branch": branch},
        "functions": shown_functions(found, task),
        "counterexamples": [
            {
                "solution": c.solution, "other": c.other, "input": _cut(c.input, _TEXT),
                "expected": _cut(c.expected, _TEXT), "actual": _cut(c.actual, _TEXT),
                "inside": c.inside, "why": _cut(c.why, _TEXT), "probe": _whole(c.probe),
            }
            for c in found.counterexamples[:most]
        ],
        "splits": [
            {
                "input": _cut(s.input, _TEXT), "why": _cut(s.why, _TEXT),
                "answers": [[_cut(answer, _TEXT), list(names)] for answer, names in s.answers],
            }
            for s in found.splits[:most]
        ],
        "compared": found.compared,
        "suspects": [
            {
                "test": _cut(s.test, _NAME), "edit": _cut(s.edit, _TEXT), "file": s.file,
                "line": s.line, "message": _cut(s.message, _TEXT),
            }
            for s in found.suspects[:most]
        ],
        "by_heart": _cut(in_words_of(found.by_heart), _TEXT) if found.by_heart else "",
        "flags": [_flag(flag) for flag in _flags(found, task)[:most]],
        "strength": found.strength,
        "duration_s": found.duration_s,
    }  # fmt: skip


def _mutant(
    mutant: MutantResult, task: Task, found: Assessment, place: dict[str, int]
) -> dict[str, Any]:
    """One change as a line of the file it is made in: what stands before it and behind it."""
    head, tail = _around(mutant, task, found.solution)
    witness = mutant.witness
    return {
        "id": mutant.id, "file": mutant.file, "line": mutant.line, "operator": mutant.operator,
        "start": mutant.start, "end": mutant.end,
        "head": _cut(head, 160), "tail": _cut(tail, 160),
        "before": _cut(mutant.before, _TEXT), "after": _cut(mutant.after, _TEXT),
        "function": _cut(mutant.function, _NAME), "fate": mutant.fate.value,
        "covered_by": [n for n in mutant.covered_by[:_REACHED] if n < _TESTS],
        "reach": bits(mutant.covered_by, _TESTS), "noticed": _numbers(mutant.killed_by, place),
        "solution": change_name(mutant.id), "covered": len(mutant.covered_by),
        "reason": _cut(mutant.reason, _TEXT),
        "witness": witness and {
            "input": _cut(witness.input, _TEXT), "original": _cut(witness.original, _TEXT),
            "mutated": _cut(witness.mutated, _TEXT), "inside": witness.inside,
            "probe": _whole(witness.probe),
        },
        "searched": _cut(mutant.searched, _TEXT),
    }  # fmt: skip


def _around(mutant: MutantResult, task: Task, name: str) -> tuple[str, str]:
    solution = task.solution(name)
    text = solution.files.get(mutant.file, "") if solution else ""
    data = text.encode()
    if data[mutant.start : mutant.end] != mutant.before.encode():
        return "", ""  # the task was changed since
    head = data[: mutant.start].rpartition(b"\n")[2]
    tail = data[mutant.end :].partition(b"\n")[0]
    return head.decode(errors="replace"), tail.decode(errors="replace")


def _gates(found: Assessment, task: Task) -> Iterable[Gate]:
    """The gate of a candidate that is recorded as wrong holds when it fails: shown so, it would
    tell what was recorded. The page is told whether it passes, like of any other."""
    for gate in found.gates:
        if gate.name != _CANDIDATE or task.candidate.expected != "fail":
            yield gate
            continue
        row = _row(found)
        said = gate.detail.partition("; ")[2]
        passes = row is not None and row == Verdict.PASS.value
        yield gate.model_copy(update={"ok": passes, "detail": said})


def _flags(found: Assessment, task: Task) -> list[Flag]:
    """Whether the candidate passes, in the place of whether that is what was recorded."""
    kept = [f for f in found.flags if not f.message.startswith(_UNEXPECTED)]
    gate = next((g for g in _gates(found, task) if g.name == _CANDIDATE), None)
    if gate is None or gate.ok is not False:
        return kept
    message = f"the candidate does not pass: {gate.detail[:400]}"
    return [Flag(kind="solution", severity="high", message=message, evidence=gate.runs), *kept]


def _row(found: Assessment) -> str | None:
    return next((row.verdict for row in found.matrix if row.kind == _CANDIDATE), None)


def _gate(gate: Gate) -> dict[str, Any]:
    return {"name": gate.name, "ok": gate.ok, "detail": _cut(gate.detail, 2 * _TEXT),
            "runs": list(gate.runs[:_REACHED])}  # fmt: skip


def _flag(flag: Flag) -> dict[str, Any]:
    return {"kind": flag.kind, "severity": flag.severity, "message": _cut(flag.message, _TEXT),
            "evidence": [_cut(e, _NAME) for e in flag.evidence[:_REACHED]]}  # fmt: skip


def _coverage(found: Assessment) -> list[dict[str, Any]]:
    left, shown = _LINES, []
    for file in found.coverage:
        if len(file.lines) + len(file.branches) > left:
            break
        left -= len(file.lines) + len(file.branches)
        shown.append(file.model_dump(mode="json"))
    return shown


def _places(found: Assessment) -> dict[str, int]:
    return {test: n for n, test in enumerate(found.tests[:_TESTS])}


def _numbers(tests: Iterable[str], place: dict[str, int]) -> list[int]:
    return [place[test] for test in tests if test in place]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _whole(text: str) -> str:
    """Half a test is none."""
    return text if len(text) <= _PROBE else ""
