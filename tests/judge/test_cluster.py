"""Assessments by worker processes of a real dask cluster."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path

import pytest

from workbench.adequacy.wish import Wish
from workbench.commands.assessing import Assessed, assess_all, assess_there
from workbench.commands.cluster import workers
from workbench.errors import InfrastructureError, InputError, NotFound
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


def _lost(path: Path) -> Assessed:
    """A task that takes its worker down with it, as a bomb would."""
    if path.name.startswith("bomb"):
        os.kill(os.getpid(), signal.SIGKILL)
    return Assessed(path, None, whole=True)


def test_workers_assess_and_keep_what_they_found_in_the_shared_folder(
    address: str, tmp_path: Path
) -> None:
    workspace = Workspace.create(tmp_path / "ws", demo=True)
    chosen = [workspace.task_path(t) for t in ("py-utility-split", "js-school-bell")]
    paths = [*chosen, tmp_path / "nowhere.task.json"]
    wish = Wish(phases=("gates",), budget_s=120)
    work = partial(assess_there, wish=wish, kind="auto")
    with workers(address) as executor:
        found = {a.path.name: a for a in assess_all(paths, executor, work, Cancel())}
    assert isinstance(found["nowhere.task.json"].error, NotFound)
    kept = AssessmentFolder(workspace.root / "assessments")
    for path in chosen:
        assessment = found[path.name].assessment
        assert assessment is not None, found[path.name].error
        assert kept.load(assessment.task_id) == assessment


def test_a_task_that_takes_its_workers_down_is_named_and_the_rest_goes_on(address: str) -> None:
    paths = [Path("a"), Path("bomb"), Path("b"), Path("c")]
    with workers(address) as executor:
        found = {a.path.name: a.error for a in assess_all(paths, executor, _lost, Cancel())}
    assert isinstance(found.pop("bomb"), InfrastructureError)
    assert found == {"a": None, "b": None, "c": None}


def test_what_has_not_begun_when_it_is_cancelled_never_does(address: str) -> None:
    cancel, begun = Cancel(), time.monotonic()
    with workers(address) as executor:
        first: Future[None] = executor.submit(time.sleep, 0.1)
        first.result()
        cancel.set()
        slow = partial(_slow, seconds=0.4)
        found = list(assess_all([Path(str(n)) for n in range(200)], executor, slow, cancel))
    assert len(found) < 20
    assert time.monotonic() - begun < 30


def _slow(path: Path, seconds: float) -> Assessed:
    time.sleep(seconds)
    return Assessed(path, None, whole=True)


def test_a_scheduler_that_does_not_answer_is_named_with_the_mend() -> None:
    said = r"no dask scheduler answers at tcp://127\.0\.0\.1:9"
    with pytest.raises(InputError, match=said), workers("tcp://127.0.0.1:9"):
        pass
