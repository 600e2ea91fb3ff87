"""JupyterLab is started so that what lies in the workspace stays data."""

from __future__ import annotations

import subprocess
from pathlib import Path

from workbench.jupyter.launch import command


def test_a_module_of_the_workspace_is_not_imported_by_jupyterlab(tmp_path: Path) -> None:
    trap = "raise SystemExit('the data set was run')\n"
    for name in ("json", "jupyterlab", "workbench", "socket"):
        (tmp_path / f"{name}.py").write_text(trap)
    asked = [*command(tmp_path)[: command(tmp_path).index("jupyterlab") + 1], "--version"]
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
