"""A busy machine is not an unsafe one; a wall that gave way once is no wall."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from workbench.sandboxes.base import Cancel, Enforcement, Event, Job, Outcome
from workbench.sandboxes.bubblewrap import Bubblewrap
from workbench.sandboxes.probes import probes
from workbench.sandboxes.self_check import cached_self_check, self_check

pytestmark = pytest.mark.sandbox

LATE = Outcome(None, 9, frozenset({Event.TIMEOUT}), b"", b"", b"", 25.0)
SAID = Outcome(0, None, frozenset(), b"/root is there\n", b"", b"", 0.1)


class FirstTime:
    """A real sandbox, in which the first job of the probes named goes otherwise."""

    name = "first time"
    version = "0"

    def __init__(self, inner: Bubblewrap, outcomes: dict[str, Outcome]) -> None:
        self._inner = inner
        wanted = {probe.name: probe.job.command for probe in probes(None)}
        self._outcomes = {wanted[name]: outcome for name, outcome in outcomes.items()}
        self._lock = threading.Lock()
        self._running = 0
        self.beside: list[int] = []
        """how many others ran when a probe was tried again"""
        self._again = set(self._outcomes)

    @property
    def enforcement(self) -> Enforcement:
        """As it is."""
        return self._inner.enforcement

    def run(self, job: Job, cancel: Cancel | None = None) -> Outcome:
        """The outcome asked for the first time, the true one afterwards."""
        with self._lock:
            planned = self._outcomes.pop(job.command, None)
            if planned is None and job.command in self._again:
                self.beside.append(self._running)
            self._running += 1
        try:
            return planned or self._inner.run(job, cancel)
        finally:
            with self._lock:
                self._running -= 1

    def close(self) -> None:
        """Nothing of its own."""


def test_probes_that_came_too_late_are_tried_again_alone_and_kept(
    sandbox: Bubblewrap, tmp_path: Path
) -> None:
    slow = replace(LATE, exit_code=0, signal=None, events=frozenset())
    busy = FirstTime(sandbox, {"absent": LATE, "time": LATE, "memory": LATE, "daemons": slow})
    results = cached_self_check(busy, tmp_path)  # type: ignore[arg-type]
    assert [r.name for r in results if not r.ok] == []
    again = [r.name for r in results if "second try" in r.detail]
    assert sorted(again) == ["absent", "daemons", "memory", "time"]
    assert busy.beside == [0, 0, 0, 0]
    assert (tmp_path / "self-check").exists()


GAVE_WAY = {
    "absent": SAID,
    "read-only": replace(SAID, duration_s=60.0),
    "memory": replace(LATE, stdout=b"200000000\n"),
    "processes": replace(LATE, stdout=b"64\n"),
    "output": replace(LATE, stdout=b"\0" * (2 << 20)),
    "identity": replace(LATE, stdout=b"Uid:\t0\t0\t0\t0\n"),
    "environment": replace(LATE, stdout=b"SECRET=1\n"),
    "daemons": Outcome(1, None, frozenset(), b"", b"", b"", 0.1),
    "foreign calls": Outcome(0, None, frozenset(), b"x 0\n", b"", b"", 20.0),
}


@pytest.mark.parametrize(
    "seen", [GAVE_WAY, {"absent": replace(LATE, stdout=b"/root is there\n")}],
    ids=["every wall", "one wall, late"],
)  # fmt: skip
def test_a_wall_that_gave_way_once_is_not_forgiven(
    sandbox: Bubblewrap, seen: dict[str, Outcome]
) -> None:
    weak = FirstTime(sandbox, seen)
    failed = [r.name for r in self_check(weak) if not r.ok]  # type: ignore[arg-type]
    assert sorted(failed) == sorted(seen)
    assert weak.beside == []  # none was tried again


def test_a_probe_that_is_late_twice_is_a_failure(sandbox: Bubblewrap) -> None:
    class Always(FirstTime):
        """As slow at the second try, for one probe."""

        def run(self, job: Job, cancel: Cancel | None = None) -> Outcome:
            """Late whenever it is that probe."""
            return LATE if job.command in self._again else self._inner.run(job, cancel)

    failed = [r for r in self_check(Always(sandbox, {"absent": LATE})) if not r.ok]  # type: ignore[arg-type]
    assert [r.name for r in failed] == ["absent"]
    assert "second try; at first" in failed[0].detail
