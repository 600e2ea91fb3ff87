"""One task to be decided: its ratings side by side, what is settled, what somebody must say.

Columns are shuffled for each task anew and carry pseudonyms, so that nobody is decided for or
against. The votes stay as they were; a decision is kept beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from workbench.errors import InputError, NotFound
from workbench.model.review import DecisionWord, Rating, Review, asked, derived_decision
from workbench.model.rubric import Axis, Rubric
from workbench.model.session import Adjudication, AxisDecision, Session
from workbench.sessions.disagreeing import Split, splits
from workbench.sessions.record import Rated, Record
from workbench.sessions.tasks import measure_tasks, shuffled

Status = Literal["unanimous", "close", "decide"]
"""`close`: not the same, but neither two levels apart nor on both sides of what blocks."""


@dataclass(frozen=True)
class Column:
    """One reviewer's rating, by a name that holds for this task alone."""

    pseudonym: str
    rated: Rated


@dataclass(frozen=True)
class Row:
    """One axis: the scores in the order of the columns, and what is proposed."""

    split: Split
    status: Status
    proposed: AxisDecision

    @property
    def axis(self) -> Axis:
        """As the rubric has it."""
        return self.split.axis


@dataclass(frozen=True)
class Case:
    """A task with its columns and rows. `before` is the decision that stands, if there is one."""

    session: Session
    rubric: Rubric
    task_id: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    before: Adjudication | None = None

    @property
    def needed(self) -> tuple[str, ...]:
        """Axes on which somebody has to decide."""
        return tuple(row.axis.id for row in self.rows if row.status == "decide")


def case_of(record: Record, task_id: str) -> Case:
    """The case of a live task. Raises NotFound where nobody has rated it."""
    ratings = record.live.get(task_id, [])
    if not ratings:
        raise NotFound(
            f"nobody has rated {task_id} in session {record.session.id}",
            mend=f"workbench session status {record.session.id} lists the tasks",
        )
    columns = tuple(Column(n, rated) for n, rated in shuffled(record.session, task_id, ratings))
    found = splits(record.rubric.axes, [column.rated for column in columns])
    before = [made for made in record.adjudications if made.task_id == task_id]
    return Case(
        record.session, record.rubric, task_id, columns, tuple(map(_row, found)),
        before[-1] if before else None,
    )  # fmt: skip


def waiting(record: Record) -> tuple[str, ...]:
    """Tasks that wait for a decision, the widest gap first."""
    found = measure_tasks(record)
    return tuple(task.task_id for task in found if task.state in ("open", "outdated"))


def _row(split: Split) -> Row:
    if not split.given:
        return Row(split, "close", AxisDecision(cannot_judge=True))
    if split.unanimous:
        return Row(split, "unanimous", AxisDecision(score=split.given[0], unanimous=True))
    if split.needs_decision():
        return Row(split, "decide", AxisDecision())
    # One level apart on one side: what most say, else the more severe, which nobody overlooked.
    most = [s for s in set(split.given) if 2 * split.given.count(s) > len(split.given)]
    return Row(split, "close", AxisDecision(score=most[0] if most else max(split.given)))


def adjudicated(
    case: Case, decisions: Mapping[str, AxisDecision], *, by: str, guideline_note: str = ""
) -> Adjudication:
    """The decision on a whole task: what is given, and what is proposed for the axes left out.

    Raises InputError where an axis that needs it has no decision, no reason or no cause, and where
    a decision departs from what all, or most, said without a reason.
    """
    missing, unknown = [], [a for a in decisions if all(row.axis.id != a for row in case.rows)]
    if unknown:
        raise InputError(
            f"the rubric has no axis {', '.join(unknown)}",
            mend=f"its axes are {', '.join(row.axis.id for row in case.rows)}",
        )
    axes = {}
    chosen_by_axis = {row.axis.id: decisions.get(row.axis.id, row.proposed) for row in case.rows}
    shown = asked(_as_review(case, chosen_by_axis), case.rubric)
    for row in case.rows:
        chosen = chosen_by_axis[row.axis.id]
        if row.axis.id not in shown:
            continue  # by the scores that were decided, the rubric does not ask
        missing += _missing(row, chosen)
        axes[row.axis.id] = chosen.model_copy(
            update={"unanimous": row.status == "unanimous" and chosen.score == row.proposed.score}
        )
    if missing:
        raise InputError(f"{case.task_id} is not decided: " + "; ".join(missing))
    return Adjudication(
        session=case.session.id, task_id=case.task_id, by=by, axes=axes,
        decision=_decision(case, axes), guideline_note=guideline_note,
        ratings=tuple(column.rated.submission.digest for column in case.columns),
    )  # fmt: skip


def _missing(row: Row, chosen: AxisDecision) -> list[str]:
    name = row.axis.id
    if chosen.score is None and not chosen.cannot_judge:
        told = ", ".join(_told(row.split, at) for at in range(len(row.split.scores)))
        return [f"{name} needs a score ({told} were given)"]
    if chosen.score is not None and chosen.score >= len(row.axis.levels):
        return [f"{name} has no level {chosen.score}"]
    changed = (chosen.score, chosen.cannot_judge) != (row.proposed.score, row.proposed.cannot_judge)
    if not changed and row.status != "decide":
        return []
    found = []
    if not chosen.reason.strip():
        found.append(f"{name} needs a reason")
    if chosen.cause is None:
        found.append(f"{name} needs a cause (specification_gap, guideline_gap, slip or taste)")
    return found


def _told(split: Split, at: int) -> str:
    score = split.scores[at]
    if score is None:
        return "not asked" if at in split.not_asked else "cannot judge"
    return str(score)


def _decision(case: Case, axes: Mapping[str, AxisDecision]) -> DecisionWord | None:
    """What the decided scores imply, by the same rule as a review's."""
    return derived_decision(_as_review(case, axes), case.rubric)


def _as_review(case: Case, axes: Mapping[str, AxisDecision]) -> Review:
    """Scores decided on, as a review. Tags and answers are those that anybody gave: an axis that
    hangs on them is asked as soon as one reviewer was."""
    reviews = [column.rated.review for column in case.columns]
    return Review(
        task_id=case.task_id, task_digest="", reviewer="lead", rubric=case.rubric.id,
        rubric_version=case.rubric.version,
        ratings={
            name: Rating(
                score=made.score, cannot_judge="cannot judge" if made.cannot_judge else "",
                tags=tuple(dict.fromkeys(
                    tag for r in reviews if name in r.ratings for tag in r.ratings[name].tags
                )),
            )
            for name, made in axes.items()
        },
        answers={name: answer for r in reviews for name, answer in r.answers.items()},
    )  # fmt: skip
