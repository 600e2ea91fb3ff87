"""What earlier runs of the very same inputs have to say about one."""

from __future__ import annotations

from workbench.judge.verdict import Decision
from workbench.model.run import Run, Verdict


def answers(run: Run) -> bool:
    """Whether a stored run may answer for a new one: not when the same inputs ended differently
    before (then only fresh runs tell the truth), nor when it says more about the moment than about
    the code: something broke, or time ran out for the first time."""
    if run.verdict is Verdict.INFRASTRUCTURE or needs_another(run):
        return False
    return all(past.verdict == run.verdict for past in run.earlier)


def needs_another(run: Run) -> bool:
    """Whether time ran out, and nothing says yet that it does so again: a busy machine may have
    been the reason."""
    return run.verdict is Verdict.TIMEOUT and not run.earlier


def with_history(decision: Decision, before: Run | None) -> str:
    if before is None:
        return decision.reason
    past = {str(p.verdict) for p in before.earlier} | {str(before.verdict)}
    others = sorted(past - {str(decision.verdict)})
    if not others:
        return decision.reason
    return f"{decision.reason}; the very same inputs earlier gave {', '.join(others)}"
