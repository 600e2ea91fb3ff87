"""What a page's status bar and launcher ask of a workspace: sandbox, work under way, last draft."""

from __future__ import annotations

from workbench.jupyter import view
from workbench.jupyter.desk import Desk
from workbench.jupyter.messages import Message
from workbench.jupyter.room import Room

ASKED = ("status", "last_draft")
_PATIENCE_S = 2.0


def answer(room: Room, asked: Message) -> Message:
    """Answer a message of one of the kinds in `ASKED`."""
    return last_draft(room) if asked.get("type") == "last_draft" else status(room)


def status(room: Room) -> Message:
    """`sandbox` is null while it is still being checked: a status bar waits for nothing."""
    judge = room.judge_so_far()
    return {
        "type": "status",
        "sandbox": None if judge is None else view.shown_sandbox(judge),
        "jobs": [job for desk in room.desks() for job in _jobs(desk)],
        "audits": room.audits.running(),
    }


def _jobs(desk: Desk) -> list[Message]:
    runs, assessing = desk.under_way()
    work = [(f"{run['suite']} on {run['solution']}", run["elapsed_s"]) for run in runs]
    if assessing is not None:
        work.append((f"assessment, {assessing['what']}", assessing["elapsed_s"]))
    return [
        {"title": desk.task.title, "what": what, "elapsed_s": elapsed} for what, elapsed in work
    ]


def last_draft(room: Room) -> Message:
    """`task_path` of the task whose draft was written last, relative to the workspace; '' when
    the reviewer has none."""
    workspace, reviewer = room.workspace, room.reviewer
    # Another server of the same reviewer may have written it.
    room.queueing.catch_up(_PATIENCE_S)
    newest, found = 0, ""
    for entry in room.queue():
        if entry.state != "draft":
            continue
        try:
            written = workspace.reviews.path(entry.task_id, reviewer).stat().st_mtime_ns
        except OSError:
            continue
        if written > newest:
            newest, found = written, entry.path
    return {"type": "last_draft", "task_path": found}
