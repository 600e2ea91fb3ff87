"""What `workbench assess` says is the same whenever it is asked: three runs without anything kept.

All that is measured is compared, whole: gates, mutants and their fates, the kill matrix, coverage,
survivors and their witnesses, counterexamples, suspects, reruns, flags, strength. Only what took
how long may differ.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.whole import WHOLE
from workbench.store.demo import demo_folders, pack
from workbench.store.workspace import Workspace

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
TIMES = 3
# The second of Go's sorts what it takes out of a map: mutants that do not are told from the
# original by a map's order.
TASKS = ("py-utility-split", "js-school-bell", "ts-feature-flags", "go-tide-gate",
         "go-locker-bank", "rs-ferry-fares", "java-rental-days")  # fmt: skip
OPTIONS = ("--no-cache", "--full", "--json", "--budget", "600")


if WHOLE:  # minutes

    @pytest.mark.timeout(1800)
    @pytest.mark.parametrize("name", TASKS)
    def test_three_assessments_of_a_task_say_the_same(name: str, tmp_path: Path) -> None:
        first, *others = [measured(name, tmp_path / str(n)) for n in range(TIMES)]
        for other in others:
            assert {k: other[k] for k in other if other[k] != first[k]} == {}


def measured(name: str, place: Path) -> dict[str, Any]:
    """What is told, and what is kept, in a workspace where nothing is known."""
    (folder,) = [f for f in demo_folders() if f.name == name]
    made = Workspace.create(place)
    made.save_task(pack(folder))
    done = subprocess.run(
        [sys.executable, "-m", "workbench.cli", "assess", str(place), *OPTIONS],
        env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr
    (line,) = done.stdout.splitlines()
    (kept,) = (place / "assessments").glob("*.json")
    found: dict[str, Any] = timeless({"told": json.loads(line), **json.loads(kept.read_text())})
    return found


def timeless(value: Any) -> Any:
    """The same without what a clock says of the measuring itself."""
    if isinstance(value, dict):
        return {k: timeless(v) for k, v in value.items() if not k.endswith(("duration_s", "_at"))}
    return [timeless(v) for v in value] if isinstance(value, list) else value
