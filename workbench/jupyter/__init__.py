"""The review desk in Jupyter: hosts for its one front-end module, and tasks as rich output.

    from workbench.jupyter import desk
    desk("demo/tasks/py-freight-quote.task.json")

Importing it in a notebook makes tasks show themselves highlighted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.jupyter.render import register

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.jupyter.widget import DeskWidget
    from workbench.model.task import Task
    from workbench.store.workspace import Workspace


def desk(task: str | Path | Task, workspace: Workspace | str | Path = "") -> DeskWidget:
    """The review desk of a task in a notebook cell.

    `task` is a task file, or a task or its id together with `workspace` (a workspace or its
    folder; the current folder when left out).
    """
    from workbench.jupyter.widget import open_desk

    return open_desk(task, workspace)


register()

__all__ = ["desk"]
