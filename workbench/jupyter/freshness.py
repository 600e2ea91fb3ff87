"""What of a review speaks about something that has changed since, and what changed.

The facts are digests and versions (`workbench.model.basis`): of what a run, an assessment or a chip
was made on, and of what there is now: the task's file, the reviewer's own texts, the toolchain.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from workbench.errors import InputError, WorkbenchError
from workbench.judge import own_image
from workbench.judge.identity import would_be_made_again
from workbench.jupyter import view
from workbench.jupyter.chosen import WHAT_IF, Changed, chosen_solutions, chosen_suite, unchanged
from workbench.jupyter.messages import Message
from workbench.jupyter.run_notes import Note, RunNotes
from workbench.languages.registry import language
from workbench.model import basis
from workbench.model.assessment import Assessment
from workbench.model.review import EvidenceRef, Review
from workbench.model.rubric import Rubric
from workbench.model.run import Run
from workbench.model.task import Task
from workbench.toolchains.registry import toolchain

_ASK_AGAIN_S = 4.0
_PROOF = "what a pass is proven with changed since (the reference, or the rule of verdicts)"
_MEASURED = frozenset({"mutant", "counterexample", "repeat_runs"})
Facts = Callable[[Task], Mapping[str, str]]


def facts_of(task: Task) -> Mapping[str, str]:
    """The toolchain's facts as they are now. Raises MissingTool; InputError where it is an image
    that is not there."""
    if task.image:
        return own_image.facts_of(task)
    return toolchain(language(task.language).toolchain).toolbox().facts


class Freshness:
    """Compares what evidence rests on with what is there now, for one task as it was loaded."""

    def __init__(
        self,
        task: Task,
        notes: RunNotes,
        *,
        facts: Facts = facts_of,
        changed: Changed = unchanged,
    ) -> None:
        self._task = task
        # Hashing a task takes a millisecond, and this is asked after every edit.
        self._of_task = basis.of_task(task, {})
        self._notes = notes
        self._ask = facts
        self._changed = changed
        # Protects the three below: handlers, worker threads and the watcher ask.
        self._lock = threading.Lock()
        self._facts: dict[str, str] = {}
        self._asked = 0.0
        self._proven: dict[str, bool] = {}

    def of(self, review: Review, rubric: Rubric, assessment: Assessment | None) -> Message:
        """What is stale, in words. `chips` are by axis and place; `again` says how a chip's
        evidence is made anew, `now` what to write into `kept.basis` when it is kept as it was."""
        now = self.now(review)
        runs = {
            run_id: words for run_id in review.runs if (words := self._run(run_id, review, now))
        }
        return {
            "task": view.stale(review, self._task, rubric),
            "runs": {run_id: list(words) for run_id, words in runs.items()},
            "chips": self._chips(review, now),
            "assessment": list(_measured(assessment, now)) if assessment else [],
            "basis": basis.part(now, dict.fromkeys(self._words_rest_on(), "")),
        }

    def now(self, review: Review) -> basis.Basis:
        """Everything evidence can rest on, as it is now."""
        found = {**self._of_task, **basis.tools(self._known_facts())}
        for key in ("given", *(f"probe:{probe.name}" for probe in review.probes)):
            try:
                suite, edited = chosen_suite(self._task, review, key)
            except InputError:
                continue
            if edited or key != "given":
                found[f"suite:{key}"] = suite.digest
        (what_if,) = chosen_solutions(self._task, review, WHAT_IF)
        return {**found, f"solution:{WHAT_IF}": what_if.digest}

    def _words_rest_on(self) -> tuple[str, ...]:
        """Evidence in words may speak of anything a reviewer reads."""
        return basis.PROMPT, f"solution:{self._task.candidate.name}", basis.GIVEN

    def _known_facts(self) -> dict[str, str]:
        with self._lock:
            if time.monotonic() - self._asked < _ASK_AGAIN_S and self._asked:
                return self._facts
            try:
                self._facts = dict(self._ask(self._task))
            except WorkbenchError:
                self._facts = {}  # without a toolchain nothing says it would come out so again
            self._asked = time.monotonic()
            return self._facts

    def _run(self, run_id: str, review: Review, now: basis.Basis) -> tuple[str, ...]:
        note = self._notes.of(run_id)
        if note is None:
            return ("its run is not kept any more",)
        name = note.run.solution
        if f"solution:{name}" not in now and (single := self._changed(name)) is not None:
            now = {**now, f"solution:{name}": single.digest}
        changed = _once(basis.differences(note.basis, now))
        return changed or (() if self._holds(note, review) else (_PROOF,))

    def _holds(self, note: Note, review: Review) -> bool:
        """Whether the run would be this one if it were made now, for what it names has not
        changed."""
        run = note.run
        key = f"{run.id} {run.solution}"
        with self._lock:
            if key in self._proven:
                return self._proven[key]
        try:
            suite, _ = chosen_suite(
                self._task, review, "given:original" if note.suite == basis.GIVEN else note.key
            )
            (solution,) = chosen_solutions(self._task, review, run.solution, self._changed)
        except InputError:
            return False
        found = would_be_made_again(run, self._task, solution, suite, run.toolchain)
        with self._lock:
            self._proven[key] = found
        return found

    def _chips(self, review: Review, now: basis.Basis) -> list[Message]:
        found = []
        for axis, rating in review.ratings.items():
            for place, chip in enumerate(rating.evidence):
                words, then = self._chip(chip, review, now)
                kept = chip.kept is not None and not basis.differences(chip.kept.basis, now)
                if words and not kept:
                    found.append(
                        {
                            "axis": axis,
                            "at": place,
                            "kind": chip.kind,
                            "ref": chip.ref,
                            "label": chip.label or chip.text[:300],
                            "words": list(words),
                            "again": self._again(chip),
                            "now": basis.part(now, then),
                        }
                    )
        return found

    def _chip(
        self, chip: EvidenceRef, review: Review, now: basis.Basis
    ) -> tuple[tuple[str, ...], basis.Basis]:
        """What changed under a chip, and what it rests on."""
        if chip.kind == "line_comment":
            return self._comment(chip, review)
        if chip.kind == "run" and not chip.basis:
            note = self._notes.of(chip.ref)
            return self._run(chip.ref, review, now), note.basis if note else {}
        if chip.kind in _MEASURED and not chip.basis:
            return (basis.NOT_NOTED,), {}
        return _once(basis.differences(chip.basis, now)), dict(chip.basis)

    def _comment(self, chip: EvidenceRef, review: Review) -> tuple[tuple[str, ...], basis.Basis]:
        comment = next((c for c in review.comments if c.id == chip.ref), None)
        if comment is None:
            return ("the comment was removed",), {}
        solution = self._task.solution(comment.solution)
        text = solution.files.get(comment.file) if solution else None
        rests = {f"solution:{comment.solution}": ""}
        if text is None:
            return (f"{comment.file} is not there any more",), rests
        if anchored(text, comment.first_line, comment.last_line) != comment.text_hash:
            return ("the lines it speaks of changed since",), rests
        return (), rests

    def _again(self, chip: EvidenceRef) -> Message | None:
        """How the evidence of a chip is made anew; None when only the reviewer can."""
        if chip.kind in _MEASURED or (chip.kind == "run" and chip.basis):
            return {"assess": True}
        note = self._notes.of(chip.ref) if chip.kind == "run" else None
        if note is None or not self._is_there(note.run):
            return None
        suite = "given:original" if note.suite == basis.GIVEN else note.key
        named = (t for t in note.tests if f": {t} on {note.run.solution}" in chip.label)
        return {
            "suite": suite,
            "solution": note.run.solution,
            "tests": list(note.run.selected),
            "test": next(named, ""),
        }

    def _is_there(self, run: Run) -> bool:
        name = run.solution
        return (
            name == WHAT_IF
            or self._task.solution(name) is not None
            or self._changed(name) is not None
        )


def anchored(text: str, first: int, last: int) -> str:
    """The hash that anchors a comment on lines `first` to `last`, as the page makes it."""
    lines = text.replace("\r\n", "\n").split("\n")[first - 1 : last]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _measured(found: Assessment, now: basis.Basis) -> tuple[str, ...]:
    return _once(basis.differences(found.basis, now)) if found.basis else (basis.NOT_NOTED,)


def _once(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def in_sentences(fresh: Message) -> list[str]:
    """What keeps a review from being about what is there, as an export says it."""
    return [
        *fresh["task"],
        *(f"{chip['label']}: {'; '.join(chip['words'])}" for chip in fresh["chips"]),
    ]


def of_file(loaded: Task, there: Task) -> list[str]:
    """How a task's file differs from what is on the screen."""
    if loaded.digest == there.digest:
        return []
    then, now = basis.of_task(loaded, {}), basis.of_task(there, {})
    words: list[Any] = [*_once(basis.differences(then, now))]
    if now.keys() - then.keys():
        words.append("solutions or suites were added")
    return words or ["its title, its tags or where it came from changed"]
