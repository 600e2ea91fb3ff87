"""An audit whose parts are killed at any moment loses nothing: the same command finishes it."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.judge.audits import Client, Team, found, no_orphans, workers_of, workspace
from tests.whole import WHOLE
from workbench.model.assessment import Assessment
from workbench.model.run import Run
from workbench.store.audits import AuditFolder
from workbench.store.files import load_document

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain, pytest.mark.slow]

COUNT = 12 if WHOLE else 3
# Other moments by hand: WORKBENCH_TEST_SEED=100 is those from the hundredth on.
FIRST = int(os.environ.get("WORKBENCH_TEST_SEED", "0"))
SEEDS = range(FIRST, FIRST + (10 if WHOLE else 1))
MORE = {"run": ("--json",), "assess": ("--json", "--reruns", "2")}


@pytest.fixture(scope="module")
def undisturbed(
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, tuple[dict[str, Any], float]]:
    """What each command finds, and how long it takes."""
    measured = {}
    for command, more in MORE.items():
        place = workspace(tmp_path_factory.mktemp("calm") / "ws", COUNT)
        began = time.monotonic()
        status, out, err = Client.start(command, str(place), *more).end()
        assert status == 0, err
        measured[command] = (found(out), time.monotonic() - began)
        assert len(measured[command][0]) == COUNT
    return measured


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    made = Team(tmp_path_factory.mktemp("team"))
    yield made
    made.close()


GATE = {"processes": {"client assess"}, "cluster": {"scheduler run"}}


def asked(who: str, *victims: str) -> list[tuple[str, str, int]]:
    """Which of them, by which command, at which moment; the gate tries a part."""
    cases = [(v, c, s) for v in victims for c in MORE for s in SEEDS]
    return [case for case in cases if WHOLE or f"{case[0]} {case[1]}" in GATE[who]]


def whole(place: Path) -> None:
    """No file is half-written, and no audit says that it goes on."""
    for path in place.rglob("*.run.json"):
        load_document(path, Run)
    for path in place.rglob("*.assessment.json"):
        load_document(path, Assessment)


def finished(place: Path, command: str, expected: dict[str, Any], *more: str) -> None:
    """The same command once more finds what one finds that nobody disturbed."""
    whole(place)
    status, out, err = Client.start(command, str(place), *MORE[command], *more).end()
    assert status == 0, err
    assert found(out) == expected
    assert AuditFolder(place / "audits").all()[0].state == "done"


def wait_until(moment: float, client: Client) -> None:
    while time.monotonic() - client.began < moment and client.process.poll() is None:
        time.sleep(0.01)


def kill_one(pids: list[int], dice: Random) -> None:
    if pids:  # before the first or after the last task there is none
        with contextlib.suppress(ProcessLookupError):
            os.kill(dice.choice(sorted(pids)), signal.SIGKILL)


@pytest.mark.parametrize(("victim", "command", "seed"), asked("processes", "worker", "client"))
def test_processes_of_this_machine(
    victim: str, command: str, seed: int, tmp_path: Path, undisturbed: Any
) -> None:
    expected, length = undisturbed[command]
    place, dice = workspace(tmp_path / "ws", COUNT), Random(f"{victim} {command} {seed}")
    with no_orphans():
        client = Client.start(command, str(place), *MORE[command], "-j", "2")
        wait_until(dice.uniform(0.05, 1) * length, client)
        if victim == "client":
            client.kill()
            client.end()
        else:
            kill_one(workers_of(client.process.pid), dice)
            status, out, err = client.end()
            assert status == 0, err
            assert found(out) == expected
        finished(place, command, expected, "-j", "2")


ON_CLUSTER = asked("cluster", "worker", "client", "scheduler")


@pytest.mark.parametrize(("victim", "command", "seed"), ON_CLUSTER)
def test_workers_of_a_cluster(
    victim: str, command: str, seed: int, tmp_path: Path, undisturbed: Any, team: Team
) -> None:
    expected, length = undisturbed[command]
    place, dice = workspace(tmp_path / "ws", COUNT), Random(f"team {victim} {command} {seed}")
    client = Client.start(command, str(place), *MORE[command], "--scheduler", team.address)
    wait_until(dice.uniform(0.1, 1.3) * length, client)
    if victim == "client":
        client.kill()
        client.end()
    elif victim == "worker":
        kill_one(workers_of(team.nannies.pid), dice)
        status, out, err = client.end()
        assert status == 0, err
        assert found(out) == expected
    else:
        team.kill(team.scheduler)
        status, out, err = client.end()
        if status != 0:  # else it had ended before
            assert status == 2, err
            assert "is gone" in err or "no dask scheduler answers" in err
            assert "the same command" in err or "dask scheduler" in err
            assert "Traceback" not in err
            assert found(out).items() <= expected.items()
        team.restart()
    finished(place, command, expected, "--scheduler", team.address)


def test_a_worker_without_a_sandbox_is_given_nothing_and_alone_it_ends_the_command(
    tmp_path: Path,
) -> None:
    place, team = workspace(tmp_path / "ws", 2), Team(tmp_path, workers=0)
    try:
        team.more_workers(1, PATH="/nowhere", DOCKER_HOST="unix:///nowhere")
        for command in MORE:
            status, out, err = Client.start(command, str(place), "--scheduler", team.address).end()
            assert status == 3, err
            assert "bubblewrap is not installed" in err
            assert not out
        team.more_workers(1)
        client = Client.start("run", str(place), "--scheduler", team.address, "--json")
        status, out, err = client.end()
        assert status in (0, 3), err  # 3: the other one had not come yet
        while status == 3:
            status, out, err = Client.start(
                "run", str(place), "--scheduler", team.address, "--json"
            ).end()
        assert "is not used" in err
        assert len(found(out)) == 2
    finally:
        team.close()


if WHOLE:  # it waits for a quarter of a minute

    def test_where_no_worker_is_left_it_waits_and_says_so(tmp_path: Path, undisturbed: Any) -> None:
        expected, length = undisturbed["run"]
        place, team = workspace(tmp_path / "ws", COUNT), Team(tmp_path)
        try:
            client = Client.start("run", str(place), "--json", "--scheduler", team.address)
            wait_until(length / 2, client)
            team.kill(team.nannies)
            time.sleep(15)
            assert client.process.poll() is None
            team.more_workers(1)
            status, out, err = client.end()
            assert status == 0, err
            assert "no worker is there; waiting for one: dask worker tcp://" in err
            assert found(out) == expected
        finally:
            team.close()


def test_ctrl_c_tells_what_is_done_and_the_same_command_goes_on(
    tmp_path: Path, undisturbed: Any
) -> None:
    expected, _ = undisturbed["assess"]
    place = workspace(tmp_path / "ws", COUNT)
    with no_orphans():
        client = Client.start("assess", str(place), *MORE["assess"], "-j", "2")
        while not list(place.glob("assessments/*.json")) and client.process.poll() is None:
            time.sleep(0.01)
        # As a terminal does it: to all of them.
        os.killpg(client.process.pid, signal.SIGINT)
        status, _, err = client.end()
        assert status == 130, err
        assert "Traceback" not in err
        assert "what is done is kept" in err
        assert AuditFolder(place / "audits").all()[0].state == "stopped"
    finished(place, "assess", expected, "-j", "2")
