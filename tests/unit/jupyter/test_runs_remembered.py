"""What was read of a run before it was made again is not what is remembered of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.unit.jupyter.test_still_current import TASK, run_of
from workbench.jupyter.known_runs import KnownRuns
from workbench.jupyter.run_notes import RunNotes
from workbench.model.run import Run, Verdict

OLD = run_of(TASK.candidate, TASK.given).model_copy(update={"task_id": TASK.id})
NEW = OLD.model_copy(update={"verdict": Verdict.FAIL})


class _Folder:
    """Runs on disk, the first of which is read just before it is made again."""

    def __init__(self) -> None:
        self.made: Any = None
        self._found: Iterator[Run] = iter((OLD,))

    def load(self, run_id: str) -> Run | None:
        """The old one once; whoever waits for it is then told that there is a new one."""
        found = next(self._found, NEW)
        if found is OLD:
            self.made()
        return found

    def save(self, run: Run) -> Run:
        return run


def test_evidence_that_is_read_while_its_run_is_made_again_is_the_new_run() -> None:
    folder = _Folder()
    runs = KnownRuns(folder.load)
    folder.made = lambda: runs.learn(NEW)
    found = [runs(OLD.id), runs(OLD.id)]
    assert [run.verdict for run in found if run] == [Verdict.FAIL, Verdict.FAIL]


def test_evidence_that_is_read_while_all_is_forgotten_is_read_anew() -> None:
    folder = _Folder()
    runs = KnownRuns(folder.load)
    folder.made = runs.forget
    found = [runs(OLD.id), runs(OLD.id)]
    assert [run.verdict for run in found if run] == [Verdict.PASS, Verdict.FAIL]


def test_a_note_that_is_taken_while_its_run_is_made_again_is_taken_anew() -> None:
    folder = _Folder()
    notes = RunNotes(TASK, folder)
    folder.made = lambda: notes.forget(OLD.id)
    for look in (notes.of, notes.of):
        look(OLD.id)
    note = notes.of(OLD.id)
    assert note is not None
    assert note.run.verdict is Verdict.FAIL
