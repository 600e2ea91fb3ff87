"""Reviews on disk: the current state, and every submission in an append-only chain."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

from workbench.errors import Conflict, InputError, InvalidFile, NotFound, WorkbenchError
from workbench.model.base import check_id, content_hash
from workbench.model.evidence import Runs
from workbench.model.review import (
    DecisionWord,
    Review,
    Revision,
    as_given,
    decision,
    what_is_missing,
)
from workbench.model.rubric import Rubric
from workbench.store.files import (
    append_line,
    dump_document,
    load_document,
    locked,
    parse_json,
    read_bytes,
    validate,
    write_atomic,
)


def now() -> str:
    """The time for people to read, in UTC; order never depends on it."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Link(NamedTuple):
    """One submission of a chain. `problem` says why it is not the one that followed the last."""

    number: int
    at: str
    digest: str
    decision: DecisionWord | None
    review: Review | None
    problem: str = ""


class Chain(NamedTuple):
    """Submissions, oldest first. `broken` says in words where the chain does not hold; '' when
    every one of them is as it was submitted."""

    links: tuple[Link, ...] = ()
    broken: str = ""

    def number(self, number: int) -> Link:
        """The submission of that number. Raises NotFound."""
        found = next((link for link in self.links if link.number == number), None)
        if found is None:
            raise NotFound(f"there is no submission {number} of this review")
        return found


