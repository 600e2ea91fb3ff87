"""Opens the sessions of a workspace in the store its `workspace.toml` names."""

from __future__ import annotations

import importlib

from workbench.errors import InvalidFile, MissingTool
from workbench.store.sessions.contract import SessionStore
from workbench.store.sessions.folder import FolderStore
from workbench.store.workspace import Workspace


def open_sessions(workspace: Workspace) -> SessionStore:
    """`sessions = "folder"`, the default, or `sessions = "postgresql:///name"`. Close it when done.

    Raises InvalidFile for anything else, and for a password in the URL.
    """
    where = workspace.config.sessions
    if where == "folder":
        return FolderStore(workspace.root, workspace.rubric)
    if where.startswith(("postgresql://", "postgres://")):
        # Only who keeps sessions in a database needs its driver.
        try:
            module = importlib.import_module("workbench.store.sessions.postgres")
        except ModuleNotFoundError as error:
            raise MissingTool(
                f"sessions in a database need the package {error.name}",
                mend="pip install 'reviewer-workbench[postgres]'",
            ) from None
        opened: SessionStore = module.PostgresSessions(where, workspace.rubric)
        return opened
    raise InvalidFile(f"workspace.toml: sessions = {where[:80]!r} is neither folder nor a database")
