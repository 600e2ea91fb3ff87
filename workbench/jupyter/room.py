"""One workspace in this process: its judge, its open desks, and who hears of changes."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor

from workbench.errors import InfrastructureError, WorkbenchError
from workbench.judge import Judge, open_judge
from workbench.jupyter.audits import Audits
from workbench.jupyter.board import Board
from workbench.jupyter.desk import Desk
from workbench.jupyter.homes import Home, InSession
from workbench.jupyter.messages import Message
from workbench.jupyter.queueing import Queueing, queue_changed
from workbench.jupyter.seat import Seat, take
from workbench.jupyter.session_room import SessionRoom
from workbench.store.reviewer import current_reviewer
from workbench.store.sessions.contract import SessionStore
from workbench.store.workspace import QueueEntry, Workspace

# A missing sandbox may be mended while the desk is open; asking again costs a self-check.
_ASK_AGAIN_S = 15.0

Opener = Callable[[Workspace], Judge]


class Room:
    """Desks are shared: two tabs on one task in one process write through one desk, so they
    never race each other for the file."""

    def __init__(
        self,
        workspace: Workspace,
        executor: Executor,
        *,
        reviewer: str = "",
        opener: Opener = open_judge,
        assessor: Executor | None = None,
    ) -> None:
        self.workspace = workspace
        self.reviewer = reviewer or current_reviewer()
        self._executor = executor
        self._assessor = assessor
        self._opener = opener
        # Protects `_desks`, `_boards` and `_listeners`.
        self._lock = threading.RLock()
        # By (session, assignment), or ('', task) outside a session.
        self._desks: dict[tuple[str, str], Desk] = {}
        self._listeners: list[Callable[[Message], None]] = []
        self._boards: dict[str, Board] = {}
        self.queueing = Queueing(
            workspace, self.reviewer, self._broadcast, lambda: open_store(workspace)
        )
        self.audits = Audits(workspace.root, self.queueing.hurry)
        self.sessions = SessionRoom(lambda: open_store(workspace))
        # Protects `_judge` and `_asked`: opened once, whoever comes first; others wait for it.
        self._judge_lock = threading.Lock()
        self._judge: Judge | WorkbenchError | None = None
        self._asked = 0.0

    def judge(self) -> Judge | WorkbenchError:
        """The judge, or why there is none. The first call takes as long as the self-check."""
        with self._judge_lock:
            stale = time.monotonic() - self._asked > _ASK_AGAIN_S
            if self._judge is None or (isinstance(self._judge, WorkbenchError) and stale):
                self._judge = self._open_judge()
                self._asked = time.monotonic()
            return self._judge

    def judge_so_far(self) -> Judge | WorkbenchError | None:
        """The judge as far as it is known; None while it is being opened. Waits for nobody."""
        return self._judge

    def _open_judge(self) -> Judge | WorkbenchError:
        try:
            return self._opener(self.workspace)
        except WorkbenchError as error:
            return error
        except Exception as error:  # noqa: BLE001
            # Whatever it was, the page must say that nothing can run rather than hang.
            return InfrastructureError(f"the sandbox could not be opened: {error!r}")

    def warm(self) -> None:
        """Open the judge in the background: the first run should not pay for the self-check."""
        self._executor.submit(self.judge)

    def queue(self) -> tuple[QueueEntry, ...]:
        """The queue as it was last read."""
        return self.queueing.entries()

    def desk(self, task_id: str) -> Desk:
        """The desk of a task. Raises NotFound, InvalidFile or FutureVersion."""
        with self._lock:
            desk = self._desks.get(("", task_id))
            if desk is None:
                desk = Desk(
                    self.workspace,
                    self.workspace.task(task_id),
                    self.reviewer,
                    judge=self.judge,
                    executor=self._executor,
                    assessor=self._assessor,
                    on_state=self._tell,
                    place=self.queueing.place,
                    seat=self.queueing.hold(task_id),
                )
                self._desks["", task_id] = desk
            return desk

    def seated_desk(self, session: str, assignment: str) -> Desk:
        """The desk of an assignment of a calibration session, taken up when it is open. Raises
        Paused, Forbidden, NotFound, InputError."""
        part = self.sessions.reviewer(session)
        item = take(part, assignment)
        with self._lock:
            desk = self._desks.get((session, assignment))
            if desk is None:
                task = self.workspace.task(item.task_id)
                home = InSession(self.workspace, task, part, item)
                desk = Desk(
                    self.workspace,
                    task,
                    part.name,
                    judge=lambda: _keeping(self.judge(), home),
                    executor=self._executor,
                    assessor=self._assessor,
                    on_state=lambda _, state: self._broadcast(
                        queue_changed(f"{session}/{assignment}", state)
                    ),
                    home=home,
                    seat=Seat(session, part, item),
                )
                self._desks[session, assignment] = desk
            return desk

    def board(self, session: str) -> Board:
        """The board of a session the caller leads. Raises Forbidden, NotFound."""
        with self._lock:
            board = self._boards.get(session)
            if board is None:
                board = self._boards[session] = Board(
                    self.workspace,
                    session,
                    self.reviewer,
                    opener=lambda: open_store(self.workspace),
                    judge=self.judge,
                    executor=self._executor,
                )
            return board

    def desks(self) -> tuple[Desk, ...]:
        """The desks that are open now."""
        with self._lock:
            return tuple(self._desks.values())

    def listen(self, listener: Callable[[Message], None]) -> Callable[[], None]:
        """Call `listener(message)` with news of the queue; returns how to stop."""
        with self._lock:
            self._listeners.append(listener)

        def stop() -> None:
            with self._lock, contextlib.suppress(ValueError):
                self._listeners.remove(listener)

        return stop

    def _tell(self, task_id: str, state: str) -> None:
        row = self.queueing.note(task_id)
        self._broadcast(queue_changed(task_id, row[1] if row[1] != "new" else state, row))

    def _broadcast(self, message: Message) -> None:
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(message)

    def look(self) -> None:
        """Let every desk in use see what others wrote; forget desks nobody looks at."""
        with self._lock:
            desks = tuple(self._desks.items())
        for key, desk in desks:
            if desk.in_use:
                desk.look()
            else:
                with self._lock:
                    if not desk.in_use:
                        self._desks.pop(key, None)
        with self._lock:
            left = [name for name, board in self._boards.items() if not board.in_use]
            boards = [self._boards.pop(name) for name in left]
            listened = bool(self._listeners)
        for board in boards:
            board.close()
        if listened:
            self.queueing.look()

    def close(self) -> None:
        """Stop what is under way."""
        with self._lock:
            desks, boards = tuple(self._desks.values()), tuple(self._boards.values())
        for desk in desks:
            desk.cancel_all()
        for board in boards:
            board.close()
        self.audits.close()
        self.sessions.close()


def open_store(workspace: Workspace) -> SessionStore:
    """The sessions' store of a workspace. Imported late: a workspace without sessions needs none,
    and a database's driver may not be installed."""
    from workbench.store.sessions.open import open_sessions

    return open_sessions(workspace)


def _keeping(judge: Judge | WorkbenchError, home: Home) -> Judge | WorkbenchError:
    return judge if isinstance(judge, WorkbenchError) else judge.keeping(home.runs)
