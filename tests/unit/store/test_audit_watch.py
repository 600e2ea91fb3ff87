"""What somebody sees who looks on while audits work, end, die, or are many."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from workbench.errors import InputError
from workbench.model.audit import AuditProgress
from workbench.store import audit_watch
from workbench.store.audit_watch import AuditWatch
from workbench.store.audits import AuditFolder, now
from workbench.store.lease_steps import this_process


def audit(**changes: Any) -> AuditProgress:
    return AuditProgress.model_validate({
        "kind": "assess", "host": "here", "pid": 7, "state": "running", "began": now(),
        "updated": now(), "total": 9, "done": 3, **changes,
    })  # fmt: skip


def ago(seconds: float) -> str:
    return (dt.datetime.now(dt.UTC) - dt.timedelta(seconds=seconds)).isoformat()


class Clock:
    at = 1000.0

    def __call__(self) -> float:
        return self.at


def states(watch: AuditWatch) -> list[tuple[str, str]]:
    return [(one.key, one.state) for one in watch.look()]


def test_an_audit_is_seen_to_work_to_be_asked_to_stop_and_to_end(tmp_path: Path) -> None:
    folder, one = AuditFolder(tmp_path / "audits"), audit(process=this_process(), pid=os.getpid())
    watch = AuditWatch(folder)
    assert watch.look() == ()
    folder.save(one)
    key = f"here-{os.getpid()}"
    assert states(watch) == [(key, "running")]
    folder.ask_to_stop(key, one.began)
    assert folder.is_to_stop(key, one.began)
    assert not folder.is_to_stop(key, "another time")
    assert states(watch) == [(key, "stopping")]
    folder.save(audit(pid=os.getpid(), state="stopped", done=4))
    assert states(watch) == [(key, "stopped")]
    with pytest.raises(InputError, match="over"):
        folder.ask_to_stop(key, one.began)


@pytest.mark.parametrize("key", ["../here-7", "here-8", ""])
def test_what_is_no_audit_cannot_be_stopped(tmp_path: Path, key: str) -> None:
    folder = AuditFolder(tmp_path / "audits")
    folder.save(audit())
    with pytest.raises(InputError, match="no such audit"):
        folder.ask_to_stop(key, audit().began)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["here-7.audit.json"]


def test_a_process_that_was_killed_on_this_machine_is_known_at_once(tmp_path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    place = this_process().rpartition("/")[0]
    child.wait()
    folder = AuditFolder(tmp_path)
    folder.save(audit(pid=child.pid, process=f"{place}/{child.pid}"))
    assert [state for _, state in states(AuditWatch(folder))] == ["gone"]
    assert folder.all()[0].state == "stopped"


def test_an_audit_elsewhere_is_gone_after_a_minute_without_a_sign_whatever_its_clock_says(
    tmp_path: Path,
) -> None:
    folder, clock = AuditFolder(tmp_path), Clock()
    watch = AuditWatch(folder, clock)
    folder.save(audit(updated=ago(500)))
    assert states(watch) == [("here-7", "gone")]
    clock.at += 5
    folder.save(audit(updated=ago(485)))  # its clock is eight minutes slow, and it is at work
    assert states(watch) == [("here-7", "running")]
    clock.at += 50
    assert states(watch) == [("here-7", "running")]
    clock.at += 11
    assert states(watch) == [("here-7", "gone")]
    clock.at += 1800
    assert states(watch) == []
    folder.save(audit(done=5))
    assert states(watch) == [("here-7", "running")]


def test_running_audits_come_first_and_damaged_files_are_passed_over(tmp_path: Path) -> None:
    folder = AuditFolder(tmp_path)
    folder.save(audit(pid=1, state="done", updated=now()))
    folder.save(audit(pid=2, updated=ago(9)))
    (tmp_path / "here-3.audit.json").write_text("{")
    (tmp_path / "copy.audit.json").write_bytes((tmp_path / "here-2.audit.json").read_bytes())
    (tmp_path / "here-4.audit.json").mkdir()
    assert states(AuditWatch(folder)) == [("here-2", "running"), ("here-1", "done")]


def test_thousands_of_old_audits_are_not_read_and_one_that_wakes_up_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = AuditFolder(tmp_path)
    folder.save(audit(pid=1))
    old = (tmp_path / "here-1.audit.json").read_bytes()
    long_ago = time.time() - 9000
    for pid in range(2, 2000):
        path = tmp_path / f"here-{pid}.audit.json"
        path.write_bytes(old)
        os.utime(path, (long_ago, long_ago))
    read: list[Path] = []
    load = audit_watch.load_document

    def counted(path: Path, kind: Any) -> Any:
        read.append(path)
        return load(path, kind)

    monkeypatch.setattr(audit_watch, "load_document", counted)
    watch = AuditWatch(folder)
    for _ in range(3):
        assert states(watch) == [("here-1", "running")]
    assert len(read) == 1
    folder_of_one = tmp_path / "here-900.audit.json"
    folder_of_one.write_bytes(audit(pid=900).model_dump_json().encode())
    found = [states(watch) for _ in range(2000 // audit_watch._AGAIN + 1)][-1]
    assert ("here-900", "running") in found
