"""An assessment as one line of `workbench assess --json`."""

from __future__ import annotations

from typing import Any

from workbench.adequacy.coverage import shares
from workbench.adequacy.matrix import worth
from workbench.adequacy.strength import score
from workbench.adequacy.survivors import ranking
from workbench.model.assessment import DETECTED, Assessment, ByHeart, Fate


def as_dict(found: Assessment) -> dict[str, Any]:
    """One line of `assess --json`."""
    line, branch = shares(found.coverage)
    share = score(found.mutants)
    count = {fate: sum(m.fate is fate for m in found.mutants) for fate in Fate}
    return {
        "task_id": found.task_id,
        "language": found.language,
        "solution": found.solution,
        "suite": found.suite,
        "gates": {g.name: {"ok": g.ok, "detail": g.detail} for g in found.gates},
        "mutants": {
            "total": len(found.mutants),
            "killed": sum(count[fate] for fate in DETECTED),
            "survived": count[Fate.SURVIVED] + count[Fate.NO_COVERAGE],
            "no_coverage": count[Fate.NO_COVERAGE],
            "equivalent": count[Fate.EQUIVALENT],
            "invalid": count[Fate.INVALID],
            "score": None if share is None else round(share, 4),
        },
        "survivors": [
            {
                "id": m.id, "file": m.file, "line": m.line, "operator": m.operator,
                "before": m.before, "after": m.after, "covered_by": len(m.covered_by),
                "witness": m.witness.model_dump(mode="json") if m.witness else None,
                "searched": m.searched,
            }
            for m in ranking(found.mutants)
        ],
        "tests": [
            {"id": t.id, "kills": len(t.kills), "alone": len(t.alone), "redundant": t.redundant}
            for t in worth(found.tests, found.mutants)
        ]
        if found.full
        else [],
        "flaky": [f.model_dump(mode="json") for f in found.flakes if 0 < f.failures < f.runs],
        "reruns": found.reruns,
        "coverage": {"line": line, "branch": branch},
        "unchecked": list(found.unchecked),
        "unheard": list(found.unheard),
        "counterexamples": [c.model_dump(mode="json") for c in found.counterexamples],
        "splits": [s.model_dump(mode="json") for s in found.splits],
        "suspects": [s.model_dump(mode="json") for s in found.suspects],
        "by_heart": _by_heart(found.by_heart),
        "flags": [f.model_dump(mode="json") for f in found.flags],
        "strength": found.strength,
        "done": list(found.done),
        "problems": list(found.problems),
        "duration_s": found.duration_s,
    }  # fmt: skip


def _by_heart(found: ByHeart | None) -> dict[str, Any] | None:
    """Null until it is known."""
    if found is None:
        return None
    tests = len(found.passed) + len(found.others)
    return {"calls": found.calls, "passed": len(found.passed), "tests": tests, "why": found.why}
