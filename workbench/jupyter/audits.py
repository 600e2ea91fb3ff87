"""Audits of a workspace as its pages are told them: how far, stopping, reports so far."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from workbench.jupyter.messages import Message
from workbench.jupyter.report_making import ReportMaker
from workbench.jupyter.report_shelf import ReportShelf
from workbench.store.audit_watch import AuditWatch, Seen
from workbench.store.audits import AuditFolder

ASKED = frozenset({"audits", "audit_report", "audit_stop", "report_delete"})
_FRESH_S = 1.0
"""however many pages ask, files are looked at only so often"""


class Audits:
    """Shared by the pages of one workspace."""

    def __init__(self, root: Path, news: Callable[[], None]) -> None:
        """`news`: results may have come in; called at every look while an audit works."""
        self._folder = AuditFolder(root / "audits")
        self._watch = AuditWatch(self._folder)
        self._report = ReportMaker(root)
        self._shelf = ReportShelf(root)
        self._news = news
        # Protects all below and the watch.
        self._lock = threading.Lock()
        self._seen: tuple[Seen, ...] = ()
        self._looked = float("-inf")

    def answer(self, asked: Message) -> Message:
        """Answer a host message of `ASKED`. Raises InputError, SaveFailed."""
        match asked.get("type"):
            case "audit_stop":
                self._folder.ask_to_stop(str(asked.get("id")), str(asked.get("began")))
                with self._lock:
                    self._looked = float("-inf")
            case "audit_report":
                self._report.start()
            case "report_delete":
                self._shelf.delete(str(asked.get("report")))
        shown = [_shown(one) for one in self._look()]
        return {
            "type": "audits", "audits": shown, "report": self._report.shown(),
            "reports": self._shelf.shown(),
        }  # fmt: skip

    def running(self) -> list[Message]:
        """Those under way, for a status bar."""
        return [_shown(one) for one in self._look() if _is_going(one)]

    def close(self) -> None:
        """Stop what was begun here; audits are nobody's here."""
        self._report.close()

    def _look(self) -> tuple[Seen, ...]:
        with self._lock:
            at = time.monotonic()
            if at - self._looked >= _FRESH_S:
                self._seen = self._watch.look()
                self._looked = at
            seen = self._seen
        if any(_is_going(one) for one in seen):
            # The queue would notice by itself, up to twenty seconds later.
            self._news()
        return seen


def _is_going(one: Seen) -> bool:
    return one.state in ("running", "stopping")


def _shown(one: Seen) -> Message:
    audit = one.audit.model_dump(mode="json", exclude={"schema_version", "process", "pid"})
    return {**audit, "id": one.key, "state": one.state}
