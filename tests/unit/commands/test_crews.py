"""Who works for an audit: what breaks one task, or one look, does not end it."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

from workbench.commands.crews import each, here, loss
from workbench.commands.processes import Processes
from workbench.sandboxes.base import Cancel


def _name(path: Path) -> str:
    return path.name


def _nothing() -> None:
    return None


def _breaks(path: Path) -> str:
    raise ValueError("poison")


def test_what_breaks_whoever_looks_whether_it_is_known_is_handed_to_who_works(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a"
    path.touch()
    with here(1, Cancel(), print) as crew:
        assert list(each(crew, [path], _name, Cancel(), _breaks)) == [(path, "a", None)]


def test_a_large_file_is_not_read_by_the_audit_itself(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.touch()
    os.truncate(path, 5 << 20)
    with here(1, Cancel(), print) as crew:
        told = list(each(crew, [path], _name, Cancel(), lambda path: "known"))
    assert told == [(path, "a", None)]


def test_a_task_that_breaks_is_told_from_one_that_takes_its_worker_down(tmp_path: Path) -> None:
    with here(1, Cancel(), print) as crew:
        ((_, found, error),) = each(crew, [tmp_path], _breaks, Cancel())
    assert found is None
    assert loss(error) == "the workbench broke off at it: ValueError('poison')"
    assert loss(BrokenProcessPool("gone")) == "it takes its worker down: gone"


@pytest.fixture
def few_files() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")) + 1, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_a_machine_that_cannot_start_a_process_ends_no_audit_and_the_place_is_kept(
    few_files: None, tmp_path: Path
) -> None:
    crew = Processes(1, _nothing)
    with pytest.raises(BrokenProcessPool, match="no process could be started"):
        crew.submit(_name, tmp_path).result()
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (before[1], before[1]))
    assert crew.submit(_name, tmp_path).result(timeout=60) == tmp_path.name
    crew.close()
