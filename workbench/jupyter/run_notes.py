"""What a desk remembers of each of its runs without holding their output: for history, for what is
stale, and for comparing two."""

from __future__ import annotations

import threading
from typing import Any, NamedTuple

from workbench.errors import NotFound
from workbench.jupyter import view
from workbench.jupyter.messages import Message
from workbench.model import basis
from workbench.model.run import Run, Status
from workbench.model.task import Task
from workbench.store.runs import RunKeeper

_TESTS, _TEXT = 300, 1_500


class Note(NamedTuple):
    """A run without its texts: `run` holds neither tests nor output; `tests` are their ids. `suite`
    is its suite as a basis names it, `basis` what it judged."""

    run: Run
    key: str
    edited: bool
    suite: str
    basis: basis.Basis
    tests: tuple[str, ...]
    passed: int


class RunNotes:
    """Notes by id, each run read from disk once."""

    def __init__(self, task: Task, runs: RunKeeper) -> None:
        self._task = task
        self._runs = runs
        # Protects `_known`: handlers, worker threads and the watcher ask.
        self._lock = threading.Lock()
        self._known: dict[str, Note | None] = {}
        self._changes = 0
        """how often a run was made again: what was read before is not remembered"""

    def of(self, run_id: str) -> Note | None:
        """The note of a run of this task, or None when the run is not kept any more."""
        with self._lock:
            if run_id in self._known:
                return self._known[run_id]
            changes = self._changes
        return self._learn(run_id, self._load(run_id), changes)

    def load(self, run_id: str) -> Run | None:
        """The whole run; its note is then known without reading it again."""
        with self._lock:
            changes = self._changes
        run = self._load(run_id)
        self._learn(run_id, run, changes)
        return run

    def _learn(self, run_id: str, run: Run | None, changes: int) -> Note | None:
        found = None if run is None else self._note(run)
        with self._lock:
            if self._changes == changes:
                self._known[run_id] = found
        return found

    def forget(self, run_id: str) -> None:
        """It was run again: its file says something newer."""
        with self._lock:
            self._changes += 1
            self._known.pop(run_id, None)

    def whole(self, run_id: str) -> Run:
        """The run with all its texts. Raises NotFound."""
        run = self._load(run_id)
        if run is None:
            raise NotFound(f"there is no run {run_id[:80]!r} of this task", mend="run it again")
        return run

    def _load(self, run_id: str) -> Run | None:
        run = self._runs.load(run_id) if len(run_id) == 64 else None
        return run if run is not None and run.task_id == self._task.id else None

    def _note(self, run: Run) -> Note:
        key, edited = view.suite_key(run, self._task)
        bare = run.model_copy(
            update={"tests": (), "stdout": "", "stderr": "", "build_output": "", "diagnostics": ()}
        )
        passed = sum(test.status is Status.PASSED for test in run.tests)
        suite = f"suite:{key}"
        if key == "given":
            suite = basis.EDITED if edited else basis.GIVEN
        return Note(
            bare, key, edited, suite, basis.of_run(run, suite),
            tuple(test.id for test in run.tests), passed,
        )  # fmt: skip

    def compared(self, a: str, b: str) -> Message:
        """Two runs: what went into them that differs, and their tests, those first whose outcome
        differs. Raises NotFound."""
        first, second = self.whole(a), self.whole(b)
        rows = _tests(first, second)
        return {
            "type": "runs_compared",
            "a": a,
            "b": b,
            "made": _made(first, second),
            "tests": rows[:_TESTS],
            "differing": sum(row["differs"] for row in rows),
            "common": sum(bool(row["a"] and row["b"]) for row in rows),
            "total": len(rows),
        }


def shown_note(note: Note, info: Any) -> Message:
    """A line of the history. `info` is the sandbox of now, None when there is none."""
    run = note.run
    others = [past for past in run.earlier if past.verdict != run.verdict]
    limits = run.limits
    return {
        "id": run.id,
        "at": run.started_at,
        "suite_key": note.key,
        "edited": note.edited,
        "solution": run.solution,
        "verdict": run.verdict.value,
        "grade": run.grade,
        "selected": len(run.selected),
        "tests": len(note.tests),
        "passed": note.passed,
        "duration_s": run.duration_s,
        "solution_hash": run.solution_hash[:12],
        "suite_hash": run.suite_hash[:12],
        "sandbox": f"{run.sandbox.backend} {run.sandbox.version}".strip(),
        "enforced": list(run.sandbox.enforced),
        "unenforced": list(run.sandbox.unenforced),
        "limits": "" if limits is None else f"{limits.wall_s:g} s, {limits.memory_mb} MB",
        "toolchain": _versions(run),
        "other_verdicts": len(others),
        "other_sandbox": info is not None and run.sandbox != info,
    }


def _versions(run: Run) -> str:
    return ", ".join(
        f"{name.replace('_', ' ')} {value}" for name, value in sorted(run.toolchain.items())
    )


def _made(a: Run, b: Run) -> list[list[str]]:
    """What the two were made of, where it differs: name, first, second."""
    pairs = {
        "solution": (
            f"{a.solution} {a.solution_hash[:12]}",
            f"{b.solution} {b.solution_hash[:12]}",
        ),
        "suite": (f"{a.suite} {a.suite_hash[:12]}", f"{b.suite} {b.suite_hash[:12]}"),
        "chosen tests": (str(len(a.selected) or "all"), str(len(b.selected) or "all")),
        "verdict": (a.verdict.value, b.verdict.value),
        "grade": (a.grade, b.grade),
        "sandbox": (_sandbox(a), _sandbox(b)),
        "limits": (str(a.limits or "not noted"), str(b.limits or "not noted")),
        "toolchain": (_versions(a), _versions(b)),
        "time": (f"{a.duration_s:g} s", f"{b.duration_s:g} s"),
    }
    return [[name, one, other] for name, (one, other) in pairs.items() if one != other]


def _sandbox(run: Run) -> str:
    info = run.sandbox
    lacks = f", not enforced: {', '.join(info.unenforced)}" if info.unenforced else ""
    return f"{info.backend} {info.version}{lacks}".strip()


def _tests(a: Run, b: Run) -> list[dict[str, Any]]:
    first, second = ({test.id: test for test in run.tests} for run in (a, b))
    rows = []
    for name in dict.fromkeys((*first, *second)):
        one, other = first.get(name), second.get(name)
        rows.append(
            {
                "test": name[:300],
                "a": one.status.value if one else "",
                "b": other.status.value if other else "",
                "a_message": one.message[:_TEXT] if one else "",
                "b_message": other.message[:_TEXT] if other else "",
                "differs": bool(one and other and one.status != other.status),
            }
        )
    # Then those that only one has; sorting keeps the order of the suite among each.
    return sorted(rows, key=lambda row: (not row["differs"], bool(row["a"] and row["b"])))
