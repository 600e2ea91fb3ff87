"""Takes what reviewers submitted into the leads' keeping, and says who changed what was taken."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping

from workbench.errors import InvalidFile, NotFound
from workbench.model.moving import SubmissionPart
from workbench.model.session import Assignment, Submission
from workbench.store.files import parse_json, validate_value
from workbench.store.sessions.chain import digest_of, follows
from workbench.store.sessions.folder_kept import Kept, Prefix, Seen
from workbench.store.sessions.folder_log import Log, sha_of, whole_lines
from workbench.store.sessions.folder_theirs import Stamp, Theirs


class Collector:
    """What was taken stays as it was first seen, whatever becomes of the reviewer's file."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._stamps: dict[str, Stamp | None] = {}
        self.problems: dict[str, list[str]] = {}

    def collect(
        self, theirs: Mapping[str, Theirs], assignments: Iterable[Assignment], *, seen: bool
    ) -> Log:
        """Everything submitted by now, in the order it was taken. `seen` says that others' ratings
        can be read already, and so is said of what is taken from now on."""
        stamps = {name: each.log_stamp() for name, each in theirs.items()}
        changed = [n for n, s in stamps.items() if n not in self._stamps or self._stamps[n] != s]
        if not changed:
            return self._kept.taken()
        with self._kept.changing():
            log, before = self._kept.taken(), self._kept.seen().prefixes
            prefixes = dict(before)
            own: dict[str, dict[str, Assignment]] = defaultdict(dict)
            for assignment in assignments:
                own[assignment.reviewer][assignment.id] = assignment
            fresh = [
                _Reading(name, own[name], log, self._moved(name)).read(
                    theirs[name], prefixes, self.problems
                )
                for name in changed
            ]
            self._take(log, fresh, seen)
            # After the taking: a process that dies in between looks at the same lines again.
            if prefixes != before:
                self._kept.keep_seen(Seen(prefixes=prefixes))
            self._stamps.update({name: stamps[name] for name in changed})
            return self._kept.taken()

    def _moved(self, name: str) -> frozenset[tuple[str, int]]:
        """What came with the session from elsewhere: the reviewer's folder gets it when its owner
        joins, and until then need not hold it."""
        return frozenset(
            (part.submission.assignment, part.submission.number)
            for part in self._kept.restored(name) if isinstance(part, SubmissionPart)
        )  # fmt: skip

    def _take(self, log: Log, fresh: list[list[SubmissionPart]], seen: bool) -> None:
        parts = list(heapq.merge(*fresh, key=lambda p: (p.submission.at, p.submission.reviewer)))
        first = log.parts[-1].submission.order + 1 if log.parts else 1
        self._kept.take(
            [
                part.model_copy(
                    update={
                        "submission": part.submission.model_copy(
                            update={"order": order, "seen": seen}
                        )
                    }
                )
                for order, part in enumerate(parts, start=first)
            ]
        )


class _Reading:
    """One reviewer's chain beside what was taken of it."""

    def __init__(
        self, reviewer: str, own: Mapping[str, Assignment], log: Log,
        moved: frozenset[tuple[str, int]],
    ) -> None:  # fmt: skip
        self._reviewer = reviewer
        self._moved = moved
        self._own = own
        self._past = {i: list(log.by_assignment.get(i, ())) for i in own}
        self._there: set[tuple[str, int]] = set()
        self._problems: list[str] = []
        self._fresh: list[SubmissionPart] = []

    def read(
        self, theirs: Theirs, prefixes: dict[str, Prefix], problems: dict[str, list[str]]
    ) -> list[SubmissionPart]:
        """What is new and holds. Puts what is wrong into `problems`."""
        name = self._reviewer
        known = prefixes.get(name, Prefix())
        try:
            raw = whole_lines(theirs.log())
        except NotFound:
            raw = b""
        except InvalidFile as error:
            problems[name] = [error.message]
            return []
        if sha_of(raw[: known.size]) == known.sha:
            self._lines(raw[known.size :])
        else:
            self._lines(raw)
            self._look_for_missing()
        if self._problems:
            problems[name] = self._problems
        else:
            problems.pop(name, None)
            prefixes[name] = Prefix(size=len(raw), sha=sha_of(raw))
        return self._fresh

    def _lines(self, raw: bytes) -> None:
        for number, line in enumerate(raw.split(b"\n")[:-1], start=1):
            name = f"submissions.jsonl of {self._reviewer}, line {number}"
            try:
                part = validate_value(SubmissionPart, parse_json(line, name), name)
            except InvalidFile as error:
                self._problems.append(error.message)
                continue
            self._one(part, name)

    def _one(self, part: SubmissionPart, name: str) -> None:
        submission = part.submission
        assignment = self._own.get(submission.assignment)
        review = submission.review
        if assignment is None or (submission.reviewer, review.reviewer, review.task_id) != (
            self._reviewer, self._reviewer, assignment.task_id,
        ):  # fmt: skip
            self._problems.append(f"{name} is no submission of an assignment of {self._reviewer}")
            return
        self._there.add((submission.assignment, submission.number))
        past = self._past[submission.assignment]
        if submission.number <= len(past):
            if not _same(submission, past[submission.number - 1]):
                self._problems.append(self._told(past[submission.number - 1], "changed"))
        elif follows(submission, past):
            past.append(submission)
            self._fresh.append(part)
        else:
            self._problems.append(f"{name} breaks the chain: it was edited or one before was cut")

    def _look_for_missing(self) -> None:
        for assignment, past in self._past.items():
            for submission in past:
                which = (assignment, submission.number)
                if which not in self._there and which not in self._moved:
                    self._problems.append(self._told(submission, "removed"))

    def _told(self, submission: Submission, what: str) -> str:
        return (
            f"{self._reviewer} {what} submission {submission.number} of "
            f"{submission.review.task_id} after it was taken: what was taken stays"
        )


def _same(theirs: Submission, taken: Submission) -> bool:
    return theirs.digest == taken.digest == digest_of(theirs)
