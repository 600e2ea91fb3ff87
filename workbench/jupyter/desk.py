"""One open review: everything a page may ask, and what it is answered. Knows no transport.

The file is the truth. Every edit is on disk before it is acknowledged; a run is on disk, and in
the review, before it is shown. The messages are those of docs/desk-protocol.md.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

from workbench.errors import Conflict, InputError, NotFound, WorkbenchError
from workbench.judge import Judge
from workbench.jupyter import view
from workbench.jupyter.assessing import Assessing
from workbench.jupyter.chosen import still_current
from workbench.jupyter.edits import Edits
from workbench.jupyter.homes import Home, InWorkspace
from workbench.jupyter.inventories import Inventories
from workbench.jupyter.kept_runs import newest_runs
from workbench.jupyter.lookback import sandbox_of
from workbench.jupyter.messages import (
    Client,
    Message,
    failed,
    notice,
    review_changed,
    saved,
)
from workbench.jupyter.own_phrases import OwnPhrases
from workbench.jupyter.pages import Pages
from workbench.jupyter.past import HEARS, Past
from workbench.jupyter.record import Record
from workbench.jupyter.running import Asked, Runner
from workbench.jupyter.seating import ASKED, Nowhere, Seating
from workbench.jupyter.unkept import Unkept
from workbench.model.review import Review, what_is_missing
from workbench.model.run import Run
from workbench.model.task import Task
from workbench.store.workspace import Workspace


class Desk:
    """The review of one task by one reviewer, shared by all pages of this process."""

    def __init__(
        self,
        workspace: Workspace,
        task: Task,
        reviewer: str,
        *,
        judge: Callable[[], Judge | WorkbenchError],
        executor: Executor,
        assessor: Executor | None = None,
        on_state: Callable[[str, str], None] = lambda task_id, state: None,
        place: Callable[[str], Message | None] = lambda task_id: None,
        home: Home | None = None,
        seat: Seating | None = None,
    ) -> None:
        """`home` keeps the review, by default the workspace; `seat` is its place there."""
        self._place = place
        self._on_state = on_state
        self._workspace = workspace
        self._reviewer = reviewer
        self._judge = judge
        self._home = home or InWorkspace(workspace, task, reviewer)
        self._seat = seat or Nowhere()
        self._record = Record(self._home, task, on_state=on_state)
        self._phrases = OwnPhrases(workspace.root, reviewer, self._record.rubric)
        self._seat.attend(lambda: self._record.review)
        self._pages = Pages()
        self._executor, self._assessor = executor, assessor or executor
        self._unkept = Unkept(self._keep_late)
        self._equip(task)

    def _equip(self, task: Task) -> None:
        """All that works on the task as it was read."""
        self._task = task
        self._inventories = Inventories(task)
        self._edits = Edits(
            self._record,
            self._inventories,
            lambda message, but: self._broadcast(message, but=but),
            self._check_place,
        )
        self._assessing = Assessing(
            task,
            self._workspace.root / "assessments",
            judge=self._judge,
            executor=self._assessor,
            tell=self._broadcast,
        )
        self._runner = Runner(
            task,
            judge=self._judge,
            executor=self._executor,
            keep=self._keep_run,
            tell=self._pages.tell,
            review=lambda: self._record.review,
            unkept=self._unkept.add,
            changed=self._assessing.changed,
        )
        self._past = Past(
            self._workspace,
            task,
            self._record,
            self._home,
            everyone=self._broadcast,
            assessed=self._assessing.kept,
            changed=self._assessing.changed,
        )

    def join(self, client: Client) -> None:
        """A page begins to show this desk; it takes the place of an earlier one of its key."""
        self._pages.join(client)
        self._edits.begin(client.key)
        self._seat.joined()

    def leave(self, client: Client) -> None:
        """A page is gone. One that was taken over must not throw its successor out."""
        if self._pages.leave(client, self._edits.forget):
            self._seat.left()

    @property
    def in_use(self) -> bool:
        """Whether a page shows it or something is under way."""
        return bool(self._pages) or self._runner.busy or self._assessing.busy

    @property
    def task(self) -> Task:
        """The task it shows."""
        return self._task

    def under_way(self) -> tuple[list[Message], Message | None]:
        """The runs, and the assessment, being worked on."""
        return self._runner.shown(), self._assessing.under_way()

    @property
    def review(self) -> Review:
        """The review as it is kept, or a new one."""
        return self._record.review

    def cancel_all(self) -> None:
        """Stop all that is under way."""
        self._runner.cancel_all()
        self._assessing.cancel()

    def _broadcast(self, message: Message, *, but: str = "") -> None:
        self._pages.tell_all(message, but=but)
        if message["type"] == "assess_done":
            self._past.fresh()

    def _keep_run(self, run: Run) -> None:
        self._record.keep_run(run)
        self._past.run_kept(run)

    # Messages

    def handle(self, client: Client, message: Message) -> None:
        """Answer one message. Never raises on what a page may send."""
        try:
            match message.get("type"):
                case "hello":
                    self._hello(client, message.get("asked"))
                case "edit":
                    self._edits.take(client, message)
                    self._past.fresh()
                case "run":
                    self._run(client, message)
                case "cancel":
                    self._cancel(client, str(message.get("request", "")))
                case "get_run":
                    self._get_run(client, str(message.get("id", "")))
                case "assess":
                    self._assessing.start(message, client.send)
                case "get_mutants":
                    client.send(self._assessing.mutants(message))
                case "submit":
                    self._submit(client)
                case "reopen":
                    self._reopen(client, message)
                case "reload_task":
                    self._reload_task()
                case asked if asked in HEARS:
                    self._past.handle(client, message, sandbox_of(self._judge()))
                case asks if asks in ASKED:
                    self._sit(client, message)
                case "phrase":
                    self._broadcast(self._phrases.change(message))
                case "ping":
                    client.send({"type": "pong", "at": message.get("at")})
                case other:
                    raise InputError(f"the desk knows no message {str(other)[:80]!r}")
        except WorkbenchError as error:
            client.send(notice("error", error))

    def _hello(self, client: Client, asked: object) -> None:
        """What came of the requests the page still waits for, then everything as it is now: a
        request that is neither answered nor under way then is one this process never had."""
        requests = [str(request) for request in asked] if isinstance(asked, list) else []
        for told in (*self._runner.again(requests), *self._assessing.again(requests)):
            client.send(told)
        client.send(self.state())

    def state(self) -> Message:
        """Everything a page needs to show the desk."""
        sandbox = view.shown_sandbox(self._judge())
        running, assessing = self.under_way()
        # After `running`: a run that ends in between is then in `runs`, never in neither.
        review, rubric = self._record.review, self._record.rubric
        inventories = self._inventories.of(review)
        return {
            "type": "state",
            "seq": review.sequence,
            "task": view.shown_task(self._task, inventories),
            "review": review.model_dump(mode="json"),
            "rubric": rubric.model_dump(mode="json"),
            **view.standing(review, rubric, self._record.runs),
            "phrases": self._phrases.shown(),
            "runs": newest_runs(self._task, review, self._past.load_run, self._assessing.changed),
            "sandbox": sandbox,
            "reviewer": self._reviewer,
            "workspace": self._workspace.config.name,
            "fresh": self._past.fresh(),
            "running": running,
            "assessing": assessing,
            "assessment": self._assessing.stored(),
            "inventories": inventories,
            "queue": self._place(self._task.id),
            **self._seat.part(),
        }

    def _keep_late(self, run: Run) -> None:
        held = self._home.runs.load(run.id)
        if held is None or held.started_at != run.started_at:
            self._home.runs.save(run)
        self._keep_run(run)

    def look(self) -> None:
        """Take over what another process saved, keep what the disk refused, and tell the pages."""
        for run_id in self._unkept.again():
            self._broadcast({"type": "run_kept", "id": run_id})
        try:
            changed, told = self._record.look(), self._seat.look()
            self._past.fresh()
        except WorkbenchError as error:
            self._broadcast(notice("error", error))
            return
        if changed:
            self._broadcast(review_changed(self._record))
        if told:
            self._broadcast(told)

    def _reload_task(self) -> None:
        """Go on with the task as it is on disk now; the review is kept."""
        if self._runner.busy or self._assessing.busy:
            raise InputError("something still runs on the task as it was", mend="wait, or cancel")
        task = self._past.there()
        if task is None:
            raise InputError("the task's file cannot be read", mend="put it back, then again")
        self._record.rebase(task)
        self._equip(task)
        self._broadcast(self.state())

    # Runs

    def _run(self, client: Client, message: Message) -> None:
        try:
            self._check_place()
            self._runner.start(client.key, Asked.read(message), self.review)
        except WorkbenchError as error:
            client.send(failed(str(message.get("request", "")), error))

    def _cancel(self, client: Client, request: str) -> None:
        if not self._runner.cancel(request) and not self._assessing.cancel(request):
            client.send(failed(request, NotFound("that run is over already")))

    def _get_run(self, client: Client, run_id: str) -> None:
        run = self._home.evidence_run(run_id)
        if run is None or run.task_id != self._task.id:
            raise NotFound(f"there is no run {run_id[:80]!r} of this task", mend="run it again")
        key, edited = view.suite_key(run, self._task)
        current = still_current(self._task, self.review, key, run, self._assessing.changed)
        shown = {"run": run.model_dump(mode="json"), "suite_key": key, "edited": edited}
        client.send({"type": "run", **shown, "current": current})

    # Submission

    def _submit(self, client: Client) -> None:
        self._check_place()
        missing = list(what_is_missing(self.review, self._record.rubric, self._home.evidence_run))
        stale = self._past.holds_up()
        if missing or stale:
            client.send({"type": "submit_refused", "missing": missing, "stale": stale})
            return
        try:
            number, review = self._record.submit()
        except Conflict:
            client.send(review_changed(self._record))
            raise
        body = review.model_dump(mode="json")
        client.send({"type": "submitted", "revision": number, "review": body})
        self._broadcast(review_changed(self._record), but=client.key)
        self._seat.submitted()
        self._tell_seat()

    def _check_place(self, patch: Message | None = None) -> None:
        """Raises Held or InputError when the task is not this reviewer's to work on. Time spent
        looking is no work: it waits in memory."""
        if not (patch and set(patch) <= {"active_s"}):
            self._seat.check()

    def _sit(self, client: Client, message: Message) -> None:
        """What is asked of the desk's place."""
        told = self._seat.handle(message)
        client.send(told)
        self._broadcast(told, but=client.key)
        if message["type"] == "skip":
            self._on_state(self._task.id, "skipped")

    def _tell_seat(self) -> None:
        self._broadcast(self._seat.told())

    def _reopen(self, client: Client, message: Message) -> None:
        self._seat.before_reopening()
        self._past.reopen(message)
        self._seat.reopened()
        client.send(saved(None, self._record))
        self._broadcast(review_changed(self._record))
        self._tell_seat()
