"""What a desk asks of its place: in a calibration session (`Seat`) or in the workspace (`Hold`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from workbench.errors import InputError
from workbench.jupyter.messages import Message
from workbench.model.review import Review

ASKED = frozenset({"renew", "skip", "take_over"})


class Seating(Protocol):
    """A reviewer's place at a task: who else may be at it, and how it is left."""

    def attend(self, review: Callable[[], Review]) -> None:
        """The desk's review, as it is whenever it is asked for."""
        ...

    def joined(self) -> None:
        """A page shows the desk."""
        ...

    def left(self) -> None:
        """No page shows it any more."""
        ...

    def part(self) -> Message:
        """`session` and `lease`, as in `state`."""
        ...

    def told(self) -> Message:
        """The message that says how things stand."""
        ...

    def check(self) -> None:
        """Before anything is changed. Raises Held, InputError."""
        ...

    def handle(self, message: Message) -> Message:
        """Answer one of `ASKED`. Raises InputError, Held, SaveFailed."""
        ...

    def submitted(self) -> None:
        """The work is done."""
        ...

    def before_reopening(self) -> None:
        """Raises Held when the task cannot be taken up again now."""
        ...

    def reopened(self) -> None:
        """It is taken up again."""
        ...

    def look(self) -> Message | None:
        """What is told now, when that differs from what was told last."""
        ...


class Nowhere:
    """A desk of its own: nobody else is asked, nothing is held."""

    def attend(self, review: Callable[[], Review]) -> None:
        """See `Seating`."""

    def joined(self) -> None:
        """See `Seating`."""

    def left(self) -> None:
        """See `Seating`."""

    def part(self) -> Message:
        """See `Seating`."""
        return {"session": None, "lease": None}

    def told(self) -> Message:
        """See `Seating`."""
        return {"type": "lease", "lease": None}

    def check(self) -> None:
        """See `Seating`."""

    def handle(self, message: Message) -> Message:
        """See `Seating`."""
        raise InputError("this desk has no place in a queue")

    def submitted(self) -> None:
        """See `Seating`."""

    def before_reopening(self) -> None:
        """See `Seating`."""

    def reopened(self) -> None:
        """See `Seating`."""

    def look(self) -> Message | None:
        """See `Seating`."""
        return None
