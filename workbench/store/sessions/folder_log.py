"""A chain of submissions in a file: read anew only where it grew, checked line by line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from workbench.errors import InvalidFile
from workbench.model.moving import SubmissionPart
from workbench.model.session import Submission
from workbench.store.files import parse_json, validate_value
from workbench.store.sessions.chain import follows


def line_of(part: SubmissionPart) -> bytes:
    """One line of the file, without its end."""
    return part.model_dump_json().encode("utf-8")


def whole_lines(raw: bytes) -> bytes:
    """Without a last line that has no end: it was never acknowledged."""
    return raw[: raw.rfind(b"\n") + 1]


@dataclass
class Log:
    """Submissions by assignment. `problems` says which lines are no part of a chain."""

    name: str
    parts: list[SubmissionPart] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    by_assignment: dict[str, list[Submission]] = field(default_factory=dict)
    by_request: dict[str, Submission] = field(default_factory=dict)
    size: int = 0
    _lines: int = 0

    def add(self, raw: bytes) -> list[SubmissionPart]:
        """Take whole lines that follow what was read; those that hold are returned too."""
        fresh = []
        for line in raw.split(b"\n")[:-1]:
            self._lines += 1
            name = f"{self.name} line {self._lines}"
            try:
                part = validate_value(SubmissionPart, parse_json(line, name), name)
            except InvalidFile as error:
                self.problems.append(error.message)
                continue
            past = self.by_assignment.setdefault(part.submission.assignment, [])
            if not follows(part.submission, past):
                self.problems.append(
                    f"{name}: the chain of submissions of {part.submission.assignment} is broken: "
                    "it was edited or cut"
                )
                continue
            past.append(part.submission)
            if part.request:
                self.by_request[part.request] = part.submission
            self.parts.append(part)
            fresh.append(part)
        self.size += len(raw)
        return fresh

    def newest(self, assignment: str) -> Submission | None:
        """The last submission of an assignment, or None."""
        past = self.by_assignment.get(assignment)
        return past[-1] if past else None


def sha_of(raw: bytes) -> str:
    """What a prefix of the file is recognised by."""
    return hashlib.sha256(raw).hexdigest()
