"""What a session's ratings say, as values: the board, the notebook and the command show these."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from workbench.model.base import Document, Id, Text, Value
from workbench.model.review import DecisionWord
from workbench.model.session import Cause, SessionState

Reading = Literal["reliable", "tentative", "unreliable", "undefined"]
"""Krippendorff's words for alpha: 0.80 and more, 0.667 to 0.80, less."""

FindingKind = Literal["drift", "careless", "ambiguous_axis", "severe", "lenient", "low_agreement"]

TaskState = Literal["too_few", "agreed", "open", "adjudicated", "outdated"]
"""`too_few`: fewer than two ratings. `agreed`: nobody has to decide. `open`: a gap of 2 or scores
on both sides of what blocks, nothing decided. `outdated`: decided, but a rating came since."""


class Figure(Value):
    """A number with its 95 % interval. `value` is None where it is undefined or too little is
    known, and `note` then says why. `n` is how many ratings, tasks or axes it rests on."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = Field(default=0, ge=0)
    note: Text = ""


class Mark(Value):
    """A revision of the guidelines on the axis of time, which is the order of submissions: it
    stands before the first window whose `until` is not below `order`."""

    version: int
    what: Text = ""
    order: int = Field(ge=0)
    """the first submission made by this version; one past the last when there is none yet"""


class AgreementWindow(Value):
    """Agreement of the tasks finished as number `first` to `last` (from 1). A task is finished by
    its last rating. `until`: the order of the submission that closed the window."""

    first: int
    last: int
    until: int
    alpha: Figure
    percent: Figure


class LevelShare(Value):
    """How often a score was given."""

    score: int
    share: Figure


class AxisMeasures(Value):
    """One axis over live tasks. No figure of agreement is ever to be shown alone."""

    axis: Id
    title: Text
    blocks_from: int
    tasks: int
    """with two or more scores on this axis"""
    ratings: int
    cannot_judge: int
    alpha: Figure
    """Krippendorff's, ordinal"""
    reading: Reading
    ac2: Figure
    """Gwet's, quadratic weights"""
    percent: Figure
    kappa: Figure
    """quadratic weights, mean over pairs of reviewers"""
    prevalence: tuple[LevelShare, ...]
    blocking: Figure
    """share of scores that block"""
    windows: tuple[AgreementWindow, ...]
    without: dict[Id, float | None]
    """alpha without this reviewer"""


class DriftPoint(Value):
    """One window of so many compared tasks: their mean, the average so far and its limits, in
    levels. `until`: the order of the submission that closed it."""

    first: int
    last: int
    until: int
    mean: float
    average: float
    low: float
    high: float
    outside: bool


class DriftMeasures(Value):
    """A reviewer against the own beginning: how far above gold, or above who rated the same, the
    scores of each task are. `drifting` is None where nothing can be said; `note` says why."""

    points: tuple[DriftPoint, ...] = ()
    usual: float | None = None
    drifting: bool | None = None
    since: int | None = None
    """the window (from 1) since which the average has been outside"""
    moved: Figure = Figure()
    """levels between the beginning and the latest windows"""
    note: Text = ""


class GoldMeasures(Value):
    """A reviewer against hidden gold, all axes of a task counted one by one. `sensitivity`: share
    of blocking gold scores that the reviewer also had block; `specificity`: of the others left
    so."""

    tasks: int = 0
    missed: int = 0
    """tasks with an axis on the wrong side of what blocks, or two levels off"""
    exact: Figure = Figure()
    adjacent: Figure = Figure()
    sensitivity: Figure = Figure()
    specificity: Figure = Figure()
    signed_error: Figure = Figure()


class ReviewerMeasures(Value):
    """One reviewer."""

    reviewer: Id
    done: int
    of: int
    skipped: int
    cannot_judge: int
    onboarding: Figure
    """share of onboarding axes within one level and on the right side"""
    onboarded: bool
    paused: Text = ""
    active_s: float
    """all together"""
    typical_s: Figure
    """median of active seconds a submitted task"""
    severity: Figure
    """levels above the group, drawn towards it where little is known; graded axes together"""
    severity_by_axis: dict[Id, Figure]
    gold: GoldMeasures
    repeats: Figure
    """share of axes scored the same the second time"""
    repeats_adjacent: Figure
    """share of axes within one level the second time"""
    with_others: Figure
    """share of scores that are the same as another's of the same task"""
    discernment: Figure
    """correlation of the scores with gold and with what others gave the same task, axis by axis:
    0 tells nothing apart, whatever the severity"""
    drift: DriftMeasures


class PairMeasures(Value):
    """Two reviewers over the live tasks both rated. `kappa` holds axes with ten common tasks or
    more."""

    one: Id
    other: Id
    tasks: int
    percent: Figure
    kappa: dict[Id, float]


class AxisScores(Value):
    """The scores of one axis of a task, in the order of the task's `votes`; None: cannot judge, or
    not asked."""

    axis: Id
    scores: tuple[int | None, ...]
    not_asked: tuple[int, ...] = ()
    """places in `scores` of reviewers to whom the axis was not shown"""
    gap: int
    crosses: bool
    """scores on both sides of what blocks"""


class Vote(Value):
    """Who rated, by a pseudonym that holds for this task alone."""

    pseudonym: Text
    decision: DecisionWord | None = None


class TaskMeasures(Value):
    """One live task. `gap` is the widest of its axes."""

    task_id: Id
    votes: tuple[Vote, ...]
    axes: tuple[AxisScores, ...]
    gap: int
    crosses: bool
    state: TaskState
    waiting: int = 0
    """assignments of it not submitted yet"""


class Label(Value):
    """What the ratings of one axis of one task come to by each rule, side by side: none replaces
    the votes. `votes` are in the order of the task's pseudonyms; None: cannot judge, or one of
    `not_asked`."""

    task_id: Id
    axis: Id
    votes: tuple[int | None, ...]
    not_asked: tuple[int, ...] = ()
    """places in `votes` of reviewers to whom the axis was not shown"""
    highest: int | None
    majority: int | None
    """what more than half gave"""
    unanimous: int | None
    posterior: tuple[float, ...] = ()
    """by Dawid and Skene, for each level; advisory: it takes reviewers to err independently"""
    adjudicated: int | None = None
    cause: Cause | None = None


class NamedFigure(Value):
    """A figure a finding rests on."""

    name: Text
    figure: Figure


class Finding(Value):
    """Something a lead should act on, in words; the first is the most urgent. `subject` is a
    reviewer's or an axis's id, '' for the session."""

    kind: FindingKind
    subject: Text
    text: Text
    advice: Text
    weight: float
    """how far beyond its limit, in limits: what findings are ranked by"""
    figures: tuple[NamedFigure, ...]


class Measures(Document):
    """All of a session. `notes` say what cannot be said yet, and why. Only leads may have it."""

    session: Id
    title: Text = ""
    state: SessionState
    assigned: int
    submitted: int
    tasks: tuple[TaskMeasures, ...]
    """widest gap first"""
    open: int
    """tasks that wait for a decision"""
    axes: tuple[AxisMeasures, ...]
    reviewers: tuple[ReviewerMeasures, ...]
    pairs: tuple[PairMeasures, ...]
    marks: tuple[Mark, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Text, ...] = ()
    doubts: tuple[Text, ...] = ()
    """what keeps the store from keeping its promises, as it says itself"""
