"""One review for others to read: JSON for programs, Markdown for a ticket."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from workbench.model.review import (
    EvidenceRef,
    Rating,
    Review,
    as_given,
    asked,
    decision,
    derivation,
    what_is_missing,
)
from workbench.model.rubric import Axis, Rubric
from workbench.model.run import Run
from workbench.model.task import Task


class Exported(NamedTuple):
    """A review with what it rests on. `revisions` are (number, time, decision, digest) of what was
    submitted; `broken` where their chain does not hold; `stale` what changed since, in words."""

    task: Task
    review: Review
    rubric: Rubric
    runs: Sequence[Run] = ()
    revisions: Sequence[tuple[int, str, str | None, str]] = ()
    broken: str = ""
    stale: Sequence[str] = ()
    workspace: Path | None = None

    def load(self, run_id: str) -> Run | None:
        """One of its runs."""
        return next((run for run in self.runs if run.id == run_id), None)


def as_dict(found: Exported) -> dict[str, Any]:
    """The review with its decision, its submissions and its runs' verdicts."""
    review, rubric = found.review, found.rubric
    derived, why = derivation(review, rubric)
    return {
        "review": as_given(review, rubric).model_dump(mode="json"),
        "decision": decision(review, rubric),
        "derived_decision": derived,
        "derived_why": list(why),
        "missing": list(what_is_missing(review, rubric, found.load)),
        "stale": found.task.digest != review.task_digest,
        "changed_since": list(found.stale),
        "revisions": len(found.revisions),
        "submissions": [
            {"number": number, "at": at, "decision": decided, "digest": digest}
            for number, at, decided, digest in found.revisions
        ],
        "chain_broken": found.broken,
        "runs": [
            {
                "id": r.id, "solution": r.solution, "suite": r.suite, "verdict": r.verdict.value,
                "grade": r.grade, "reason": r.reason, "at": r.started_at,
                "solution_hash": r.solution_hash, "suite_hash": r.suite_hash,
                "sandbox": r.sandbox.model_dump(mode="json"), "toolchain": r.toolchain,
            }
            for r in found.runs
        ],
    }  # fmt: skip


def as_json(found: Exported) -> str:
    """Readable JSON."""
    return json.dumps(as_dict(found), indent=1, ensure_ascii=False)


def as_markdown(found: Exported) -> str:
    """For reading: decision, axes with rationale and evidence, comments, edits, runs."""
    task, review, rubric = found.task, found.review, found.rubric
    decided = decision(review, rubric)
    lines = [
        f"# Review of {_line(task.title)} (`{task.id}`)",
        "",
        f"Reviewer {review.reviewer}, {review.state}, save {review.sequence}, "
        f"{review.updated_at or 'never saved'}. Decision: **{decided or 'none yet'}**.",
    ]
    if found.task.digest != review.task_digest:
        lines += ["", "The task has changed since this review was made."]
    if found.stale:
        lines += ["", "Changed since it was measured:", "", *_list(found.stale)]
    if review.override:
        lines += ["", f"Decided otherwise than the scores: {_line(review.override.reason)}"]
    if review.cannot_judge:
        lines += ["", f"Cannot judge: {_line(review.cannot_judge)}"]
    derived, why = derivation(review, rubric)
    lines += ["", f"Derived: {derived or 'none yet'} ({'; '.join(why)})."]
    shown = asked(review, rubric)
    for axis in rubric.axes:
        if axis.id in shown:
            lines += _axis(axis, review.ratings.get(axis.id))
        else:
            lines += ["", f"## {axis.title}: not asked"]
    for field in rubric.fields:
        if field.id in shown:
            answer = review.answers.get(field.id, "not filled")
            value = f"{answer:g}" if isinstance(answer, float) else str(answer)
            lines += ["", f"## {_line(field.title)}", "", *_quoted(value)]
    missing = what_is_missing(review, rubric, found.load)
    if missing:
        lines += ["", "## Missing", "", *_list(missing)]
    lines += _comments(review)
    lines += _files("Your edits of the given tests", review.given_edits)
    for probe in review.probes:
        lines += _files(f"Probe {probe.name}", probe.files)
    if review.notes:
        lines += ["", "## Notes", "", *_quoted(review.notes)]
    lines += _runs(found.runs)
    lines += _submissions(found)
    return "\n".join(lines) + "\n"


def _axis(axis: Axis, rating: Rating | None) -> list[str]:
    if rating is None or (rating.score is None and not rating.cannot_judge):
        return ["", f"## {axis.title}: not filled"]
    if rating.score is None or rating.score >= len(axis.levels):
        return ["", f"## {axis.title}: cannot judge", "", _line(rating.cannot_judge)]
    lines = ["", f"## {axis.title}: {rating.score}, {axis.levels[rating.score].anchor}"]
    if rating.rationale:
        lines += ["", *_quoted(rating.rationale)]
    return [*lines, *([""] if rating.evidence else []), *_list(map(_chip, rating.evidence))]


def _chip(chip: EvidenceRef) -> str:
    run = f" (run `{chip.ref[:12]}`)" if chip.kind == "run" else ""
    kept = f" (kept as it was: {chip.kept.reason})" if chip.kept else ""
    return f"{chip.label or chip.text or chip.kind}{run}{kept}"


def _comments(review: Review) -> list[str]:
    if not review.comments:
        return []
    said = (
        f"{c.solution}: {c.file}:{c.first_line}"
        + (f"-{c.last_line}" if c.last_line != c.first_line else "")
        + f": {c.text}"
        for c in review.comments
    )
    return ["", "## Comments", "", *_list(said)]


def _files(title: str, files: Mapping[str, str]) -> list[str]:
    lines: list[str] = []
    for path, text in files.items():
        fence = _fence(text)
        lines += ["", f"## {title}: {_line(path)}", "", fence, text.rstrip("\n"), fence]
    return lines


def _runs(runs: Sequence[Run]) -> list[str]:
    if not runs:
        return []
    said = (
        f"{r.verdict} ({r.grade}): {r.solution} x {r.suite}: {r.reason} "
        f"({r.started_at}, {r.sandbox.backend}, "
        + ", ".join(f"{name} {value}" for name, value in sorted(r.toolchain.items()))
        + ")"
        for r in runs
    )
    return ["", "## Runs", "", *_list(said)]


def _submissions(found: Exported) -> list[str]:
    if not found.revisions and not found.broken:
        return []
    said = [
        f"{number}: {at}, {decided or 'no decision'}, `{digest[:12]}`"
        for number, at, decided, digest in found.revisions
    ]
    broken = ["", f"The chain of submissions does not hold: {found.broken}"] if found.broken else []
    return ["", "## Submissions", "", *_list(said), *broken]


def _list(items: Iterable[str]) -> list[str]:
    return [f"- {_line(item)}" for item in items]


def _line(text: str) -> str:
    """One line: a label with a line break must not begin a heading of its own."""
    return " ".join(text.split())


def _quoted(text: str) -> list[str]:
    return [f"> {line}" if line.strip() else ">" for line in text.splitlines()]


def _fence(text: str) -> str:
    """A fence no line of the text closes."""
    longest = max((len(line) - len(line.lstrip("`")) for line in text.splitlines()), default=0)
    return "`" * max(3, longest + 1)
