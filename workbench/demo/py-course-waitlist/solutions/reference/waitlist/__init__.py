"""Course bookings: a list of entries and a rule for promotion."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count


class BookingError(Exception):
    """The request breaks a rule of the course."""


@dataclass
class _Entry:
    name: str
    seats: int
    rank: tuple[int, int]
    confirmed_at: int | None = None


@dataclass
class Course:
    seats: int
    _entries: dict[str, _Entry] = field(default_factory=dict)
    _clock: count[int] = field(default_factory=count)

    def _confirmed(self) -> list[_Entry]:
        done = [entry for entry in self._entries.values() if entry.confirmed_at is not None]
        return sorted(done, key=lambda entry: entry.confirmed_at or 0)

    def _waiting(self) -> list[_Entry]:
        left = [entry for entry in self._entries.values() if entry.confirmed_at is None]
        return sorted(left, key=lambda entry: entry.rank)

    @property
    def free(self) -> int:
        return self.seats - sum(entry.seats for entry in self._confirmed())

    @property
    def confirmed(self) -> list[str]:
        return [entry.name for entry in self._confirmed()]

    @property
    def waiting(self) -> list[str]:
        return [entry.name for entry in self._waiting()]

    def _confirm_if_it_fits(self, entry: _Entry) -> bool:
        if entry.seats <= self.free:
            entry.confirmed_at = next(self._clock)
            return True
        return False

    def book(self, name: str, seats: int = 1, *, member: bool = False) -> bool:
        if name in self._entries:
            raise BookingError(f"second booking for {name}")
        if seats < 1 or seats > self.seats:
            raise BookingError(f"impossible number of seats: {seats}")
        somebody_waits = bool(self._waiting())
        entry = _Entry(name, seats, (0 if member else 1, next(self._clock)))
        self._entries[name] = entry
        return not somebody_waits and self._confirm_if_it_fits(entry)

    def cancel(self, name: str) -> list[str]:
        if self._entries.pop(name, None) is None:
            raise BookingError(f"no booking for {name}")
        return self._fill()

    def resize(self, seats: int) -> list[str]:
        if seats < self.seats - self.free:
            raise BookingError("course is fuller than that")
        self.seats = seats
        return self._fill()

    def _fill(self) -> list[str]:
        return [entry.name for entry in self._waiting() if self._confirm_if_it_fits(entry)]
