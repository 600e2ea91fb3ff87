"""Leases: which reviewer of a shared workspace is at which task now. One at a time.

    leases/of/<task-id>/<number>     what happened to the task, one file each time: taken, held on
                                     to, let go. The highest number is what counts.
    leases/held/<task-id>            empty: this task may be held. A hint for whoever lists them.

Every step is the exclusive creation of the next number, by `link`: of two who saw the same last
number and both want the task, one gets the name and the other is told that it exists. Nothing is
ever replaced, so nobody can overwrite what somebody slow did not see. A number is never used again
while a later one is there, and the latest is never removed.

No clock is compared with another one's, and no time of a file is looked at:

* Who holds a lease believes in it for `minutes` since it *began* to create the last number, by a
  clock of its own that counts on while the machine sleeps and that nobody can set.
* Who wants a task held by another takes it only after having seen the same number for those minutes
  and a twentieth more, by its own such clock. Any creation in between starts that anew.

So the second cannot begin before the first has ended, however wrong any date is, as long as no
clock runs a twentieth faster than another. The dates in the files are for people. The price: a
lease left by a crash is waited for by each process that looks, unless the process that held it ran
on this very machine and can be seen to be gone. A reviewer's own lease is always taken at once.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import Held, SaveFailed
from workbench.model.base import check_id
from workbench.store.files import dump_document, write_new
from workbench.store.lease_steps import (
    Did,
    Step,
    boot_clock,
    is_gone,
    numbers,
    read_step,
    this_process,
)
from workbench.store.reviews import now

_SLOWER = 1.05
"""how much longer others wait than a holder believes: clocks do not run alike"""
_KEPT = 16
"""numbers kept below the latest while a task is held: who is slow by fewer finds the name taken"""
_TRIES = 20


@dataclass(frozen=True)
class Holding:
    """A task another reviewer has. `since` is what the holder's machine took for the time of the
    last sign of life. `free`: it may be taken over."""

    task_id: str
    reviewer: str
    since: str
    minutes: int
    free: bool


@dataclass(frozen=True)
class _Mine:
    number: int
    until: float
    shared: bool


@dataclass(frozen=True)
class _Seen:
    number: int
    first: float
    step: Step


class Leases:
    """One process' side of the leases of a workspace, for one reviewer."""

    def __init__(
        self,
        root: Path,
        reviewer: str,
        minutes: int,
        *,
        clock: Callable[[], float] | None = None,
        process: str | None = None,
    ) -> None:
        self.minutes = minutes
        self._of = root / "leases" / "of"
        self._hints = root / "leases" / "held"
        self._reviewer = reviewer
        self._clock = clock or boot_clock
        self._process = this_process() if process is None else process
        # Protects the two below: handlers, workers and the watcher come on different threads.
        self._lock = threading.RLock()
        self._mine: dict[str, _Mine] = {}
        self._seen: dict[str, _Seen] = {}

    def take(self, task_id: str) -> None:
        """Hold a task from now on. Raises Held when another reviewer does, SaveFailed where no
        lease can be written."""
        with self._lock:
            for _ in range(_TRIES):
                number, step = self._latest(task_id)
                mine = self._mine.get(task_id)
                if mine is not None and mine.number == number and self._clock() < mine.until:
                    return
                if step is not None and step.did != "released" and step.reviewer != self._reviewer:
                    holding = self._as_seen(number, step)
                    if not holding.free:
                        raise _held(holding)
                if self._create(task_id, number + 1, "took", shared=self._may_be_shared(step)):
                    return
            raise SaveFailed(
                f"{task_id} keeps passing from hand to hand", mend="open it again in a moment"
            )

    def renew(self, task_id: str) -> None:
        """Hold it for as long again, also when it has run out and nobody came. Raises Held."""
        with self._lock:
            mine = self._mine.get(task_id)
            if mine is not None and self._create(
                task_id, mine.number + 1, "renewed", shared=mine.shared
            ):
                return
            self._mine.pop(task_id, None)
            self.take(task_id)

    def check(self, task_id: str) -> None:
        """Before anything is changed: it is held by this reviewer, or is so now. Raises Held."""
        with self._lock:
            mine = self._mine.get(task_id)
            if mine is not None and self._clock() < mine.until:
                number, step = self._latest(task_id)
                ours = step is not None and step.reviewer == self._reviewer
                if number == mine.number or (ours and step and step.did != "released"):
                    return
            self.renew(task_id)

    def is_mine(self, task_id: str) -> bool:
        """Whether this process holds it, as far as it knows without looking."""
        with self._lock:
            mine = self._mine.get(task_id)
            return mine is not None and self._clock() < mine.until

    def release(self, task_id: str, *, finished: bool) -> None:
        """Let it go. `finished`: the work on it is done; otherwise a lease that another process of
        the same reviewer may rest on stays until it runs out. Raises SaveFailed."""
        with self._lock:
            mine = self._mine.pop(task_id, None)
            if mine is None or (mine.shared and not finished):
                return
            number = mine.number
            for _ in range(_TRIES):
                if self._create(task_id, number + 1, "released", shared=False):
                    break
                number, step = self._latest(task_id)
                ours = step is not None and step.reviewer == self._reviewer
                if not (finished and ours and step and step.did != "released"):
                    return
            self._mine.pop(task_id, None)

    def holding(self, task_id: str) -> Holding | None:
        """Which other reviewer has a task, or None."""
        with self._lock:
            number, step = self._latest(task_id)
            if step is None or step.did == "released" or step.reviewer == self._reviewer:
                return None
            return self._as_seen(number, step)

    def held(self) -> tuple[Holding, ...]:
        """All tasks that other reviewers have. Whoever asks now and then sees leases run out."""
        try:
            names = sorted(os.listdir(self._hints))
        except OSError:
            return ()
        with self._lock:
            found = []
            for name in names:
                number, step = self._latest(name)
                if step is None or step.did == "released":
                    # Only a hint, and an old one: taking it away keeps this list short.
                    with contextlib.suppress(OSError):
                        os.unlink(self._hints / name)
                elif step.reviewer != self._reviewer:
                    found.append(self._as_seen(number, step))
            return tuple(found)

    # Steps

    def _create(
        self,
        task_id: str,
        number: int,
        did: Did,
        *,
        shared: bool,
    ) -> bool:
        """Make that number, if nobody did. What is believed counts from before it was made."""
        began = self._clock()
        folder = self._of / check_id(task_id)
        step = Step(
            task_id=task_id, reviewer=self._reviewer, did=did, minutes=self.minutes, at=now(),
            process=self._process, shared=shared,
        )  # fmt: skip
        path = folder / str(number)
        if not write_new(path, dump_document(step)):
            return False
        there = numbers(folder)
        if max(there, default=0) != number:
            # The name was free because it is old, and swept: what is later counts.
            with contextlib.suppress(OSError):
                path.unlink()
            return False
        kept = number - (1 if did == "released" else _KEPT)
        for old in there:
            if old < kept:
                with contextlib.suppress(OSError):
                    (folder / str(old)).unlink()
        self._hint(task_id, there=did != "released")
        if did != "released":
            self._mine[task_id] = _Mine(number, began + self.minutes * 60, shared)
        return True

    def _hint(self, task_id: str, *, there: bool) -> None:
        hint = self._hints / task_id
        with contextlib.suppress(OSError):
            if there:
                self._hints.mkdir(parents=True, exist_ok=True)
                hint.touch()
            else:
                hint.unlink()

    def _latest(self, task_id: str) -> tuple[int, Step | None]:
        folder = self._of / check_id(task_id)
        number = max(numbers(folder), default=0)
        if number == 0:
            self._seen.pop(task_id, None)
            return 0, None
        seen = self._seen.get(task_id)
        if seen is None or seen.number != number:
            step = read_step(folder / str(number), task_id)
            if step is None:  # swept since: there is a later one
                return self._latest(task_id)
            self._seen[task_id] = seen = _Seen(number, self._clock(), step)
        return number, seen.step

    def _as_seen(self, number: int, step: Step) -> Holding:
        """Another's lease. It is free once it was seen unchanged for longer than it lasts."""
        seen = self._seen[step.task_id]
        waited = self._clock() - seen.first
        free = waited > step.minutes * 60 * _SLOWER or (
            not step.shared and is_gone(step.process, self._process)
        )
        return Holding(step.task_id, step.reviewer, step.at, step.minutes, free)

    def _may_be_shared(self, step: Step | None) -> bool:
        if step is None or step.reviewer != self._reviewer or step.did == "released":
            return False
        alone = step.process == self._process or is_gone(step.process, self._process)
        return step.shared or not alone


def _held(holding: Holding) -> Held:
    return Held(
        f"{holding.reviewer} is at {holding.task_id}",
        mend="take another task; this one can be taken over once the lease has run out",
    )
