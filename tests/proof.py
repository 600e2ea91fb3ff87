"""Evidence of every kind for tests that are about something else: chips, and the runs they name."""

from __future__ import annotations

import hashlib
from typing import Protocol

from workbench.model.review import EvidenceRef
from workbench.model.run import Run, SandboxInfo, Verdict


class Keeper(Protocol):
    """Whatever keeps runs: a workspace, a reviewer's part of a session."""

    def save_run(self, run: Run) -> Run: ...


def run_of(task_id: str, verdict: Verdict) -> Run:
    """A run of a task that ended so."""
    return Run(
        id=hashlib.sha256(f"{task_id} {verdict}".encode()).hexdigest(), task_id=task_id,
        language="python", solution="candidate", suite="given", solution_hash="h", suite_hash="h",
        verdict=verdict, grade="B", grade_reason="", reason="",
        started_at="2026-01-01T00:00:00Z", duration_s=1.0,
        sandbox=SandboxInfo(backend="bubblewrap"),
    )  # fmt: skip


def proof(task_id: str) -> tuple[EvidenceRef, ...]:
    """A chip of every kind a level may need, once `keep_proof` kept its runs."""
    return (
        EvidenceRef(kind="text", text="see"),
        EvidenceRef(kind="two_readings", text="one\nother"),
        EvidenceRef(kind="repeat_runs", text="2 of 10 fail"),
        *(
            EvidenceRef(kind="run", ref=run_of(task_id, verdict).id, label=verdict.value)
            for verdict in (Verdict.PASS, Verdict.FAIL)
        ),
    )


def keep_proof(keeper: Keeper, task_id: str) -> None:
    """The runs that `proof` names."""
    for verdict in (Verdict.PASS, Verdict.FAIL):
        keeper.save_run(run_of(task_id, verdict))
