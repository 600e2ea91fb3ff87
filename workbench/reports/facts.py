"""What is known of one task, from its file, its runs, its assessment and its reviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from workbench.adequacy.coverage import shares
from workbench.adequacy.wish import PHASES
from workbench.model.assessment import DETECTED, MISSED, Assessment, Flag
from workbench.model.report import AxisOpinion, Opinion, TaskFacts
from workbench.model.review import Review, decision
from workbench.model.rubric import Rubric
from workbench.model.task import Task
from workbench.reports.made_again import Now
from workbench.reports.newest_runs import Runs
from workbench.reports.of_now import assessment_of_now, outcome_of

MOST_FLAGS = 12
_WEIGHTS = {"high": 10.0, "medium": 2.0, "low": 0.2}
_GRAVEST = ("high", "medium", "low")
_MOST_OF_A_KIND = 3
_WORDS = {"counterexamples": "inputs on which solutions differ", "witnesses": "witnesses",
          "suspects": "tests that ask for more than the prompt", "flakes": "repeated runs",
          "equivalents": "equivalent mutants",
          "by_heart": "whether the suite can be known by heart"}  # fmt: skip


def facts_of(
    task: Task,
    runs: Runs,
    now: Now,
    assessment: Assessment | None,
    opinions: Sequence[Opinion],
    remarks: Sequence[Flag] = (),
) -> TaskFacts:
    """All of it, with lint's `remarks`. What an assessment of another state of the task says is
    left out, and that is said."""
    outcomes = tuple(outcome_of(task, solution, runs, now) for solution in task.solutions)
    unmeasured: list[str] = []
    candidate = next(o for o in outcomes if o.role == "candidate")
    if candidate.changed:
        unmeasured.append(f"the candidate was run, but not as it would be now: {candidate.changed}")
    elif not candidate.verdict:
        unmeasured.append("the candidate was not run on the given suite")
    found = _usable(assessment, task, now, unmeasured)
    facts = TaskFacts(
        task_id=task.id, title=task.title, language=task.language.value,
        source=task.provenance.source, licence=task.provenance.licence, outcomes=outcomes,
        opinions=tuple(opinions), unmeasured=tuple(unmeasured),
    )  # fmt: skip
    if found is not None:
        facts = facts.model_copy(update=_measured(found))
    return with_flags(facts, remarks)


def with_flags(facts: TaskFacts, remarks: Sequence[Flag]) -> TaskFacts:
    """The same with more flags, and what follows from them."""
    counts = Counter(facts.counts) + Counter(flag.severity for flag in remarks)
    flags = sorted((*facts.flags, *remarks), key=lambda flag: _GRAVEST.index(flag.severity))
    more = facts.model_copy(update={"flags": tuple(flags[:MOST_FLAGS]), "counts": dict(counts)})
    concern, why = _concern(more)
    return more.model_copy(update={"concern": concern, "why": why})


def _usable(
    found: Assessment | None, task: Task, now: Now, unmeasured: list[str]
) -> Assessment | None:
    if found is None:
        unmeasured.append("the suite was not assessed")
        return None
    usable = assessment_of_now(found, task, now, unmeasured)
    if usable is None:
        return None
    unmeasured.extend(_WORDS.get(phase, phase) for phase in PHASES if phase not in found.done)
    unmeasured.extend(found.problems)
    return found


def _measured(found: Assessment) -> dict[str, object]:
    lines, branches = shares(found.coverage)
    missed = sum(m.fate in MISSED for m in found.mutants)
    detected = sum(m.fate in DETECTED for m in found.mutants)
    mutated = "mutants" in found.done and missed + detected > 0
    return {
        "tests": len(found.tests),
        "strength": found.strength,
        "mutants": detected + missed if mutated else None,
        "missed": missed if mutated else None,
        "lines": lines,
        "branches": branches,
        "flaky": tuple(f.id for f in found.flakes if 0 < f.failures < f.runs),
        "reruns": found.reruns,
        "flags": found.flags[:MOST_FLAGS],
        "counts": dict(Counter(flag.severity for flag in found.flags)),
    }


def _concern(facts: TaskFacts) -> tuple[float, str]:
    """How far up it stands, and why. What reviewers decided weighs most: they looked."""
    reasons: list[tuple[float, str]] = []
    candidate = facts.candidate
    if candidate is not None and candidate.verdict not in ("", "pass"):
        reasons.append((9.0, f"the candidate does not pass: {candidate.verdict}"))
    if candidate is not None and candidate.then not in ("", "pass"):
        reasons.append((9.0, f"the candidate did not pass: {candidate.then}"))
    worst = {"reject": 20.0, "revise": 12.0}
    reasons += [(worst[d], f"a reviewer decided: {d}") for d in facts.decisions if d in worst]
    reasons += _of_flags(facts.flags)
    if facts.strength is not None and facts.strength < 1:
        reasons.append((5 * (1 - facts.strength), f"strength {facts.strength:.2f}"))
    if not reasons:
        return 0.0, ""
    return round(sum(weight for weight, _ in reasons), 3), max(reasons)[1]


def _of_flags(flags: Sequence[Flag]) -> list[tuple[float, str]]:
    # Forty survivors are not ten times as bad as four.
    seen: Counter[tuple[str, str]] = Counter()
    counted = []
    for flag in flags:
        seen[flag.kind, flag.severity] += 1
        if seen[flag.kind, flag.severity] <= _MOST_OF_A_KIND:
            counted.append((_WEIGHTS[flag.severity], flag.message))
    return counted


def opinion_of(
    review: Review, rubric: Rubric | None, task: Task, name: Callable[[str], str]
) -> Opinion:
    """A submitted review as a report tells it. Without its rubric there is no decision to derive;
    an override is one all the same."""
    decided = review.override.decision if review.override else None
    return Opinion(
        reviewer=name(review.reviewer),
        decision=decision(review, rubric) if rubric else decided,
        axes=tuple(
            AxisOpinion(
                axis=axis, score=r.score, rationale=r.rationale or r.cannot_judge,
                evidence=len(r.evidence),
            )
            for axis, r in review.ratings.items() if r.score is not None or r.cannot_judge
        ),
        cannot_judge=review.cannot_judge,
        confidence=review.confidence,
        active_s=review.active_s,
        submitted_at=review.submitted_at,
        stale=review.task_digest != task.digest,
    )  # fmt: skip
