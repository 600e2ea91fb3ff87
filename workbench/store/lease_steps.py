"""What a lease's files hold, and what a process can know of time and of other processes."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Literal

from pydantic import Field

from workbench.errors import InvalidFile, NotFound
from workbench.model.base import Document, Id, Text
from workbench.store.files import load_document, save_failed
from workbench.store.pids import here, is_free

MOST_MINUTES = 1440
Did = Literal["took", "renewed", "released"]


class Step(Document):
    """One file: what a process did with a task."""

    task_id: Id
    reviewer: Id
    did: Did
    minutes: int = Field(ge=1, le=MOST_MINUTES)
    at: Text
    process: Text
    shared: bool = False
    """the reviewer's other process may be at it too: only the end of the work lets it go"""


def boot_clock() -> float:
    """Seconds, also those the machine slept; nobody can set it."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def this_process() -> str:
    """`boot/namespace/pid`; whoever has the same two before the pid can see whether it runs."""
    place = here()
    return f"{place}/{os.getpid()}" if place else ""


def is_gone(process: str, own: str) -> bool:
    """Whether a process ran where the own one runs, and runs no more. A number that was given to
    another process since counts as running: that errs on the side of waiting."""
    place, _, pid = process.rpartition("/")
    if not place or place != own.rpartition("/")[0] or not pid.isdecimal():
        return False
    return is_free(pid)


def numbers(folder: Path) -> list[int]:
    """The numbers of a task's steps. Raises SaveFailed where they cannot be listed."""
    try:
        return [int(name) for name in os.listdir(folder) if name.isdecimal()]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise save_failed(folder, error) from error


def read_step(path: Path, task_id: str) -> Step | None:
    """A step; None when it was swept meanwhile. What cannot be read is somebody's, for as long as
    a lease can last."""
    try:
        step = load_document(path, Step)
        if step.task_id == task_id:
            return step
    except NotFound:
        return None
    except InvalidFile:
        pass
    return Step(
        task_id=task_id, reviewer="somebody", did="took", minutes=MOST_MINUTES, at="", process=""
    )
