"""Where everything of a session lies in a shared folder, and who may read which of it.

    sessions/<id>/                2755  the lead who made it; group: the leads
        brief.json, access.json   0644  what every reviewer may know
        lead/                     2770  leads alone
            kept/                 2770  session with gold, assignments with kinds, submissions taken
        reviewers/                3773  everybody may make a folder and nobody may list
            <reviewer>/           2770  the reviewer; group: the leads
                inbox/            2770  what leads write: the queue without kinds, feedback
                desk/             2770  leases, what was skipped, the chain of submissions
                drafts/, runs/    2770

What changes lies a level below what others can look up by name: the times, sizes and link counts of
`lead/` and `reviewers/<reviewer>/` stay what they were when they were made.
"""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from workbench.errors import SaveFailed
from workbench.model.base import Document, Id, Text, Value
from workbench.model.session import Item, Submission

SESSION = 0o2755
CLOSED = 0o2770
DROP = 0o3773
EVERYBODYS = 0o644
LEADS = 0o660
OWN = 0o640
IN_INBOX = 0o644
"""Written by a lead, read by the owner of the closed folder around it, who is no lead."""

BELOW = ("inbox", "desk", "drafts", "runs")


@dataclass(frozen=True)
class Places:
    """The paths of one session."""

    root: Path

    @property
    def brief(self) -> Path:
        return self.root / "brief.json"

    @property
    def access(self) -> Path:
        return self.root / "access.json"

    @property
    def lead(self) -> Path:
        return self.root / "lead"

    @property
    def kept(self) -> Path:
        return self.lead / "kept"

    @property
    def reviewers(self) -> Path:
        return self.root / "reviewers"


class Access(Document):
    """`access.json`: who may join. Names of colleagues, and nothing they did."""

    reviewers: tuple[Id, ...] = ()


class Inbox(Value):
    """`inbox/items.json`: a reviewer's queue as leads hand it out. `restored` is the digest of
    earlier work beside it, where the session was moved here."""

    items: tuple[Item, ...] = ()
    paused: Text = ""
    restored: Text = ""


class Desk(Value):
    """`desk/state.json`: what is held until when, what was skipped and why, and which earlier work
    was taken over."""

    held: dict[Id, float] = Field(default_factory=dict)
    skipped: dict[Id, Text] = Field(default_factory=dict)
    absorbed: Text = ""


class Others(Value):
    """`inbox/others.json`, once revealed: what others said, by the reader's own assignments."""

    said: dict[Id, tuple[Submission, ...]] = Field(default_factory=dict)


def make_folder(path: Path, mode: int) -> None:
    """A folder with `mode` that keeps the group of a setgid parent. Does nothing when it is there.

    A chmod by somebody outside that group would drop the setgid bit, and a process has one umask
    for all its threads: so the umask is a child's, and nothing is changed afterwards.
    """
    if path.is_dir():
        return
    umask = 0o777 & ~mode
    done = subprocess.run(
        ["mkdir", "--", str(path)], umask=umask, capture_output=True, check=False, text=True
    )
    if done.returncode and not path.is_dir():
        raise SaveFailed(f"{path.name} was not made: {done.stderr.strip()[-200:]}")


def mode_of(status: os.stat_result) -> int:
    """The permission bits, setgid and sticky among them."""
    return status.st_mode & 0o7777
