"""Containers are held to the cores of whoever asks for them, where those are the engine's own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from workbench.sandboxes.engine_cores import _memory, cores_for


@pytest.fixture
def one_core() -> Iterator[int]:
    before = os.sched_getaffinity(0)
    if len(before) < 2:
        pytest.skip("one core is all there is")
    os.sched_setaffinity(0, {max(before)})
    yield max(before)
    os.sched_setaffinity(0, before)


def here() -> dict[str, Any]:
    """What an engine on this machine tells of it."""
    return {
        "NCPU": os.cpu_count(), "MemTotal": _memory(), "KernelVersion": os.uname().release,
        "CPUSet": True,
    }  # fmt: skip


def test_a_job_kept_to_a_core_has_its_containers_there(one_core: int) -> None:
    assert cores_for(here()) == str(one_core)


@pytest.mark.parametrize(
    "other", [{"NCPU": 1000}, {"MemTotal": 1}, {"KernelVersion": "1.0"}, {"CPUSet": False}]
)
def test_an_engine_elsewhere_is_told_nothing(one_core: int, other: dict[str, Any]) -> None:
    assert cores_for(here() | other) == ""


def test_who_may_use_all_cores_holds_containers_to_none() -> None:
    if len(os.sched_getaffinity(0)) < (os.cpu_count() or 1):
        pytest.skip("this process is held to some itself")
    assert cores_for(here()) == ""
