"""The conda environment keeps in step with the package: same bounds, nothing forgotten."""

from __future__ import annotations

import re
import tomllib

import yaml

from tests.conftest import ROOT

# What conda-forge calls otherwise than PyPI.
CONDA_NAMES = {"docker": "docker-py"}
# What tasks need and the package does not.
TOOLCHAINS = {"go", "maven", "nodejs", "openjdk", "rust"}


def bounds(requirement: str) -> tuple[str, str]:
    """Name and version bounds, without spaces."""
    name, _, rest = re.sub(r"([A-Za-z0-9_.-]+)", r"\1 ", requirement, count=1).partition(" ")
    return name.lower(), rest.replace(" ", "")


def test_conda_asks_for_what_the_package_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    listed = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    by_pip = next(entry["pip"] for entry in listed if isinstance(entry, dict))
    conda = dict(bounds(entry) for entry in listed if isinstance(entry, str))
    pip = dict(bounds(entry) for entry in by_pip if not entry.startswith("-e"))
    wanted = dict(bounds(entry) for entry in project["dependencies"])
    wanted |= dict(bounds(entry) for entry in project["optional-dependencies"]["notebook"])
    for name, version in wanted.items():
        assert {**pip, **conda}[CONDA_NAMES.get(name, name)] == version, name
    assert "-e ." in by_pip
    builder = dict(bounds(entry) for entry in project["optional-dependencies"]["dev"])
    assert pip["jupyter-builder"] == builder["jupyter-builder"]
    assert conda["python"].startswith(project["requires-python"])
    assert set(conda) >= TOOLCHAINS | {"bubblewrap"}
    known = {CONDA_NAMES.get(name, name) for name in wanted}
    assert set(conda) - known - TOOLCHAINS == {"bubblewrap", "pip", "python"}


def test_conda_offers_toolchains_no_older_than_the_workbench_takes() -> None:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    conda = dict(bounds(entry) for entry in listed if isinstance(entry, str))
    assert conda["nodejs"] == ">=20.19"
    assert conda["go"] == ">=1.24"
    assert conda["rust"] == ">=1.85"
    assert conda["openjdk"] == "=17"
