"""The harness comes with its byte code."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.resources import sandbox_files
from workbench.toolchains.place import digest_of
from workbench.toolchains.python import PythonToolchain

pytestmark = pytest.mark.toolchain


def test_every_module_of_the_harness_is_there_with_its_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = sandbox_files() / "harness/python"
    own = PythonToolchain()
    kit = own.kit
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "cache"))
    (tmp_path / "cache/kits").mkdir(parents=True)
    own.kit.symlink_to(kit)
    layer = own.toolbox().layers[-1]
    assert layer.source.is_relative_to(tmp_path)
    assert digest_of(layer.source) == digest_of(source) == layer.digest
    modules = sorted(p.stem for p in (source / "workbench_harness").glob("*.py"))
    codes = (layer.source / "workbench_harness/__pycache__").glob("*.pyc")
    assert sorted(p.name.split(".")[0] for p in codes) == modules
    assert own.toolbox().layers[-1] == layer


def test_without_a_place_to_keep_code_the_harness_is_used_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = PythonToolchain()
    kit = own.kit
    monkeypatch.setattr(PythonToolchain, "kit", kit)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("WORKBENCH_CACHE", str(tmp_path / "file"))
    assert own.toolbox().layers[-1].source == sandbox_files() / "harness/python"
