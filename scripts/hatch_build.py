"""Build hook: the wheel carries the two front-end builds, or there is no wheel.

An editable install needs neither: `scripts/frontend` links the built extension into the
environment, and a checkout without Node still gets the command line.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DESK = "workbench/jupyter/static/desk.js"
EXTENSION = "workbench/jupyter/labextension"


class FrontEndHook(BuildHookInterface[Any]):
    """Adds the built JupyterLab extension where Jupyter looks for it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before each target is built; `version` is `standard` or `editable`."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        for part in (DESK, f"{EXTENSION}/package.json"):
            if not (root / part).is_file():
                raise FileNotFoundError(
                    f"{part} is missing: run `make wheel`, which builds the front end first"
                )
        build_data["shared_data"][EXTENSION] = "share/jupyter/labextensions/reviewer-workbench"
