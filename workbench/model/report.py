"""A report on tasks: what was measured and said of each, what was not, where the evidence is."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from workbench.model.assessment import Flag
from workbench.model.base import Document, Text, Value
from workbench.model.measures import Figure
from workbench.model.review import DecisionWord

ReportKind = Literal["data_set", "task", "reviewer"]


class Outcome(Value):
    """The newest run of the whole given suite on one solution, as both read now. `run` is its id;
    empty, and `verdict` too, when there is none. A run that would be another one now, by its
    toolchain or the rule of verdicts, measures nothing: its verdict is `then`, and `changed` says
    why in words."""

    solution: Text
    role: Text
    verdict: Text = ""
    grade: Text = ""
    reason: Text = ""
    run: Text = ""
    expected: Text = ""
    then: Text = ""
    changed: Text = ""


class AxisOpinion(Value):
    """One axis of a review. `score` None: it could not be judged, and `rationale` says why."""

    axis: Text
    score: int | None
    rationale: Text = ""
    evidence: int = Field(default=0, ge=0)


class Opinion(Value):
    """One submitted review. `reviewer` is a pseudonym unless the report says that it names people.
    `stale`: the task has changed since."""

    reviewer: Text
    decision: DecisionWord | None
    axes: tuple[AxisOpinion, ...] = ()
    cannot_judge: Text = ""
    confidence: int | None = None
    active_s: float = 0.0
    submitted_at: Text = ""
    stale: bool = False


class TaskFacts(Value):
    """What is known of one task. None: it was not measured, and `unmeasured` says what and why."""

    task_id: Text
    title: Text
    language: Text
    source: Text = ""
    licence: Text = ""
    outcomes: tuple[Outcome, ...] = ()
    tests: int | None = None
    strength: float | None = None
    mutants: int | None = None
    missed: int | None = None
    """mutants that no test notices"""
    lines: float | None = None
    branches: float | None = None
    flaky: tuple[Text, ...] = ()
    reruns: int = 0
    flags: tuple[Flag, ...] = ()
    """the gravest first; at most as many as `most_flags` of whoever gathered"""
    counts: dict[Text, int] = Field(default_factory=dict)
    """flags by severity: all of them"""
    opinions: tuple[Opinion, ...] = ()
    unmeasured: tuple[Text, ...] = ()
    concern: float = Field(default=0.0, ge=0)
    """what the order goes by: higher is looked at first"""
    why: Text = ""
    """what speaks most against it, in a sentence"""

    @property
    def candidate(self) -> Outcome | None:
        """What the candidate did."""
        return next((o for o in self.outcomes if o.role == "candidate"), None)

    @property
    def decisions(self) -> tuple[DecisionWord, ...]:
        """What reviewers decided, of reviews that are of the task as it is."""
        return tuple(o.decision for o in self.opinions if o.decision and not o.stale)


class Trust(Value):
    """How often a rule was right where the truth is known."""

    rule: Text
    against: Text
    """what is taken for the truth"""
    known: int
    """tasks whose truth is known and which were measured"""
    flagged: int
    defects: int
    right: int
    """flagged, and defect"""
    precision: Figure
    recall: Figure
    false_alarms: tuple[Text, ...] = ()
    """tasks that it flagged and that are sound, the first hundred"""
    overlooked: tuple[Text, ...] = ()
    """defects that it did not flag, the first hundred"""


class Proven(Value):
    """How often a finding was right on other data, whose truth is known: measured once, shipped
    with the program. Its numbers are of `cases`: tasks, or solutions."""

    finding: Text
    """a rule of `Trust`, or a kind of flag and its severities"""
    data: Text
    """on what it was measured, in words"""
    cases: Text
    known: int
    defects: int
    """of those known, what the finding is about"""
    flagged: int
    right: int
    precision: Figure
    recall: Figure
    how: Text
    """the command that measures it"""
    at: Text
    commit: Text


class Report(Document):
    """A report on a workspace's tasks, those to look at first first."""

    kind: ReportKind
    title: Text
    workspace: Text
    made_at: Text
    workbench: Text
    """the version that made it"""
    names: bool = False
    """whether reviewers stand under their own names"""
    subject: Text = ""
    """of one reviewer: who"""
    tasks: tuple[TaskFacts, ...] = ()
    left_out: tuple[Text, ...] = ()
    """tasks and reviews that could not be read, and why"""
    trust: tuple[Trust, ...] = ()
    proven: tuple[Proven, ...] = ()
    """findings of this report that were measured before, on other data"""
    unproven: tuple[Text, ...] = ()
    """findings of this report that nobody measured where the truth is known"""
