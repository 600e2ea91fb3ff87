"""The state of an item, told from the reviewer's files: the same to the reviewer and to leads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workbench.model.review import Review
from workbench.model.session import Item, ItemState
from workbench.store.sessions.folder_log import Log
from workbench.store.sessions.folder_places import Desk


@dataclass(frozen=True)
class Work:
    """What a reviewer did: leases and skips, submissions, ids of drafts, and the time it is."""

    desk: Desk
    log: Log
    drafts: frozenset[str]
    time: float


def as_it_stands(item: Item, work: Work, current: Callable[[str], Review | None]) -> Item:
    """`current` gives the review as it is; asked only where a draft lies beside a submission."""
    newest = work.log.newest(item.id)
    state: ItemState = newest.review.state if newest else "open"
    if item.id in work.drafts:
        # Beside a submission it is one that was reopened, or left by a process that died.
        review = current(item.id) if newest else None
        state = review.state if review else "draft"
    still_open = state in ("open", "draft")
    if still_open and item.id in work.desk.skipped:
        state = "skipped"
    until = work.desk.held.get(item.id, 0.0)
    return item.model_copy(
        update={
            "state": state,
            "held_until": until if state in ("open", "draft") and until > work.time else None,
            "skip_reason": work.desk.skipped.get(item.id, "") if state == "skipped" else "",
        }
    )
