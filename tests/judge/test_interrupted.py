"""An assessment that is stopped in the middle of a phase keeps what it had, and goes on there."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.judge.audits import Client, no_orphans
from tests.whole import WHOLE
from workbench.adequacy.assess import Assessor
from workbench.adequacy.deadline import Deadline
from workbench.adequacy.ledger import Part
from workbench.adequacy.wish import PHASES, Wish
from workbench.commands.assessed import as_dict
from workbench.errors import Cancelled
from workbench.judge import Judge
from workbench.languages.benign import WORDS
from workbench.model.assessment import Assessment, Fate
from workbench.model.task import Task
from workbench.sandboxes.base import Cancel, Sandbox
from workbench.store.assessments import AssessmentFolder
from workbench.store.workspace import Workspace

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain]

_RIGHT = """
def clock(hours, minutes):
    if hours > 1000:
        raise ValueError("there are not so many hours")
    total = (hours * 60 + minutes) % 1440
    return total // 60, total % 60
"""
_WRONG = """
def clock(hours, minutes):
    if hours > 1000:
        raise ValueError("there are not so many hours")
    total = hours * 60 + minutes
    if total < 0:
        total = total + 1440
    while total >= 1440:
        total = total - 1440
    return total // 60, total % 60
"""
_TESTS = """
import pytest
from clock import clock

def test_over():
    assert clock(25, 61) == (2, 1)

def test_under():
    assert clock(0, -1) == (23, 59)

def test_far():
    with pytest.raises(ValueError, match="not so many hours$"):
        clock(1001, 0)
"""


def _task() -> Task:
    def solution(name: str, role: str, code: str) -> dict[str, object]:
        return {"name": name, "role": role, "files": {"clock.py": code}}

    value = {
        "id": "clock", "title": "Clock", "language": "python",
        "prompt": "`clock(hours, minutes)` gives hours and minutes of a day as a "
        "tuple. Too many hours raise ValueError.",
        "solutions": [
            solution("candidate", "candidate", _WRONG),
            solution("reference", "reference", _RIGHT),
        ],
        "suites": [{"name": "given", "role": "given", "framework": "pytest",
                    "files": {"test_clock.py": _TESTS}}],
    }  # fmt: skip
    return Task.model_validate(value)


WISH = Wish(budget_s=300, reruns=4)


def _facts(found: dict[str, Any]) -> dict[str, Any]:
    """A line of `assess --json` without what a clock has a say in."""
    return {**found, "duration_s": 0, "done": sorted(found["done"])}


# When it is stopped, by what it is doing, and what was got by then. Results that are on their way
# when a job is stopped count: a phase may even end with them.
MOMENTS = {
    "gates: 1": lambda found: any(g.ok is None and "not tried yet" in g.detail
                                  for g in found.gates) and not found.flags,
    "reruns: 2": lambda found: 2 <= found.reruns <= WISH.reruns and not found.mutants,
    "reruns: 4": lambda found: found.reruns == WISH.reruns and not found.mutants,
    "mutants: 5": lambda found: len(found.mutants) >= 5
    and (found.strength is None) == ("mutants" not in found.done),
    "benign edits: a function writes": lambda found: len(found.suspects) == 1,
    "counterexamples: 1": lambda found: len(found.counterexamples) == 1 and not found.splits,
    "witnesses: 1 found": lambda found: sum(m.witness is not None for m in found.mutants) >= 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def found(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is found by one that is stopped at each of the moments."""
    task, place = _task(), Workspace.create(tmp_path_factory.mktemp("stopped") / "ws")
    judge, kept = Judge(sandbox, place.runs), AssessmentFolder(place.root / "assessments")
    for moment, holds in MOMENTS.items():
        part = _stopped_at(moment, Assessor(judge, task, WISH, kept))
        assert holds(part), (moment, part)
        assert not part.problems
    *_, last = Assessor(judge, task, WISH, kept).steps()
    return _facts(as_dict(last))


def test_what_is_stopped_in_the_middle_of_every_phase_is_found_in_the_end(
    found: dict[str, Any],
) -> None:
    assert set(found["done"]) == set(PHASES)
    assert found["problems"] == []
    assert found["reruns"] == WISH.reruns
    assert [(s["test"], s["edit"]) for s in found["suspects"]] == [
        ("test_clock.py::test_far", WORDS["wording"])
    ]
    assert [c["solution"] for c in found["counterexamples"]] == ["candidate"]
    assert len(found["splits"]) == 1
    assert [s["witness"] for s in found["survivors"] if s["witness"]]
    assert found["by_heart"] == {"calls": 3, "passed": 3, "tests": 3, "why": ""}
    assert all(gate["ok"] is not False for gate in found["gates"].values())


if WHOLE:

    def test_it_is_what_is_found_where_nobody_stops_anything(
        sandbox: Sandbox, tmp_path: Path, found: dict[str, Any]
    ) -> None:
        place = Workspace.create(tmp_path / "ws")
        *_, calm = Assessor(Judge(sandbox, place.runs), _task(), WISH).steps()
        assert _facts(as_dict(calm)) == found


