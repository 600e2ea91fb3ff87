"""`workbench session create`: a session from a file or options, with its gold from wherever."""

from __future__ import annotations

import csv
import fnmatch
import io
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError

from workbench.errors import InputError, InvalidFile, NotFound
from workbench.model.base import Text, Value
from workbench.model.review import decision
from workbench.model.rubric import Rubric
from workbench.model.session import Gold, Session, Settings
from workbench.store.files import explain, parse_json, read_bytes
from workbench.store.workspace import Workspace


class Given(Value):
    """What a session file may hold; all of it may be left out."""

    title: Text = ""
    leads: tuple[Text, ...] = ()
    reviewers: tuple[Text, ...] = ()
    tasks: tuple[Text, ...] = ()
    """ids and globs; none: all tasks of the workspace"""
    gold: Text | tuple[Gold, ...] = ()
    """a JSON Lines or CSV file beside this one, or the gold itself"""
    gold_from: Text = ""
    """the reviewer whose submitted reviews in this workspace are gold"""
    rubric: Text = ""
    """the id of a rubric of the workspace, or its path; none: the workspace's own"""
    settings: dict[str, Any] = Field(default_factory=dict)


@dataclass
class Wish:
    """The file and the options over it."""

    id: str
    file: Path | None = None
    title: str = ""
    leads: Sequence[str] = ()
    reviewers: Sequence[str] = ()
    tasks: Sequence[str] = ()
    gold: Path | None = None
    gold_from: str = ""
    settings: dict[str, Any] = field(default_factory=dict)

    def session(self, workspace: Workspace, lead: str) -> Session:
        """What is to be made, led by `lead` where nobody is named. Raises InputError naming what
        cannot be used, and the mend."""
        given = read_given(self.file) if self.file else Given()
        rubric = workspace.rubric(given.rubric)
        gold = self._gold(given, workspace, rubric)
        tasks = _chosen(workspace, self.tasks or given.tasks)
        check_gold(gold, rubric, frozenset(workspace.task_ids()))
        settings = {**given.settings, **{k: v for k, v in self.settings.items() if v is not None}}
        try:
            return Session(
                id=self.id, title=self.title or given.title,
                leads=tuple(self.leads or given.leads or (lead,)),
                reviewers=tuple(dict.fromkeys(self.reviewers or given.reviewers)),
                tasks=tasks, gold=gold, settings=Settings.model_validate(settings),
                rubric=rubric.id, rubric_version=rubric.version,
            )  # fmt: skip
        except ValidationError as error:
            raise InputError(f"session {self.id}: {explain(error)}") from None

    def _gold(self, given: Given, workspace: Workspace, rubric: Rubric) -> tuple[Gold, ...]:
        if self.gold is not None:
            return read_gold(self.gold)
        reviewer = self.gold_from or given.gold_from
        if reviewer:
            return gold_of_reviews(workspace, reviewer, rubric)
        if isinstance(given.gold, str):
            beside = self.file.parent if self.file else Path()
            return read_gold(beside / given.gold)
        return given.gold


def read_given(path: Path) -> Given:
    """A session file, TOML or YAML by its name. Raises InvalidFile, NotFound."""
    try:
        text = read_bytes(path).decode("utf-8")
        value = tomllib.loads(text) if path.suffix == ".toml" else yaml.safe_load(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, yaml.YAMLError) as error:
        raise InvalidFile(f"{path.name}: {error}") from None
    try:
        return Given.model_validate(value if value is not None else {})
    except ValidationError as error:
        raise InvalidFile(f"{path.name}: {explain(error)}") from None


def read_gold(path: Path) -> tuple[Gold, ...]:
    """Gold from JSON Lines (`{"task_id", "scores": {AXIS: SCORE}, "decision", "why"}`) or from CSV
    (`task_id,axis,score` and, if wanted, `why`). Raises InvalidFile naming the line."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidFile(f"{path.name} is not UTF-8: {error}") from None
    found = _gold_csv(path.name, text) if path.suffix == ".csv" else _gold_lines(path.name, text)
    names = [gold.task_id for gold in found]
    twice = [task for task in dict.fromkeys(names) if names.count(task) > 1]
    if twice:
        raise InvalidFile(f"{path.name}: {twice[0]} is given more than once")
    return found


def _gold_lines(name: str, text: str) -> tuple[Gold, ...]:
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            where = f"{name} line {number}"
            found.append(_gold(where, parse_json(line.encode(), where)))
    return tuple(found)


def _gold_csv(name: str, text: str) -> tuple[Gold, ...]:
    rows = csv.DictReader(io.StringIO(text))
    if not {"task_id", "axis", "score"} <= set(rows.fieldnames or ()):
        raise InvalidFile(f"{name}: its first line must be task_id,axis,score or ...,why")
    scores: dict[str, dict[str, str]] = {}
    why: dict[str, str] = {}
    for row in rows:
        task = (row["task_id"] or "").strip()
        scores.setdefault(task, {})[(row["axis"] or "").strip()] = (row["score"] or "").strip()
        why[task] = (row.get("why") or "").strip() or why.get(task, "")
    return tuple(
        _gold(f"{name}, task {task}", {"task_id": task, "scores": known, "why": why[task]})
        for task, known in scores.items()
    )


def _gold(where: str, value: object) -> Gold:
    try:
        return Gold.model_validate(value)
    except ValidationError as error:
        raise InvalidFile(f"{where}: {explain(error)}") from None


def gold_of_reviews(workspace: Workspace, reviewer: str, rubric: Rubric) -> tuple[Gold, ...]:
    """What a reviewer submitted in the workspace, as gold; rationales say why."""
    found = []
    for task_id in workspace.task_ids():
        past = workspace.revisions(task_id, reviewer)
        if not past or past[-1].review.cannot_judge:
            continue
        review = past[-1].review
        rated = {axis: r for axis, r in review.ratings.items() if r.score is not None}
        if rated:
            why = "\n".join(f"{axis}: {r.rationale}" for axis, r in rated.items() if r.rationale)
            scores = {axis: r.score for axis, r in rated.items() if r.score is not None}
            found.append(
                Gold(task_id=task_id, scores=scores, decision=decision(review, rubric), why=why)
            )
    if not found:
        raise NotFound(
            f"{reviewer[:120]} has submitted no review in this workspace",
            mend="name another reviewer, or a gold file",
        )
    return tuple(found)


def check_gold(gold: Iterable[Gold], rubric: Rubric, tasks: frozenset[str]) -> None:
    """Raises InputError for a task, an axis or a level that is not there."""
    for one in gold:
        if one.task_id not in tasks:
            raise InputError(f"gold: there is no task {one.task_id} in the workspace")
        _check_scores(one.task_id, one.scores, rubric)


def _check_scores(task: str, scores: Mapping[str, int], rubric: Rubric) -> None:
    for name, score in scores.items():
        axis = rubric.axis(name)
        if axis is None:
            known = ", ".join(a.id for a in rubric.axes)
            raise InputError(f"gold of {task}: the rubric has no axis {name}", mend=known)
        if not 0 <= score < len(axis.levels):
            raise InputError(f"gold of {task}: axis {name} has no level {score}")


def _chosen(workspace: Workspace, patterns: Sequence[str]) -> tuple[str, ...]:
    every = workspace.task_ids()
    if not patterns:
        return every
    found: dict[str, None] = {}
    for pattern in patterns:
        hits = [task for task in every if fnmatch.fnmatchcase(task, pattern)]
        if not hits:
            raise NotFound(f"no task of the workspace is {pattern}")
        found.update(dict.fromkeys(hits))
    return tuple(found)
