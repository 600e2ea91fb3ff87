"""A lead's board of one session: shown as it changes, asked on threads of its own.

Nothing here runs in a message handler: reading and measuring a session takes seconds when it is
large, and a kernel must answer meanwhile.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor

from pydantic import TypeAdapter, ValidationError

from workbench.errors import Conflict, InfrastructureError, InputError, WorkbenchError
from workbench.judge import Judge
from workbench.jupyter import board_acts, board_runs, board_view, view
from workbench.jupyter.messages import Client, Message, notice
from workbench.model.measures import Label
from workbench.model.session import AxisDecision
from workbench.sessions.adjudicating import adjudicated, case_of
from workbench.sessions.labels import labels
from workbench.sessions.measures import measure_record
from workbench.sessions.record import Record
from workbench.sessions.revising import revise
from workbench.sessions.tending import tend
from workbench.store.files import explain
from workbench.store.reviews import now
from workbench.store.sessions.contract import SessionStore
from workbench.store.workspace import Workspace

_WAIT_S, _LEAST_S, _AGAIN_S = 5.0, 1.0, 5.0


class Board:
    """Shared by the pages that show the session."""

    def __init__(
        self,
        workspace: Workspace,
        session: str,
        lead_name: str,
        *,
        opener: Callable[[], SessionStore],
        judge: Callable[[], Judge | WorkbenchError],
        executor: Executor,
    ) -> None:
        """`executor` works runs off. Raises Forbidden when the caller is no lead of `session`."""
        self._workspace = workspace
        self._session = session
        self._lead_name = lead_name
        self._opener = opener
        self._judge = judge
        self._executor = executor
        self._store = opener()
        self._lead = self._store.lead(session)
        self._asks = ThreadPoolExecutor(max_workers=1, thread_name_prefix="workbench-board")
        # Protects all below: pages come on handler threads, the watcher and asks have their own.
        self._lock = threading.Lock()
        self._clients: dict[str, Client] = {}
        self._watcher: threading.Thread | None = None
        self._record: Record | None = None
        self._told: Message | None = None
        self._labels: tuple[Label, ...] | None = None
        self._names: dict[str, tuple[str, str]] = {}

    # Pages

    def join(self, client: Client) -> None:
        """A page begins to show the board."""
        with self._lock:
            self._clients[client.key] = client
            if self._watcher is None:
                self._watcher = threading.Thread(
                    target=self._watch, name=f"workbench-board-{self._session}", daemon=True
                )
                self._watcher.start()

    def leave(self, client: Client) -> None:
        """A page is gone."""
        with self._lock:
            if self._clients.get(client.key) is client:
                del self._clients[client.key]

    @property
    def in_use(self) -> bool:
        """Whether a page shows it."""
        with self._lock:
            return bool(self._clients)

    def close(self) -> None:
        """Let go of the store."""
        with self._lock:
            self._clients.clear()
        self._asks.shutdown(wait=False, cancel_futures=True)
        with contextlib.suppress(WorkbenchError):
            self._store.close()

    def _broadcast(self, message: Message) -> None:
        with self._lock:
            clients = tuple(self._clients.values())
        for client in clients:
            client.send(message)

    # What comes in

    def _watch(self) -> None:
        """Look whenever the store says that something changed, at most once a second. The store is
        this thread's own: waiting must not keep an act waiting."""
        since = ""
        store: SessionStore | None = None
        while self._go_on():
            began = time.monotonic()
            try:
                store = store or self._opener()
                lead = store.lead(self._session)
                token = lead.changed(since, _WAIT_S)
                if token != since:
                    since = token
                    self._measure(tend(lead, self._workspace.rubric)[1])
                time.sleep(max(0.0, _LEAST_S - (time.monotonic() - began)))
            except WorkbenchError as error:
                self._broadcast(notice("error", error))
                time.sleep(_AGAIN_S)
            except Exception as error:  # noqa: BLE001
                # A thread's exception would vanish and the board would stand still unnoticed.
                broken = InfrastructureError(f"the board broke off: {error!r}")
                self._broadcast(notice("error", broken))
                time.sleep(_AGAIN_S)
        if store is not None:
            with contextlib.suppress(WorkbenchError):
                store.close()

    def _go_on(self) -> bool:
        with self._lock:
            if self._clients:
                return True
            self._watcher = None
            return False

    def _measure(self, record: Record) -> None:
        self._broadcast({"type": "measuring"})
        found = measure_record(record)
        told = board_view.shown_board(record, found, self._named, lead=self._lead_name, at=now())
        with self._lock:
            self._record, self._told, self._labels = record, told, None
        self._broadcast(told)

    def _named(self, task_id: str) -> tuple[str, str]:
        if task_id not in self._names:
            for entry in self._workspace.index.refresh():
                self._names[entry.id] = (entry.title, entry.language)
            self._names.setdefault(task_id, (task_id, ""))
        return self._names[task_id]

    # Messages

    def handle(self, client: Client, message: Message) -> None:
        """Take one message; what takes time is done elsewhere. Never raises on what a page may
        send."""
        if message.get("type") == "hello":
            with self._lock:
                told = self._told
            client.send(told or {"type": "measuring"})
        elif message.get("type") == "run_again":
            self._executor.submit(self._answer, client, message)
        else:
            self._asks.submit(self._answer, client, message)

    def _answer(self, client: Client, message: Message) -> None:
        try:
            self._do(client, message)
        except Exception as error:  # noqa: BLE001
            # As above: a page waits for the answer.
            known = isinstance(error, WorkbenchError)
            told = error if known else InfrastructureError(f"it broke off: {error!r}")
            client.send(_refused(message, told))

    def _do(self, client: Client, message: Message) -> None:
        task_id, request = str(message.get("task_id") or ""), str(message.get("request") or "")
        match message.get("type"):
            case "get_case":
                client.send({"type": "case", "case": self._case(task_id)})
            case "get_source":
                client.send({"type": "source", "source": self._source(task_id)})
            case "get_evidence_run":
                client.send(self._evidence_run(message))
            case "run_again":
                self._run_again(client, message, request)
            case "adjudicate":
                number = self._adjudicate(task_id, message)
                done = {"type": "adjudicated", "task_id": task_id, "number": number}
                client.send({**done, "request": request})
            case "act":
                act = str(message.get("act") or "")
                text = board_acts.do(act, self._lead, self._workspace.rubric, message)
                client.send({"type": "done", "request": request, "text": text})
            case other:
                raise InputError(f"the board knows no message {str(other)[:80]!r}")

    def _read(self) -> Record:
        with self._lock:
            record = self._record
        return record or Record.of(self._lead, self._workspace.rubric)

    def _case(self, task_id: str) -> Message:
        record = self._read()
        if self._labels is None:
            self._labels = labels(record)
        case = case_of(record, task_id)
        return board_view.shown_case(case, self._labels, record.adjudications, self._named)

    def _source(self, task_id: str) -> Message:
        task = view.shown_task(self._workspace.task(task_id), {})
        return {"task_id": task_id, "prompt": task["prompt"], "solutions": task["solutions"]}

    def _evidence_run(self, message: Message) -> Message:
        digest, ref = str(message.get("digest") or ""), str(message.get("ref") or "")
        told = {"type": "evidence_run", "digest": digest, "ref": ref, "run": None, "reason": ""}
        try:
            rated = board_runs.rated_of(self._read(), str(message.get("task_id")), digest)
            run = board_runs.evidence_run(self._lead, self._workspace, rated, ref)
        except WorkbenchError as error:
            return {**told, "reason": str(error)}
        return {**told, "run": view.shown_run(run)}

    def _run_again(self, client: Client, message: Message, request: str) -> None:
        judge = self._judge()
        if isinstance(judge, WorkbenchError):
            raise judge
        task_id = str(message.get("task_id") or "")
        rated = board_runs.rated_of(self._read(), task_id, str(message.get("digest") or ""))
        before = board_runs.evidence_run(
            self._lead, self._workspace, rated, str(message.get("ref") or "")
        )

        def progress(phase: str) -> None:
            client.send({"type": "again_progress", "request": request, "phase": phase})

        progress("queued")
        told = board_runs.again(
            judge.keeping(None), self._workspace.task(task_id), rated, before, progress
        )
        client.send({"type": "again_done", "request": request, "again": told})

    def _adjudicate(self, task_id: str, message: Message) -> int:
        """Decided is what was shown: ratings that came since are looked at first."""
        record = Record.of(self._lead, self._workspace.rubric)
        case = case_of(record, task_id)
        if message.get("digests") != [c.rated.submission.digest for c in case.columns]:
            raise Conflict(
                "not kept: a rating of this task came in meanwhile", mend="look at it, then decide"
            )
        decisions = _decisions(message.get("axes"))
        note = str(message.get("guideline_note") or "").strip()
        made = self._lead.adjudicate(
            adjudicated(case, decisions, by=self._lead_name, guideline_note=note)
        )
        under = str(message.get("revise") or "")
        if under and note:
            revise(self._lead, self._workspace, under, note)
        return made.number


def _decisions(axes: object) -> dict[str, AxisDecision]:
    try:
        return TypeAdapter(dict[str, AxisDecision]).validate_python(axes)
    except ValidationError as error:
        raise InputError(f"axes: {explain(error)}") from None


def _refused(message: Message, error: Exception) -> Message:
    mend = error.mend if isinstance(error, WorkbenchError) else ""
    reason = error.message if isinstance(error, WorkbenchError) else str(error)
    kind = "again_failed" if message.get("type") == "run_again" else "refused"
    request = str(message.get("request") or "")
    return {"type": kind, "request": request, "reason": reason, "mend": mend}
