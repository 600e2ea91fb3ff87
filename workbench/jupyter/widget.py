"""The desk in a notebook: an anywidget around the same front-end module the Lab tab uses."""

from __future__ import annotations

import contextvars
from pathlib import Path
from typing import Any

import anywidget

from workbench.errors import NotFound
from workbench.jupyter.desk import Desk
from workbench.jupyter.house import shared_house
from workbench.jupyter.messages import Message
from workbench.model.task import Task
from workbench.store.workspace import Workspace

STATIC = Path(__file__).parent / "static"


class DeskWidget(anywidget.AnyWidget):
    """Shows one desk. All state is on disk; the widget only carries messages."""

    _esm = STATIC / "desk.js"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.key = f"widget:{self.model_id}"
        self._desk = desk
        self._context = contextvars.copy_context()
        desk.join(self)
        self.on_msg(self._heard)

    def _heard(self, _: object, content: Message, buffers: Any) -> None:
        self._context = contextvars.copy_context()
        self._desk.handle(self, content)

    def send(self, content: Message, buffers: Any = None) -> None:
        """Deliver a message, from whatever thread, in the context of the page's last one."""
        self._context.copy().run(super().send, content, buffers)

    @property
    def review(self) -> Any:
        """The review as it is on disk."""
        return self._desk.review

    def close(self) -> None:
        """Take the widget away; the review stays."""
        self._desk.leave(self)
        super().close()


def open_desk(task: str | Path | Task, workspace: Workspace | str | Path) -> DeskWidget:
    """See `workbench.jupyter.desk`. Raises NotFound or InvalidFile."""
    if isinstance(task, str | Path) and Path(task).name.endswith(".task.json"):
        return DeskWidget(shared_house().desk(Path(task).resolve())[1])
    task_id = task.id if isinstance(task, Task) else str(task)
    root = workspace.root if isinstance(workspace, Workspace) else Path(workspace)
    found = Workspace.find(root)
    if found is None:
        raise NotFound(f"{root} lies in no workspace", mend="workbench init DIR --demo")
    return DeskWidget(shared_house().room(found.root).desk(task_id))
