"""Audits by processes of this machine and by workers of a real dask cluster."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import Client
from typer.testing import CliRunner

from workbench.adequacy.wish import Wish
from workbench.cli import app
from workbench.commands import cluster as dask_cluster
from workbench.commands.assessing import assess_all
from workbench.commands.cluster import Cluster
from workbench.commands.crews import Crew, each, here, there
from workbench.commands.processes import own_cancel, tell
from workbench.errors import InputError, NotFound
from workbench.sandboxes.base import Cancel
from workbench.store.assessments import AssessmentFolder
from workbench.store.workspace import Workspace

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain, pytest.mark.slow]


ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler and two workers, each a process of its own, as a team would start them."""
    place = tmp_path_factory.mktemp("cluster")
    found, log = place / "scheduler.json", (place / "log").open("wb")
    # A worker's death is tried again elsewhere as often as the scheduler says: not at all here.
    env = os.environ | {
        "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    dask = [sys.executable, "-m", "dask"]
    at = ["--scheduler-file", str(found)]
    commands = (
        [*dask, "scheduler", *at, "--host", "127.0.0.1", "--port", "0", "--no-dashboard"],
        [*dask, "worker", *at, "--nworkers", "2", "--nthreads", "1", "--memory-limit", "0",
         "--no-dashboard", "--local-directory", str(place)],
    )  # fmt: skip
    started = [
        subprocess.Popen(c, env=env, stdout=log, stderr=log, start_new_session=True)
        for c in commands
    ]
    try:
        for _ in range(600):
            if found.exists() and found.read_text().strip():
                break
            time.sleep(0.1)
        yield json.loads(found.read_text())["address"]
    finally:
        for process in started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        log.close()


def _lost(path: Path) -> str:
    """A task that takes its worker down with it, as a bomb would."""
    if path.name.startswith("bomb"):
        os.kill(os.getpid(), signal.SIGKILL)
    return path.name


def test_workers_assess_and_keep_what_they_found_in_the_shared_folder(
    address: str, tmp_path: Path
) -> None:
    workspace = Workspace.create(tmp_path / "ws", demo=True)
    chosen = [workspace.task_path(t) for t in ("py-utility-split", "js-school-bell")]
    paths = [*chosen, tmp_path / "nowhere.task.json"]
    wish = Wish(phases=("gates",), budget_s=120)
    with cluster_of(address) as crew:
        found = {a.path.name: a for a in assess_all(crew, paths, wish, "auto", Cancel())}
        again = list(assess_all(crew, chosen, wish, "auto", Cancel()))
    assert isinstance(found["nowhere.task.json"].error, NotFound)
    kept = AssessmentFolder(workspace.root / "assessments")
    for path in chosen:
        assessment = found[path.name].assessment
        assert assessment is not None, found[path.name].error
        assert kept.load(assessment.task_id) == assessment
    assert [a.known for a in again] == [True, True]


def test_workers_run_and_keep_runs_in_the_shared_folder(address: str, tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "ws", demo=True)
    path = workspace.task_path("py-utility-split")
    command = ["run", str(path), "--scheduler", address, "--json"]
    first, second = (CliRunner().invoke(app, command) for _ in range(2))
    (line,) = [json.loads(x) for x in first.stdout.splitlines()]
    assert line["verdict"] in ("pass", "fail")
    assert workspace.load_run(line["run_id"]) is not None
    assert json.loads(second.stdout)["cached"]


def cluster_of(address: str) -> contextlib.AbstractContextManager[Crew]:
    return there(address, dict, Cancel(), print)


@contextlib.contextmanager
def crew_of(kind: str, address: str) -> Iterator[Crew]:
    with cluster_of(address) if kind == "cluster" else here(2, Cancel(), print) as crew:
        yield crew


@pytest.mark.parametrize("kind", ["cluster", "processes"])
def test_a_task_that_takes_its_workers_down_is_named_and_the_rest_goes_on(
    address: str, kind: str
) -> None:
    paths = [Path("a"), Path("bomb"), Path("b"), Path("c")]
    with crew_of(kind, address) as crew:
        told = {p.name: (found, error) for p, found, error in each(crew, paths, _lost, Cancel())}
    found, error = told.pop("bomb")
    assert found is None
    assert error is not None
    assert told == {"a": ("a", None), "b": ("b", None), "c": ("c", None)}


@pytest.mark.parametrize("kind", ["cluster", "processes"])
def test_what_has_not_begun_when_it_is_cancelled_never_does(address: str, kind: str) -> None:
    cancel, told = Cancel(), []
    with crew_of(kind, address) as crew:
        for path, found, _ in each(crew, (Path(str(n)) for n in range(200)), _slow, cancel):
            told.append((path, found))
            cancel.set()
    assert 1 <= len(told) <= 8


def _slow(path: Path) -> str:
    time.sleep(0.2)
    return path.name


def test_paths_are_taken_only_as_fast_as_they_are_worked_on() -> None:
    taken: list[int] = []

    def paths() -> Iterator[Path]:
        for number in range(40):
            taken.append(number)
            yield Path(str(number))

    with here(1, Cancel(), print) as crew:
        for count, _ in enumerate(each(crew, paths(), _name, Cancel()), start=1):
            assert len(taken) - count <= crew.at_once


def _name(path: Path) -> str:
    return path.name


def test_an_audit_that_is_stopped_stops_what_its_processes_do(tmp_path: Path) -> None:
    cancel, began = Cancel(), time.monotonic()
    with here(2, cancel, lambda what: cancel.set()) as crew:
        told = list(each(crew, [tmp_path, tmp_path], _until_stopped, cancel))
    assert {found for _, found, _ in told} <= {"stopped"}
    assert time.monotonic() - began < 60


def _until_stopped(path: Path) -> str:
    tell("at it")
    while not own_cancel().is_set():
        time.sleep(0.05)
    return "stopped"


def test_a_scheduler_that_does_not_answer_is_named_with_the_mend(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dask_cluster, "_ANSWER_S", 1)  # nobody is there, however long one waits
    said = r"no dask scheduler answers at tcp://127\.0\.0\.1:9"
    with pytest.raises(InputError, match=said), cluster_of("tcp://127.0.0.1:9"):
        pass


def test_a_connection_shut_while_it_is_asked_ends_in_words(address: str) -> None:
    said: list[str] = []
    with Client(address, set_as_default=False) as client:
        crew = Cluster(client, address, lambda: None, said.append)
        # As a client does that gives its scheduler up: connections first, then its own state.
        client.sync(client.scheduler.close_rpc)
        client.sync(client.rpc.close)
        crew.look()
        assert said == [f"the scheduler at {address} does not answer; waiting for it"]
    with pytest.raises(InputError, match="is gone"):
        crew.look()
