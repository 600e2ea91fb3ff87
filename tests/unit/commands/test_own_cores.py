"""What `-j N` takes of a machine."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from workbench.commands.own_cores import kept_to

COUNT = [sys.executable, "-c", "import os; print(len(os.sched_getaffinity(0)))"]


def test_what_is_started_meanwhile_keeps_to_as_many_cores_as_jobs() -> None:
    before = os.sched_getaffinity(0)
    if len(before) < 2:
        pytest.skip("one core is all there is")
    with kept_to(1):
        assert subprocess.check_output(COUNT, text=True).strip() == "1"
    assert os.sched_getaffinity(0) == before


@pytest.mark.parametrize("jobs", [None, 10_000])
def test_all_cores_stay_where_no_fewer_are_asked_for(jobs: int | None) -> None:
    before = os.sched_getaffinity(0)
    with kept_to(jobs):
        assert os.sched_getaffinity(0) == before
