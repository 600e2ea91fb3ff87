"""A session as a lead or a reviewer reads it in a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from rich.text import Text

from workbench.commands.console import say, show, visible

if TYPE_CHECKING:  # names only: `workbench --help` must not load the rooms
    from workbench.model.measures import (
        AxisMeasures,
        Figure,
        Measures,
        ReviewerMeasures,
        TaskMeasures,
    )
    from workbench.model.session import Item
    from workbench.sessions.adjudicating import Case, Row
    from workbench.sessions.tending import Wanted

_AXES = "\naxis                  alpha  95 %            AC2    same   blocks"
_REVIEWERS = "\nreviewer      done       severity   gold exact   again   follows  a task"
_TASKS = 20
"""tasks that wait, shown; `--json` has all"""


def measures(found: Measures) -> None:
    """`status`: what is wrong first, then axes, reviewers and what waits for a decision."""
    show(Text.assemble(
        (visible(found.title or found.session), "bold"),
        f"  {found.session}, {found.state}: {found.submitted} of {found.assigned} ratings in, "
        f"{found.open} tasks wait for a decision",
    ))  # fmt: skip
    for doubt in found.doubts:
        show(Text.assemble(("doubt   ", "bold red"), visible(doubt)))
    for finding in found.findings:
        show(Text.assemble(("finding ", "bold yellow"), visible(finding.text)))
        show(Text(visible(f"        {finding.advice}"), "dim"))
    for note in found.notes:
        show(Text(visible(f"note    {note}"), "dim"))
    if found.axes:
        show(
            Text(
                "\naxis                  alpha           95 %          AC2   same   blocks", "bold"
            )
        )
    for axis in found.axes:
        show(_axis(axis))
    if found.reviewers:
        show(
            Text(
                "\nreviewer      done       severity   gold exact   again   follows   a task",
                "bold",
            )
        )
    for reviewer in found.reviewers:
        show(_reviewer(reviewer))
    waiting = [task for task in found.tasks if task.state in ("open", "outdated")]
    if waiting:
        show(Text("\nwaits for a decision", "bold"))
    for task in waiting[:_TASKS]:
        show(_task(task))
    if len(waiting) > _TASKS:
        say(f"and {len(waiting) - _TASKS} more")


def _axis(axis: AxisMeasures) -> Text:
    style = {"reliable": "green", "tentative": "yellow", "unreliable": "red"}.get(axis.reading, "")
    why = axis.alpha.note if axis.alpha.value is None else ""
    return Text.assemble(
        f"{visible(axis.axis):<20}  ", (_number(axis.alpha), style), f"  {_between(axis.alpha)}  ",
        f"{_number(axis.ac2)}  {_percent(axis.percent)}  {_percent(axis.blocking)}  ",
        (visible(why), "dim"),
    )  # fmt: skip


def _reviewer(reviewer: ReviewerMeasures) -> Text:
    signs = []
    if reviewer.paused:
        signs.append("paused")
    if not reviewer.onboarded:
        signs.append("onboarding")
    if reviewer.drift.drifting:
        signs.append(f"drifts since window {reviewer.drift.since}")
    time = reviewer.typical_s.value
    minutes = "-" if time is None else f"{time / 60:.0f} min"
    severity = reviewer.severity.value
    return Text.assemble(
        f"{visible(reviewer.reviewer):<12}  {reviewer.done:>4}/{reviewer.of:<4}  ",
        "       -" if severity is None else f"{severity:>+8.2f}",
        f"   {_percent(reviewer.gold.exact):>10}  {_percent(reviewer.repeats):>6}  "
        f"{_number(reviewer.discernment):>8}  {minutes:>7}  ",
        (", ".join(signs), "yellow"),
    )


def _task(task: TaskMeasures) -> Text:
    apart = [a for a in task.axes if a.gap > 1 or a.crosses]
    told = "; ".join(f"{a.axis} {' '.join(map(_score, a.scores))}" for a in apart)
    again = "  decided before, rated since" if task.state == "outdated" else ""
    return Text(visible(f"  {task.task_id:<40}  gap {task.gap}  {told}{again}"))


def case(found: Case) -> None:
    """One task to be decided."""
    show(Text(visible(f"{found.task_id}, {len(found.columns)} ratings"), "bold"))
    for row in found.rows:
        _row(found, row)
    if found.before:
        show(Text(f"  decided before: {found.before.decision or '-'}", "dim"))


def _row(found: Case, row: Row) -> None:
    scores = "  ".join(map(_score, row.split.scores))
    style = "bold yellow" if row.status == "decide" else "dim"
    show(Text(visible(f"  {row.axis.id:<20} {scores}   {row.status}"), style))
    if row.status != "decide":
        return
    for column in found.columns:
        rating = column.rated.review.ratings.get(row.axis.id)
        if rating is None:
            continue
        words = rating.rationale or rating.cannot_judge or "no reason given"
        chips = [e.label or e.text or e.kind for e in rating.evidence]
        score = _score(column.rated.score(row.axis.id))
        show(Text(visible(f"    {column.pseudonym} {score}: {' '.join(words.split())}")))
        for chip in chips:
            show(Text(visible(f"      - {' '.join(chip.split())[:200]}"), "dim"))


def tended(todo: Wanted) -> None:
    """What was done between submissions."""
    if todo.feedback:
        say(f"feedback on {len(todo.feedback)} onboarding tasks is there to be read")
    for name in todo.admit:
        say(f"{name} is through onboarding and sees the live tasks")
    for name in todo.pause:
        say(f"{name} is paused by the rule: talk, then workbench session resume")
    if todo.extras:
        say(f"{len(todo.extras)} tasks have one more rating asked for")
    for note in todo.notes:
        say(note)


def queue(items: Iterable[Item]) -> None:
    """A reviewer's own items."""
    for item in items:
        held = ", held" if item.held_until is not None else ""
        practice = "  practice" if item.practice else ""
        state = item.state.replace("_", " ")
        show(Text(visible(f"{item.id}  {item.task_id:<40}  {state}{held}{practice}")))


def labels(rows: Iterable[dict[str, Any]]) -> None:
    """What ratings come to, axis by axis."""
    for row in rows:
        votes = " ".join(map(_score, row["votes"]))
        rules = ", ".join(f"{k} {_score(row[k])}" for k in ("highest", "majority", "adjudicated"))
        show(Text(visible(f"{row['task_id']}  {row['axis']}  {votes}   {rules}")))


def _number(figure: Figure) -> str:
    return "    -" if figure.value is None else f"{figure.value:5.2f}"


def _between(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return " " * 14
    return f"{figure.low:5.2f} to {figure.high:5.2f}"


def _percent(figure: Figure) -> str:
    return "    -" if figure.value is None else f"{figure.value:5.0%}"


def _score(score: int | None) -> str:
    return "-" if score is None else str(score)
