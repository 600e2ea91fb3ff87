"""How an audit says how far it is, and what others see of it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

from workbench.commands.pace import Pace, duration
from workbench.model.audit import AuditProgress
from workbench.store.audits import AuditFolder, now


def test_rate_and_time_left_are_of_what_was_measured_not_of_what_was_known() -> None:
    at = [0.0]
    pace = Pace("assess", 100, clock=lambda: at[0])
    for _ in range(50):
        pace.one(known=True)
    assert pace.words() == "50 of 100, 50 known"
    for _ in range(10):
        at[0] += 3
        pace.one()
    assert pace.a_minute == pytest.approx(20)
    assert pace.left_s == pytest.approx(40 * 3)
    assert pace.words() == "60 of 100, 50 known, 20 a minute, 2 min left"


def test_where_nobody_knows_how_many_there_are_no_time_is_promised() -> None:
    at = [0.0]
    pace = Pace("run", None, clock=lambda: at[0])
    for _ in range(3):
        at[0] += 1
        pace.one(failed=True)
    assert pace.words() == "3, 3 failed, 60 a minute"


@pytest.mark.parametrize(
    ("seconds", "words"), [(45, "45 s"), (720, "12 min"), (12_000, "3 h 20 min")]
)
def test_a_duration_is_said_as_people_say_it(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_others_see_how_far_an_audit_is_and_that_it_ended(tmp_path: Path) -> None:
    folder = AuditFolder(tmp_path / "audits")
    pace = Pace("assess", 2, folder)
    pace.one()
    pace.beat()
    (seen,) = folder.all()
    assert (seen.state, seen.done, seen.total) == ("running", 1, 2)
    pace.end(stopped=True)
    pace.beat()
    assert folder.all()[0].state == "stopped"


def test_an_audit_that_fell_silent_is_told_as_stopped_and_old_ones_make_room(
    tmp_path: Path,
) -> None:
    folder = AuditFolder(tmp_path)
    for pid in range(30):
        folder.save(
            AuditProgress(kind="run", host="h/../x", pid=pid, state="running", total=1, done=0,
                          began="2026-01-01T00:00:00Z", updated="2026-01-01T00:00:00Z")
        )  # fmt: skip
    assert {a.state for a in folder.all()} == {"stopped"}
    assert len(folder.all()) == 20
    assert {p.parent for p in tmp_path.rglob("*.json")} == {tmp_path}
    assert now() > "2026"


def test_the_examples_of_clusters_can_be_read() -> None:
    folder = Path(__file__).parents[3] / "docs" / "audit"
    kinds = [d["kind"] for d in yaml.safe_load_all((folder / "kubernetes.yaml").read_text())]
    assert kinds == ["ConfigMap", "NetworkPolicy", "Service", "Deployment", "Deployment", "Job"]
    assert subprocess.run(["bash", "-n", str(folder / "slurm.sh")], check=False).returncode == 0


def test_an_audit_whose_progress_could_not_be_written_is_seen_again_when_it_can(
    tmp_path: Path,
) -> None:
    place = tmp_path / "audits"
    place.write_text("in the way")
    pace = Pace("run", 2, AuditFolder(place))
    assert not pace.is_to_stop()
    place.unlink()
    pace.beat()
    assert [a.state for a in AuditFolder(place).all()] == ["running"]


def test_two_audits_that_make_room_at_once_do_not_stop_each_other(tmp_path: Path) -> None:
    folder = AuditFolder(tmp_path)
    # A name of the list whose file another audit has removed meanwhile.
    for number in range(25):
        (tmp_path / f"h-{number}.audit.json").symlink_to(tmp_path / "gone")
    pace = Pace("run", 1, folder)
    assert [a.state for a in folder.all()] == ["running"]
    pace.end(stopped=False)