def _stopped_at(moment: str, assessor: Assessor) -> Assessment:
    """What is kept of one that somebody stops when it says so."""

    def progress(what: str) -> None:
        if what.startswith(moment):
            assessor.cancel.set()

    assessor.progress = progress
    with pytest.raises(Cancelled):
        list(assessor.steps())
    assert assessor.folder is not None
    part = assessor.folder.load(assessor.task.id)
    assert part is not None, moment
    return part


def test_a_compiled_survivor_whose_comparison_is_stopped_is_compared_later(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    """Stopped while the original was compiled, it counted as one that no code could be had of."""
    code = ("package clock\n\nfunc Next(n int) int {\n\tif n > 5 {\n\t\treturn 0\n\t}\n"
            "\treturn n + 1\n}\n")  # fmt: skip
    tests = ('package clock\n\nimport "testing"\n\nfunc TestNext(t *testing.T) {\n'
             "\tif Next(1) != 2 {\n\t\tt.Fatal()\n\t}\n}\n")  # fmt: skip
    value = {
        "id": "next", "title": "Next", "language": "go", "prompt": "the next hour",
        "solutions": [{"name": "candidate", "role": "candidate", "files": {
            "clock.go": code, "go.mod": "module clock\n\ngo 1.21\n"}}],
        "suites": [{"name": "given", "role": "given", "files": {"clock_test.go": tests}}],
    }  # fmt: skip
    task = Task.model_validate(value)
    place = Workspace.create(tmp_path / "ws")
    judge, kept = Judge(sandbox, place.runs), AssessmentFolder(place.root / "assessments")
    wish = Wish(budget_s=300, phases=("gates", "mutants", "equivalents"))
    part = _stopped_at("equivalents: 1", Assessor(judge, task, wish, kept))
    assert part.tried["equivalents"] == 1
    assert "equivalents" not in part.done
    said: list[str] = []
    *_, found = Assessor(judge, task, wish, kept, progress=said.append).steps()
    assert "equivalents" in found.done
    assert not any(what.startswith("equivalents: 1 ") for what in said)
    survivors = [m for m in found.mutants if m.fate in (Fate.SURVIVED, Fate.EQUIVALENT)]
    assert found.tried["equivalents"] == 1 < len(survivors)


def _moments(place: Path) -> dict[str, Any]:
    """Of a real command, by what is on disk."""

    def done(phase: str) -> bool:
        files = list(place.glob("assessments/*.json"))
        return bool(files) and phase in json.loads(files[0].read_text())["done"]

    return {
        "the first run is made": lambda: bool(list(place.glob("runs/*/*.json"))),
        "the mutants are tried": lambda: done("mutants"),
    }


@pytest.mark.slow
def test_ctrl_c_loses_nothing_of_a_phase(tmp_path: Path, found: dict[str, Any]) -> None:
    place = tmp_path / "ws"
    Workspace.create(place).save_task(_task())
    for holds in _moments(place).values():
        _interrupted(place, lambda began, holds=holds: holds())
    _as_if_nothing_had_been(place, found)


if WHOLE:

    @pytest.mark.slow
    @pytest.mark.parametrize("seed", range(25))
    def test_ctrl_c_at_any_moment_loses_nothing(
        seed: int, tmp_path: Path, found: dict[str, Any]
    ) -> None:
        place, dice = tmp_path / "ws", Random(f"ctrl-c {seed}")
        Workspace.create(place).save_task(_task())
        for _ in range(3):
            after = dice.uniform(0, 6)
            _interrupted(place, lambda began, after=after: time.monotonic() - began > after)
        _as_if_nothing_had_been(place, found)


def _interrupted(place: Path, when: Any) -> None:
    with no_orphans():
        since = time.time()
        client = Client.start("assess", str(place), "--json", "--reruns", str(WISH.reruns))

        def begun() -> bool:
            # Before, Python loads itself, and there is nothing to lose.
            with contextlib.suppress(FileNotFoundError):
                return any(p.stat().st_mtime > since for p in place.glob("audits/*"))
            return False

        while client.process.poll() is None and not begun():
            time.sleep(0.005)
        began = time.monotonic()
        while client.process.poll() is None and not when(began):
            time.sleep(0.005)
        if client.process.poll() is None:
            os.killpg(client.process.pid, signal.SIGINT)
        status, _, err = client.end()
    assert status in (0, 130), err
    assert "Traceback" not in err


def _as_if_nothing_had_been(place: Path, found: dict[str, Any]) -> None:
    client = Client.start(
        "assess", str(place), "--json", "--reruns", str(WISH.reruns), "--budget", "300"
    )
    status, out, err = client.end()
    assert status == 0, err
    assert _facts(json.loads(out)) == found


def test_a_phase_that_was_not_begun_is_named_and_one_in_its_middle_says_how_far() -> None:
    with Deadline(Cancel(), 60) as deadline:
        part = Part("mutants", deadline)
        assert part.where == "before: mutants"
        part.begin(3, 9, "mutants are tried")
        part.step()
        assert part.where == "in mutants: 4 of 9 mutants are tried"
        assert not part.whole
