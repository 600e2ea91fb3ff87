"""A toolchain that is replaced while a desk is open is noticed without a restart."""

from pathlib import Path

import pytest

from workbench.toolchains.go import GoToolchain


def test_a_program_that_was_replaced_is_asked_for_its_version_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    program = tmp_path / "go"
    for version in ("go1.98", "go1.99"):
        fresh = tmp_path / "fresh"
        fresh.write_text(f"#!/bin/sh\necho {tmp_path}\necho {version}\n")
        fresh.chmod(0o755)
        fresh.rename(program)
        assert GoToolchain()._root().version == version
