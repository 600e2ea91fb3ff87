"""Removes what dead owners left on an engine: at the start, and again while one is used.

Once is not enough. The engine finishes what it was asked although whoever asked has died since, so
a container may appear after the first look; and a container that is just dying may refuse to go.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from itertools import chain, repeat

from workbench.errors import InfrastructureError

_AGAIN_S = (0.5, 2.0, 8.0)


class Janitor:
    """Sweeps on a thread of its own until closed; the first sweep is over when this is made."""

    def __init__(
        self, sweep: Callable[[], int], first_s: tuple[float, ...] = _AGAIN_S, then_s: float = 60.0
    ) -> None:
        """`sweep` removes what it finds and says how many; called now, after each pause of
        `first_s`, then every `then_s` seconds. Raises what its first call raises."""
        sweep()
        self._sweep = sweep
        self._pauses = chain(first_s, repeat(then_s))
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="janitor", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop, after a last look. Never raises."""
        self._closing.set()
        self._thread.join()
        self._look()

    def _serve(self) -> None:
        for pause in self._pauses:
            if self._closing.wait(pause):
                return
            self._look()

    def _look(self) -> None:
        try:
            self._sweep()
        except InfrastructureError:
            # An engine that does not answer is told to whoever wants a container, not here.
            return
