"""The builtins that mutant schemata ask: which mutant is active, what is reached, what is burnt.

`__mu_a__` is the number of the active mutant. While probes are wanted it is an object whose
comparisons note what they are asked and answer as no number would; for the canary one that raises
at a mutant's place. `__mu_f__` burns a unit of fuel, in C until none is left; what then runs ends
the process, so that no `except` of task code can go on.
"""

import builtins
from itertools import chain, repeat
from operator import length_hint

_ENDLESS = 1 << 60


class _Probing:
    """Notes every number it is compared with: `n == it`, `n != it`, `low <= it`."""

    __slots__ = ("note",)
    __hash__ = None

    def __init__(self, seen: set) -> None:
        self.note = seen.add

    def __eq__(self, number) -> bool:
        self.note(number)
        return False

    def __ne__(self, number) -> bool:
        self.note(number)
        return True

    def __ge__(self, number) -> bool:
        self.note(number)
        return False


class _Canary:
    """Raises at every mutant's place; other probes pass."""

    __slots__ = ("count", "kind")
    __hash__ = None

    def __init__(self, count: int, kind: type) -> None:
        self.count, self.kind = count, kind

    def _look(self, number: int) -> None:
        if number <= self.count:
            raise self.kind("the canary of the trials")

    def __eq__(self, number) -> bool:
        self._look(number)
        return False

    def __ne__(self, number) -> bool:
        self._look(number)
        return True

    def __ge__(self, number) -> bool:
        self._look(number)
        return False


class CanaryDied(BaseException):
    """No `except Exception` of the solution hides it."""


class CanaryFailed(Exception):
    """The same where only an Exception fails one check and lets the next one run."""


class Guard:
    """What this process has set."""

    def __init__(self, count: int, reach: list) -> None:
        """`count` mutants; `reach[n - 1]` is the probe of mutant n."""
        self._count, self._reach = count, reach
        self._seen: set = set()
        self._before = 0
        self.fill(0, None)
        self.activate(0)

    def activate(self, number: int) -> None:
        """Mutants are switched by an integer: nothing is faster to compare."""
        builtins.__mu_a__ = number

    def probe(self) -> None:
        """From now on note what is reached."""
        builtins.__mu_a__ = _Probing(self._seen)

    def pause(self) -> None:
        """Note nothing for now."""
        builtins.__mu_a__ = 0

    def canary(self, kind: type) -> None:
        """From now on every mutant's place raises."""
        builtins.__mu_a__ = _Canary(self._count, kind)

    def reached(self) -> list:
        """The probes noted so far."""
        count, reach = self._count, self._reach
        found = {reach[n - 1] if n <= count else n - count - 1 for n in list(self._seen)}
        return sorted(found)

    def fill(self, limit: int, empty) -> None:
        """`limit` units (0: endless); `empty` is called when one more is wanted."""
        self._before = 0
        self._tank_of(limit, empty)

    def refill(self, limit: int, empty) -> None:
        """The same, and `spent` goes on."""
        self._before = self.spent()
        self._tank_of(limit, empty)

    def _tank_of(self, limit: int, empty) -> None:
        self._size = limit or _ENDLESS
        self._tank = repeat(None, self._size)
        burn = chain(self._tank, _call(empty)) if limit else self._tank
        self._burn = burn.__next__
        builtins.__mu_f__ = self._burn

    def hold(self) -> None:
        """Burn nothing of it until `release`."""
        builtins.__mu_f__ = repeat(None).__next__

    def release(self) -> None:
        """Burn again."""
        builtins.__mu_f__ = self._burn

    def spent(self) -> int:
        """Units burnt since `fill`."""
        return self._before + self._size - length_hint(self._tank)


def _call(function):
    function()
    yield
