"""What a page may ask about the past of its review: submissions, runs, and a copy to take away."""

from __future__ import annotations

from typing import Any

from workbench.errors import InputError, WorkbenchError
from workbench.judge import Judge
from workbench.jupyter.freshness import in_sentences
from workbench.jupyter.homes import Home
from workbench.jupyter.messages import Message
from workbench.jupyter.revisions import readable, shown_revision, shown_revisions
from workbench.jupyter.run_notes import RunNotes, shown_note
from workbench.model.review import Review
from workbench.model.rubric import Rubric
from workbench.model.task import Task
from workbench.reports.review import Exported, as_json, as_markdown

ASKED = frozenset({"get_revisions", "get_revision", "get_history", "compare_runs", "export"})
_ROWS = 400
_FORMATS = {"json": as_json, "markdown": as_markdown}
_ENDINGS = {"json": "json", "markdown": "md"}


class Lookback:
    """Answers from what is kept; changes nothing."""

    def __init__(self, task: Task, home: Home, notes: RunNotes) -> None:
        self._task = task
        self._home = home
        self._notes = notes

    def answer(
        self, message: Message, review: Review, rubric: Rubric, fresh: Message, info: Any
    ) -> Message:
        """The answer to one of `ASKED`. `fresh` is what is stale (`Freshness.of`), `info` the
        sandbox of now. Raises NotFound, InputError."""
        match message["type"]:
            case "get_revisions":
                return shown_revisions(self._home.chain(), review, rubric)
            case "get_revision":
                return shown_revision(
                    self._home.chain(), _number(message, "number"), _number(message, "against"),
                    review, rubric,
                )  # fmt: skip
            case "get_history":
                return self._history(review, info)
            case "compare_runs":
                return self._notes.compared(str(message.get("a", "")), str(message.get("b", "")))
            case _:
                return self._exported(str(message.get("format", "")), review, rubric, fresh)

    def submitted(self, number: int) -> Review:
        """What was submitted under that number. Raises NotFound."""
        return readable(self._home.chain().number(number))

    def _history(self, review: Review, info: Any) -> Message:
        notes = [note for run_id in review.runs[-_ROWS:] if (note := self._notes.of(run_id))]
        rows = [shown_note(note, info) for note in reversed(notes)]
        return {"type": "history", "rows": rows, "gone": len(review.runs[-_ROWS:]) - len(rows)}

    def _exported(self, kind: str, review: Review, rubric: Rubric, fresh: Message) -> Message:
        if kind not in _FORMATS:
            raise InputError(f"a review is exported as {' or '.join(_FORMATS)}, not {kind[:40]!r}")
        chain = self._home.chain()
        runs = [note.run for run_id in review.runs if (note := self._notes.of(run_id))]
        found = Exported(
            task=self._task,
            review=review,
            rubric=rubric,
            runs=runs,
            revisions=[(link.number, link.at, link.decision, link.digest) for link in chain.links],
            broken=chain.broken,
            stale=in_sentences(fresh),
        )
        name = f"{self._task.id}.{review.reviewer}.review.{_ENDINGS[kind]}"
        return {"type": "exported", "name": name, "text": _FORMATS[kind](found)}


def _number(message: Message, name: str) -> int:
    value = message.get(name, 0)
    if isinstance(value, bool) or not isinstance(value, int):
        raise InputError(f"{name}: the number of a submission is needed, 0 for the review as it is")
    return value


def sandbox_of(judge: Judge | WorkbenchError) -> Any:
    """What contains runs now, or None."""
    return None if isinstance(judge, WorkbenchError) else judge.sandbox_info
