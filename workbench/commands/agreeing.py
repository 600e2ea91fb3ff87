"""`workbench agreement`: ratings from CSV files, workspaces, sessions and review files, by axis."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from pathlib import Path

from workbench.calibration.ratings import CANNOT_JUDGE, Collector, Label, Ratings
from workbench.errors import InputError, InvalidFile, NotFound, WorkbenchError
from workbench.model.review import Review, as_given, decision
from workbench.model.rubric import Rubric
from workbench.sessions.record import PLANNED, Record
from workbench.store.files import load_document
from workbench.store.sessions.moving import load_parts
from workbench.store.sessions.open import open_sessions
from workbench.store.workspace import CONFIG, Workspace, builtin_rubric

MAX_BAD_LINES = 20
ONE_AXIS = "rating"
"""The axis of a file without axes."""
_MISSING = ("", "na", "nan")
_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?([eE][+-]?\d+)?\Z|[+-]?\.\d+\Z")
_DECISIONS = ("accept", "revise", "reject")


@dataclass
class Source:
    """Ratings by axis, in the order the axes came, and what could not be read."""

    categories: Sequence[Label] | None = None
    """Of every axis of a CSV file; without them they are the values that came."""
    axes: dict[str, Collector] = field(default_factory=dict)
    problems: list[WorkbenchError] = field(default_factory=list)
    drafts: int = 0
    """Reviews left out since they were never submitted."""

    def read(self, paths: Iterable[Path]) -> dict[str, Ratings]:
        """Everything that can be read; what cannot goes to `problems`."""
        for path in paths:
            try:
                self._take(path)
            except WorkbenchError as error:
                self.problems.append(error)
        found: dict[str, Ratings] = {}
        for name, collector in self.axes.items():
            try:
                found[name] = collector.ratings()
            except WorkbenchError as error:
                self.problems.append(error)
        return found

    def _take(self, path: Path) -> None:
        if path.parent.name == "sessions" and (place := Workspace.find(path.parent.parent)):
            self._take_session(_of_store(place, path.name), place.rubric)
        elif path.suffix == ".jsonl" and path.is_file():
            workspace = Workspace.find(path.resolve().parent)
            rubric_of = workspace.rubric if workspace else builtin_rubric
            self._take_session(Record.of_parts(load_parts(path), rubric_of), rubric_of)
        elif path.is_dir():
            self._take_workspace(Workspace.open(path))
        elif path.name == CONFIG:
            self._take_workspace(Workspace.open(path.parent))
        elif path.name.endswith(".review.json"):
            workspace = Workspace.find(path.parent)
            if workspace is None:
                raise InputError(f"{path} lies in no workspace, so its rubric is not known")
            self._take_reviews(workspace, [load_document(path, Review)])
        elif path.is_file():
            self._take_csv(path)
        else:
            raise NotFound(f"{path} is not there")

    def _take_csv(self, path: Path) -> None:
        bad = 0
        for line, cells in csv_rows(path):
            try:
                self._take_row(cells)
            except InputError as error:
                bad += 1
                if bad > MAX_BAD_LINES:
                    raise InvalidFile(
                        f"{path} line {line}: more than {MAX_BAD_LINES} lines are no ratings; "
                        "the rest is not read"
                    ) from None
                self.problems.append(
                    InvalidFile(f"{path} line {line}: {error.message}", mend=error.mend)
                )

    def _take_row(self, cells: Sequence[str]) -> None:
        if not cells:
            raise InputError("not as many cells as there are columns")
        item, rater, axis, value = (cell.strip() for cell in cells)
        if not item or not rater:
            raise InputError("no rater" if item else "no item")
        collector = self.axes.get(axis)
        if collector is None:
            collector = self.axes[axis] = Collector(self.categories, axis)
        collector.add(item, rater, label(value))

    def _take_workspace(self, workspace: Workspace) -> None:
        for task_id in workspace.task_ids():
            try:
                self._take_reviews(workspace, workspace.reviews.of_task(task_id))
            except WorkbenchError as error:
                self.problems.append(error)

    def _take_reviews(self, workspace: Workspace, reviews: Iterable[Review]) -> None:
        kept = []
        for review in reviews:
            submitted = _submitted(workspace, review)
            if submitted is None:
                self.drafts += 1
            else:
                kept.append(submitted)
        self._add(kept, workspace.rubric)

    def _take_session(self, record: Record, rubric_of: Callable[[str], Rubric]) -> None:
        """What was rated blind, of live tasks: extra ratings come where others disagreed and would
        draw agreement down, gold and repeats are no agreement between reviewers."""
        by_task: dict[str, list[Review]] = {}
        for rated in record.rated(PLANNED):
            by_task.setdefault(rated.review.task_id, []).append(rated.review)
        for reviews in by_task.values():
            self._add(reviews, rubric_of)

    def _add(self, reviews: Sequence[Review], rubric_of: Callable[[str], Rubric]) -> None:
        versions = {review.task_digest for review in reviews}
        for review in reviews:
            # Two versions of a task are two items: who saw another text did not disagree.
            version = f"@{review.task_digest[:8]}" if len(versions) > 1 else ""
            item = f"{review.task_id}{version}"
            for axis, levels, value in review_ratings(review, rubric_of(review.rubric)):
                collector = self.axes.get(axis)
                if collector is None:
                    collector = self.axes[axis] = Collector(levels, axis)
                collector.add(item, review.reviewer, value)


def _of_store(workspace: Workspace, session: str) -> Record:
    """A session as its lead may read it. Raises Forbidden, NotFound."""
    store = open_sessions(workspace)
    try:
        return Record.of(store.lead(session), workspace.rubric)
    finally:
        store.close()


def _submitted(workspace: Workspace, review: Review) -> Review | None:
    """The review as it was last submitted: a draft begun anew takes nothing back."""
    if review.state != "draft":
        return review
    past = workspace.revisions(review.task_id, review.reviewer)
    return past[-1].review if past else None


def review_ratings(
    review: Review, rubric: Rubric
) -> Iterator[tuple[str, tuple[Label, ...], Label | None]]:
    """(axis, its categories, value) of every axis of a review, the decision and the difficulty."""
    nothing = bool(review.cannot_judge)
    review = as_given(review, rubric)
    for axis in rubric.axes:
        rating = review.ratings.get(axis.id)
        value: Label | None = rating.score if rating else None
        if nothing or (rating and rating.cannot_judge):
            value = CANNOT_JUDGE
        yield axis.id, tuple(range(len(axis.levels))), value
    decided = CANNOT_JUDGE if nothing else decision(review, rubric)
    yield "decision", _DECISIONS, decided
    difficulty = CANNOT_JUDGE if nothing else review.difficulty or None
    yield rubric.difficulty.id, rubric.difficulty.options, difficulty


def csv_rows(path: Path) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(line, (item, rater, axis, value)) of a long CSV file, in whatever order its columns are;
    without a column `axis` all ratings are of one. A row with more or fewer cells than columns
    comes empty. Raises InvalidFile when the file is none."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            head = [name.strip() for name in next(reader, [])]
            lacking = [name for name in ("item", "rater", "value") if name not in head]
            if lacking:
                raise InvalidFile(
                    f"{path} has no column {', '.join(lacking)}",
                    mend="its first line must be item,rater,axis,value",
                )
            columns = len(head)
            # A cell more, for a file without axes.
            head.append("axis")
            pick = itemgetter(*(head.index(name) for name in ("item", "rater", "axis", "value")))
            for row in reader:
                if row:
                    whole = len(row) == columns
                    row.append(ONE_AXIS)
                    yield reader.line_num, pick(row) if whole else ()
    except (UnicodeDecodeError, csv.Error) as error:
        raise InvalidFile(f"{path} is not CSV in UTF-8: {error}") from None


@lru_cache(maxsize=4096)
def label(text: str) -> Label | None:
    """A rating as written: a number, a word, None where it is missing (empty, NA, NaN)."""
    word = text.strip()
    if word.lower() in _MISSING:
        return None
    if word.lower().replace(" ", "_") == CANNOT_JUDGE:
        return CANNOT_JUDGE
    return float(word) if _NUMBER.match(word) else word


def labels(text: str) -> tuple[Label, ...] | None:
    """Categories as an option names them, `0,1,2,3`; None for nothing. Raises InputError."""
    if not text:
        return None
    found = [label(part) for part in text.split(",")]
    words = tuple(
        int(f) if isinstance(f, float) and f.is_integer() else f for f in found if f is not None
    )
    if len(words) < len(found) or len(set(words)) < len(words) or CANNOT_JUDGE in words:
        raise InputError(f"categories {text!r}: name each once, separated by commas")
    return words
