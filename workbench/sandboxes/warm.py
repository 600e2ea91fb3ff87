"""Containers started ahead: a few of the shapes asked for last, each used once.

Starting a container costs some hundred milliseconds of the engine's time, and nothing of that needs
the job. Whoever takes one has it replaced in the background.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from workbench.errors import InfrastructureError
from workbench.sandboxes.container import Shape

_MOST_PER_SHAPE = 2
_SHAPES = 4


class Waiting(Protocol):
    """What the pool must know of a container."""

    def alive(self) -> bool:
        """Whether it still waits for its job."""
        ...

    def discard(self) -> None:
        """Kill and remove it. Never raises."""
        ...


C = TypeVar("C", bound=Waiting)


class Pool(Generic[C]):
    """Thread-safe. One background thread makes and discards, so that starts never crowd."""

    def __init__(self, make: Callable[[Shape], C]) -> None:
        self._make = make
        # Protects all below; notified when the background thread has something to do or has done.
        self._changed = threading.Condition()
        self._ready: OrderedDict[Shape, list[C]] = OrderedDict()
        self._asked: dict[Shape, int] = {}
        self._used: list[C] = []
        self._busy = False
        self._closed = False
        self._thread: threading.Thread | None = None

    def take(self, shape: Shape) -> C:
        """A container of that shape; makes one when none waits. Raises InfrastructureError."""
        found: C | None = None
        with self._changed:
            if self._closed:
                raise InfrastructureError("the sandbox was closed")
            waiting = self._ready.setdefault(shape, [])
            self._ready.move_to_end(shape)
            self._asked[shape] = self._asked.get(shape, 0) + 1
            while waiting and found is None:
                oldest = waiting.pop(0)
                if oldest.alive():
                    found = oldest
                else:
                    self._used.append(oldest)
            while len(self._ready) > _SHAPES:
                forgotten, left = self._ready.popitem(last=False)
                self._used += left
                del self._asked[forgotten]
            self._work()
        return found if found is not None else self._make(shape)

    def give_back(self, used: C) -> None:
        """It served its job; it is killed and removed behind the caller's back."""
        with self._changed:
            if not self._closed:
                self._used.append(used)
                self._work()
                return
        used.discard()

    def settle(self, patience_s: float) -> bool:
        """Wait until every place is filled and everything used is gone; whether that came true."""
        with self._changed:
            return self._changed.wait_for(
                lambda: not self._busy and self._next() is None, patience_s
            )

    def close(self) -> None:
        """Discard everything; safe to call twice."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join()
        with self._changed:
            left = [*self._used, *(c for waiting in self._ready.values() for c in waiting)]
            self._used, self._ready = [], OrderedDict()
        for container in left:
            container.discard()

    def _work(self) -> None:
        """Called with the lock held."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name="warm", daemon=True)
            self._thread.start()
        self._changed.notify_all()

    def _next(self) -> Shape | C | None:
        """What to do: fill this shape's place, or discard that. Called with the lock held."""
        if self._used:
            return self._used[0]
        for shape in reversed(self._ready):
            # One after the first run, as a second is likely; two where many come.
            if len(self._ready[shape]) < min(_MOST_PER_SHAPE, self._asked[shape]):
                return shape
        return None

    def _serve(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._next() is not None)
                if self._closed:
                    return
                task = self._next()
                self._busy = True
                if not isinstance(task, Shape):
                    self._used.pop(0)
            if isinstance(task, Shape):
                self._fill(task)
            elif task is not None:
                task.discard()
            with self._changed:
                self._busy = False
                self._changed.notify_all()

    def _fill(self, shape: Shape) -> None:
        try:
            made = self._make(shape)
        except InfrastructureError:
            # Whoever needs one is told by starting it himself; nothing is tried ahead until then.
            with self._changed:
                self._used += self._ready.pop(shape, [])
                self._asked.pop(shape, None)
            return
        with self._changed:
            places = self._ready.get(shape)
            if places is None or self._closed:
                self._used.append(made)
            else:
                places.append(made)
