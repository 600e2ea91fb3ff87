"""Leases: one reviewer at a task, whatever clocks and crashes do."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from pathlib import Path

import pytest

from workbench.errors import Held
from workbench.store.lease_steps import this_process
from workbench.store.leases import Leases

MINUTES = 10


class Clock:
    """A machine's own clock, at the test's will."""

    def __init__(self, at: float = 0.0) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


def at(root: Path, who: str, clock: Clock | None = None, process: str = "") -> Leases:
    return Leases(root, who, MINUTES, clock=clock or Clock(), process=process)


def files(root: Path, task: str = "t") -> list[int]:
    return sorted(int(p.name) for p in (root / "leases" / "of" / task).iterdir())


def test_a_task_is_held_by_one_reviewer_until_it_is_let_go(tmp_path: Path) -> None:
    ann, ben = at(tmp_path, "ann"), at(tmp_path, "ben")
    ann.take("t")
    with pytest.raises(Held, match="ann is at t"):
        ben.take("t")
    assert [(h.task_id, h.reviewer, h.free) for h in ben.held()] == [("t", "ann", False)]
    assert ann.held() == ()
    ann.release("t", finished=False)
    assert ben.held() == ()
    ben.take("t")
    with pytest.raises(Held):
        ann.check("t")


def test_a_lease_runs_out_only_after_it_was_seen_unchanged_for_longer_than_it_lasts(
    tmp_path: Path,
) -> None:
    anns, bens = Clock(), Clock(5_000.0)
    ann, ben = at(tmp_path, "ann", anns), at(tmp_path, "ben", bens)
    ann.take("t")
    bens.at += 1_000_000  # of what ben never saw nothing counts
    assert not ben.held()[0].free
    bens.at += MINUTES * 60
    assert not ben.held()[0].free
    with pytest.raises(Held):
        ben.take("t")
    bens.at += MINUTES * 60 * 0.05 + 1
    assert ben.held()[0].free
    ben.take("t")
    anns.at = MINUTES * 60 - 1  # ann's machine ran a little slower: she still believes in it
    with pytest.raises(Held, match="ben"):
        ann.check("t")


def test_a_sign_of_life_starts_the_waiting_anew(tmp_path: Path) -> None:
    bens = Clock()
    ann, ben = at(tmp_path, "ann"), at(tmp_path, "ben", bens)
    ann.take("t")
    ben.held()
    bens.at += MINUTES * 60 * 2
    ann.renew("t")
    with pytest.raises(Held):
        ben.take("t")
    assert not ben.held()[0].free


def test_dates_decide_nothing(tmp_path: Path) -> None:
    ann, ben = at(tmp_path, "ann"), at(tmp_path, "ben")
    ann.take("t")
    for path in (tmp_path / "leases").rglob("*"):
        os.utime(path, (0, 0))
    step = tmp_path / "leases" / "of" / "t" / "1"
    step.write_text(step.read_text().replace('"at": "20', '"at": "19'))
    with pytest.raises(Held):
        ben.take("t")
    copied = tmp_path / "elsewhere"
    shutil.copytree(tmp_path / "leases", copied / "leases")
    with pytest.raises(Held):
        at(copied, "ben").take("t")


def test_whoever_was_asleep_finds_the_task_taken_over(tmp_path: Path) -> None:
    anns, bens = Clock(), Clock()
    ann, ben = at(tmp_path, "ann", anns), at(tmp_path, "ben", bens)
    ann.take("t")
    ben.held()
    bens.at += MINUTES * 70
    ben.take("t")
    anns.at += MINUTES * 70
    assert not ann.is_mine("t")
    for act in (ann.check, ann.renew, ann.take):
        with pytest.raises(Held):
            act("t")
    ann.release("t", finished=True)
    ben.check("t")


def test_nobody_came_so_it_goes_on(tmp_path: Path) -> None:
    clock = Clock()
    ann = at(tmp_path, "ann", clock)
    ann.take("t")
    clock.at += MINUTES * 600
    ann.check("t")
    assert ann.is_mine("t")


def test_a_process_that_is_gone_from_this_machine_holds_nothing(tmp_path: Path) -> None:
    here = this_process()
    place = here.rpartition("/")[0]
    dead = multiprocessing.get_context("spawn").Process(target=int)
    dead.start()
    dead.join()
    at(tmp_path, "ann", process=f"{place}/{dead.pid}").take("t")
    at(tmp_path, "cleo", process=f"other-{place}/{dead.pid}").take("u")
    ben = at(tmp_path, "ben", process=here)
    ben.take("t")
    with pytest.raises(Held):
        ben.take("u")


def test_two_windows_of_one_reviewer_share_a_task(tmp_path: Path) -> None:
    one, two, ben = (at(tmp_path, who, process=p) for who, p in
                     (("ann", "a/b/1"), ("ann", "x/y/2"), ("ben", "k/l/3")))  # fmt: skip
    one.take("t")
    two.take("t")
    one.check("t")
    two.release("t", finished=False)  # the first is still at it
    with pytest.raises(Held):
        ben.take("t")
    one.renew("t")
    one.release("t", finished=True)
    ben.take("t")


def test_what_was_let_go_leaves_two_small_files(tmp_path: Path) -> None:
    ann = at(tmp_path, "ann")
    ann.take("t")
    for _ in range(40):
        ann.renew("t")
    assert len(files(tmp_path)) == 17
    ann.release("t", finished=True)
    assert files(tmp_path) == [41, 42]
    assert list((tmp_path / "leases" / "held").iterdir()) == []


def test_a_name_that_was_swept_is_no_lease(tmp_path: Path) -> None:
    ann, slow = at(tmp_path, "ann"), at(tmp_path, "ben")
    for _ in range(5):
        ann.take("t")
        ann.release("t", finished=True)
    assert not slow._create("t", 3, "took", shared=False)
    assert files(tmp_path) == [9, 10]
    slow.take("t")
    assert files(tmp_path)[-1] == 11


def test_an_unreadable_step_is_taken_for_somebodys(tmp_path: Path) -> None:
    folder = tmp_path / "leases" / "of" / "t"
    folder.mkdir(parents=True)
    (folder / "7").write_bytes(b"\x00")
    with pytest.raises(Held, match="somebody"):
        at(tmp_path, "ann").take("t")


def _race(root: Path, who: str, start: object, rounds: int, log: Path) -> None:
    """Take each task as soon as it can be had; while it is held, nobody else may be inside."""
    leases = Leases(root, who, MINUTES)
    start.wait()  # type: ignore[attr-defined]
    won = []
    for turn in range(rounds):
        task = f"t{turn}"
        try:
            leases.take(task)
        except Held:
            continue
        inside = root / f"inside-{task}"
        inside.mkdir()  # fails when another one is inside
        leases.check(task)
        won.append(task)
        inside.rmdir()
        leases.release(task, finished=turn % 2 == 0)
    log.write_text("\n".join(won))


def test_of_many_processes_one_gets_the_task(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    start = context.Barrier(12)
    rounds = 25
    racers = [
        context.Process(target=_race, args=(tmp_path, f"r{n}", start, rounds, tmp_path / f"log{n}"))
        for n in range(12)
    ]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(60)
    assert [racer.exitcode for racer in racers] == [0] * 12
    won = [line for n in range(12) for line in (tmp_path / f"log{n}").read_text().split()]
    assert set(won) == {f"t{n}" for n in range(rounds)}
