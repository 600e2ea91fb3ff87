"""The secret behind shadow suites: kept, private, and no two suites alike."""

from __future__ import annotations

from pathlib import Path

from workbench.judge.shadow import installation_key, seed_of
from workbench.model.task import Suite


def suite(text: str) -> Suite:
    return Suite(name="given", role="given", files={"t.py": text})


def test_the_key_is_made_once_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    key = installation_key(tmp_path / "state")
    assert len(key) == 32
    assert installation_key(tmp_path / "state") == key
    assert (tmp_path / "state" / "shadow.key").stat().st_mode & 0o077 == 0


def test_a_key_others_can_read_or_that_is_cut_short_is_not_used(tmp_path: Path) -> None:
    key = installation_key(tmp_path)
    (tmp_path / "shadow.key").chmod(0o644)
    assert installation_key(tmp_path) != key
    (tmp_path / "shadow.key").chmod(0o600)
    (tmp_path / "shadow.key").write_bytes(b"short")
    assert len(installation_key(tmp_path)) == 32


def test_where_nothing_can_be_kept_the_key_is_still_secret(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    first, second = (installation_key(tmp_path / "file" / "state") for _ in range(2))
    assert first != second


def test_a_seed_is_the_suites_own() -> None:
    key = b"k" * 32
    assert seed_of(suite("a"), key) == seed_of(suite("a"), key)
    assert seed_of(suite("a"), key) != seed_of(suite("b"), key)
    assert seed_of(suite("a"), key) != seed_of(suite("a"), b"j" * 32)
