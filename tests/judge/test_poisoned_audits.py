"""Poison among the tasks of an audit: each is judged or named, and the rest is as it would be."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.judge.audits import Client, workspace
from workbench.store.workspace import Workspace

pytestmark = [pytest.mark.sandbox, pytest.mark.toolchain, pytest.mark.slow]

POISON = {
    "eats": "def tick(n):\n    x = []\n    while True:\n        x.append(bytearray(10 << 20))\n",
    "kills": "import os\n\n\ndef tick(n):\n    os.killpg(0, 9)\n    os.kill(-1, 9)\n",
    "prints": "import sys\n\n\ndef tick(n):\n    while True:\n        sys.stdout.write('x' * 99)\n",
}


def poisoned(place: Path) -> Path:
    root = workspace(place, 2)
    made = Workspace.open(root)
    task = json.loads(made.task_path("tick-00000").read_bytes())
    for name, code in POISON.items():
        task |= {"id": name, "limits": {"wall_s": 4, "memory_mb": 128}}
        task["solutions"][0]["files"] = {"clock.py": code}
        made.task_path(name).write_text(json.dumps(task))
    tasks = root / "tasks"
    (tasks / "broken.task.json").write_text('{"id": "broken", ')
    (tasks / "folder.task.json").mkdir()
    os.mkfifo(tasks / "pipe.task.json")
    (tasks / "gone.task.json").symlink_to("gone")
    (tasks / os.fsdecode(b"\xff\n\x1b[31m.task.json")).write_bytes(b"\xff")
    return root


def test_every_one_is_judged_or_named(tmp_path: Path) -> None:
    root = poisoned(tmp_path / "ws")
    status, out, err = Client.start("run", str(root), "--json", "-j", "2").end()
    assert status == 2, err
    verdicts = {line["task_id"]: line["verdict"] for line in map(json.loads, out.splitlines())}
    assert verdicts.pop("eats") == "out_of_memory"
    assert verdicts.pop("kills") == "incomplete"
    # Which limit it meets first depends on the machine.
    assert verdicts.pop("prints") in ("output_limit", "out_of_memory", "timeout")
    assert verdicts == {"tick-00000": "pass", "tick-00001": "pass"}
    for name in ("broken", "folder", "pipe", "gone", r"\x1b[31m"):
        assert f"{name}.task.json" in err
    assert err.count("error:") == 5
    assert "Traceback" not in err


def test_what_the_disk_does_not_take_is_told_all_the_same(tmp_path: Path) -> None:
    root = workspace(tmp_path / "ws", 1)
    (root / "assessments").write_text("in the way of the folder")
    status, out, err = Client.start("assess", str(root), "--json", "--reruns", "2").end()
    assert status == 2, err
    (line,) = [json.loads(line) for line in out.splitlines()]
    assert line["strength"] is not None
    assert "tick-00000.assessment.json was not saved" in err
