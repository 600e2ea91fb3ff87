"""What a killed writer leaves goes with the next start; what a living one writes stays."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from workbench.store.files import write_atomic_parts
from workbench.store.leftovers import clear, clear_beside, mark
from workbench.store.workspace import Workspace

# It writes half of a file, says so, and never comes to the end.
WRITER = """
import sys, time
from pathlib import Path
from workbench.store.files import write_atomic_parts
def parts():
    yield b"half"
    print("half", flush=True)
    time.sleep(600)
write_atomic_parts(Path(sys.argv[1]), parts())
"""


def hidden(folder: Path) -> list[Path]:
    return sorted(folder.rglob(".*.tmp"))


def test_a_killed_writers_file_goes_and_a_living_ones_stays(tmp_path: Path) -> None:
    root = Workspace.create(tmp_path / "ws").root
    target = root / "runs" / "ab" / "x.run.json"
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(target)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    with writer.stdout:
        assert writer.stdout.readline() == "half\n"
        assert len(hidden(root)) == 1
        assert clear(root) == 0
        writer.kill()
        writer.wait()
    assert clear(root) == 1
    assert not hidden(root)
    assert (root / "workspace.toml").is_file()


def test_of_writers_elsewhere_only_the_age_tells(tmp_path: Path) -> None:
    elsewhere = (
        ".a.json.00000000-1.abcdefgh.tmp", ".a.json.abcdefgh.tmp", f".a.json.{'0' * 16}.tmp",
    )  # fmt: skip
    for name in elsewhere:
        (tmp_path / name).touch()
    assert clear(tmp_path) == 0
    then = time.time() - 90_000
    for name in elsewhere:
        os.utime(tmp_path / name, (then, then))
    assert clear(tmp_path) == 3


def test_nothing_else_is_touched_however_old(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / ".a.json.abcdefgh.tmp").touch()
    root = tmp_path / "ws"
    (root / "own").mkdir(parents=True)
    (root / "runs").mkdir()
    (root / "runs" / "link").symlink_to(outside)
    (root / ".b.json.abcdefgh.tmp").symlink_to(outside / ".a.json.abcdefgh.tmp")
    (root / "runs" / ".c.json.abcdefgh.tmp").mkdir()
    for path in (root / "own" / ".a.json.abcdefgh.tmp", root / "a.tmp", root / ".env"):
        path.touch()
    then = time.time() - 90_000
    for path in (*root.rglob("*"), *outside.iterdir()):
        os.utime(path, (then, then), follow_symlinks=False)
    assert clear(root) == 0


def test_beside_a_file_only_its_own_leftovers_go(tmp_path: Path) -> None:
    place = mark().partition("-")[0]
    gone = subprocess.Popen(["true"])
    gone.wait()
    for name in ("out.sarif", "other.sarif"):
        (tmp_path / f".{name}.{place}-{gone.pid}.tmp").touch()
        (tmp_path / f".{name}.{mark()}.tmp").touch()
    clear_beside(tmp_path / "out.sarif")
    assert [path.name for path in hidden(tmp_path)] == sorted(
        [f".other.sarif.{place}-{gone.pid}.tmp", f".other.sarif.{mark()}.tmp",
         f".out.sarif.{mark()}.tmp"]
    )  # fmt: skip


def test_a_folder_that_is_not_there_is_nothing_to_clear(tmp_path: Path) -> None:
    assert clear(tmp_path / "none") == 0
    clear_beside(tmp_path / "none" / "file")


def test_a_name_as_long_as_an_id_may_be_has_room_for_the_mark(tmp_path: Path) -> None:
    path = tmp_path / f"{'x' * 120}.assessment.json"
    write_atomic_parts(path, [b"whole"])
    assert path.read_bytes() == b"whole"
    with pytest.raises(ZeroDivisionError):
        write_atomic_parts(path, (bytes(1 // n) for n in (0,)))
    assert not hidden(tmp_path)
