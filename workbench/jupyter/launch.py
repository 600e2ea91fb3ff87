"""Starts JupyterLab on a workspace: `workbench lab`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path

from workbench.errors import MissingTool

BOARD = "WORKBENCH_BOARD"
"""Names the session whose board a page opens when it is loaded; kernels inherit it."""
_CONFIG = Path(__file__).parent / "config"


def command(
    workspace: Path,
    *,
    port: int = 0,
    open_browser: bool = True,
    extra: Iterable[str] = (),
) -> list[str]:
    """The command line. The token stays on, so only who sees the address gets in.

    `port` 0 takes the next free one from 8888. `extra` goes to JupyterLab as it is, last, so
    that it wins.
    """
    argv = [
        sys.executable,
        "-P",  # a `json.py` that lies in the workspace is nobody's module
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={workspace.resolve()}",
        "--ServerApp.kernel_spec_manager_class=workbench.jupyter.kernels.Kernels",
        # Nothing is asked of the internet: no news, no look for updates.
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    ]
    if port:
        argv.append(f"--ServerApp.port={port}")
    if not open_browser:
        argv.append("--no-browser")
    if os.geteuid() == 0:
        argv.append("--allow-root")
    return [*argv, *extra]


def environment(
    workspace: Path, base: Mapping[str, str] | None = None, *, board: str = ""
) -> dict[str, str]:
    """The environment: the caller's, with the workbench's default settings beneath the user's
    own, and the workspace named for notebooks. `board`: the session whose board opens at once."""
    env = dict(os.environ if base is None else base)
    paths = [p for p in env.get("JUPYTER_CONFIG_PATH", "").split(os.pathsep) if p]
    env["JUPYTER_CONFIG_PATH"] = os.pathsep.join([*paths, str(_CONFIG)])
    env["WORKBENCH_WORKSPACE"] = str(workspace.resolve())
    if board:
        env[BOARD] = board
    return env


def lab(
    workspace: Path,
    *,
    port: int = 0,
    open_browser: bool = True,
    extra: Iterable[str] = (),
    board: str = "",
) -> int:
    """Run JupyterLab until it ends; its exit status. `board` as in `environment`. Raises
    MissingTool when JupyterLab is not there."""
    if find_spec("jupyterlab") is None:
        raise MissingTool(
            "JupyterLab is not installed here", mend="pip install 'reviewer-workbench[lab]'"
        )
    argv = command(workspace, port=port, open_browser=open_browser, extra=extra)
    with subprocess.Popen(argv, env=environment(workspace, board=board), cwd=workspace) as server:
        while True:
            try:
                return server.wait()
            except KeyboardInterrupt:
                # The terminal's Ctrl-C reaches JupyterLab too, which asks and ends by itself.
                continue