class ReviewFolder:
    """`reviews/<task-id>/<reviewer>.review.json` and `.revisions.jsonl` of one workspace."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, task_id: str, reviewer: str) -> Path:
        """Where the review is. Both ids are checked: they become file names."""
        try:
            return self._folder / check_id(task_id) / f"{check_id(reviewer)}.review.json"
        except ValueError as error:
            raise InputError(str(error)) from None

    def load(self, task_id: str, reviewer: str) -> Review | None:
        """The review, or None when there is none yet. A damaged one raises InvalidFile: it holds
        somebody's work and must not be replaced by an empty form."""
        path = self.path(task_id, reviewer)
        try:
            return load_document(path, Review, name=f"reviews/{task_id}/{path.name}")
        except NotFound:
            return None

    def save(self, review: Review, *, based_on: int) -> Review:
        """Write the next state. `based_on` is the sequence the caller last saw.

        Raises Conflict when somebody saved since (nothing is overwritten) and SaveFailed when the
        disk refuses (the old state stays).
        """
        path = self.path(review.task_id, review.reviewer)
        with locked(path):
            saved = self._next(review, based_on)
            write_atomic(path, dump_document(saved))
        return saved

    def _next(self, review: Review, based_on: int) -> Review:
        on_disk = self.load(review.task_id, review.reviewer)
        sequence = on_disk.sequence if on_disk else 0
        if sequence != based_on:
            raise Conflict(
                f"the review of {review.task_id} was saved elsewhere meanwhile "
                f"(save {sequence}, you had seen {based_on})",
                mend="both versions are kept: reload, compare and go on",
            )
        return review.model_copy(update={"sequence": sequence + 1, "updated_at": now()})

    def keep_conflict(self, review: Review) -> Path:
        """Write the version that lost beside the one that won; returns where."""
        own = self.path(review.task_id, review.reviewer)
        with locked(own):
            for number in range(1, 1000):
                path = own.with_name(f"{review.reviewer}.conflict-{number}.review.json")
                if not path.exists():
                    write_atomic(path, dump_document(review))
                    return path
        raise InputError(f"{own.parent} holds 999 unresolved conflicts", mend="remove old ones")

    def submit(
        self, review: Review, rubric: Rubric, runs: Runs, *, based_on: int
    ) -> tuple[Revision, Review]:
        """Append a revision, then save the review as submitted. `runs` gives the runs its
        evidence names.

        Raises InputError naming what is missing. The revision goes first: a crash or a full disk
        between the two leaves a draft whose submission is on record, never a submitted review
        without one; submitting again then adds another revision.
        """
        missing = what_is_missing(review, rubric, runs)
        if missing:
            raise InputError("not submitted: " + "; ".join(missing))
        state = "cannot_judge" if review.cannot_judge.strip() else "submitted"
        given = as_given(review, rubric)
        final = given.model_copy(update={"state": state, "submitted_at": now()})
        path = self.path(review.task_id, review.reviewer)
        with locked(path):
            saved = self._next(final, based_on)
            past = self.revisions(review.task_id, review.reviewer)
            body = {
                "number": len(past) + 1,
                "previous": past[-1].digest if past else "",
                "review": saved.model_dump(mode="json"),
                "decision": decision(saved, rubric) if state == "submitted" else None,
            }
            revision = Revision.model_validate({**body, "digest": content_hash(body)})
            line = revision.model_dump_json().encode("utf-8")
            append_line(self._revisions_path(review.task_id, review.reviewer), line)
            write_atomic(path, dump_document(saved))
        return revision, saved

    def revisions(self, task_id: str, reviewer: str) -> tuple[Revision, ...]:
        """Every submission, oldest first. Raises InvalidFile when the chain does not hold."""
        path = self._revisions_path(task_id, reviewer)
        try:
            raw = read_bytes(path)
        except NotFound:
            return ()
        found: list[Revision] = []
        for row, line in enumerate(raw.split(b"\n")[:-1], start=1):
            name = f"{path.name} line {row}"
            revision = validate(Revision, parse_json(line, name), name)
            body = revision.model_dump(mode="json", exclude={"digest", "schema_version"})
            previous = found[-1].digest if found else ""
            if revision.previous != previous or content_hash(body) != revision.digest:
                raise InvalidFile(
                    f"{name}: the chain of revisions is broken: it was edited or cut",
                    mend="restore the file from a backup",
                )
            found.append(revision)
        return tuple(found)

    def chain(self, task_id: str, reviewer: str) -> Chain:
        """Every submission as it stands on disk, and where the chain breaks. Unlike `revisions`
        it shows what a broken chain still holds; nothing is mended."""
        path = self._revisions_path(task_id, reviewer)
        try:
            raw = read_bytes(path)
        except NotFound:
            return Chain()
        links: list[Link] = []
        lines = raw.split(b"\n")
        rest = lines.pop()
        for row, line in enumerate(lines, start=1):
            links.append(_link(line, f"{path.name} line {row}", links))
        broken = next((link.problem for link in links if link.problem), "")
        if rest.strip() and not broken:
            broken = f"{path.name} ends in half a line: it was cut, or never written to its end"
        return Chain(tuple(links), broken)

    def _revisions_path(self, task_id: str, reviewer: str) -> Path:
        return self.path(task_id, reviewer).with_name(f"{reviewer}.revisions.jsonl")

    def of_task(self, task_id: str) -> tuple[Review, ...]:
        """All reviewers' reviews of a task, by name, conflicts left out."""
        folder = self.path(task_id, "x").parent
        if not folder.is_dir():
            return ()
        return tuple(
            load_document(path, Review)
            for path in sorted(folder.glob("*.review.json"))
            if ".conflict-" not in path.name
        )


def _link(line: bytes, name: str, before: list[Link]) -> Link:
    try:
        revision = validate(Revision, parse_json(line, name), name)
    except WorkbenchError as error:
        return Link(len(before) + 1, "", "", None, None, f"{name} cannot be read: {error.message}")
    body = revision.model_dump(mode="json", exclude={"digest", "schema_version"})
    problem = ""
    if content_hash(body) != revision.digest:
        problem = f"submission {revision.number} was changed after it was made ({name})"
    elif revision.previous != (before[-1].digest if before else ""):
        problem = f"before submission {revision.number} something was taken out or put in ({name})"
    review = revision.review
    return Link(
        revision.number, review.submitted_at or review.updated_at, revision.digest,
        revision.decision, review, problem,
    )  # fmt: skip
