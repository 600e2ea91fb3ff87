"""Carries desks' messages over comms the Lab extension opens. Transport only.

    reviewer-workbench        one a desk; opened with {"path", "client"}
    reviewer-workbench-board  one a lead's board of a session; opened with {"path", "session"}
    reviewer-workbench-host   one a page; the queue, the sandbox, news of changed reviews

Paths are those of the Jupyter server's file browser: relative to the folder its shared kernel
was started in.
"""

from __future__ import annotations

import contextvars
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from workbench.errors import InputError, WorkbenchError
from workbench.jupyter import audits, status, view
from workbench.jupyter.board import Board
from workbench.jupyter.desk import Desk
from workbench.jupyter.house import House, shared_house
from workbench.jupyter.messages import Message, notice
from workbench.jupyter.queueing import ASKED as QUEUE_ASKED
from workbench.jupyter.room import Room
from workbench.jupyter.session_room import ASKED

DESK_TARGET = "reviewer-workbench"
BOARD_TARGET = "reviewer-workbench-board"
HOST_TARGET = "reviewer-workbench-host"
# A closed browser says nothing; pages beyond this many are taken for gone, oldest first.
_MAX_PAGES = 64
_log = logging.getLogger(__name__)


class Comm(Protocol):
    """What is used of ipykernel's comm."""

    comm_id: str

    def send(self, data: Message) -> None: ...
    def on_msg(self, callback: Any) -> None: ...
    def on_close(self, callback: Any) -> None: ...


class CommClient:
    """A page at the other end of a comm."""

    def __init__(self, comm: Comm, key: str) -> None:
        self.key = key
        self._comm = comm
        # Protects the order of messages: answers and results come from different threads.
        self._lock = threading.Lock()
        self._context = contextvars.copy_context()

    def heard(self) -> None:
        """Remember the context of the page's last message: ipykernel routes a comm's next
        messages by the context its last answer was sent in, and a worker thread has another."""
        self._context = contextvars.copy_context()

    def send(self, message: Message) -> None:
        """Deliver; a page that is gone is no error."""
        with self._lock:
            try:
                self._context.copy().run(self._comm.send, message)
            except Exception:  # noqa: BLE001
                _log.debug("a page did not take a message", exc_info=True)


class CommHost:
    """Opens desks for comms, all in one house."""

    def __init__(self, house: House, root: Path) -> None:
        self._house = house
        self._root = root
        # Protects `_pages`: which client sits at which desk or board, oldest first.
        self._lock = threading.Lock()
        self._pages: OrderedDict[str, tuple[Desk | Board, CommClient]] = OrderedDict()

    def open_desk(self, comm: Comm, opening: Message) -> None:
        """A page opened a desk's comm."""
        data = opening["content"]["data"]
        place = data.get("assignment") or data.get("path")
        client = CommClient(comm, f"{data.get('client') or comm.comm_id}:{place}")
        self._attend(comm, client, lambda: self._desk(data))

    def open_board(self, comm: Comm, opening: Message) -> None:
        """A page opened the comm of a session's board."""
        data = opening["content"]["data"]
        session = str(data.get("session") or "")
        client = CommClient(comm, f"{data.get('client') or comm.comm_id}:board:{session}")
        path = str(data.get("path") or "")
        self._attend(comm, client, lambda: self._house.room(self.resolve(path)).board(session))

    def _attend(self, comm: Comm, client: CommClient, find: Callable[[], Desk | Board]) -> None:
        try:
            seen = find()
        except WorkbenchError as error:
            client.send(notice("error", error))
            return
        self._sit_down(seen, client)

        def on_msg(message: Message) -> None:
            client.heard()
            seen.handle(client, message["content"]["data"])

        def on_close(_: Message) -> None:
            seen.leave(client)

        comm.on_msg(on_msg)
        comm.on_close(on_close)

    def _desk(self, data: Message) -> Desk:
        path = self.resolve(str(data.get("path", "")))
        if not data.get("assignment"):
            return self._house.desk(path)[1]
        session, assignment = str(data.get("session", "")), str(data["assignment"])
        return self._house.room(path).seated_desk(session, assignment)

    def _sit_down(self, desk: Desk | Board, client: CommClient) -> None:
        desk.join(client)
        with self._lock:
            self._pages.pop(client.key, None)
            self._pages[client.key] = (desk, client)
            gone = [
                self._pages.popitem(last=False)[1]
                for _ in range(len(self._pages) - _MAX_PAGES)
            ]  # fmt: skip
        for old_desk, old in gone:
            old_desk.leave(old)

    def open_host(self, comm: Comm, opening: Message) -> None:
        """A page opened its host comm."""
        client = CommClient(comm, comm.comm_id)
        folder = str(opening["content"]["data"].get("folder", ""))
        told: dict[Path, Any] = {}

        def attend(room: Room) -> Room:
            if room.workspace.root not in told:
                told[room.workspace.root] = room.listen(client.send)
            return room

        def on_msg(message: Message) -> None:
            client.heard()
            asked = message["content"]["data"]
            try:
                room = attend(self._house.room(self.resolve(str(asked.get("path") or folder))))
                answer = self.answer(room, asked)
            except WorkbenchError as error:
                answer = notice("error", error)
            client.send({**answer, "request": asked.get("request")})

        def on_close(_: Message) -> None:
            for stop in told.values():
                stop()

        comm.on_msg(on_msg)
        comm.on_close(on_close)

    def resolve(self, path: str) -> Path:
        """A path of the file browser as one of this machine; never outside the server's root."""
        resolved = (self._root / path.lstrip("/")).resolve()
        if not resolved.is_relative_to(self._root.resolve()):
            raise InputError(f"{path[:200]!r} lies outside the server's folder")
        return resolved

    def answer(self, room: Room, asked: Message) -> Message:
        """Answer a host message about a workspace."""
        match asked.get("type"):
            case asks if asks in QUEUE_ASKED:
                return room.queueing.answer(asked)
            case "open":
                return {
                    "type": "open",
                    "target": DESK_TARGET,
                    "data": {"path": str(asked.get("path", ""))},
                }
            case asks if asks in audits.ASKED:
                return room.audits.answer(asked)
            case asks if asks in status.ASKED:
                return status.answer(room, asked)
            case asks if asks in ASKED:
                return room.sessions.answer(asked)
            case "sandbox":
                return {"type": "sandbox", "sandbox": view.shown_sandbox(room.judge())}
            case other:
                raise InputError(f"the host knows no message {str(other)[:80]!r}")


_host: CommHost | None = None


def serve(root: str | Path = "") -> None:
    """Make this kernel answer the Lab extension. `root` is the server's folder; by default the
    folder the kernel was started in. Serving again changes nothing."""
    global _host
    if _host is not None:
        return
    import IPython

    shell = IPython.get_ipython()
    if shell is None or not hasattr(shell, "kernel"):
        raise InputError("there is no Jupyter kernel here", mend="call this from a notebook")
    _host = CommHost(shared_house(), Path(root or Path.cwd()))
    manager = shell.kernel.comm_manager
    manager.register_target(DESK_TARGET, _host.open_desk)
    manager.register_target(BOARD_TARGET, _host.open_board)
    manager.register_target(HOST_TARGET, _host.open_host)
