"""`workbench doctor`: every part that must be there, each with the command that mends it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from workbench.errors import MissingTool
from workbench.sandboxes.select import backend_status, prepare_docker
from workbench.store.sessions import folder_access
from workbench.store.workspace import CONFIG, Workspace
from workbench.toolchains.base import Say, ToolStatus
from workbench.toolchains.place import cache_root
from workbench.toolchains.registry import NAMES, toolchain


def check_all() -> Iterator[ToolStatus]:
    """Sandbox backends with their self-check, then toolchains and kits, as they are found."""
    for check in backend_status(state_dir=cache_root() / "state"):
        yield ToolStatus(check.name, check.ok, check.detail, check.mend)
    for name in NAMES:
        yield from toolchain(name).status()


def check_sessions(place: Path | None) -> Iterator[ToolStatus]:
    """Who can read what of a workspace's sessions: everything that is open which should not be.
    `place` None: the current folder, if it is a workspace. Raises NotFound where none is."""
    if place is None:
        if not Path(CONFIG).is_file():
            return
        place = Path()
    workspace = Workspace.open(place)
    if workspace.config.sessions != "folder":
        return
    for found in folder_access.check(workspace.root / "sessions", workspace.root):
        name = f"session {found.session}"
        for problem in found.problems:
            yield ToolStatus(name, False, problem.what, problem.mend)
        if not found.problems:
            said = (
                "blind by the rights of its folders" if found.whole else "your own folder is closed"
            )
            yield ToolStatus(name, True, said)


def install(say: Say) -> bool:
    """Install every kit whose toolchain is there, and build the image where a container engine
    is; whether all kits went well. One that fails does not stop the others."""
    whole = True
    for name in NAMES:
        try:
            toolchain(name).install(say)
        except MissingTool as error:
            say(f"{name}: {error}")
            whole = False
    prepare_docker(say)
    return whole
